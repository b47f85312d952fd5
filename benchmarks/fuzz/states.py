"""What a checkpoint can hold besides a state dict of ordinary tensors."""

from __future__ import annotations

import datetime
import pickle
import warnings
from collections import OrderedDict
from collections.abc import Callable
from random import Random
from typing import Any

import numpy as np
import torch

from .archives import LEGACY, Form
from .payloads import payloads

State = dict[Any, Any]

_NAMES: tuple[Any, ...] = (
    "",
    "a\nb",
    "\x1b[31mred",
    "\ud800",
    "x" * 10_000,
    "../../x",
    "ü",
    "модель",
    7,
    None,
    b"w",
    (1, 2),
    True,
    1.5,
)
_DTYPES = [value for value in vars(torch).values() if isinstance(value, torch.dtype)]


def good_state(rng: Random) -> State:
    """A small network as training saves it."""
    generator = torch.Generator().manual_seed(rng.getrandbits(32))
    width = rng.choice((4, 8, 16))
    return {
        "conv.weight": torch.randn(width, 3, 3, 3, generator=generator),
        "bn.weight": torch.ones(width), "bn.bias": torch.zeros(width), "bn.running_mean": torch.randn(width, generator=generator),
        "bn.running_var": torch.rand(width, generator=generator) + 0.5, "bn.num_batches_tracked": torch.tensor(100),
        "head.weight": torch.randn(2, width, generator=generator), "head.bias": torch.zeros(2),
    }  # fmt: skip


def odd_file(rng: Random, form: Form) -> tuple[str, bytes]:
    """A file that is written without a fault and holds something odd: what it is called, and its bytes."""
    kind = rng.choice([*_KINDS, "hostile", "hostile"])
    torch.manual_seed(rng.getrandbits(32))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of dtypes that torch is about to drop
        try:
            held = _KINDS[kind](rng)
            return kind, held if isinstance(held, bytes) else form(held)
        except Exception:  # what torch itself will not write
            return f"{kind}-unwritten", LEGACY(good_state(rng))[:200]


def _dtype(rng: Random) -> State:
    dtype = rng.choice(_DTYPES)
    raw = torch.randint(0, 256, (256,), dtype=torch.uint8)
    return good_state(rng) | {"odd.weight": raw.view(dtype).reshape(4, -1)}


def _strided(rng: Random) -> State:
    size = rng.choice((100, 10**6, 10**12, 10**15))
    tensors: list[Callable[[], torch.Tensor]] = [
        lambda: torch.ones(1).expand(size),
        lambda: torch.arange(1000.0).as_strided((rng.choice((100, 900, 30_000)), 100), (1, 1)),
        lambda: torch.zeros(0, min(size, 10**9)),
        lambda: torch.randn(8, 8).t(),
        lambda: torch.randn(64)[::7],
        lambda: torch.tensor(1.0),
        lambda: torch.zeros([1] * rng.choice((5, 60))),
        lambda: torch.randn(4, dtype=torch.complex64).conj(),
        lambda: torch.randn(4, dtype=torch.complex64).imag,
    ]
    return good_state(rng) | {"odd.weight": rng.choice(tensors)()}


def _layout(rng: Random) -> State:
    tensors: list[Callable[[], torch.Tensor]] = [
        lambda: torch.randn(4, 4).to_sparse(),
        lambda: torch.randn(4, 4).to_sparse_csr(),
        lambda: torch.quantize_per_tensor(torch.randn(4, 4), 0.1, 0, torch.qint8),
        lambda: torch.empty(4, 4, device="meta"),
        lambda: torch.nested.nested_tensor([torch.randn(2), torch.randn(3)]),
        lambda: torch.nn.Parameter(torch.randn(3)),
    ]
    return good_state(rng) | {"odd.weight": rng.choice(tensors)()}


def _values(rng: Random) -> State:
    dtype = rng.choice((torch.float64, torch.float32, torch.float16, torch.bfloat16))
    limit = torch.finfo(dtype)
    extremes = (
        float("nan"),
        float("inf"),
        -float("inf"),
        limit.max,
        limit.min,
        limit.tiny,
        limit.smallest_normal / 2,
        0.0,
        -0.0,
    )
    values = torch.tensor([rng.choice(extremes) for _ in range(64)], dtype=dtype)
    return {
        **good_state(rng),
        rng.choice(("conv.weight", "head.weight", "bn.running_var")): values.reshape(rng.choice((-1, 8)), 8),
    }


def _names(rng: Random) -> State:
    return good_state(rng) | {name: torch.randn(3) for name in rng.sample(_NAMES, 4)}


def _nested(rng: Random) -> Any:
    held: Any = good_state(rng)
    wrappers = ("model_state_dict", "state_dict", "model", "module", "")
    for _ in range(rng.choice((1, 2, 50, 900, 3000))):
        held = {rng.choice(wrappers): held}
    return held


def _cyclic(rng: Random) -> Any:
    state: State = good_state(rng)
    rounds: list[Any] = []
    rounds.append(rounds)
    state[rng.choice(("self", "model", "state_dict", "state"))] = rng.choice((state, rounds, {"again": state}))
    return state


def _metadata(rng: Random) -> Any:
    deep: Any = 0
    for _ in range(rng.choice((10, 400, 900))):
        deep = rng.choice(([deep], {"a": deep}))
    values: tuple[Any, ...] = (
        10**5000, float("nan"), float("-inf"), "\ud800", "x" * 1_000_000, deep, {1: {2: 3}}, np.float64(3), np.zeros(3),
        datetime.datetime(2020, 1, 1, tzinfo=datetime.UTC), {"a", "b"}, 1j, range(10), [None] * 100_000, b"\xff" * 100,
        "\x1b]0;title\x07", "a\r\nb", torch.tensor(10**18), torch.randn(3), {"\n": "\n"}, OrderedDict(a=1), Ellipsis,
    )  # fmt: skip
    names = ("epoch", "metrics", "touchstone", "touchstone.reference", "card", "domain", "args", "\x00")
    return {"model_state_dict": good_state(rng), **{name: rng.choice(values) for name in rng.sample(names, 3)}}


def _others(rng: Random) -> Any:
    return rng.choice(
        ([1, 2], "text", 3, None, {}, {"state_dict": {}}, {"state_dict": [torch.randn(3)]}, torch.randn(3), (good_state(rng),),
         {"model": {"weights": good_state(rng)}}, {"a": 1, "b": "c"}, torch.nn.Linear(2, 2), {"model": torch.nn.Linear(2, 2)},
         OrderedDict(good_state(rng)), [good_state(rng)] * 3)
    )  # fmt: skip


def _many(rng: Random) -> State:
    return {f"layer{number}.weight": torch.randn(rng.choice((1, 2, 3))) for number in range(rng.choice((500, 2000)))}


def _hostile(rng: Random) -> Any:
    payload = rng.choice(payloads())
    held = rng.choice(
        (
            payload,
            [payload],
            {"state_dict": payload},
            good_state(rng) | {"weight": payload},
            {"model": good_state(rng), "args": payload},
        )
    )
    return pickle.dumps(held, rng.choice((0, 2, 4))) if rng.random() < 0.2 else held


_KINDS: dict[str, Callable[[Random], Any]] = {
    "dtype": _dtype, "strided": _strided, "layout": _layout, "values": _values, "names": _names, "nested": _nested,
    "cyclic": _cyclic, "metadata": _metadata, "others": _others, "many": _many, "hostile": _hostile,
}  # fmt: skip
