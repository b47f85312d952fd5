# pyright: reportOptionalMemberAccess=false, reportOptionalOperand=false, reportOptionalSubscript=false
# pyright: reportOperatorIssue=false, reportCallIssue=false, reportArgumentType=false
"""Specialists with known weaknesses on known footage."""

from __future__ import annotations

from functools import cache

import numpy as np
import polars as pl
import pytest
from sklearn.metrics import roc_auc_score
from statsmodels.stats.proportion import proportion_confint

from touchstone import testing as made_up
from touchstone.conclusions.examination import GROUNDS, NEEDED, examine
from touchstone.conclusions.examination.detector import indicator_means
from touchstone.conclusions.examination.footage import examine_footage
from touchstone.conclusions.examination.specialists.examine import on_ground
from touchstone.conclusions.metrics import video_scores
from touchstone.vocabulary.domains import CLIP_INDICATORS, DOMAINS, FRAME_INDICATORS
from touchstone.vocabulary.tables import TRUTH, from_rows

COUNT = 200
# Neighbours share a group, so brightness is drawn apart from the number.
BRIGHT = np.random.default_rng(5).uniform(10, 160, COUNT)


def footage(count=COUNT, **columns):
    """Videos whose sources hold both labels."""
    return made_up.footage(count, **{"source": lambda i: f"site {i // 2 % 4}"} | columns)


def tables(manners, videos=None, **options):
    return made_up.tables(manners, footage() if videos is None else videos, units=options.pop("units", 1), **options)


def within(indicator, share):
    """A share of the range of an indicator."""
    low, high = max(indicator.low, -100.0), min(indicator.high, 1e4)
    return float(low + (high - low) * np.clip(share, 0, 1))


@cache
def sound():
    """What footage without any confound can tell; it takes seconds to ask, and is the same for all."""
    made = tables({"ll": blind_in_the_dark})
    return examine_footage(made["videos"], made["clips"])


def look(made, name="ll", footage_said=None):
    """The specialist on its ground, without all else that an examination asks."""
    rows = video_scores(made["scores"].filter(pl.col("detector") == name), made["videos"])
    return on_ground(
        DOMAINS[name],
        rows,
        indicators=indicator_means(made),
        footage=footage_said or sound(),
        tables=made,
        threshold=0.5,
    )


def blind_in_the_dark(rng, fake, number):
    """Right nine times of ten in the light, a coin below 70."""
    right = rng.random() < (0.95 if BRIGHT[number] >= 70 else 0.5)
    return (2 if fake == right else -2) + rng.normal() / 4


def lit(number):
    return {"brightness": float(BRIGHT[number]), "contrast": 20.0 + number * 7919 % 61}


def test_failing_in_the_dark_is_seen_and_placed():
    ground = look(tables({"ll": blind_in_the_dark}, frames=lit))
    assert ground.along[0].indicator == "brightness"
    trend = ground.along[0].trend
    assert trend.estimate.above(0)
    assert trend.p_adjusted < 0.001
    bins = ground.along[0].bins
    assert len(bins) == 5
    assert [b.real + b.fake for b in bins] == [40] * 5
    assert bins[0].accuracy.high < bins[-1].accuracy.low
    contrast = ground.along[1]
    assert contrast.indicator == "contrast"
    assert contrast.trend.p_adjusted > 0.05
    darkest = ground.along[0].bins[0]
    assert darkest.worst_errors
    assert all(BRIGHT[int(video[:4])] <= darkest.high for video in darkest.worst_errors)


