"""Reference specialists as detectors."""

from __future__ import annotations

import json

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.references import CARD, make_tiny, save_tiny, tiny

from touchstone.detectors.config import detector_spec, read_detectors
from touchstone.detectors.inference.noise import noise_input
from touchstone.detectors.keys import shipped_weights
from touchstone.detectors.load import load_detectors
from touchstone.detectors.reference import reference_architecture
from touchstone.detectors.specialists import build_network
from touchstone.footage.views import VIEWS
from touchstone.vocabulary.domains import DOMAINS
from touchstone.vocabulary.errors import UsageError

CPU = torch.device("cpu")


@pytest.fixture(autouse=True)
def _tiny(monkeypatch):
    make_tiny(monkeypatch)


@pytest.mark.parametrize("key", DOMAINS)
def test_a_specialist_scores_its_view(tmp_path, key):
    spec = detector_spec("mine", specialist=f"reference:{key}", checkpoint=save_tiny(tmp_path, key))
    (detector,) = load_detectors([spec], CPU).detectors
    seen = noise_input(detector.card.input, 3)
    assert (seen.shape, seen.dtype) == ((3, *VIEWS[key].shape), np.dtype(VIEWS[key].dtype))
    with torch.no_grad():
        logits = tiny(key).eval()(torch.from_numpy(seen)).double().numpy()
    assert np.allclose(detector.score(seen), logits[:, 1] - logits[:, 0])
    assert detector.card.expects == {"av": ("audio", "time"), "tm": ("time",)}.get(key, ())
    assert (detector.card.kind, detector.card.domain, detector.card.layout) == ("reference", key, f"reference:{key}")
    assert detector.card.architecture == reference_architecture(key)
    assert json.loads(detector.card.input.to_json()) == {"kind": "view", "view": key}
    assert json.loads(detector.card.output.to_json()) == {"kind": "logits", "fake": 1}


@given(offset=st.floats(-5, 5), temperature=st.floats(0.1, 10), threshold=st.floats(0.05, 0.95))
@settings(max_examples=15, deadline=None)
def test_offset_temperature_and_threshold_are_applied(tmp_path_factory, offset, temperature, threshold):
    folder = tmp_path_factory.mktemp("calibrated")
    card = CARD.model_copy(update={"offset": offset, "temperature": temperature, "threshold": threshold})
    seen = noise_input(load(save_tiny(folder, "cm")).card.input, 4)
    plain = load(save_tiny(folder, "cm")).score(seen)
    found = load(save_tiny(folder, "cm", card)).score(seen)
    p = 1 / (1 + np.exp(-(plain + offset) / temperature))
    # the decision at 0.5 is the card's own decision
    clear = np.abs(p - threshold) > 1e-6
    assert np.array_equal((found > 0)[clear], (p > threshold)[clear])
    assert np.allclose(np.diff(found), np.diff(plain) / temperature)


def load(path):
    return load_detectors([detector_spec("cm", specialist="reference:cm", checkpoint=path)], CPU).detectors[0]


def test_without_a_checkpoint_the_weights_of_the_package_are_meant(tmp_path):
    config = tmp_path / "detectors.toml"
    config.write_text(
        '[cm]\nspecialist = "reference:cm"\n[own]\nspecialist = "reference:cm"\ncheckpoint = "own.safetensors"\n'
    )
    shipped, own = read_detectors(config)
    assert shipped == detector_spec("cm", specialist="reference:cm")
    assert shipped.settings.weights == shipped_weights("cm")
    assert shipped.settings.shown_path.as_posix() == "touchstone/detectors/reference/weights/cm.safetensors"
    assert own.settings.weights == own.settings.shown_path == tmp_path / "own.safetensors"
    assert (own.domain, own.settings.reference) == ("cm", True)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('[a]\nspecialist = "reference:cn"\n', "unknown specialist 'reference:cn'; did you mean 'reference:cm'"),
        ('[a]\nspecialist = "reference:cm"\ncheckpoint = 3\n', r"\[a\] needs checkpoint"),
        ('[a]\nspecialist = "reference:tm_legacy"\n', "unknown specialist"),
    ],
)
def test_mistakes_are_named(tmp_path, text, words):
    config = tmp_path / "detectors.toml"
    config.write_text(text)
    with pytest.raises(UsageError, match=words):
        read_detectors(config)


def test_a_folder_tells_reference_specialists_by_what_the_file_says(tmp_path):
    save_tiny(tmp_path, "cm")
    (tmp_path / "tm_best.safetensors").write_bytes(save_tiny(tmp_path / "sub", "tm").read_bytes())
    (tmp_path / "rr.safetensors").write_bytes(b"damaged")
    assert [(s.name, s.value) for s in read_detectors(tmp_path)] == [
        ("cm", "reference:cm"), ("rr", "rr"), ("tm", "reference:tm"),
    ]  # fmt: skip


def test_what_cannot_be_loaded_is_a_row_and_the_others_go_on(tmp_path):
    path = save_tiny(tmp_path, "cm")
    torch.save(build_network("tm_legacy").state_dict(), tmp_path / "legacy.pt")
    specs = [
        detector_spec("absent", specialist="reference:tm", checkpoint=tmp_path / "absent.safetensors"),
        detector_spec("swapped", specialist="reference:tm", checkpoint=path),
        detector_spec("said", specialist="cm", checkpoint=path),
        detector_spec("other", specialist="reference:cm", checkpoint=tmp_path / "legacy.pt"),
        detector_spec("good", specialist="reference:cm", checkpoint=path),
    ]
    loaded = load_detectors(specs, CPU)
    assert [d.card.name for d in loaded.detectors] == ["good"]
    rows = {row["detector"]: row for row in loaded.table.iter_rows(named=True)}
    assert "does not exist" in rows["absent"]["reason"]
    assert rows["swapped"]["reason"] == "cm.safetensors is the reference specialist of cm, not of tm"
    assert 'write specialist = "reference:cm"' in rows["said"]["reason"]
    assert rows["other"]["layout"] == "tm_legacy"
    assert "it fits best: tm_legacy" in rows["other"]["reason"]
    assert rows["other"]["missing_keys"]
    assert {rows[n]["kind"] for n in ("absent", "swapped", "other", "good")} == {"reference"}
    assert loaded.tensors.filter(detector="good").height == len(tiny("cm").state_dict())
    assert loaded.tensors.filter(detector="good")["gradient"].null_count() == len(tiny("cm").state_dict())
