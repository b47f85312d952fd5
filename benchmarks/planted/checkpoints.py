"""Checkpoint faults planted into networks that were trained for real, and healthy relatives of them.

Every table comes from a state dict through the code that measures users' checkpoints. A fault is *decidable* by these rules:

- damage, zeros, blank statistics, silent components, missing tensors: always;
- everything untrained: the file holds at least 3 weight tensors of 64 values or more;
- a part untrained or not loaded: at least 80 % of the weight tensors outside the part show structure, and the part holds at
  least two weight tensors, or is a layer of at least 2,000 weights with kernels or with a bias.
"""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Callable, Iterator, Mapping

import numpy as np
import polars as pl
import torch
from torch import Tensor, nn

from touchstone.detectors.tensors import Gradient, tensor_rows
from touchstone.vocabulary.domains import InputContract, OutputContract
from touchstone.vocabulary.tables import CLIPS, DETECTORS, FRAMES, PREVIEWS, SCORES, TENSORS, VIDEOS, from_rows

from ._case import Case
from ._networks import FAMILIES, State, textures, train, trained

NAME = "net"

TUNING = ("branched", "plain", "attentive", "mobilenet_v3_small")
HELD_OUT = ("shufflenet_v2_x0_5", "resnet18")
"""Families that no threshold was chosen on."""

_PARTS = {
    "branched": {"branch": "module.", "head": "head.", "layer": "backbone.6."},
    "plain": {"layer": "9.", "head": "10.", "branch": "6."},
    "attentive": {"branch": "layers.layers.1.", "head": "head.", "layer": "layers.layers.0.linear1."},
    "mobilenet_v3_small": {"branch": "features.9.", "head": "classifier.", "layer": "classifier.0."},
    "shufflenet_v2_x0_5": {"branch": "stage3.", "head": "fc.", "layer": "conv5."},
    "resnet18": {"branch": "layer4.", "head": "fc.", "layer": "layer3.0.conv2."},
}


def cases(seed: int, families: tuple[str, ...] = TUNING) -> Iterator[Case]:
    """Faults of every ``weights`` code, in networks trained from ``seed``."""
    for family in families:
        fresh, state = trained(family, seed)
        rng = np.random.default_rng([seed, zlib.crc32(family.encode())])
        base = f"{family} {seed}"
        for name, code, broken, decidable in _faults(fresh, state, _PARTS[family], rng):
            yield _case(f"{base}: {name}", code, _measured(broken), decidable=decidable)
        yield _not_loaded(f"{base}: head missing", "weights.partial_load", state, lacks=_PARTS[family]["head"])
        yield _not_loaded(f"{base}: branch missing", "weights.partial_load", state, lacks=_PARTS[family]["branch"])
        yield _not_loaded(f"{base}: other network", "weights.wrong_architecture", state, lacks=None)
        yield _case(f"{base}: truncated", "weights.unreadable", None, row={"reason": "truncated (100 bytes)"})
        if family == "attentive":
            yield _case(f"{base}: one token", "structure.dead_parameters", _one_token(seed))


def healthy(seed: int, families: tuple[str, ...] = TUNING) -> Iterator[Case]:
    """Networks that learned, and what people do to such: fine-tuning, pruning, low-rank updates, tying, half precision."""
    for family in families:
        fresh, state = trained(family, seed)
        rng = np.random.default_rng([seed, 1, zlib.crc32(family.encode())])
        relatives = {
            "trained": state,
            "new head, trained 60 steps": _finetuned(family, fresh, state, seed),
            "half of the weights pruned": _pruned(state, 0.5),
            "nine of ten weights pruned": _pruned(state, 0.9),
            "low-rank updates": _low_rank(state, rng),
            "low-rank factors beside the weights": _factors(state, rng),
            "tied": _tied(state),
            "half precision": {n: t.half() if t.is_floating_point() else t for n, t in state.items()},
            "rows pruned": _rows_pruned(state, rng),
            "one part frozen with its trained weights": {
                **state,
                **{n: t for n, t in state.items() if "bias" not in n},
            },
        }
        for name, changed in relatives.items():
            yield _case(f"{family} {seed}: {name}", None, _measured(changed))


