"""The tree over score tables: each planted cause alone, two at once, and what must not be taken for a cause."""

# A result that is not there fails the test by itself.
# pyright: reportOptionalMemberAccess=false, reportOptionalOperand=false, reportOptionalSubscript=false

from dataclasses import replace

import numpy as np
import polars as pl
import pytest

from touchstone.conclusions.diagnosis import CAUSES, diagnose, headlines
from touchstone.conclusions.examination import examine
from touchstone.testing import constant, footage, ranks, tables

MIXED = {"source": lambda i: f"site {i // 2 % 3}"}
COMMAND = "touchstone scores TABLE --out NEW"


def found(given, subject="cm"):
    return [f for f in diagnose(examine(given), given, COMMAND) if f.subject == subject]


def told(given, subject="cm"):
    return {f.code: f for f in found(given, subject) if f.verdict != "cannot_tell"}


def one_frame(manner, videos, **more):
    return tables({"cm": manner}, videos, units=1, **more)


def with_scores(given, change):
    return given | {"scores": given["scores"].with_columns(change.alias("p_fake"))}


def scaled(factor):
    def manner(rng, fake, _):
        return factor * 2 * rng.normal(1 if fake else -1)

    return manner


@pytest.mark.parametrize(
    ("factor", "code"), [(3, "scores.overconfident"), (0.3, "scores.underconfident"), (1, None)], ids=["3", "0.3", "1"]
)
def test_a_temperature_is_found_and_undone(factor, code):
    findings = told(one_frame(scaled(factor), footage(800, **MIXED)))
    assert set(findings) == ({code} if code else set())
    if code:
        assert findings[code].verdict == "confirmed"
        temperature = float(findings[code].remedy.split("temperature ")[1].split()[0])
        assert temperature == pytest.approx(factor, rel=0.2)


def filled(share, value=0.5, fakes=1.0):
    def change(given):
        rng = np.random.default_rng(4)
        rows = given["scores"].join(given["videos"].select("video", "label"), on="video", maintain_order="left")
        lean = np.where(rows["label"] == "fake", fakes, 1.0)
        hit = pl.Series(rng.random(rows.height) < share * lean)
        return with_scores(given, pl.when(hit).then(value).otherwise(pl.col("p_fake")))

    return change


def test_a_filled_in_score_is_found_with_what_it_leaks_and_the_rest_is_judged_without_it():
    given = filled(0.15, fakes=3)(one_frame(ranks(2, shift=1.5), footage(800, **MIXED)))
    findings = told(given)
    assert set(findings) == {"scores.fallback", "scores.threshold_shift"}
    alone = next(e for e in findings["scores.fallback"].evidence if "this value alone" in e.statement)
    assert alone.interval[0] > 0.5
    assert "more frequent among fakes" in findings["scores.fallback"].remedy


def test_where_other_scores_come_close_to_it_zero_is_not_called_filled_in_unless_it_goes_with_a_property():
    given = filled(0.1, value=0.0)(one_frame(ranks(2), footage(600, **MIXED)))
    assert "scores.fallback" not in told(given)
    zero = given["scores"].filter(pl.col("p_fake") == 0)["video"].implode()
    silent = given["videos"].with_columns(has_audio=~pl.col("video").is_in(zero))
    found = told({**given, "videos": silent})["scores.fallback"]
    assert found.verdict == "confirmed"
    assert "where has_audio is false" in found.remedy


@pytest.mark.parametrize("bad", [float("nan"), float("inf"), 1.7, -0.2])
def test_a_few_answers_that_are_none(bad):
    hit = (pl.int_range(pl.len()) % 100).is_in([0, 51])  # of either label
    given = one_frame(ranks(2), footage(600, **MIXED))
    findings = told(with_scores(given, pl.when(hit).then(bad).otherwise(pl.col("p_fake"))))
    assert set(findings) == {"scores.invalid"}
    assert findings["scores.invalid"].evidence[0].value == pytest.approx(0.02)
    assert examine(given).detectors[0].performance is not None


@pytest.mark.parametrize(("turn", "word"), [(pl.col("logit"), "sigmoid"), (pl.col("p_fake") * 100, "divide")])
def test_another_scale_is_named_and_never_squashed(turn, word):
    given = one_frame(ranks(2), footage(300, **MIXED))
    (finding,) = found(with_scores(given, turn))
    assert (finding.code, finding.verdict, finding.confidence) == ("scores.invalid", "confirmed", 1)
    assert word in finding.remedy
    assert examine(with_scores(given, turn)).detectors[0].assessment.word == "not scored"


def test_frames_that_disagree():
    given = tables({"cm": ranks(2)}, footage(200, **MIXED), units=6)
    noise = np.random.default_rng(0).normal(0, 6, given["scores"].height)
    noisy = with_scores(given, 1 / (1 + (-(pl.col("logit") + pl.Series(noise))).exp()))
    assert told(noisy)["scores.unstable"].verdict == "confirmed"
    assert "scores.unstable" not in told(given)


def two_corpora(manner):
    rows = footage(800, **MIXED)
    for i, row in enumerate(rows):
        row["dataset"] = "there" if i // 8 % 2 else "here"
    return one_frame(manner, rows)


