"""Planted faults of footage and labels must be found under their code; what only looks like one must not be confirmed."""

import numpy as np
import polars as pl
import pytest
from benchmarks.planted.data import cases, followed_quantity

from touchstone.conclusions.diagnosis import diagnose
from touchstone.conclusions.examination import examine
from touchstone.testing import Design, footage, make_run, plant, ranks, tables

MIXED = {"source": lambda i: f"site {i // 2 % 4}"}
COMMAND = "touchstone scores TABLE --out NEW"
THREE = {"cm": ranks(2.5), "bg": ranks(2.5), "ll": ranks(3)}


def found(given, code):
    return [f for f in diagnose(examine(given), given, COMMAND) if f.code == code]


def one(given, code):
    (only,) = found(given, code)
    return only


def test_metadata_that_tell_the_label_are_confirmed_by_two_measurements_at_both_levels():
    rng = np.random.default_rng(0)
    rows = [{**r, "bitrate": float(rng.lognormal(13 + (r["label"] == "fake"), 0.5))} for r in footage(300, **MIXED)]
    finding = one(tables({"cm": ranks(2)}, rows), "data.shortcut")
    assert finding.verdict == "confirmed"
    assert finding.confidence < 1
    statements = " ".join(e.statement for e in finding.evidence)
    assert "held-out groups" in statements
    assert "held-out sources" in statements
    assert "150 groups" in statements
    assert "4 sources" in statements
    assert "equal bitrate" in finding.remedy


def test_a_detector_that_follows_what_tells_the_label_is_listed_before_the_footage():
    design = Design(name="x", auc=(0.9, 0.85))
    given = make_run(design, 1600, 0, faults=[plant("follows the bitrate", 0.7)]).tables()
    follows, tells = diagnose(examine(given), given, COMMAND)[:2]
    assert (follows.code, tells.code) == ("training.shortcut", "data.shortcut")
    assert follows.verdict == tells.verdict == "confirmed"
    assert tells.confidence > follows.confidence


def test_few_sources_say_that_little_can_be_said():
    rng = np.random.default_rng(0)
    rows = [{**r, "bitrate": float(rng.lognormal(13 + (r["label"] == "fake"), 0.5))} for r in footage(300, **MIXED)]
    finding = one(tables({"cm": ranks(2)}, rows), "data.shortcut")
    assert "about other sources this says little" in " ".join(e.statement for e in finding.evidence)


def test_a_single_source_is_said_to_tell_nothing_at_its_level():
    rows = footage(200, source=lambda _: "site", codec=lambda i: "vp9" if i % 2 else "h264")
    finding = one(tables({"cm": ranks(2)}, rows), "data.shortcut")
    assert finding.evidence[-1].statement.startswith("1 source named")