def _faults(
    fresh: State, state: State, part: Mapping[str, str], rng: np.random.Generator
) -> Iterator[tuple[str, str, State, bool]]:
    weights = [n for n, t in state.items() if t.dim() >= 2 and t.numel() >= 256]
    chosen = str(rng.choice(weights))
    yield "all fresh", "weights.untrained", fresh, len(weights) >= 3
    yield "all fresh, statistics moved", "weights.untrained", _settled(fresh, rng), len(weights) >= 3
    yield "all orthogonal", "weights.untrained", _orthogonal(state), len(weights) >= 3
    for which in ("branch", "head", "layer"):
        decidable = _decidable(state, part[which])
        noise = {n: t for n, t in fresh.items() if n.startswith(part[which])}
        moved = _settled(noise, rng)
        yield f"{which} untrained", "weights.untrained", {**state, **moved}, decidable
        if any("running_mean" in n for n in noise) and any("running_mean" in n for n in state.keys() - noise.keys()):
            yield f"{which} never loaded", "weights.partial_load", {**state, **noise}, decidable
    for count in (1, 100):
        yield f"{count} NaN", "weights.non_finite", _poked(state, chosen, count, float("nan"), rng), True
    yield "one infinite", "weights.non_finite", _poked(state, chosen, 1, float("inf"), rng), True
    yield "one tensor NaN", "weights.non_finite", {**state, chosen: torch.full_like(state[chosen], float("nan"))}, True
    yield "head NaN", "weights.non_finite", _under(state, part["head"], lambda t: t * float("nan")), True
    yield "one tensor zero", "weights.zeroed", {**state, chosen: torch.zeros_like(state[chosen])}, True
    yield "one tensor constant", "weights.zeroed", {**state, chosen: torch.full_like(state[chosen], 0.01)}, True
    for which in ("head", "branch"):
        yield f"{which} zero", "weights.zeroed", _under(state, part[which], torch.zeros_like), True
    yield "all zero", "weights.zeroed", _under(state, "", torch.zeros_like), True
    yield "one exponent bit", "weights.corrupted", _flipped(state, chosen, 1, rng), True
    yield "ten exponent bits", "weights.corrupted", _flipped(state, chosen, 10, rng), True
    yield "a page of random bytes", "weights.corrupted", _garbage(state, chosen, rng), True
    yield "a stripe of zeros", "weights.corrupted", _stripe(state, rng), True
    yield "a tensor a million times too large", "weights.corrupted", {**state, chosen: state[chosen] * 1e6}, True
    variance = next((n for n in state if n.endswith("running_var")), None)
    if variance is not None:
        yield "negative variance", "weights.corrupted", {**state, variance: -state[variance]}, True
        yield "blank statistics", "weights.stale_batchnorm", _blank(state), True
        scale = variance.replace("running_var", "weight")
        yield "a scale of zero", "structure.dead_component", {**state, scale: torch.zeros_like(state[scale])}, True
    yield "half a tensor zero", "weights.zeroed", _half(state), True
    yield "codes without a scale", "weights.corrupted", {**state, chosen: _codes(state[chosen])}, True
    yield "a decayed branch", "structure.dead_component", _under(state, part["branch"], lambda t: 1e-5 * t), True


def _blank(state: State) -> State:
    """Running statistics and counters as they are made, beside weights that were trained."""
    start = {"running_mean": torch.zeros_like, "running_var": torch.ones_like, "num_batches_tracked": torch.zeros_like}
    return {n: start[n.rpartition(".")[2]](t) if n.rpartition(".")[2] in start else t for n, t in state.items()}


