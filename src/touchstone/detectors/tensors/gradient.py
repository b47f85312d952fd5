"""Which parameters can training move at all? Measured: gradients on mixed batches, with the given and with fresh weights."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import torch
from torch import Tensor, nn

from touchstone.detectors.specialists import build_network, skeleton
from touchstone.detectors.threads import digits_depend_on, torch_threads
from touchstone.vocabulary.cache import user_cache
from touchstone.vocabulary.tables import read_json, write_bytes

from .blocks import blocks

_SIZE = 64
_PICTURES = 4
_CLIPS, _FRAMES = 2, 2

_KIND, _FILE = "fresh-gradients", "gradients.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Gradient:
    """Root mean square gradient of one tensor, or of one row block, over that of the tensor with the largest.

    Attributes:
        evaluated: with the weights of the checkpoint, in evaluation mode; ``None`` where they give no finite answer.
        trained: the same in training mode, where batch normalisation uses the batch and dropout is active.
        fresh: with fresh random weights, the larger of both modes.
    """

    evaluated: float | None
    trained: float | None
    fresh: float


TensorBlock = tuple[str, str | None]


def gradients(key: str, state: Mapping[str, Tensor]) -> dict[TensorBlock, Gradient]:
    """Gradients of every parameter of layout ``key``, and of the row blocks of packed ones.

    Two kinds of pictures, one batch each: noise, and smooth waves with a white and a black one among them; 64 × 64, or clips
    of two frames. A random mixture of the logits is differentiated, so no direction of the output is left out. Fresh weights tell
    what lies in the network from what lies in this checkpoint.

    Args:
        key: key of a known layout.
        state: a state dict that fits it exactly.
    """
    network = skeleton(key)
    wanted = network.state_dict()
    network.load_state_dict({name: state[name].to(wanted[name].dtype) for name in wanted}, assign=True)
    evaluated, trained = _measured(network, train=False) or {}, _measured(network, train=True) or {}
    fresh_eval, fresh_train = _fresh(key)
    return {
        where: Gradient(evaluated=evaluated.get(where), trained=trained.get(where), fresh=max(size, fresh_train[where]))
        for where, size in fresh_eval.items()
    }


@cache
def _fresh(key: str) -> tuple[dict[TensorBlock, float], dict[TensorBlock, float]]:
    """A property of the layout alone, so it is measured once, and kept for the next run."""
    kept, depends = user_cache(), (key, *digits_depend_on(1))
    before = None if kept is None else _read(kept.find(_KIND, *depends))
    if before is not None:
        return before
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(0)
        network = build_network(key)
    evaluated, trained = _measured(network, train=False), _measured(network, train=True)
    assert evaluated is not None, "fresh weights give finite answers"
    assert trained is not None, "fresh weights give finite answers"
    if kept is not None:
        lists = json.dumps([[[*where, size] for where, size in sizes.items()] for sizes in (evaluated, trained)])
        kept.keep(_KIND, *depends, write=lambda to: write_bytes(to / _FILE, lists.encode()))
    return evaluated, trained


def _read(place: Path | None) -> tuple[dict[TensorBlock, float], dict[TensorBlock, float]] | None:
    if place is None:
        return None
    try:
        evaluated, trained = read_json(place / _FILE)
    except (OSError, ValueError):  # another process has just cleared the cache
        return None
    return _by_tensor(evaluated), _by_tensor(trained)


def _by_tensor(lists: list[tuple[str, str | None, float]]) -> dict[TensorBlock, float]:
    return {(tensor, block): size for tensor, block, size in lists}


def _measured(network: nn.Module, *, train: bool) -> dict[TensorBlock, float] | None:
    """Relative gradients, the largest over the batches; ``None`` where the network gives no finite answer.

    One gradient at a time is held: each is measured and dropped as soon as it is complete.
    """
    network.requires_grad_(requires_grad=True)
    clips = network.key == "tm_legacy"  # pyright: ignore[reportAttributeAccessIssue]
    sizes: dict[TensorBlock, float] = {}

    def keep(name: str) -> Callable[[nn.Parameter], None]:
        def measure(parameter: nn.Parameter) -> None:
            assert parameter.grad is not None
            for part, rows in ((None, slice(None)), *blocks(name, parameter)):
                part_of = parameter.grad[rows]
                size = float(torch.linalg.vector_norm(part_of)) / math.sqrt(part_of.numel())
                sizes[name, part] = max(sizes.get((name, part), 0.0), size)
            parameter.grad = None

        return measure

    for name, parameter in network.named_parameters():
        for part, _ in [(None, None), *blocks(name, parameter)]:
            sizes[name, part] = 0.0
    handles = [p.register_post_accumulate_grad_hook(keep(n)) for n, p in network.named_parameters()]
    try:
        # Hundreds of small layers: several threads would mostly wait for each other.
        with torch_threads(1), _buffers_kept(network), torch.random.fork_rng(devices=[]), torch.enable_grad():
            torch.manual_seed(1)
            network.train(train)
            for pictures in _batches(clips=clips):
                logits = network(pictures)
                if not bool(logits.isfinite().all()):
                    return None
                (logits * torch.randn_like(logits)).sum().backward()
    finally:
        for handle in handles:
            handle.remove()
        network.eval().requires_grad_(requires_grad=False)
    top = max(sizes.values())
    return {where: size / top for where, size in sizes.items()} if 0 < top < float("inf") else None


@contextmanager
def _buffers_kept(network: nn.Module) -> Iterator[None]:
    """Passes in training mode change running statistics, which may lie in the file that is inspected."""
    kept = dict(network.named_buffers())
    for module in network.modules():
        for name, buffer in list(module.named_buffers(recurse=False)):
            setattr(module, name, buffer.clone())
    try:
        yield
    finally:
        for path, buffer in kept.items():
            owner, _, name = path.rpartition(".")
            setattr(network.get_submodule(owner), name, buffer)


def _batches(*, clips: bool) -> Iterator[Tensor]:
    count = _CLIPS * _FRAMES if clips else _PICTURES
    y, x = torch.meshgrid(torch.linspace(0, 1, _SIZE), torch.linspace(0, 1, _SIZE), indexing="ij")
    phases = torch.arange(3.0)[:, None, None]
    waves = torch.stack([torch.sin(6.3 * (fx * x + fy * y) + phases) for fx, fy in torch.randn(count, 2) * 4])
    waves[0], waves[1] = 2.0, -2.0
    for pictures in (torch.randn(count, 3, _SIZE, _SIZE), 1.5 * waves):
        yield pictures.unflatten(0, (_CLIPS, _FRAMES)) if clips else pictures
