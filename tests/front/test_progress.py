"""Steps are said when they begin."""

from __future__ import annotations

import numpy as np
import pytest

import touchstone as ts

DONE = ("examine_ensembles", "diagnose", "prescribe")


@pytest.fixture
def heard(monkeypatch):
    """What was said and done, in order, with every run counting as a large one."""
    import touchstone.conclusions.examination.whole as whole
    import touchstone.runs.conclusions as conclusions

    heard: list[str] = []
    monkeypatch.setattr(conclusions, "_MANY", 1)
    for module, name in ((whole, "examine_ensembles"), (conclusions, "diagnose"), (conclusions, "prescribe")):
        call = getattr(module, name)
        called = lambda *a, call=call, name=name, **k: heard.append(name) or call(*a, **k)  # noqa: E731
        monkeypatch.setattr(module, name, called)
    return heard


def test_ways_to_combine_are_announced_before_they_are_compared(heard):
    rng = np.random.default_rng(0)
    ts.examine({"p_a": rng.random(40), "p_b": rng.random(40)}, [0, 1] * 20, say=heard.append)
    said = "comparing ways to combine the detectors"
    order = [step for step in heard if step in (said, "looking for causes") or step in DONE]
    assert order == [said, "examine_ensembles", "looking for causes", "diagnose", "prescribe"]
