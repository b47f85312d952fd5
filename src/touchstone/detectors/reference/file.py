"""The file of a reference specialist: safetensors, with its contract, calibration and model card as metadata."""

from __future__ import annotations

import json
import struct
from dataclasses import dataclass
from pathlib import Path

import safetensors.torch

from touchstone.detectors.checkpoints import Checkpoint, read_checkpoint, recognise, require_values, safetensors_header
from touchstone.detectors.files import beginning
from touchstone.detectors.keys import REFERENCE_KEYS, REFERENCE_PREFIX, domain_of
from touchstone.detectors.specialists import Fit, LayoutError, best_layout, fit_of
from touchstone.footage.views import view_named
from touchstone.vocabulary.domains import DOMAINS, InputContract
from touchstone.vocabulary.errors import CheckpointError
from touchstone.vocabulary.tables import write_bytes

from .base import Reference
from .build import build_reference
from .card import ReferenceCard, card_of

_MARK = "touchstone"
_KIND, _VERSION = "reference", "1"
_LONGEST_CARD = 1 << 23
"""Bytes of a header that may be that of a reference specialist."""


@dataclass(frozen=True, slots=True, repr=False, kw_only=True)
class LoadedReference:
    """A reference specialist with the weights of a file.

    Attributes:
        network: in evaluation mode, on the CPU.
        card: its calibration and model card.
        path: the file.
        sha256: hash of the file.
        parameters: number of trainable parameters.
        architecture: the network in one line.
    """

    network: Reference
    card: ReferenceCard
    path: Path
    sha256: str
    parameters: int
    architecture: str

    @property
    def input(self) -> InputContract:
        """What it is fed."""
        return InputContract("view", view=self.network.key)

    def __repr__(self) -> str:
        return f"LoadedReference({self.network.key}, {self.path.name!r}, {self.parameters:,} parameters)"


def save_reference(path: Path, network: Reference, card: ReferenceCard) -> None:
    """Write weights and card; equal ones give equal bytes.

    Args:
        path: the file; replaced as a whole.
        network: on any device, in any mode.
        card: its calibration and model card.
    """
    state = {name: tensor.detach().cpu().contiguous().clone() for name, tensor in network.state_dict().items()}
    metadata = {**_identity(network.key), **card.metadata()}
    data = safetensors.torch.save(state, metadata)
    # The library writes the metadata in the order of a hash table, which differs from call to call.
    (length,) = struct.unpack("<Q", data[:8])
    header = json.loads(data[8 : 8 + length])
    header["__metadata__"] = dict(sorted(metadata.items()))
    text = json.dumps(header, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 8)
    write_bytes(path, struct.pack("<Q", len(text)) + text + data[8 + length :])


def load_reference(source: str | Path | Checkpoint, key: str) -> LoadedReference:
    """Load a file that :func:`save_reference` wrote; everything in it is checked, nothing is executed.

    Args:
        source: the file, or what :func:`read_checkpoint` made of it.
        key: the domain that it is said to be for.

    Raises:
        CheckpointError: the file cannot be used; the text says why in one line.
        LayoutError: its tensors are those of another network; carries what is missing and unexpected.
        UsageError: no such reference specialist.
    """
    network = build_reference(key)
    checkpoint = source if isinstance(source, Checkpoint) else read_checkpoint(source)
    name = checkpoint.path.name
    metadata = {str(k): str(v) for k, v in checkpoint.metadata.items()}
    _check_tensors(checkpoint, network, name)
    _check_identity(metadata, key, name)
    try:
        card = card_of(metadata)
    except ValueError as error:
        raise CheckpointError(f"{name} is damaged or was not written by touchstone: {error}") from None
    network.load_state_dict(checkpoint.state)
    return LoadedReference(
        network=network.eval().requires_grad_(requires_grad=False), card=card, path=checkpoint.path,
        sha256=checkpoint.sha256, parameters=sum(parameter.numel() for parameter in network.parameters()),
        architecture=reference_architecture(key),
    )  # fmt: skip


