from typing import Any

import numpy as np
import pytest
from scipy.stats import spearmanr

from touchstone.conclusions.examination import examine
from touchstone.testing import footage, ranks, tables

SITES = {"source": lambda i: f"site {i // 2 % 3}"}


def following(strength, n=300, gap=0.0, seed=0, separation=2.0):
    """A detector whose log-odds move with the bitrate, of which fakes have more by ``gap`` standard deviations."""
    rng = np.random.default_rng(seed + 500)
    rows = footage(n, **SITES)
    cue = [rng.normal() + gap * (r["label"] == "fake") for r in rows]
    rows = [
        {**r, "bitrate": float(np.exp(14 + 0.3 * z)), "has_audio": bool(rng.random() < 0.5)}
        for r, z in zip(rows, cue, strict=True)
    ]
    manner = lambda rng, fake, i: rng.normal((separation if fake else -separation) / 2) + strength * cue[i]  # noqa: E731
    return tables({"d": manner}, rows, detectors={"d": {"domain": None}})


def cues(given) -> dict[str, Any]:
    return {cue.title: cue for cue in examine(given).detectors[0].cues}


def test_a_score_that_follows_a_quantity_does_so_inside_both_classes():
    given = following(1.0, gap=0.7)
    cue = cues(given)["bitrate"]
    assert cue.follows
    assert cue.helps
    assert cue.contrast.estimate.above(0.05)
    assert cue.within.strata >= 5
    rows = given["scores"].unique("video").join(given["videos"], on="video").filter(label="real")
    expected = spearmanr(rows["p_fake"].to_numpy(), rows["bitrate"].to_numpy()).statistic
    assert cue.real.estimate.value == pytest.approx(expected)


def test_what_has_nothing_to_do_with_the_label_does_not_help():
    cue = cues(following(1.0))["bitrate"]
    assert cue.follows
    assert not cue.helps


def test_the_direction_is_that_of_the_score():
    assert cues(following(-1.0))["bitrate"].effect < -0.3
    assert not cues(following(-1.0, gap=0.7))["bitrate"].helps


def test_a_shared_cause_of_label_and_property_is_no_following():
    """Over all videos score and rate move together, because fakes have more of both; inside a class they do not."""
    cue = cues(following(0.0, gap=1.5, separation=3.0))["bitrate"]
    assert cue.label.estimate.value > 0.5
    assert not cue.follows
    assert cue.within is None


def test_one_value_of_a_category():
    rows = footage(300, **SITES, codec=lambda i: ("h264", "vp9", "hevc")[i * 7919 % 3])
    manner = lambda rng, fake, i: rng.normal(2 * fake - 1) + 2 * (i * 7919 % 3 == 1)  # noqa: E731
    found = cues(tables({"d": manner}, rows, detectors={"d": {"domain": None}}))
    assert found["codec vp9"].effect > 0.5
    assert found["codec vp9"].follows
    assert found["codec h264"].effect < 0


@pytest.mark.slow
def test_nothing_is_followed_by_chance():
    followed = [
        any(cue.follows for cue in examine(following(0.0, 120, seed=seed)).detectors[0].cues) for seed in range(15)
    ]
    assert sum(followed) <= 1


def test_few_videos_are_not_asked():
    assert examine(tables({"cm": ranks(2)}, footage(20, **SITES))).detectors[0].cues == ()
