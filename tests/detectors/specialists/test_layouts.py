"""Every tensor of every layout: name, order, shape and type."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
import torch

from touchstone.detectors.specialists import LAYOUTS, architecture, build_network, layout, skeleton
from touchstone.vocabulary.domains import DOMAINS
from touchstone.vocabulary.errors import UsageError

HERE = Path(__file__).parent
# The full lists are large: their hashes travel with the tests, the lists are compared where they are found.
SHARED = Path(os.environ.get("TOUCHSTONE_SHARED", HERE.parents[3] / "shared")) / "checkpoint-layouts"


@pytest.mark.parametrize("key", LAYOUTS)
def test_tensors(key: str) -> None:
    found = {
        name: [list(tensor.shape), str(tensor.dtype).removeprefix("torch.")]
        for name, tensor in skeleton(key).state_dict().items()
    }
    full = SHARED / f"{key}.json"
    if full.exists():
        assert list(found.items()) == list(json.loads(full.read_text()).items())
    text = "".join(f"{name} {shape} {dtype}\n" for name, (shape, dtype) in found.items())
    known = json.loads((HERE / "layout_hashes.json").read_text())[key]
    assert {"tensors": len(found), "sha256": hashlib.sha256(text.encode()).hexdigest()} == known


@pytest.mark.parametrize("key", LAYOUTS)
def test_what_is_kept_of_a_layout_is_what_its_network_holds(key: str) -> None:
    built = {name: tuple(tensor.shape) for name, tensor in skeleton(key).state_dict().items()}
    assert [*layout(key).items()] == [*built.items()]


def test_a_layout_is_known_without_building_its_network() -> None:
    code = "import sys; from touchstone.detectors.specialists import layout; layout('bg'); print('torchvision' in sys.modules)"
    printed = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert printed == "False\n"


@pytest.mark.parametrize("key", LAYOUTS)
def test_skeleton_holds_no_memory(key: str) -> None:
    network = skeleton(key)
    assert not network.training
    assert all(tensor.is_meta for tensor in network.state_dict().values())


def test_every_domain_has_a_layout() -> None:
    assert {*LAYOUTS} == {*DOMAINS, "tm_legacy"}


def test_build_gives_fresh_weights() -> None:
    network = build_network("tm_legacy")
    assert network.training
    assert torch.isfinite(network(torch.randn(1, 2, 3, 32, 32))).all()


def test_layout_is_name_to_shape() -> None:
    assert layout("ll")["specialist_module.luminance_branch.2.3.weight"] == (16, 16, 7, 7)


@pytest.mark.parametrize(
    ("key", "line"),
    [
        ("cm", "EfficientNet-B4 + CM Specialist Module (40 channels)"),
        ("tm_legacy", "ResNet-18 per frame + LSTM (2 layers of 256)"),
    ],
)
def test_architecture(key: str, line: str) -> None:
    assert architecture(key) == line


@pytest.mark.parametrize("call", [build_network, skeleton, layout, architecture])
def test_unknown_layout(call: object) -> None:
    assert callable(call)
    with pytest.raises(UsageError, match="no specialist is called 'xx'; known are bg, "):
        call("xx")
