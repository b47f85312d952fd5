import numpy as np
import pytest

from touchstone.conclusions.examination import examine
from touchstone.testing import constant, footage, ranks, tables

MIXED = {"source": lambda i: f"site {i // 2 % 3}"}


def word(manner, videos, seed=0):
    detector = examine(tables({"cm": manner}, videos, seed=seed)).detectors[0]
    return detector.assessment.word, detector.assessment.statement


@pytest.mark.parametrize(
    ("manner", "expected"),
    [(ranks(1.5), "ranks"), (ranks(-1.5), "below chance"), (ranks(0), "no signal")],
)
def test_on_sound_footage_the_interval_decides(manner, expected):
    assert word(manner, footage(600, **MIXED))[0] == expected


def test_little_footage_cannot_tell_and_says_how_much_could():
    found, statement = word(lambda _rng, _fake, number: number // 2 % 7, footage(60, **MIXED))
    assert found == "cannot tell"
    assert "takes about 257 videos of different groups per class" in statement


def test_a_detector_that_only_tells_sources_apart_is_not_said_to_rank():
    """Reals from one site, fakes from another: AUC near 1 proves nothing."""
    found, statement = word(ranks(4), footage(200, source=lambda i: "ab"[i % 2]))
    assert found == "cannot tell"
    assert "200 of 200 videos come from sources with only one label" in statement
    assert "no source occurs with both labels" in statement


def source(i):
    """Forty videos from a site with both labels, the rest from sites with one."""
    return "both" if i < 40 else "ab"[i % 2]


def test_inside_the_sources_with_both_labels_it_can_still_be_shown():
    found, statement = word(ranks(2), footage(200, source=source))
    assert found == "ranks"
    assert "inside both (20 real, 20 fake), the only source with both labels, the AUC is" in statement


@pytest.mark.slow
def test_a_confounded_corpus_cannot_invert_a_network():
    """It scores by site alone: below 0.5 over all, chance inside the site with both labels."""

    def by_site(rng, _fake, number):
        return rng.normal({"both": 0, "a": 2, "b": -2}[source(number)])

    words = [word(by_site, footage(200, source=source), seed)[0] for seed in range(20)]
    assert words.count("cannot tell") >= 17  # an interval of 95 % errs in one of twenty


def test_too_few_groups_inside_carry_no_verdict():
    found, statement = word(ranks(4), footage(200, source=lambda i: "both" if i < 14 else "ab"[i % 2]))
    assert found == "cannot tell"
    assert "fewer than 15 groups" in statement


def test_a_file_property_that_tells_the_label_is_held_constant():
    """Scores follow the codec, and the codec mostly follows the label."""

    def codec(i):
        return "vp9" if (i % 2) ^ (i // 2 % 5 == 0) else "h264"

    def by_codec(rng, _fake, number):
        return rng.normal(2 if codec(number) == "vp9" else -2)

    videos = footage(400, **MIXED, codec=codec)
    found, statement = word(by_codec, videos)
    assert found in ("no signal", "cannot tell")
    assert "the codec of the files alone predicts the label" in statement
    assert word(ranks(2), videos)[0] == "ranks"


def test_one_class_cannot_be_ranked():
    videos = [r for r in footage(60, **MIXED) if r["label"] == "real"]
    assert word(ranks(1), videos) == (
        "cannot tell",
        "only one class was scored, so there is no AUC (not defined, n = 30 in 30 groups)",
    )


def test_a_constant_score_does_not_rank():
    assert word(constant(0.3), footage(600, **MIXED))[0] in ("no signal", "cannot tell")


def test_a_detector_that_was_not_loaded_or_scored_nothing_says_so():
    given = tables({}, footage(20), detectors={"rr": {"status": "failed", "reason": "rr.pt is truncated"}, "ll": {}})
    rr, ll = examine(given).detectors
    assert (rr.assessment.word, rr.assessment.statement) == ("not loaded", "not loaded: rr.pt is truncated")
    assert ll.assessment.word == "not scored"


def test_a_source_that_mostly_goes_with_a_label_confounds_too():
    """Nine of ten reals from one site, nine of ten fakes from another: the site's own AUC is 0.9."""

    def mostly(i):
        return "ab"[(i % 2) ^ (i // 2 % 10 == 0)]

    def by_site(rng, _fake, number):
        return rng.normal(2 if mostly(number) == "b" else -2)

    videos = footage(400, source=mostly)
    found, statement = word(by_site, videos)
    assert found in ("no signal", "cannot tell")
    assert "the source alone predicts the label with AUC 0.90" in statement
    assert word(ranks(2), videos)[0] == "ranks"


def test_videos_without_a_source_prove_nothing_beside_a_source_of_one_label():
    found, _ = word(ranks(4), footage(120, source=lambda i: "generator" if i % 2 else None))
    assert found == "cannot tell"


def test_a_quantity_that_still_tells_inside_its_ranges_leaves_the_question_open():
    rng = np.random.default_rng(3)
    rates = [rng.normal(4 + 2 * (i % 2)) for i in range(400)]

    def by_bitrate(random, _fake, number):
        return rates[number] - 5 + random.normal(0, 0.1)

    found, statement = word(by_bitrate, footage(400, **MIXED, bitrate=lambda i: max(rates[i], 0.1)))
    assert found == "cannot tell"
    assert "bitrate" in statement


def test_a_tiny_effect_that_many_videos_make_certain_is_no_signal():
    assert word(ranks(-0.12), footage(6000, **MIXED))[0] == "no signal"
