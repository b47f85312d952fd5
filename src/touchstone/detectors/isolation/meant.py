"""What a checkpoint is meant to be: which of its states is read, and as which network its tensors are measured."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from touchstone.detectors.checkpoints import Checkpoint
from touchstone.detectors.reference import reference_domain
from touchstone.detectors.specialists import best_layout, choose_state
from touchstone.detectors.tensors import checkpoint_rows


@dataclass(frozen=True, slots=True, kw_only=True)
class Meant:
    """What the user says of a checkpoint; by default nothing.

    Attributes:
        key: the layout or the reference specialist that it is said to be; ``None``: what its tensors or its metadata tell.
        state: the state that is read, by its name in the file or a part of it.
        rename: ``by order`` gives the tensors the names of layout ``key`` in the order of the file.
    """

    key: str | None = None
    state: str | None = None
    rename: str | None = None

    def choose(self, checkpoint: Checkpoint) -> Checkpoint:
        """The checkpoint with the state that is meant; that of a reference specialist stays as it is.

        Raises:
            CheckpointError: there is no such state, or its tensors cannot be renamed.
        """
        if reference_domain(checkpoint, self.key) is not None:
            return checkpoint
        return choose_state(checkpoint, self.key, state=self.state, rename=self.rename)

    def rows(self, checkpoint: Checkpoint, name: str) -> pl.DataFrame:
        """Rows of the ``tensors`` table, for a detector of this name; with gradients where the tensors fit a layout exactly.

        Args:
            checkpoint: what was read, with the state that is meant.
            name: name of the detector in the rows.
        """
        return checkpoint_rows(checkpoint, name, self._layout(checkpoint))

    def _layout(self, checkpoint: Checkpoint) -> str | None:
        if reference_domain(checkpoint, self.key) is not None:
            return None
        if self.key is not None:
            return self.key
        best = best_layout(checkpoint.state)[0]
        return best.layout if best.exact else None