def test_bins_hold_what_their_videos_say():
    made = tables({"ll": blind_in_the_dark}, footage(COUNT, group=None), frames=lit)
    ground = look(made)
    scores = made["scores"].group_by("video").agg(pl.col("p_fake").mean()).sort("video")["p_fake"].to_numpy()
    fake = np.arange(COUNT) % 2 == 1
    for part in ground.along[0].bins:
        inside = (part.low <= BRIGHT) & (part.high >= BRIGHT)
        right = (scores >= 0.5) == fake
        for estimate, chosen in (
            (part.accuracy, inside),
            (part.real_accuracy, inside & ~fake),
            (part.fake_accuracy, inside & fake),
        ):
            low, high = proportion_confint(right[chosen].sum(), chosen.sum(), method="wilson")
            assert (estimate.value, estimate.n) == (pytest.approx(right[chosen].mean()), chosen.sum())
            assert (estimate.low, estimate.high) == (pytest.approx(low), pytest.approx(high))
        assert part.auc.value == pytest.approx(roc_auc_score(fake[inside], scores[inside]))
        assert part.median == pytest.approx(np.median(BRIGHT[inside]))


def test_one_label_failing_is_told_from_failing():
    """Calls everything dark fake: reals suffer, fakes gain, and right decisions as a whole hardly move."""

    def manner(rng, _fake, number):
        return rng.normal() + (60 - BRIGHT[number]) / 15

    along = look(tables({"ll": manner}, frames=lit)).along[0]
    assert along.real_trend.estimate.above(0)
    assert along.fake_trend.estimate.below(0)
    assert max(along.real_trend.p_adjusted, along.fake_trend.p_adjusted) < 0.001
    assert abs(along.trend.estimate.value) < min(abs(along.real_trend.estimate.value), 0.3)


@pytest.mark.slow
def test_nothing_is_found_where_nothing_is():
    names = DOMAINS["bg"].indicators
    seeds, found = 60, 0
    limits = {i.name: i for i in FRAME_INDICATORS}
    for seed in range(seeds):
        draw = np.random.default_rng([seed, 9]).normal(0.5, 0.12, (80, len(names)))
        # Fakes are brighter, and more often called right: the label must not pass for a dependence.
        draw[1::2] += 0.1

        def manner(rng, fake, _number):
            return (1.5 if fake else -0.5) + rng.normal()

        made = tables(
            {"bg": manner},
            footage(80),
            frames=lambda i, draw=draw, limits=limits: {
                n: within(limits[n], v) for n, v in zip(names, draw[i], strict=True)
            },
            units=1,
            seed=seed,
        )
        ground = look(made, "bg")
        assert len(ground.along) == len(names)
        found += any(a.trend.p_adjusted is not None and a.trend.p_adjusted <= 0.05 for a in ground.along)
    # 60 families at 5 %: more than 8 would have a probability below 1 %.
    assert found <= 8


def test_few_errors_are_not_tested():
    ground = look(tables({"ll": lambda _r, fake, number: 2.0 if fake and number > 5 else -2.0}, frames=lit))
    assert all(a.trend.p_value is None for a in ground.along)
    assert all(a.p == 1 for a in ground.along)


def test_frames_that_scatter_within_videos():
    """Between videos a standard deviation of 10, within them one of 5: four fifths of the variance lie between."""
    rng = np.random.default_rng(3)
    made = tables({"ll": blind_in_the_dark}, frames=lit)
    centre = rng.normal(100, 10, COUNT)
    rows = [
        {"video": f"{i:04d}.mp4", "index": k, "brightness": float(centre[i] + rng.normal(0, 5))}
        for i in range(COUNT)
        for k in range(8)
    ]
    made["frames"] = pl.DataFrame(rows).with_columns(pl.col("index").cast(made["frames"].schema["index"]))
    spread = look(made).along[0].frames
    assert spread.videos == COUNT
    assert spread.within_video_sd == pytest.approx(5, rel=0.06)
    assert spread.between_video_sd == pytest.approx(10, rel=0.15)
    assert spread.between_share == pytest.approx(0.8, abs=0.06)


