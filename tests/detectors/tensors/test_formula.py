"""Filters that are calculated are recognised, with rows of zeros among them; noise and learned kernels are not."""

from __future__ import annotations

import numpy as np
import pytest
import scipy.fft
import torch
from hypothesis import given
from hypothesis import strategies as st
from torch import nn

from touchstone.detectors.tensors.formula import by_formula


def dct(size: int = 64) -> torch.Tensor:
    return torch.from_numpy(scipy.fft.dct(np.eye(size), axis=0, norm="ortho")).float()


def dct_kernels() -> torch.Tensor:
    basis = scipy.fft.dct(np.eye(8), axis=0, norm="ortho")
    return torch.from_numpy(np.einsum("ia,jb->ijab", basis, basis).reshape(64, 1, 8, 8)).float()


def dft(window: bool = True) -> torch.Tensor:
    angle = 2 * np.pi * np.outer(np.arange(129), np.arange(256)) / 256
    shape = np.hanning(257)[:256] if window else np.ones(256)
    return torch.from_numpy(np.concatenate([np.cos(angle), np.sin(angle)]) * shape).float()[:, None]


def gabor() -> torch.Tensor:
    y, x = np.mgrid[-5:6, -5:6]
    bank = [
        np.exp(-(x**2 + y**2) / 18) * wave(0.7 * (x * np.cos(a) + y * np.sin(a)))
        for a in np.linspace(0, np.pi, 8, endpoint=False)
        for wave in (np.cos, np.sin)
    ]
    return torch.from_numpy(np.stack(bank)[:, None]).float()


def srm() -> torch.Tensor:
    kernel = (
        torch.tensor(
            [[-1, 2, -2, 2, -1], [2, -6, 8, -6, 2], [-2, 8, -12, 8, -2], [2, -6, 8, -6, 2], [-1, 2, -2, 2, -1]]
        )
        / 12
    )
    edge = (
        torch.tensor([[-1, 2, -2, 2, -1], [2, -6, 8, -6, 2], [-2, 8, -12, 8, -2], [0, 0, 0, 0, 0], [0, 0, 0, 0, 0]])
        / 12
    )
    return torch.stack([kernel, edge, edge.T])[:, None].repeat(1, 3, 1, 1)


def mel() -> torch.Tensor:
    edges = np.linspace(0, 200, 42)
    bins = np.arange(201)
    rows = [
        np.clip(np.minimum((bins - a) / (b - a), (c - bins) / (c - b)), 0, None)
        for a, b, c in zip(edges, edges[1:], edges[2:], strict=False)
    ]
    return torch.from_numpy(np.stack(rows)).float()


BANKS = {
    "DCT": dct(),
    "DCT, other way": dct().T.contiguous(),
    "DCT kernels": dct_kernels(),
    "windowed DFT": dft(),
    "DFT": dft(window=False),
    "Gabor": gabor(),
    "SRM": srm(),
    "mel": mel(),
    "Haar": torch.tensor([[[[1.0, 1], [1, 1]]], [[[1, -1], [1, -1]]], [[[1, 1], [-1, -1]]], [[[1, -1], [-1, 1]]]]) / 2,
}


@pytest.mark.parametrize("name", BANKS)
@pytest.mark.parametrize("dtype", [torch.float32, torch.float16, torch.float64])
def test_banks(name, dtype):
    assert by_formula(BANKS[name].to(dtype))


@pytest.mark.parametrize("name", ["DCT", "DCT kernels", "Gabor"])
@pytest.mark.parametrize("value", [0.0, 0.5])
def test_a_bank_with_one_row_of_zeros_or_of_a_constant(name, value):
    bank = BANKS[name].clone()
    bank[3] = value
    assert by_formula(bank)


@given(st.integers(0, 1000), st.sampled_from([(64, 64), (16, 3, 3, 3), (32, 16, 5, 5), (64, 1, 3, 3), (8, 4, 7)]))
def test_noise_is_none(seed, shape):
    values = np.random.default_rng(seed).standard_normal(shape).astype(np.float32)
    assert not by_formula(torch.from_numpy(values))


def test_weights_rounded_to_eight_bits_are_none():
    values = torch.randn(64, 64, generator=torch.Generator().manual_seed(0))
    step = values.abs().max() / 127
    assert not by_formula((values / step).round() * step)


def test_fresh_layers_are_none():
    torch.manual_seed(0)
    for layer in (nn.Conv2d(3, 64, 7), nn.Linear(64, 64), nn.Conv1d(16, 16, 9), nn.Embedding(100, 32)):
        assert not by_formula(layer.weight)


@pytest.mark.parametrize(
    "tensor",
    [torch.zeros(64, 64), torch.full((64, 64), float("nan")), torch.randn(100), torch.randn(2, 2), torch.ones(0, 3)],
)
def test_degenerate_tensors(tensor):
    assert not by_formula(tensor)


@pytest.mark.parametrize("dtype", [torch.float32, torch.float16, torch.float64])
def test_masks(dtype):
    causal = torch.full((8, 8), -torch.inf, dtype=dtype).triu(1)
    assert by_formula(causal)
    assert by_formula(torch.tensor(-torch.inf, dtype=dtype))
    assert not by_formula(torch.tensor(torch.inf, dtype=dtype))
    assert not by_formula(torch.tensor(torch.nan, dtype=dtype))
    assert not by_formula(torch.zeros(8, 8, dtype=dtype))
    assert not by_formula(causal.clone().fill_diagonal_(0.5))
