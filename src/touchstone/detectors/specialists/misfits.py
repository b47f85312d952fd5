"""Why a state dict does not fit a layout, where its shapes tell: a head of other outputs, other names, another network."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from torch import Tensor

from touchstone.detectors.checkpoints import COUNTER, is_bookkeeping, sizes

from .efficientnet import EfficientNet, recognise_efficientnet
from .layouts import layout

MisfitKind = Literal["one output", "several outputs", "renamed", "efficientnet"]

_Shape = tuple[int, ...]
_OUTPUTS = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Misfit:
    """What is the matter with a state dict.

    Attributes:
        kind: which of the kinds; the column ``misfit`` of the ``detectors`` table holds it.
        text: what it is and what to do, as a sentence goes on.
    """

    kind: MisfitKind
    text: str


def misfit_of(
    state: Mapping[str, Tensor], key: str, mismatched: Sequence[tuple[str, _Shape, _Shape]] = ()
) -> Misfit | None:
    """What is the matter with a state dict that does not fit layout ``key``; ``None`` where its shapes do not tell.

    Args:
        state: tensors by name.
        key: the layout.
        mismatched: name, wanted shape and shape of tensors, where nothing but shapes differs.
    """
    return _of_head(key, mismatched) or _renamed(state, key) or _another_network(state)


def by_order(state: Mapping[str, Tensor], key: str) -> dict[str, Tensor] | None:
    """The tensors under the names of layout ``key``, in its order; ``None`` unless all shapes are equal in equal order.

    What tools of training left is not counted, and counters of batch normalisations may be absent everywhere.
    """
    tensors = [tensor for name, tensor in state.items() if not is_bookkeeping(name, tensor)]
    shapes = [sizes(tensor) for tensor in tensors]
    wanted = layout(key)
    counted = {name: shape for name, shape in wanted.items() if not name.endswith(COUNTER)}
    for names in (wanted, counted):
        if shapes == list(names.values()):
            return dict(zip(names, tensors, strict=True))
    return None


def caution(state: Mapping[str, Tensor]) -> str:
    """What a renaming does not show: operators without weights, and those of another library."""
    network = recognise_efficientnet(state)
    where = f"these are names of {network.library}, whose " if network is not None else "its "
    return f"{where}padding, epsilon and activations must be those of the layout, which no shape shows"


def _of_head(key: str, mismatched: Sequence[tuple[str, _Shape, _Shape]]) -> Misfit | None:
    """A head with another number of outputs: nothing else differs, and its inputs are equal."""
    head = [name for name, shape in layout(key).items() if shape[:1] == (_OUTPUTS,)][-2:]
    if not mismatched or {name for name, _, _ in mismatched} != set(head):
        return None
    if len({shape[0] for _, _, shape in mismatched if shape}) != 1 or any(w[1:] != s[1:] for _, w, s in mismatched):
        return None
    outputs = mismatched[0][2][0]
    return _single(key, head) if outputs == 1 else _several(key, outputs)


def _single(key: str, head: Sequence[str]) -> Misfit:
    ends = ", ".join(f'"{name}"' for name in head)
    line = f"state.update({{n: torch.cat([torch.zeros_like(t), t]) for n, t in state.items() if n.endswith(({ends}))}})"
    return Misfit(
        kind="one output",
        text=f"it was trained with one logit, and {key} has two: index 0 is real, index 1 is fake; if its logit is high for "
        f"fake, widen the head and save it again: {line}; if it is high for real, write torch.cat([t, torch.zeros_like(t)])",
    )


def _several(key: str, outputs: int) -> Misfit:
    return Misfit(
        kind="several outputs",
        text=f"its head has {outputs} outputs, and {key} has two: real and fake; export it to ONNX with one output, "
        'the sum of the probabilities of all fake classes, and give that file as onnx = "FILE.onnx", '
        'output = { kind = "probability" } in detectors.toml',
    )


def _renamed(state: Mapping[str, Tensor], key: str) -> Misfit | None:
    if by_order(state, key) is None:
        return None
    return Misfit(
        kind="renamed",
        text=f"all its shapes are those of {key}, in equal order, under other names; if it is that network, write "
        f'rename = "by order" in its section of detectors.toml; {caution(state)}',
    )


def _another_network(state: Mapping[str, Tensor]) -> Misfit | None:
    network = plain_efficientnet(state)
    return None if network is None else Misfit(kind="efficientnet", text=f"it is {network}; {network.advice}")


def plain_efficientnet(state: Mapping[str, Tensor]) -> EfficientNet | None:
    """The EfficientNet that a state dict is, with hardly anything else; ``None`` for another network, or a part of one."""
    network = recognise_efficientnet(state)
    if network is None or len(network.others) > _HEAD_TENSORS:
        return None
    return network


_HEAD_TENSORS = 12
"""Most tensors beside an EfficientNet that are taken for a head of somebody's own: a few linear layers and their norms."""