def test_distribution_counts_every_video_once_and_ends_are_the_ends():
    along = look(tables({"ll": blind_in_the_dark}, frames=lit)).along[0]
    assert (sum(along.distribution.real), sum(along.distribution.fake)) == (100, 100)
    assert list(along.distribution.edges) == sorted(along.distribution.edges)
    ends = {(e.label, e.side): e for e in along.ends}
    assert ends["real", "lowest"].value == pytest.approx(BRIGHT[::2].min())
    assert ends["fake", "highest"].value == pytest.approx(BRIGHT[1::2].max())
    assert int(ends["fake", "highest"].video[:4]) == 1 + 2 * BRIGHT[1::2].argmax()


def test_skewed_indicators_are_drawn_by_ratios():
    made = tables({"ll": blind_in_the_dark}, frames=lambda i: {"brightness": float(np.exp(BRIGHT[i] / 32))})
    drawn = look(made).along[0].distribution
    assert drawn.logarithmic
    ratios = np.diff(np.log(drawn.edges))
    assert ratios == pytest.approx(np.full(ratios.size, ratios[0]))


def test_no_dark_clip_no_verdict_on_low_light():
    made = tables({"ll": blind_in_the_dark}, frames=lambda i: {"brightness": 60.0 + BRIGHT[i]})
    ground = look(made)
    dark = next(c for c in ground.conditions if c.key == "dark")
    assert dark.verdict == "cannot tell"
    assert "0 real, 0 fake" in dark.statement
    assert f"at least {NEEDED} real and {NEEDED} fake more" in dark.statement
    assert dark.levels[0].assessment is None
    noise = next(c for c in ground.conditions if c.key == "noise")
    assert noise.unmeasured == COUNT
    assert "noise floor not measured on 200 of 200 videos" in noise.statement
    enhanced = next(m for m in ground.measures if m.key == "low_light_enhancement_detection")
    assert enhanced.value is None
    assert "0 real and 0 fake videos have brightness at most 50" in enhanced.reason


def test_dark_clips_are_judged_by_themselves():
    ground = look(tables({"ll": blind_in_the_dark}, frames=lit))
    dark = next(c for c in ground.conditions if c.key == "dark").levels[0]
    inside = BRIGHT < 50
    assert (dark.real, dark.fake) == (inside[::2].sum(), inside[1::2].sum())
    assert dark.enough
    assert dark.assessment.word == "cannot tell"
    assert dark.auc.low < 0.5 < dark.auc.high


def test_one_label_alone_is_not_enough():
    made = tables({"ll": blind_in_the_dark}, frames=lambda i: {"brightness": 20.0 if i % 2 else 100.0 + i / 10})
    dark = next(c for c in look(made).conditions if c.key == "dark")
    assert dark.verdict == "cannot tell"
    assert "0 real, 100 fake" in dark.statement
    assert f"at least {NEEDED} real and 0 fake more" in dark.statement


