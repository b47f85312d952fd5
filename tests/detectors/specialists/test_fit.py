"""Which layout a state dict fits, and what the message says."""

from __future__ import annotations

import pickle

import pytest
import torch
from torch import Tensor

from touchstone.detectors.specialists import LAYOUTS, LayoutError, best_layout, fit, layout
from touchstone.detectors.specialists.fitting import require_fit
from touchstone.vocabulary.errors import CheckpointError, UsageError


def state_of(key: str) -> dict[str, Tensor]:
    return {name: torch.empty(shape, device="meta") for name, shape in layout(key).items()}


@pytest.mark.parametrize("key", LAYOUTS)
def test_every_layout_recognises_itself(key: str) -> None:
    state = state_of(key)
    best, second, *_ = best_layout(state)
    assert best.layout == key
    assert best.exact
    assert best.share == 1
    assert not second.exact
    assert require_fit(state, key, "x.pt").exact
    assert str(best) == "fits"


def test_another_network_under_the_expected_name() -> None:
    with pytest.raises(LayoutError) as caught:
        require_fit(state_of("rr"), "cm", "cm_model.pt")
    text = str(caught.value)
    assert text.startswith("cm_model.pt does not fit cm: ")
    assert "68 keys missing (first: specialist_dct_analyzer.0.weight), " in text
    assert "68 unexpected (first: specialist_module.resolution_analyzer.0.weight)" in text
    assert text.endswith("it fits best: rr (all 801 tensors)")
    assert "\n" not in text
    assert len(caught.value.fit.missing) == len(caught.value.fit.unexpected) == 68
    assert caught.value.best is not None
    assert caught.value.best.layout == "rr"


def test_a_part_of_the_right_network() -> None:
    state = state_of("bg")
    for name in [n for n in state if n.startswith("classifier.12")]:
        del state[name]
    message = r"2 keys missing \(first: classifier.12.weight\); it fits best: bg itself \(799 of 801"
    with pytest.raises(LayoutError, match=message):
        require_fit(state, "bg", "x.pt")


def test_shapes() -> None:
    state = state_of("tm_legacy")
    state["classifier.3.weight"] = torch.empty(1, 128)
    found = fit(state, "tm_legacy")
    assert found.mismatched == (("classifier.3.weight", (2, 128), (1, 128)),)
    assert str(found) == "1 of another shape (first: classifier.3.weight is [1, 128], not [2, 128])"


def test_nothing_in_common() -> None:
    with pytest.raises(LayoutError, match=r"132 keys missing .* it fits no known layout$") as caught:
        require_fit({"a": torch.ones(1)}, "tm_legacy", "x.pt")
    assert caught.value.best is None


def test_error_crosses_processes() -> None:
    with pytest.raises(CheckpointError) as caught:
        require_fit(state_of("rr"), "cm", "cm_model.pt")
    again = pickle.loads(pickle.dumps(caught.value))
    assert isinstance(again, LayoutError)
    assert str(again) == str(caught.value)
    assert isinstance(caught.value, LayoutError)
    assert again.fit == caught.value.fit


def test_unknown_layout() -> None:
    with pytest.raises(UsageError, match="'xx'"):
        fit({}, "xx")