@pytest.mark.parametrize("kind", ["ranking", "threshold"])
def test_a_gap_between_data_sets_is_one_finding(kind):
    def manner(rng, fake, number):
        there = number // 8 % 2
        if kind == "ranking":
            separation = 0.4 if there else 2.5
            return separation * rng.normal((1 if fake else -1) * separation / 2)
        return 2.5 * rng.normal(1.25 if fake else -1.25) + (5 if there else 0)

    findings = told(two_corpora(manner))
    roots = {code: f for code, f in findings.items() if f.kind == "root"}
    verdict = {"ranking": "suspected", "threshold": "confirmed"}[kind]  # ranking and decisions say the same thing twice
    assert {code: f.verdict for code, f in roots.items()} == {"training.domain_gap": verdict}
    assert "there" in roots["training.domain_gap"].remedy


def test_alike_data_sets_have_no_gap():
    assert told(two_corpora(ranks(2))) == {}


def test_a_shifted_threshold_names_its_twin_and_drops_it_where_the_slope_speaks_against_it():
    (plain,) = told(one_frame(ranks(2, shift=1), footage(900, **MIXED))).values()
    assert [a.code for a in plain.alternatives] == ["training.class_bias"]
    assert "class counts" in plain.remedy

    def bent(rng, fake, _):
        return 0.25 * (2 * rng.normal(1 if fake else -1) + 3)

    findings = told(one_frame(bent, footage(1500, **MIXED)))
    assert findings["scores.threshold_shift"].alternatives == ()


def test_swapped_labels_are_no_alternative_where_another_detector_ranks():
    alone = told(tables({"cm": ranks(-2)}, footage(400, **MIXED)))["scores.inverted"]
    beside = told(tables({"cm": ranks(-2), "bg": ranks(2)}, footage(400, **MIXED)))["scores.inverted"]
    assert [a.code for a in alone.alternatives] == ["data.label_errors"]
    assert beside.alternatives == ()


def test_without_sources_an_inversion_stays_a_suspicion():
    given = tables({"cm": ranks(-2)}, footage(400, source=lambda _: None))
    assert told(given)["scores.inverted"].verdict == "suspected"


def test_symptoms_that_a_root_explains_are_no_headlines_and_scores_that_were_taken_out_explain_none():
    given = one_frame(constant(0.0), footage(600, **MIXED))
    hit = pl.int_range(pl.len()) % 11 == 0  # odd, so that both labels are hit alike
    findings = found(with_scores(given, pl.when(hit).then(float("nan")).otherwise(pl.col("p_fake"))))
    assert {f.code for f in findings} == {"scores.invalid", "scores.constant"}
    assert {f.code for f in headlines(findings)} == {"scores.invalid", "scores.constant"}
    explained = tuple(
        replace(f, explains=("scores.constant",)) if f.code == "scores.invalid" else f for f in findings
    )
    assert [f.code for f in headlines(explained)] == ["scores.invalid"]


def test_statistical_findings_carry_a_learned_probability():
    for finding in told(one_frame(ranks(2, shift=1.5), footage(800, **MIXED))).values():
        assert 0.5 < finding.confidence < 1
        assert CAUSES[finding.code].examined


def calibrated_for(share, n, seed, *, labels=None, shift=0.0):
    """Videos of which a share is fake, scored by a detector whose probabilities are right for that share."""
    rng = np.random.default_rng(seed)
    fake = rng.random(n) < share
    odds = np.log(share / (1 - share))
    logits = rng.normal(np.where(fake, 1.5, -1.5), np.sqrt(3.0)) + odds + shift
    wrong = np.zeros(n, bool) if labels is None else rng.random(n) < labels
    videos = [
        {**video, "label": "fake" if f else "real"}
        for video, f in zip(footage(n, source=lambda i: f"site {i % 4}"), fake ^ wrong, strict=True)
    ]
    videos = [{**video, "group": None} for video in videos]
    return one_frame(lambda _rng, _fake, number: logits[number], videos)


@pytest.mark.parametrize("share", [0.1, 0.25, 0.8, 0.9])
@pytest.mark.parametrize("seed", range(3))
def test_a_detector_that_is_right_where_one_label_is_rare_is_not_told_to_move_its_threshold(share, seed):
    findings = told(calibrated_for(share, 600, seed))
    assert "scores.threshold_shift" not in findings


def test_a_threshold_that_is_wrong_at_every_share_of_fakes_is_named_there_too():
    found_there = told(calibrated_for(0.2, 600, 1, shift=4.5))["scores.threshold_shift"]
    assert found_there.verdict == "confirmed"


@pytest.mark.parametrize("seed", range(3))
def test_wrong_labels_at_random_are_no_confirmed_overconfidence(seed):
    finding = told(calibrated_for(0.5, 1200, seed, labels=0.12)).get("scores.overconfident")
    assert finding is None or finding.verdict == "suspected"


@pytest.mark.parametrize(("fakes", "verdict"), [(7, None), (12, "suspected"), (40, "confirmed")])
def test_few_videos_of_a_label_suspect_and_fewer_say_nothing(fakes, verdict):
    videos = [{**video, "label": "fake" if i < fakes else "real", "group": None} for i, video in enumerate(footage(120))]
    given = one_frame(lambda _rng, fake, number: 6.0 if fake else 3.0 + number % 7 / 10, videos)
    finding = told(given).get("scores.threshold_shift")
    assert (finding and finding.verdict) == verdict