def _half(state: State) -> State:
    """The first half of the largest weight tensor."""
    name = max((n for n, t in state.items() if t.dim() >= 2), key=lambda n: state[n].numel())
    tensor = state[name].clone()
    tensor[: len(tensor) // 2] = 0
    return {**state, name: tensor}


def _codes(tensor: Tensor) -> Tensor:
    return (tensor / tensor.abs().max() * 127).round()


def _decidable(state: State, prefix: str) -> bool:
    inside = [t for n, t in state.items() if n.startswith(prefix) and t.dim() >= 2 and t.numel() >= 64]
    outside = _measured({n: t for n, t in state.items() if not n.startswith(prefix)}).drop_nulls("spectrum_p")
    both = 1 - (1 - outside.select(pl.min_horizontal("spectrum_p", "pattern_p")).to_series()) ** 2
    layer = f"{prefix}bias" in state or any(t.dim() > 2 for t in inside)
    enough = len(inside) >= 2 or (len(inside) == 1 and inside[0].numel() >= 2000 and layer)
    return float((both < 1e-3).to_numpy().mean()) >= 0.8 and enough


def _settled(state: State, rng: np.random.Generator) -> State:
    """Running statistics, scales and shifts as if many batches had passed through weights that never moved."""
    moved: State = {}
    for name, tensor in state.items():
        noise = torch.from_numpy(rng.standard_normal(tuple(tensor.shape)))
        if name.endswith("num_batches_tracked"):
            moved[name] = torch.tensor(300)
        elif name.endswith("running_var"):
            moved[name] = tensor * (0.2 * noise).exp().float()
        elif tensor.dim() == 1:
            moved[name] = tensor + (0.05 * noise).float()
        else:
            moved[name] = tensor
    return moved


def _orthogonal(state: State) -> State:
    drawn: State = {}
    for name, tensor in state.items():
        if tensor.dim() < 2:
            drawn[name] = tensor
            continue
        # A leading axis of one is no axis of the matrix.
        matrix = tensor.squeeze(0) if tensor.shape[0] == 1 else tensor
        drawn[name] = nn.init.orthogonal_(torch.empty_like(matrix)).reshape(tensor.shape)
    return drawn


_ROWS: dict[tuple[str, bytes], pl.DataFrame] = {}


def _measured(state: State) -> pl.DataFrame:
    """Rows of the ``tensors`` table; a tensor that an earlier case held under the same name is not measured again."""
    keys = {
        n: (n, hashlib.sha256(str(t.dtype).encode() + t.contiguous().numpy().tobytes()).digest())
        for n, t in state.items()
    }
    for name, key in keys.items():
        if key not in _ROWS:
            _ROWS[key] = tensor_rows({name: state[name]}, NAME, threads=1)
    return pl.concat([TENSORS.empty(), *(_ROWS[key] for key in keys.values())])


def _under(state: State, prefix: str, change: Callable[[Tensor], Tensor]) -> State:
    return {n: change(t) if n.startswith(prefix) and t.is_floating_point() else t for n, t in state.items()}


def _poked(state: State, name: str, count: int, value: float, rng: np.random.Generator) -> State:
    tensor = state[name].clone()
    tensor.view(-1)[torch.from_numpy(rng.choice(tensor.numel(), count, replace=False))] = value
    return {**state, name: tensor}


def _flipped(state: State, name: str, count: int, rng: np.random.Generator) -> State:
    """One of the highest two bits of the exponent that are 0 becomes 1: the value grows by 2^16 or more."""
    bits = state[name].clone().contiguous().view(torch.int32)
    flat = bits.view(-1)
    for index in rng.choice(flat.numel(), count, replace=False):
        value = int(flat[index]) & 0xFFFFFFFF
        unset = [bit for bit in (30, 29, 28, 27) if not value >> bit & 1]
        value |= 1 << int(rng.choice(unset))
        flat[index] = value - (1 << 32) if value >= 1 << 31 else value
    return {**state, name: bits.view(torch.float32)}


def _garbage(state: State, name: str, rng: np.random.Generator) -> State:
    tensor = state[name].clone().contiguous()
    flat = tensor.view(-1)
    count = min(1024, flat.numel() // 2)
    start = int(rng.integers(0, flat.numel() - count))
    junk = torch.from_numpy(rng.integers(0, 2**32, count, dtype=np.uint32).view(np.float32).copy())
    # NaN and infinite values would be told of as such; this is about the others.
    flat[start : start + count] = torch.where(junk.isfinite(), junk, torch.zeros_like(junk) + 1e20)
    return {**state, name: tensor}


def _stripe(state: State, rng: np.random.Generator) -> State:
    name = max((n for n, t in state.items() if t.dim() >= 2), key=lambda n: state[n].numel())
    tensor = state[name].clone().contiguous()
    count = min(1024, tensor.numel() // 4)
    row = tensor[0].numel()
    start = int(rng.integers(0, tensor.numel() - count))
    start += start % row == 0
    tensor.view(-1)[start : start + count] = 0
    return {**state, name: tensor}


def _finetuned(family: str, fresh: State, state: State, seed: int) -> State:
    """A fresh head on the trained body, both trained for 60 steps."""
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        network = FAMILIES[family]()
        head = _PARTS[family]["head"]
        network.load_state_dict({n: fresh[n] if n.startswith(head) else t for n, t in state.items()})
        return train(network, 60, seed + 1000)[60]


def _pruned(state: State, share: float) -> State:
    """The smallest weights of each tensor become exactly 0."""
    return (
        {
            n: torch.where(t.abs() >= torch.quantile(t.abs().flatten(), share), t, torch.zeros_like(t))
            if t.dim() >= 2
            else t
            for n, t in ((n, t) for n, t in state.items())
        }
        if all(t.numel() <= 1 << 24 for t in state.values())
        else state
    )


def _rows_pruned(state: State, rng: np.random.Generator) -> State:
    """A quarter of the rows of each weight become exactly 0."""
    pruned: State = {}
    for name, tensor in state.items():
        if tensor.dim() >= 2 and tensor.shape[0] >= 8:
            tensor = tensor.clone()
            tensor[torch.from_numpy(rng.choice(tensor.shape[0], tensor.shape[0] // 4, replace=False))] = 0
        pruned[name] = tensor
    return pruned


def _low_rank(state: State, rng: np.random.Generator) -> State:
    changed: State = {}
    for name, tensor in state.items():
        if tensor.dim() == 2 and min(tensor.shape) >= 4:
            left = torch.from_numpy(rng.standard_normal((tensor.shape[0], 2))).float()
            right = torch.from_numpy(rng.standard_normal((2, tensor.shape[1]))).float()
            tensor = tensor + 0.3 * tensor.std() * left @ right
        changed[name] = tensor
    return changed


def _factors(state: State, rng: np.random.Generator) -> State:
    """Low-rank factors under names of their own: the first hardly moved from its random start, the second was learned."""
    added: State = {}
    for name, tensor in state.items():
        if tensor.dim() == 2 and min(tensor.shape) >= 32:
            layer = name.removesuffix(".weight")
            start = torch.from_numpy(rng.uniform(-1, 1, (8, tensor.shape[1]))).float() / tensor.shape[1] ** 0.5
            direction = torch.from_numpy(rng.standard_normal(8)).float()
            added[f"{layer}.lora_A.weight"] = start
            added[f"{layer}.lora_B.weight"] = 0.01 * tensor[:, :1] * direction
    return {**state, **added}


def _tied(state: State) -> State:
    largest = max((n for n, t in state.items() if t.dim() >= 2), key=lambda n: state[n].numel())
    return {**state, "tied.weight": state[largest]}


def _one_token(seed: int) -> pl.DataFrame:
    """Attention over one token; its gradients are measured on the network itself."""
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        attention = nn.MultiheadAttention(32, 4, batch_first=True)
        measured: dict[tuple[str, str | None], float] = {}
        token = torch.randn(16, 1, 32)
        attended, _ = attention(token, token, token)
        (attended * torch.randn_like(attended)).sum().backward()
    for name, parameter in attention.named_parameters():
        assert parameter.grad is not None
        measured[name, None] = float(parameter.grad.norm())
        if name.startswith("in_proj"):
            for number, block in enumerate(("query", "key", "value")):
                measured[name, block] = float(parameter.grad[32 * number : 32 * (number + 1)].norm())
    top = max(measured.values())
    gradients = {
        where: Gradient(evaluated=size / top, trained=size / top, fresh=size / top) for where, size in measured.items()
    }
    # The weights themselves have learned, so that this is the only fault.
    state = {n: p.detach() for n, p in attention.named_parameters()}
    ramp = torch.linspace(-1, 1, 32)
    state = {
        n: t + 0.3 * torch.outer(torch.linspace(-1, 1, len(t)), ramp) if t.dim() == 2 else t for n, t in state.items()
    }
    return tensor_rows(state, NAME, gradients)


def _not_loaded(name: str, code: str, state: State, lacks: str | None) -> Case:
    missing = [n for n in state if lacks is None or n.startswith(lacks)]
    row = {
        "reason": f"{len(missing)} keys missing",
        "missing_keys": missing,
        "unexpected_keys": [] if lacks is not None else ["other.weight"],
        "layout": "rr" if lacks is not None else "cm",
    }
    rest = {n: t for n, t in state.items() if n not in missing} if lacks is not None else state
    return _case(name, code, _measured(rest), row=row)


def _case(
    name: str,
    code: str | None,
    tensors: pl.DataFrame | None,
    *,
    decidable: bool = True,
    row: Mapping[str, object] | None = None,
) -> Case:
    detector = {
        "detector": NAME,
        "kind": "specialist",
        "domain": "rr",
        "status": "ok" if row is None else "failed",
        "input": InputContract(kind="frame").to_json(),
        "output": OutputContract().to_json(),
        "expects": [],
        "missing_keys": [],
        "unexpected_keys": [],
    }
    detectors = from_rows([{**detector, **(row or {})}], DETECTORS)
    empty = {t.name: t.empty() for t in (VIDEOS, FRAMES, CLIPS, PREVIEWS, SCORES)}
    none = TENSORS.empty()
    tables = {**empty, "detectors": detectors, "tensors": none if tensors is None else tensors}
    return Case(name, code, NAME if code else None, 0, False, decidable, tables)


__all__ = ["HELD_OUT", "TUNING", "cases", "healthy", "textures"]
