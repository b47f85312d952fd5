"""An EfficientNet is recognised under the names of three libraries, behind prefixes and with any head."""

from __future__ import annotations

import re

import pytest
import torch
import torchvision.models as zoo
from torch import Tensor, nn

from touchstone.detectors.specialists.efficientnet import recognise_efficientnet
from touchstone.detectors.specialists.misfits import plain_efficientnet

State = dict[str, Tensor]
SMALL = ("b0", "b1", "b2", "b3", "b4", "b5", "b6", "b7")


def state_of(network: str) -> State:
    with torch.device("meta"):
        return getattr(zoo, f"efficientnet_{network}")(weights=None).state_dict()


# What the parts of a block are called: expansion, depthwise convolution, squeeze and excitation, projection.
TIMM = (("conv_pw", "bn1"), ("conv_dw", "bn2"), ("se.conv_reduce", "se.conv_expand"), ("conv_pwl", "bn3"))
TIMM_FIRST = (("conv_dw", "bn1"), ("se.conv_reduce", "se.conv_expand"), ("conv_pw", "bn2"))
LUKEMELAS = (
    ("_expand_conv", "_bn0"),
    ("_depthwise_conv", "_bn1"),
    ("_se_reduce", "_se_expand"),
    ("_project_conv", "_bn2"),
)


def renamed(state: State, library: str) -> State:
    """The names of torchvision as another library has them (of the variants B0 to B7)."""
    last = max(int(n.split(".")[1]) for n in state if n.startswith("features."))
    blocks = list(dict.fromkeys(m[0] for n in state if (m := re.match(r"features\.\d+\.\d+\.block", n))))
    depth = {b: len({n.removeprefix(b).split(".")[1] for n in state if n.startswith(f"{b}.")}) for b in blocks}
    return {_name(n, library, last, blocks, depth): t for n, t in state.items()}


def _name(name: str, library: str, last: int, blocks: list[str], depth: dict[str, int]) -> str:
    timm = library == "timm"
    outer = {
        r"features\.0\.0": "conv_stem" if timm else "_conv_stem", r"features\.0\.1": "bn1" if timm else "_bn0",
        rf"features\.{last}\.0": "conv_head" if timm else "_conv_head", rf"features\.{last}\.1": "bn2" if timm else "_bn1",
        r"classifier\.1": "classifier" if timm else "_fc",
    }  # fmt: skip
    for pattern, theirs in outer.items():
        if match := re.fullmatch(rf"{pattern}\.(\w+)", name):
            return f"{theirs}.{match[1]}"
    inside = re.fullmatch(r"(features\.\d+\.\d+\.block)\.(\d+)\.(\w+)\.(\w+)", name)
    assert inside is not None
    block, part, layer, rest = inside.groups()
    parts = LUKEMELAS[4 - depth[block] :] if not timm else TIMM if depth[block] == 4 else TIMM_FIRST
    inner = parts[int(part)][int(layer[-1]) - 1 if layer.startswith("fc") else int(layer)]
    stage, number = block.split(".")[1:3]
    where = f"blocks.{int(stage) - 1}.{number}" if timm else f"_blocks.{blocks.index(block)}"
    return f"{where}.{inner}.{rest}"


@pytest.mark.parametrize("variant", SMALL)
@pytest.mark.parametrize("library", ["torchvision", "timm", "efficientnet_pytorch"])
def test_variant_and_library_are_recognised(variant: str, library: str) -> None:
    state = state_of(variant)
    found = recognise_efficientnet(state if library == "torchvision" else renamed(state, library))
    assert found is not None
    assert (found.variant, found.library) == (f"EfficientNet-{variant.upper()}", library)
    assert (found.prefix, found.outputs, found.others) == ("", 1000, ())


@pytest.mark.parametrize("variant", ["v2_s", "v2_m", "v2_l"])
def test_the_second_version_too(variant: str) -> None:
    found = recognise_efficientnet(state_of(variant))
    assert found is not None
    assert found.variant == f"EfficientNetV2-{variant[-1].upper()}"


@pytest.mark.parametrize("library", ["torchvision", "timm", "efficientnet_pytorch"])
@pytest.mark.parametrize("prefix", ["backbone.efficientnet.", "net.", "encoder.model."])
def test_behind_a_prefix_without_its_head_and_with_another(library: str, prefix: str) -> None:
    body = {n: t for n, t in state_of("b4").items() if not n.startswith("classifier")}
    body = body if library == "torchvision" else renamed(body, library)
    head = {"backbone.last_layer.weight": torch.zeros(2, 1792), "backbone.last_layer.bias": torch.zeros(2)}
    found = recognise_efficientnet({prefix + name: tensor for name, tensor in body.items()} | head)
    assert found is not None
    assert (found.variant, found.prefix, found.outputs, found.others) == ("EfficientNet-B4", prefix, None, tuple(head))
    assert str(found) == f"EfficientNet-B4 under the names of {library} behind {prefix!r}, no head of its own"
    assert 'onnx = "FILE.onnx"' in found.advice


def test_its_head_is_counted_and_other_inputs_do_not_matter() -> None:
    state = renamed(state_of("b0"), "timm")
    state |= {"classifier.weight": torch.zeros(1, 1280), "conv_stem.weight": torch.zeros(32, 6, 3, 3)}
    assert str(recognise_efficientnet(state)) == "EfficientNet-B0 under the names of timm, 1 output"


@pytest.mark.parametrize("network", ["mobilenet_v2", "mobilenet_v3_small", "densenet121", "convnext_tiny", "vgg11"])
def test_other_networks_are_none(network: str) -> None:
    with torch.device("meta"):
        assert recognise_efficientnet(getattr(zoo, network)(weights=None).state_dict()) is None


def test_a_network_around_it_is_more_than_it() -> None:
    around = {f"decoder.{name}": t for name, t in nn.Sequential(*[nn.Linear(2, 2)] * 20).state_dict().items()}
    state = state_of("b0")
    assert plain_efficientnet(state) is not None
    assert plain_efficientnet(state | around) is None