@pytest.mark.parametrize(("values", "verdict"), [((40.0, 70.0), "can be judged"), ((40.0, 40.0), "cannot tell")])
def test_several_levels_are_wanted_where_the_ground_is_variety(values, verdict):
    made = tables({"cm": blind_in_the_dark}, frames=lambda i: {"estimated_quality": values[i // 2 % 2]})
    found = next(c for c in look(made, "cm").conditions if c.key == "jpeg_qualities")
    assert found.verdict == verdict
    assert sum(level.enough for level in found.levels) == len(set(values))


def test_ranking_with_a_threshold_that_lets_fakes_pass_is_said():
    made = tables({"ll": lambda rng, fake, _n: (-2.0 if fake else -6.0) + rng.normal()}, frames=lit)
    dark = next(c for c in look(made).conditions if c.key == "dark").levels[0]
    assert dark.assessment.word == "ranks"
    assert dark.caveat == "yet at the threshold most fakes pass as real"


def test_confounded_footage_is_judged_inside_sources():
    videos = footage(COUNT, source=lambda i: "mixed" if i < 20 else "fakes" if i % 2 else "reals")
    made = tables(
        {"ll": lambda rng, fake, i: (4 if fake and i >= 20 else 0) + rng.normal()},
        videos,
        frames=lambda i: {"brightness": 20.0 + i % 7},
    )
    said = examine_footage(made["videos"], made["clips"])
    assert said.confounded
    assert not sound().confounded
    dark = next(c for c in look(made, footage_said=said).conditions if c.key == "dark").levels[0]
    assert dark.auc.low > 0.5
    assert dark.assessment.word == "cannot tell"


def block_table(catch):
    """A third of the videos is blocky; of the fakes among them the given share is caught, all others pass."""

    def manner(_rng, fake, number):
        called = fake and number % 3 == 0 and number // 6 % 5 < 5 * catch
        return 3.0 if called else -3.0

    return tables(
        {"cm": manner}, footage(300), frames=lambda i: {"blockiness": 2.0 + i / 1000 if i % 3 == 0 else 0.1 + i / 1e4}
    )


def test_block_artifact_detection_rate_is_a_rate_beside_its_false_alarms():
    measured = {m.key: m for m in look(block_table(0.8), "cm").measures}
    rate = measured["block_artifact_detection_rate"]
    assert (rate.real, rate.fake) == (50, 50)
    assert rate.limit == pytest.approx(2.0)
    assert rate.value.value == pytest.approx(0.8)
    assert rate.value.low < 0.7
    assert rate.value.high < 0.9
    assert rate.false_alarms.value == 0
    assert measured["dct_anomaly_detection"].reason == "double compression was measured on none of 300 scored videos"


def test_an_indicator_that_never_varies_measures_nothing():
    made = tables({"cm": blind_in_the_dark}, frames=lambda _: {"blockiness": 0.0})
    rate = next(m for m in look(made, "cm").measures if m.key == "block_artifact_detection_rate")
    assert rate.value is None
    assert rate.reason == "blockiness is 0 on all 200 videos that it was measured on"


def test_sensitivity_sees_a_score_that_follows_noise_and_not_the_label():
    def manner(rng, fake, number):
        return (3 if fake else -3) + 2 * BRIGHT[number] / 100 + rng.normal() / 2

    # Fakes are noisier: without taking both inside label, any good detector would follow the noise.
    follows = tables({"cm": manner}, frames=lambda i: {"quantization_noise": float(BRIGHT[i] + 50 * (i % 2))})
    other = np.random.default_rng(8).normal(100, 20, COUNT)
    free = tables({"cm": manner}, frames=lambda i: {"quantization_noise": float(other[i] + 50 * (i % 2))})
    found, none = (
        next(m for m in look(t, "cm").measures if m.key == "quantization_noise_sensitivity") for t in (follows, free)
    )
    assert found.value.low > 0.6
    assert found.test.p_value < 1e-6
    assert none.value.low < 0 < none.value.high


def test_background_complexity_handling_is_a_difference_at_equal_label():
    def manner(rng, fake, number):
        right = rng.random() < (0.55 if BRIGHT[number] > 110 else 0.95)
        return 2.0 if fake == right else -2.0

    made = tables({"bg": manner}, frames=lambda i: {"background_complexity": float(BRIGHT[i] / 400)})
    found = next(m for m in look(made, "bg").measures if m.key == "background_complexity_handling")
    assert found.value.high < -0.1
    assert found.value.low < -0.4 < found.value.high


def planted(domain_of, dose_of=lambda i: float((2, 8, 32)[i // 2 % 3])):
    rows = [
        {
            "video": f"{i:04d}.mp4",
            "intervention": f"change_{domain_of(i)}",
            "domain": domain_of(i),
            "dose": dose_of(i),
            "unit": "x",
            "start": 0.0,
        }
        for i in range(1, COUNT, 2)
    ]
    sham = [
        {"video": f"{i:04d}.mp4", "intervention": "sham", "domain": "common", "dose": None, "unit": "", "start": 0.0}
        for i in range(0, COUNT, 2)
    ]
    return from_rows(rows + sham, TRUTH)


def domain_of(i):
    return ("ll", "cm")[i // 2 % 2]


def test_own_planted_defects_are_told_from_those_of_others():
    def manner(rng, fake, number):
        strength = np.log2((2, 8, 32)[number // 2 % 3]) - 3 if fake and domain_of(number) == "ll" else -3
        return strength + rng.normal()

    made = tables({"ll": manner}, frames=lit) | {"truth": planted(domain_of)}
    found = look(made).planted
    assert (found.own_count, found.other_count, found.real) == (50, 50, 100)
    assert found.verdict == "specialised"
    assert found.other_auc.low < 0.5 < found.other_auc.high
    assert found.own_auc.low > 0.5
    whole, *doses = found.defects
    assert (whole.intervention, whole.dose, whole.fake) == ("change_ll", None, 50)
    assert whole.dose_trend.estimate.above(0)
    assert [d.dose for d in doses] == [2, 8, 32]
    assert sum(d.fake for d in doses) == 50
    assert doses[0].caught.value < doses[2].caught.value
    scores = made["scores"].group_by("video").agg(pl.col("p_fake").mean()).sort("video")["p_fake"].to_numpy()
    strong = [i for i in range(1, COUNT, 2) if domain_of(i) == "ll" and i // 2 % 3 == 2]
    chosen = [*range(0, COUNT, 2), *strong]
    assert doses[2].auc.value == pytest.approx(roc_auc_score([i % 2 for i in chosen], scores[chosen]))


def test_a_detector_that_finds_everything_alike_is_no_specialist():
    made = tables({"ll": lambda rng, fake, _n: (2 if fake else -2) + rng.normal()}, frames=lit) | {
        "truth": planted(domain_of)
    }
    found = look(made).planted
    assert found.verdict == "cannot tell"
    assert found.own_auc.low > 0.9
    assert found.own_against_other.low < 0.5 < found.own_against_other.high


def test_a_specialist_of_another_ground_is_told():
    manner = lambda rng, fake, n: (2 if fake and domain_of(n) == "cm" else -2) + rng.normal()  # noqa: E731
    found = look(tables({"ll": manner}, frames=lit) | {"truth": planted(domain_of)}).planted
    assert found.verdict == "not specialised"


def test_shams_and_common_changes_are_no_defects():
    made = tables({"ll": blind_in_the_dark}, frames=lit)
    assert look(made | {"truth": planted(domain_of).filter(pl.col("dose").is_null())}).planted is None
    none_own = look(made | {"truth": planted(lambda _: "cm")}).planted
    assert none_own.verdict == "cannot tell"
    assert none_own.statement.startswith("0 fakes with a defect of its domain")


def test_only_specialists_that_scored_have_a_ground():
    made = tables(
        {"ll": blind_in_the_dark, "mine": blind_in_the_dark},
        frames=lit,
        detectors={"tm": {"status": "failed", "reason": "cut"}},
    )
    examined = examine(made)
    assert set(examined.grounds) == {"ll"}
    assert examined.grounds["ll"].scored == COUNT
    assert examined.grounds["ll"].along[0].indicator == "brightness"


def test_every_ground_asks_for_what_is_measured():
    known = {i.name for i in (*FRAME_INDICATORS, *CLIP_INDICATORS)} | {"height", "bits_per_pixel", "quantiser"}
    assert set(GROUNDS) == set(DOMAINS)
    for ground in GROUNDS.values():
        asked = {r.indicator for c in ground.conditions for level in c.levels for r in level.ranges}
        assert asked | {m.indicator for m in ground.measures} <= known
        assert all(len(c.levels) >= c.least for c in ground.conditions)
    keys = {key: [m.key for m in ground.measures] for key, ground in GROUNDS.items()}
    assert keys["bg"] == [
        "lighting_consistency_score",
        "shadow_detection_accuracy",
        "background_complexity_handling",
        "texture_pattern_recognition",
    ]
    assert keys["cm"] == [
        "block_artifact_detection_rate",
        "compression_quality_estimation",
        "dct_anomaly_detection",
        "quantization_noise_sensitivity",
    ]
