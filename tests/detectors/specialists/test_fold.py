"""Folding changes nothing but the work."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from tests.detectors.specialists.conftest import Golden
from torch import nn

from touchstone.detectors.specialists import FoldedSpecialist, build_network, fold, skeleton
from touchstone.detectors.specialists.folding import _absorb, _times
from touchstone.vocabulary.errors import UsageError

TOLERANCE = 1e-6
"""Largest distance of a folded logit; about 2e-7 was measured for logits of up to 0.15."""


def test_folded_logits(golden: Golden) -> None:
    generator = torch.Generator().manual_seed(3)
    other = torch.randn(golden.images.shape, generator=generator) * 2 - 0.5
    with torch.inference_mode():
        torch.testing.assert_close(golden.folded(golden.images), golden.logits, atol=TOLERANCE, rtol=0)
        expected = golden.loaded.network(other)
        torch.testing.assert_close(golden.folded(other), expected, atol=TOLERANCE, rtol=1e-5)


def test_result_does_not_depend_on_the_batch(golden: Golden) -> None:
    generator = torch.Generator().manual_seed(4)
    images = torch.randn((5, *golden.images.shape[1:]), generator=generator)
    with torch.inference_mode():
        together = golden.folded(images)
        alone = torch.cat([golden.folded(images[i : i + 1]) for i in range(5)])
    torch.testing.assert_close(together, alone, atol=1e-5, rtol=0)


def test_folding_leaves_the_original(golden: Golden) -> None:
    """Its logits are the golden ones after folding, too, and the folded one shares no tensor with it."""
    with torch.inference_mode():
        torch.testing.assert_close(golden.loaded.network(golden.images), golden.logits, atol=1e-4, rtol=0)
    original = {tensor.data_ptr() for tensor in golden.loaded.network.state_dict().values()}
    assert original.isdisjoint(tensor.data_ptr() for tensor in golden.folded.state_dict().values())


def test_what_is_left(golden: Golden) -> None:
    """No normalisation, no attention over one token, no gradients, at most 24 million parameters."""
    assert not any(isinstance(m, nn.BatchNorm1d | nn.BatchNorm2d) for m in golden.folded.modules())
    assert not any(isinstance(m, nn.MultiheadAttention) for m in golden.folded.modules())
    assert not any(p.requires_grad for p in golden.folded.parameters())
    assert not golden.folded.training
    assert sum(p.numel() for p in golden.folded.parameters()) < 24e6
    if isinstance(golden.folded, FoldedSpecialist):
        first = golden.folded.head[0]
        assert isinstance(first, nn.Linear)
        assert first.out_features == 1024


def test_training_mode_is_refused() -> None:
    with pytest.raises(UsageError, match=r"training mode.*eval\(\)"):
        fold(skeleton("tm_legacy").train())


def test_other_networks_are_refused() -> None:
    with pytest.raises(UsageError, match="not a Linear"):
        fold(nn.Linear(2, 2))


def test_folding_needs_no_checkpoint() -> None:
    network = build_network("tm_legacy").eval()
    clips = torch.randn(2, 3, 3, 64, 64)
    with torch.inference_mode():
        torch.testing.assert_close(fold(network)(clips), network(clips), atol=1e-5, rtol=0)


@pytest.mark.parametrize("rows", [1, 511, 512, 513, 1300])
def test_product_in_pieces(rows: int) -> None:
    r = np.random.default_rng(rows)
    left, right = r.standard_normal((4, rows)), r.standard_normal((rows, 6)).astype(np.float32)
    product = _times(torch.from_numpy(left), torch.from_numpy(right))
    np.testing.assert_allclose(product.numpy(), left @ right.astype(np.float64), rtol=1e-12)


@pytest.mark.parametrize("bias", [True, False])
@pytest.mark.parametrize(("stride", "groups"), [(1, 1), (2, 1), (1, 4)])
def test_batch_norm_into_convolution(*, bias: bool, stride: int, groups: int) -> None:
    torch.manual_seed(0)
    layer = nn.Conv2d(4, 8, 3, stride, 1, groups=groups, bias=bias).eval()
    norm = nn.BatchNorm2d(8).eval()
    with torch.no_grad():
        for tensor in (norm.weight, norm.bias, norm.running_mean):
            assert tensor is not None
            tensor.normal_()
        assert norm.running_var is not None
        norm.running_var.uniform_(0.01, 3)
        images = torch.randn(2, 4, 9, 9)
        expected = norm(layer(images))
        _absorb(layer, norm)
        torch.testing.assert_close(layer(images), expected, atol=1e-5, rtol=1e-5)
