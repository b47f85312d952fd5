"""Does a state dict fit a known layout, and which one does it fit best?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from torch import Tensor

from touchstone.detectors.checkpoints import COUNTER, is_bookkeeping, is_imagenet_head, sizes
from touchstone.detectors.keys import LAYOUTS
from touchstone.vocabulary.errors import CheckpointError

from .layouts import layout
from .misfits import Misfit, misfit_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Fit:
    """How a state dict compares with one layout.

    Attributes:
        layout: key of the layout.
        missing: names that the layout has and the state lacks, in the layout's order.
        unexpected: names that the state has and the layout lacks, in the state's order.
        mismatched: name, wanted shape and found shape of tensors of another shape.
        matching: tensors of equal name and shape.
        total: tensors of the layout.
        ignored: names that the layout lacks and that change no answer: what tools of training leave, an unused head.
        uncounted: counters of batch normalisations that the state lacks; nothing reads them in evaluation.
    """

    layout: str
    missing: tuple[str, ...]
    unexpected: tuple[str, ...]
    mismatched: tuple[tuple[str, tuple[int, ...], tuple[int, ...]], ...]
    matching: int
    total: int
    ignored: tuple[str, ...] = ()
    uncounted: tuple[str, ...] = ()

    @property
    def exact(self) -> bool:
        """Whether every tensor that matters is there, nothing else is, and all shapes are equal."""
        return not (self.missing or self.unexpected or self.mismatched)

    @property
    def complete(self) -> bool:
        """Whether all names that matter are there and no others; shapes may differ."""
        return not (self.missing or self.unexpected)

    @property
    def share(self) -> float:
        """Tensors of equal name and shape, as a share of all names that layout or state hold; 0 to 1."""
        return self.matching / (self.total - len(self.uncounted) + len(self.unexpected))

    def __str__(self) -> str:
        """What differs, in one line."""
        parts: list[str] = []
        if self.missing:
            keys = "1 key" if len(self.missing) == 1 else f"{len(self.missing)} keys"
            parts.append(f"{keys} missing (first: {self.missing[0]})")
        if self.unexpected:
            parts.append(f"{len(self.unexpected)} unexpected (first: {self.unexpected[0]})")
        if self.mismatched:
            name, wanted, shape_of = self.mismatched[0]
            shapes = f"{list(shape_of)}, not {list(wanted)}"
            parts.append(f"{len(self.mismatched)} of another shape (first: {name} is {shapes})")
        return ", ".join(parts) or "fits"


class LayoutError(CheckpointError):
    """A checkpoint is of another layout than it was said to be.

    Attributes:
        fit: what is missing, unexpected or of another shape.
        best: the known layout that it fits best; None if it shares no tensor with any.
        misfit: what is the matter, where the shapes tell.
    """

    def __init__(self, text: str, fit: Fit, best: Fit | None, misfit: Misfit | None = None) -> None:
        super().__init__(text)
        self.fit = fit
        self.best = best
        self.misfit = misfit

    def columns(self) -> dict[str, object]:
        """Missing and unexpected tensors, and the layout that fits best."""
        return {
            "missing_keys": list(self.fit.missing),
            "unexpected_keys": [*self.fit.unexpected, *(name for name, _, _ in self.fit.mismatched)],
            "layout": self.best.layout if self.best is not None else None,
            "misfit": self.misfit.kind if self.misfit is not None else None,
        }

    def __reduce__(self) -> tuple[type[LayoutError], tuple[str, Fit, Fit | None, Misfit | None]]:
        """Errors cross between processes; the default would forget the lists."""
        return LayoutError, (str(self), self.fit, self.best, self.misfit)


def fit(state: Mapping[str, Tensor], key: str) -> Fit:
    """Compare a state dict with layout ``key`` by names and shapes; what changes no answer is set apart.

    Raises:
        UsageError: no such layout.
    """
    strict = fit_of(state, layout(key), key)
    ignored = tuple(n for n in strict.unexpected if is_bookkeeping(n, state[n]) or is_imagenet_head(n, state[n]))
    uncounted = tuple(name for name in strict.missing if _is_uncounted(name, state))
    return replace(
        strict, ignored=ignored, uncounted=uncounted,
        missing=tuple(name for name in strict.missing if name not in set(uncounted)),
        unexpected=tuple(name for name in strict.unexpected if name not in set(ignored)),
    )  # fmt: skip


def _is_uncounted(name: str, state: Mapping[str, Tensor]) -> bool:
    """Whether a name is a counter whose batch normalisation is there."""
    layer, _, last = name.rpartition(".")
    return last == COUNTER and f"{layer}.running_mean" in state


def fit_of(state: Mapping[str, Tensor], wanted: Mapping[str, tuple[int, ...]], key: str) -> Fit:
    """Compare a state dict with the names and shapes that are wanted.

    Args:
        state: tensors by name.
        wanted: shapes by name.
        key: what is wanted, in a word.
    """
    shapes = {name: sizes(tensor) for name, tensor in state.items()}
    return Fit(
        layout=key,
        missing=tuple(name for name in wanted if name not in shapes),
        unexpected=tuple(name for name in shapes if name not in wanted),
        mismatched=tuple((n, shape, shapes[n]) for n, shape in wanted.items() if n in shapes and shapes[n] != shape),
        matching=sum(shapes.get(name) == shape for name, shape in wanted.items()),
        total=len(wanted),
    )


def best_layout(state: Mapping[str, Tensor]) -> tuple[Fit, ...]:
    """All known layouts, the one that shares most tensors with ``state`` first."""
    return tuple(sorted((fit(state, key) for key in LAYOUTS), key=lambda f: -f.share))


def require_fit(state: Mapping[str, Tensor], key: str, name: str) -> Fit:
    """Return the fit of ``state`` to layout ``key``.

    Args:
        state: tensors by name.
        key: the layout that they are said to be.
        name: of the file, for the message.

    Raises:
        LayoutError: they do not fit exactly; the text names the layout that fits best.
        UsageError: no such layout.
    """
    fitting = fit(state, key)
    if fitting.exact:
        return fitting
    best = best_layout(state)[0]
    misfit = None if best.exact else misfit_of(state, key, fitting.mismatched if fitting.complete else ())
    text = f"{name} does not fit {key}: {fitting}; {_otherwise(best, key, misfit)}"
    raise LayoutError(text, fitting, best if best.matching else None, misfit)


def _otherwise(best: Fit, key: str, misfit: Misfit | None) -> str:
    """What it is instead: what its shapes tell, or the layout that it fits best."""
    if misfit is not None:
        return misfit.text
    if best.matching == 0:
        return "it fits no known layout"
    tensors = f"all {best.total}" if best.exact else f"{best.matching} of {best.total}"
    which = f"{best.layout} itself" if best.layout == key else best.layout
    return f"it fits best: {which} ({tensors} tensors)"
