"""Packed convolutions compute what those of torch do."""

import copy

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch import nn

from touchstone.detectors.packing import pack

BEHIND = (
    [], [nn.ReLU()], [nn.SiLU()], [nn.Sigmoid()], [nn.Identity(), nn.ReLU(inplace=True)], [nn.GELU(), nn.ReLU()],
)  # fmt: skip


@st.composite
def layers(draw):
    groups = draw(st.sampled_from([1, 2, 4]))
    inputs, outputs = (groups * draw(st.integers(1, 4)) for _ in range(2))
    layer = nn.Conv2d(
        inputs, outputs, draw(st.sampled_from([1, 2, 3, (3, 5), 7])), draw(st.integers(1, 3)), draw(st.integers(0, 3)),
        dilation=draw(st.integers(1, 2)), groups=groups, bias=draw(st.booleans()),
    )  # fmt: skip
    return inputs, nn.Sequential(layer, *draw(st.sampled_from(BEHIND))).eval()


@settings(max_examples=60, deadline=None)
@given(layers(), st.integers(1, 3), st.booleans())
def test_every_convolution_gives_the_same(made, count, innermost):
    inputs, network = made
    images = torch.randn(count, inputs, 17, 15)
    if innermost:
        images = images.contiguous(memory_format=torch.channels_last)
    with torch.inference_mode():
        expected = network(images)
        packed = pack(copy.deepcopy(network))(images)
    torch.testing.assert_close(packed, expected, atol=2e-5, rtol=2e-5)


@pytest.mark.parametrize("behind", BEHIND)
@pytest.mark.parametrize("damage", [float("nan"), float("inf"), -float("inf")])
def test_what_is_no_number_stays_none(behind, damage):
    # Without a border: whether infinity times a zero beyond it is computed is up to the kernel.
    network = nn.Sequential(nn.Conv2d(3, 16, 3), *behind).eval()
    with torch.no_grad():
        network.get_parameter("0.weight")[4, 1] = damage
    images = torch.randn(2, 3, 9, 9)
    with torch.inference_mode():
        expected, packed = network(images), pack(copy.deepcopy(network))(images)
    assert expected.isnan().any()
    assert packed[expected.isnan()].isnan().all()
    # An activation of oneDNN may make no number of infinity where that of torch makes 1; it never makes one of what is none.
    finite = packed.isfinite()
    torch.testing.assert_close(packed[finite], expected[finite], atol=2e-5, rtol=2e-5)


class Crossed(nn.Module):
    """Its parts are called in another order than they stand in, and one of them twice."""

    def __init__(self):
        super().__init__()
        self.last = nn.Conv2d(4, 4, 3, padding=1)
        self.act = nn.ReLU()
        self.first = nn.Conv2d(4, 4, 1)
        self.scaled = nn.Sigmoid()

    def forward(self, images):
        return self.last(self.last(self.scaled(self.first(images)))) + self.act(images)


def test_an_activation_is_taken_only_where_it_surely_comes_next():
    network, images = Crossed().eval(), torch.randn(2, 4, 9, 9)
    with torch.inference_mode():
        torch.testing.assert_close(pack(copy.deepcopy(network))(images), network(images), atol=1e-5, rtol=1e-5)


def test_a_part_that_stands_twice_is_seen_twice():
    norm = nn.BatchNorm2d(4)
    network = nn.Sequential(nn.Conv2d(4, 4, 1), norm, nn.Conv2d(4, 4, 1), norm, nn.SiLU()).eval()
    images = torch.randn(2, 4, 5, 5)
    with torch.inference_mode():
        torch.testing.assert_close(pack(copy.deepcopy(network))(images), network(images), atol=1e-5, rtol=1e-5)


def test_weights_are_packed_and_the_original_ones_gone():
    layers = (nn.Conv2d(3, 64, 3), nn.BatchNorm2d(64), nn.ReLU(), nn.Conv2d(64, 8, 1), nn.SiLU())
    network = pack(nn.Sequential(*layers).eval())
    assert not any(isinstance(part, nn.Conv2d) for part in network.modules())
    assert [type(part).__name__ for part in network] == ["_Packed", "BatchNorm2d", "ReLU", "_Packed", "Identity"]
    assert sum(p.numel() for p in network.parameters()) == 2 * 64


@pytest.mark.parametrize(
    "layer",
    [
        nn.Conv2d(3, 4, 3, padding="same"),
        nn.Conv2d(3, 4, 3, padding=1, padding_mode="reflect"),
        nn.Conv2d(3, 4, 3).double(),
        nn.Conv2d(3, 4, 3, device="meta"),
        nn.Conv1d(3, 4, 3),
        nn.ConvTranspose2d(3, 4, 3),
    ],
)
def test_what_does_not_fit_stays(layer):
    network = pack(nn.Sequential(layer, nn.ReLU()).eval())
    assert network[0] is layer
    assert isinstance(network[1], nn.ReLU)


def test_without_onednn_nothing_changes(monkeypatch):
    network = nn.Sequential(nn.Conv2d(3, 4, 3), nn.ReLU()).eval()
    monkeypatch.setattr(torch.backends.mkldnn, "is_available", lambda: False)
    assert isinstance(pack(network)[0], nn.Conv2d)


def test_training_mode_is_refused():
    with pytest.raises(ValueError, match=r"training mode.*eval\(\)"):
        pack(nn.Sequential(nn.Conv2d(3, 4, 3)))
