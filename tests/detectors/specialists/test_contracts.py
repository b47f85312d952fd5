"""The contracts are what the published preprocessing says."""

from __future__ import annotations

import json

import pytest

from touchstone.detectors.specialists import contract
from touchstone.vocabulary.domains import DOMAINS
from touchstone.vocabulary.errors import UsageError


@pytest.mark.parametrize("key", DOMAINS)
def test_frame_specialists(key: str) -> None:
    found = contract(key)
    assert json.loads(found.input.to_json()) == {
        "kind": "frame",
        "size": 224,
        "color": "rgb",
        "mean": [0.485, 0.456, 0.406],
        "std": [0.229, 0.224, 0.225],
        "crop": "full",
        "interpolation": "bilinear",
        "frames": 1,
    }
    assert json.loads(found.output.to_json()) == {"kind": "logits", "fake": 1}
    assert found.expects == ()


def test_older_temporal_model() -> None:
    found = contract("tm_legacy")
    assert (found.input.kind, found.input.frames) == ("clip", 16)
    assert found.expects == ("time",)


def test_unknown_layout() -> None:
    with pytest.raises(UsageError, match="'xx'"):
        contract("xx")