def reference_architecture(key: str) -> str:
    """The network in one line."""
    shape = "×".join(str(size) for size in view_named(key).shape)
    return f"Reference {key.upper()} Specialist ({DOMAINS[key].channels} channels) on the view {key} ({shape})"


def reference_key(source: Path | Checkpoint) -> str | None:
    """The domain that a file says it is a reference specialist of; ``None`` where it says no such thing or cannot be read."""
    if isinstance(source, Checkpoint):
        metadata: object = source.metadata
    else:
        try:
            metadata = safetensors_header(source).get("__metadata__") if _may_hold_a_card(source) else None
        except (CheckpointError, OSError):
            return None
    if not isinstance(metadata, dict) or not str(metadata.get(_MARK, "")).startswith(f"{_KIND} "):
        return None
    key = metadata.get("key")
    return key if isinstance(key, str) and key in DOMAINS else None


def reference_domain(checkpoint: Checkpoint, key: str | None) -> str | None:
    """The domain of the reference specialist that a checkpoint is read as; ``None`` where it is read as a layout.

    Args:
        checkpoint: what was read.
        key: the network that it is said to be; ``None`` leaves that to its metadata.
    """
    if key is None:
        return reference_key(checkpoint)
    return domain_of(key) if key in REFERENCE_KEYS else None


def _may_hold_a_card(path: Path) -> bool:
    """Whether it is a file of safetensors with a header of ordinary length; others are read in a process of their own."""
    head, _ = beginning(path, 9, "file of the checkpoint", "weights")
    short = int.from_bytes(head[:8], "little") <= _LONGEST_CARD
    return short and head[8:9] == b"{" and recognise(path) == "safetensors"


def _identity(key: str) -> dict[str, str]:
    view = view_named(key)
    about = {"view": view.name, "view_shape": json.dumps(list(view.shape)), "view_dtype": view.dtype}
    return {_MARK: f"{_KIND} {_VERSION}", "key": key, **about}


def _check_identity(metadata: dict[str, str], key: str, name: str) -> None:
    kind, _, version = metadata.get(_MARK, "").partition(" ")
    if kind != _KIND:
        raise CheckpointError(
            f"{name} is not a reference specialist: its metadata does not say that touchstone wrote it"
        )
    if version != _VERSION:
        raise CheckpointError(
            f"{name} has version {version[:20]!r} of reference files, not {_VERSION}; update touchstone, or train again"
        )
    for field, wanted in _identity(key).items():
        if metadata.get(field) != wanted:
            stated = metadata.get(field, "nothing")[:80]
            raise CheckpointError(
                f"{name} was trained on {field} {stated}, and {key} now shows {wanted}; train it again"
            )


def _check_tensors(checkpoint: Checkpoint, network: Reference, name: str) -> None:
    name_of_kind = f"{REFERENCE_PREFIX}{network.key}"
    state, wanted = checkpoint.state, network.state_dict()
    fitted = _fit(checkpoint, network)
    said = reference_key(checkpoint)
    if said is not None and said != network.key:
        text = f"{name} is the reference specialist of {said}, not of {network.key}"
        raise LayoutError(text, fitted, _fit(checkpoint, build_reference(said)))
    if not fitted.exact:
        best = best_layout(state)[0]
        if best.share <= fitted.share:
            best = fitted
        fits = f"; it fits best: {best.layout} ({best.matching} of {best.total} tensors)" if best.matching else ""
        raise LayoutError(
            f"{name} does not fit {name_of_kind}: {fitted}{fits}", fitted, best if best.matching else None
        )
    require_values(state, name)
    for tensor, template in wanted.items():
        if state[tensor].dtype != template.dtype:
            kinds = [str(t.dtype).removeprefix("torch.") for t in (state[tensor], template)]
            raise CheckpointError(
                f"{name}: {tensor} holds {kinds[0]} values, not {kinds[1]}; save it with save_reference"
            )


def _fit(checkpoint: Checkpoint, network: Reference) -> Fit:
    wanted = {name: tuple(tensor.shape) for name, tensor in network.state_dict().items()}
    return fit_of(checkpoint.state, wanted, f"{REFERENCE_PREFIX}{network.key}")
