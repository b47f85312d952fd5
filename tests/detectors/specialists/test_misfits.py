"""Why a file does not fit, told by its shapes, and that the way out which the message prints works."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pytest
import torch
from torch import Tensor

from touchstone.detectors.specialists import (
    LayoutError,
    TemporalLegacy,
    build_network,
    layout,
    load_specialist,
    misfit_of,
)

KEY = "tm_legacy"


def with_outputs(outputs: int) -> dict[str, Tensor]:
    torch.manual_seed(0)
    network = build_network(KEY)
    assert isinstance(network, TemporalLegacy)
    network.classifier[3] = torch.nn.Linear(128, outputs)
    return network.eval().state_dict()


@pytest.mark.parametrize("prefix", ["", "model.", "net.inner."])
@pytest.mark.parametrize("high", ["fake", "real"])
def test_a_head_with_one_logit_is_widened_by_the_line_that_the_message_prints(
    tmp_path: Path, prefix: str, high: str
) -> None:
    single = with_outputs(1)
    torch.save({"net": {prefix + name: t for name, t in single.items()}}, tmp_path / "a.pt")
    with pytest.raises(LayoutError) as caught:
        load_specialist(tmp_path / "a.pt", KEY)
    text = str(caught.value)
    assert "classifier.3.weight is [1, 128], not [2, 128]" in text
    assert "it was trained with one logit, and tm_legacy has two: index 0 is real, index 1 is fake" in text
    assert caught.value.columns()["misfit"] == "one output"
    line = re.search(r"(state\.update\(.*?\)\)\}\));? ?", text)
    assert line is not None
    code = line[1]
    if high == "real":
        other = re.search(r"if it is high for real, write (torch\.cat\(.*\))$", text)
        assert other is not None
        code = code.replace("torch.cat([torch.zeros_like(t), t])", other[1])
    held = torch.load(tmp_path / "a.pt")
    exec(code, {"torch": torch, "state": held["net"]})  # what a user would do
    torch.save(held, tmp_path / "wide.pt")
    wide = load_specialist(tmp_path / "wide.pt", KEY)
    clip = torch.randn(2, 2, 3, 32, 32)
    with torch.inference_mode():
        assert isinstance(wide.network, TemporalLegacy)
        z = wide.network.classifier[:3](wide.network.lstm(wide.network.values(clip))[0][:, -1])
        z = z @ single["classifier.3.weight"].T + single["classifier.3.bias"]
        p_fake = wide.network(clip).softmax(dim=1)[:, wide.contract.output.fake]
    assert np.allclose(p_fake, torch.sigmoid(z if high == "fake" else -z)[:, 0], atol=1e-6)


def test_a_head_of_several_classes_is_explained(tmp_path: Path) -> None:
    torch.save(with_outputs(5), tmp_path / "a.pt")
    with pytest.raises(LayoutError, match="its head has 5 outputs, and tm_legacy has two") as caught:
        load_specialist(tmp_path / "a.pt", KEY)
    assert caught.value.columns()["misfit"] == "several outputs"


def test_a_head_of_other_inputs_is_another_network() -> None:
    state = {name: torch.empty(shape, device="meta") for name, shape in layout(KEY).items()}
    mismatched = (("classifier.3.weight", (2, 128), (1, 64)), ("classifier.3.bias", (2,), (1,)))
    state |= {name: torch.empty(shape, device="meta") for name, _, shape in mismatched}
    assert misfit_of(state, KEY, mismatched) is None


@pytest.mark.parametrize("change", ["shape", "order", "fewer"])
def test_other_shapes_or_another_order_are_not_renamed_ones(change: str) -> None:
    state = {f"p{i}": torch.empty(shape, device="meta") for i, shape in enumerate(layout(KEY).values())}
    assert str(misfit_of(state, KEY)).count("renamed") == 1
    first = next(iter(state))
    taken = state.pop(first)
    if change == "shape":
        state = {first: torch.empty(64, 3, 3, 3, device="meta")} | state
    elif change == "order":
        state[first] = taken
    assert misfit_of(state, KEY) is None


def test_names_of_another_library_are_a_reason_for_caution() -> None:
    state = {f"features.p{i}": torch.empty(shape, device="meta") for i, shape in enumerate(layout("cm").values())}
    misfit = misfit_of(state, "cm")
    assert misfit is not None
    assert "padding, epsilon and activations must be those of the layout, which no shape shows" in misfit.text
