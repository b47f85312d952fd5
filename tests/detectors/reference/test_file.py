"""Files of reference specialists: what is written is read, and nothing else is accepted."""

from __future__ import annotations

import json
import math

import pytest
import torch
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import ValidationError
from safetensors import safe_open
from safetensors.torch import save_file
from tests.references import CARD, make_tiny, save_tiny, tiny

from touchstone.detectors.reference import (
    Measured,
    ReferenceCard,
    build_reference,
    load_reference,
    reference_key,
    save_reference,
)
from touchstone.detectors.specialists import LayoutError
from touchstone.vocabulary.errors import CheckpointError, UsageError


@pytest.fixture(autouse=True)
def _tiny(monkeypatch):
    make_tiny(monkeypatch)


def tensors_and_metadata(path):
    with safe_open(path, "pt") as file:
        return {name: file.get_tensor(name) for name in file.keys()}, file.metadata()  # noqa: SIM118  # no mapping


def test_what_is_saved_is_loaded(tmp_path):
    card = CARD.model_copy(update={"offset": -0.3, "temperature": 1.7, "threshold": 0.4})
    network = tiny("cm", seed=3)
    path = tmp_path / "cm.safetensors"
    save_reference(path, network, card)
    loaded = load_reference(path, "cm")
    assert loaded.card == card
    assert not loaded.network.training
    for name, tensor in network.state_dict().items():
        assert torch.equal(loaded.network.state_dict()[name], tensor), name
    assert loaded.parameters == sum(p.numel() for p in network.parameters())
    assert loaded.input.to_json() == '{"kind": "view", "view": "cm"}'
    assert reference_key(path) == "cm"


def test_equal_networks_give_equal_bytes(tmp_path):
    contents = {save_tiny(tmp_path / str(number), "tm").read_bytes() for number in range(6)}
    assert len(contents) == 1


def test_other_programs_read_the_file(tmp_path):
    tensors, metadata = tensors_and_metadata(save_tiny(tmp_path, "rr"))
    assert torch.equal(tensors["head.1.weight"], tiny("rr").state_dict()["head.1.weight"])
    assert metadata["touchstone"] == "reference 1"
    assert (metadata["key"], metadata["temperature"], metadata["offset"]) == ("rr", "1.0", "0.0")
    assert json.loads(metadata["card"])["limits"] == ["never learned"]
    assert json.loads(metadata["view_shape"]) == [4, 2, 6, 64, 64]


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("touchstone", "reference 2", "version '2'"),
        ("touchstone", None, "is not a reference specialist"),
        ("key", "tm", "is the reference specialist of tm, not of cm"),
        ("view", "rr", "was trained on view rr"),
        ("view_shape", "[4, 2, 6, 32, 32]", r"was trained on view_shape \[4, 2, 6, 32, 32\]"),
        ("view_dtype", None, "was trained on view_dtype nothing"),
        ("temperature", "0", "temperature: Input should be greater"),
        ("temperature", "-1", "temperature: Input should be greater"),
        ("temperature", "nan", "temperature: Input should be a finite number"),
        ("temperature", "warm", "temperature is not a number"),
        ("temperature", None, "temperature is missing"),
        ("offset", "inf", "offset: Input should be"),
        ("threshold", "1.0", "threshold: Input should be less than 1"),
        ("threshold", "0.0", "threshold: Input should be greater than 0"),
        ("card", None, "card is missing"),
        ("card", "{", "card is not JSON"),
        ("card", "[" * 100_000, "card is not JSON"),
        ("card", "[]", "card is not a JSON object"),
        ("card", "{}", "data: Field required"),
        (
            "card",
            '{"data": "a", "command": "b", "seed": "0", "limits": ["c"]}',
            "seed: Input should be a valid integer",
        ),
        ("card", '{"data": "a", "command": "b", "seed": 0, "limits": []}', "limits: "),
        ("card", '{"data": "a", "command": "b", "seed": 0, "limits": ["c"], "more": 1}', "more: Extra inputs"),
        (
            "card",
            '{"data":"a","command":"b","seed":0,"limits":["c"],'
            '"numbers":[{"name":"AUC","value":0.9,"low":0.95,"high":1.0,"n":5}]}',
            "outside its interval",
        ),
    ],
)
def test_every_field_is_checked(tmp_path, field, value, words):
    tensors, metadata = tensors_and_metadata(save_tiny(tmp_path, "cm"))
    metadata |= {field: value}
    path = tmp_path / "changed.safetensors"
    save_file(tensors, path, {k: v for k, v in metadata.items() if v is not None})
    with pytest.raises(CheckpointError, match=words) as caught:
        load_reference(path, "cm")
    assert "\n" not in str(caught.value)