def test_videos_without_a_source_are_no_confound():
    rows = footage(200, source=lambda i: "site" if i // 2 % 3 == 0 else None)
    assert found(tables({"cm": ranks(2)}, rows), "data.shortcut") == []


def test_channels_of_one_video_each_are_no_confound_but_two_archives_are():
    own = footage(200, source=lambda i: f"channel {i // 2}", group=lambda i: f"g{i}")
    for i, row in enumerate(own):
        row["source"] = f"channel {i}"
    assert found(tables({"cm": ranks(2)}, own), "data.shortcut") == []
    two = footage(200, source=lambda i: ("archive", "generator")[i % 2], group=lambda i: f"g{i}")
    assert one(tables({"cm": ranks(2)}, two), "data.shortcut").verdict == "confirmed"


def test_a_long_list_of_sources_is_cut():
    rows = footage(400, source=lambda i: f"source {i % 40:02d}", group=lambda i: f"g{i}")
    assert "and 10 more" in one(tables({"cm": ranks(2)}, rows), "data.shortcut").remedy


def mislabelled(share, names=THREE, n=400):
    rows = footage(n, **MIXED)
    wrong = set(np.random.default_rng(3).permutation(n)[: round(share * n)].tolist())
    manners = {
        name: (lambda rng, fake, i, manner=manner: manner(rng, fake != (i in wrong), i))
        for name, manner in names.items()
    }
    for i in wrong:
        rows[i]["label"] = "real" if rows[i]["label"] == "fake" else "fake"
    return tables(manners, rows, units=1)


def test_wrong_labels_are_confirmed_by_several_detectors_with_their_share():
    finding = one(mislabelled(0.12), "data.label_errors")
    assert finding.verdict == "confirmed"
    share = finding.evidence[0]
    assert share.interval is not None
    assert share.interval[0] <= 0.12 <= share.interval[1]
    assert "listed suspects" in finding.remedy


def test_one_detector_alone_never_confirms_wrong_labels():
    for finding in found(mislabelled(0.12, {"cm": ranks(5)}), "data.label_errors"):
        assert finding.verdict == "suspected"
        assert "score the videos with a second one" in finding.remedy


@pytest.mark.slow
def test_wrong_labels_are_not_taken_for_too_much_confidence():
    """Calibrated by construction; with an eighth of the labels turned, each detector looks far too sure."""
    given = mislabelled(0.12, {name: ranks(4) for name in ("cm", "ll", "rr")})
    assert one(given, "data.label_errors").verdict == "confirmed"
    facts = examine(given).detectors[0].facts
    assert facts is not None
    assert facts.recalibration is not None
    assert (facts.recalibration.slope.high or 1) < 0.8
    assert not found(given, "scores.overconfident")
    assert "overconfidence is not judged" in one(given, "data.label_errors").remedy
    sound = mislabelled(0.0, {name: lambda rng, fake, i: 3 * ranks(4)(rng, fake, i) for name in ("cm", "ll", "rr")})
    assert len(found(sound, "scores.overconfident")) == 3  # where labels hold, too much confidence is said


def test_where_wrong_labels_fit_the_scores_better_than_a_slope_no_overconfidence_is_claimed():
    given = mislabelled(0.12, {"cm": ranks(5)})
    assert {f.verdict for f in found(given, "data.label_errors")} == {"suspected"}
    assert found(given, "scores.overconfident") == []


def test_equal_content_with_two_labels_confirms_alone():
    rows = footage(100, **MIXED)
    rows[5]["sha256"] = rows[8]["sha256"]
    finding = one(tables({}, rows), "data.label_errors")
    assert (finding.verdict, finding.confidence) == ("confirmed", 1)
    assert "0005.mp4 = 0008.mp4" in finding.remedy


def test_a_source_with_swapped_labels_is_confirmed_and_its_look_alike_named():
    rows = footage(400, source=lambda i: f"site {i // 2 % 8}")
    truth = [r["label"] == "fake" for r in rows]
    for i, row in enumerate(rows):
        if i // 2 % 8 == 2:
            row["label"] = "real" if truth[i] else "fake"
    manners = {f"d{k}": (lambda rng, _, i: rng.normal(2.5 * truth[i] - 1.25)) for k in range(2)}
    finding = one(tables(manners, rows, detectors={d: {"domain": None} for d in manners}, units=1), "data.label_errors")
    assert finding.verdict == "confirmed"
    assert "site 2" in finding.evidence[0].statement
    assert "all detectors may be wrong" in finding.remedy


def test_splits_that_leak_are_confirmed_with_every_way():
    rows = footage(100, **MIXED, split=lambda i: "train" if i < 60 else "test")
    rows[0]["split"] = "test"
    rows[3]["donor"] = "person 40"
    rows[70]["sha256"] = rows[10]["sha256"]
    finding = one(tables({}, rows), "data.leakage")
    assert (finding.verdict, finding.confidence, len(finding.evidence)) == ("confirmed", 1, 3)
    assert found(tables({}, footage(100, **MIXED, split=lambda i: "train" if i < 60 else "test")), "data.leakage") == []


def test_equal_names_are_a_trap_only_where_they_stand_for_both_labels():
    rows = footage(100, **MIXED)
    for i, row in enumerate(rows):
        row["video"] = f"{row['label']}/{i // 2:04d}.mp4"
    finding = one(tables({}, rows), "data.duplicates")
    assert finding.verdict == "suspected"
    assert "50 base name(s)" in finding.evidence[0].statement
    for i, row in enumerate(rows):
        row["video"] = f"part {i // 4 % 2}/{row['label']}{i // 8:04d}{i % 4}.mp4"
    assert found(tables({}, rows), "data.duplicates") == []


def test_repeated_rows_of_scores_are_a_fact():
    given = tables({"cm": ranks(2)}, footage(100, **MIXED))
    given["scores"] = pl.concat([given["scores"], given["scores"].head(2)])
    finding = one(given, "data.duplicates")
    assert finding.verdict == "confirmed"
    assert "2 row(s) of scores" in finding.evidence[0].statement


def failing(which):
    given = tables({"cm": ranks(2), "bg": ranks(2)}, footage(400, **MIXED))
    gone = (pl.col("detector") == "cm") & pl.col("video").is_in([f"{i:04d}.mp4" for i in range(400) if which(i)])
    given["scores"] = given["scores"].with_columns(
        p_fake=pl.when(~gone).then("p_fake"),
        logit=pl.when(~gone).then("logit"),
        status=pl.when(gone).then(pl.lit("abstained")).otherwise("status"),
    )
    return given


def test_scores_that_are_missing_by_label_are_confirmed_inside_sources():
    finding = one(failing(lambda i: i % 2 and i % 6 == 1), "data.missing_not_at_random")
    assert (finding.subject, finding.verdict) == ("cm", "confirmed")
    assert "failed, abstained, filled in or not run" in finding.evidence[0].statement


def test_scores_that_are_missing_from_one_source_are_suspected_with_its_name():
    finding = one(failing(lambda i: i // 2 % 4 == 3), "data.missing_not_at_random")
    assert finding.verdict == "suspected"
    assert "source site 3" in finding.remedy


def test_scores_that_are_missing_at_random_are_no_finding():
    gone = np.random.default_rng(0).random(400) < 0.1
    assert found(failing(lambda i: gone[i]), "data.missing_not_at_random") == []


@pytest.mark.parametrize("seed", range(3))
def test_a_followed_cue_that_pays_is_confirmed(seed):
    case = followed_quantity(seed, 400, False, 0.7)
    finding = next(f for f in found(case.tables, "training.shortcut") if f.subject == "d0")
    assert finding.verdict == "confirmed"
    assert "change bitrate alone in copies of some videos" in finding.remedy
    assert "bitrate" in finding.evidence[0].statement


def test_on_footage_whose_sources_hold_one_label_a_followed_cue_is_suspected():
    given = dict(followed_quantity(0, 400, False, 0.7).tables)
    site = pl.concat_str(pl.lit("site "), pl.col("label"))
    given["videos"] = given["videos"].with_columns(source=site)
    verdicts = {f.verdict for f in found(given, "training.shortcut") if f.subject == "d0"}
    assert verdicts <= {"suspected", "cannot_tell"}


def test_a_property_that_is_the_label_leaves_it_undecided_what_is_followed():
    given = tables({"cm": ranks(2)}, footage(300, **MIXED, codec=lambda i: "vp9" if i % 2 else "h264"))
    finding = one(given, "training.shortcut")
    assert finding.verdict == "cannot_tell"
    assert "change the codec" in finding.remedy


@pytest.mark.slow
def test_planted_cases_cover_every_code_of_the_footage_at_least_five_times():
    planted = list(cases(1))
    assert len({case.name for case in planted}) == len(planted)
    count = {code: sum(c.code == code for c in planted) for code in {c.code for c in planted}}
    assert set(count) == {
        "data.label_errors", "data.leakage", "data.duplicates", "data.shortcut", "data.imbalance", "data.too_small",
        "data.unreadable", "data.missing_not_at_random", "training.shortcut",
    }  # fmt: skip
    assert min(count.values()) >= 5
    assert {case.clustered for case in planted} == {True, False}
    assert {100, 200, 400, 1000} <= {case.n for case in planted}


@pytest.mark.parametrize(("detectors", "verdict"), [(2, "confirmed"), (1, "suspected")])
def test_a_data_set_with_turned_labels_is_named_before_a_swapped_detector(detectors, verdict):
    rows = footage(400, source=lambda i: None, dataset=lambda i: ("A", "B")[i // 2 % 2])
    truth = [row["label"] == "fake" for row in rows]
    for row, fake in zip(rows, truth, strict=True):
        if row["dataset"] == "B":
            row["label"] = "real" if fake else "fake"
    manners = {f"d{k}": (lambda rng, _, i: rng.normal(2.5 * truth[i] - 1.25)) for k in range(detectors)}
    given = tables(manners, rows, detectors={name: {"domain": None} for name in manners}, units=1)
    findings = diagnose(examine(given), given, COMMAND)
    (wrong,) = [f for f in findings if f.code == "data.label_errors"]
    assert wrong.verdict == verdict
    assert "turn the labels of data set B (look at some of its videos first)" in wrong.remedy
    assert f"{detectors} of {detectors} detectors score real above fake there" in wrong.remedy
    assert ("a second detector" in wrong.remedy) == (detectors == 1)
    assert not {f.code for f in findings} & {"scores.inverted", "scores.no_signal", "training.domain_gap"}