def test_another_network_is_named(tmp_path):
    tensors, metadata = tensors_and_metadata(save_tiny(tmp_path, "cm"))
    path = tmp_path / "part.safetensors"
    save_file({n: t for n, t in tensors.items() if "dct" not in n}, path, metadata)
    with pytest.raises(LayoutError, match="2 keys missing") as caught:
        load_reference(path, "cm")
    assert caught.value.best is not None
    assert caught.value.best.layout == "reference:cm"
    save_file({**tensors, "head.1.weight": torch.zeros(3, 3)}, path, metadata)
    with pytest.raises(LayoutError, match="1 of another shape"):
        load_reference(path, "cm")
    save_file({**tensors, "head.1.weight": tensors["head.1.weight"].half()}, path, metadata)
    with pytest.raises(CheckpointError, match=r"head\.1\.weight holds float16 values"):
        load_reference(path, "cm")
    torch.save({"state_dict": {"a": torch.ones(2)}}, tmp_path / "cm.pt")
    with pytest.raises(LayoutError):
        load_reference(tmp_path / "cm.pt", "cm")


def test_unknown_keys_are_named():
    with pytest.raises(UsageError, match="no reference specialist is called 'xx'; known are bg"):
        build_reference("xx")


def test_what_is_no_reference_file_has_no_key(tmp_path):
    assert reference_key(tmp_path / "absent.safetensors") is None
    (tmp_path / "text.safetensors").write_text("hello")
    assert reference_key(tmp_path / "text.safetensors") is None
    save_file({"a": torch.ones(2)}, tmp_path / "plain.safetensors")
    assert reference_key(tmp_path / "plain.safetensors") is None
    save_file({"a": torch.ones(2)}, tmp_path / "odd.safetensors", {"touchstone": "reference 1", "key": "../x"})
    assert reference_key(tmp_path / "odd.safetensors") is None


@given(data=st.data())
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_damaged_files_are_refused_in_one_line_or_harmless(tmp_path, data):
    whole = bytearray(save_tiny(tmp_path, "bg").read_bytes())
    header = int.from_bytes(whole[:8], "little")
    # half of the blows hit the header, where a file could mislead
    at = data.draw(st.integers(0, header + 8) | st.integers(0, len(whole) - 1))
    whole[at] = data.draw(st.integers(0, 255))
    path = tmp_path / "damaged.safetensors"
    path.write_bytes(whole[: data.draw(st.just(len(whole)) | st.integers(0, len(whole)))])
    reason = ""
    try:
        assert load_reference(path, "bg").network.key == "bg"
    except CheckpointError as error:
        reason = str(error)
    assert "\n" not in reason


def test_a_card_that_makes_no_sense_cannot_be_made():
    with pytest.raises(ValidationError):
        ReferenceCard(data="a", command="b", seed=0, limits=("c",), temperature=0.0)
    with pytest.raises(ValidationError):
        Measured(name="AUC", value=0.5, low=0.6, high=0.7, n=10)


@given(z=st.floats(-50, 50), offset=st.floats(-5, 5), temperature=st.floats(0.1, 10), threshold=st.floats(0.01, 0.99))
def test_calibrated_log_odds_are_positive_where_p_exceeds_the_threshold(z, offset, temperature, threshold):
    card = CARD.model_copy(update={"offset": offset, "temperature": temperature, "threshold": threshold})
    p = 0.5 + 0.5 * math.tanh((z + offset) / temperature / 2)
    if abs(p - threshold) > 1e-6:
        assert (card.output.calibrated(z) > 0) == (p > threshold)
