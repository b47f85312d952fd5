import json
import math

import jsonschema
import polars as pl
import pytest
from tests.report.conftest import RUNS, load
from tests.report.synthetic import make_tables, report

from touchstone.report import SCHEMAS, json_schema, write_schemas
from touchstone.vocabulary.errors import UsageError

GENERAL = {
    "comprehensive_model_analysis.json",
    "overall_analysis_summary.json",
    "training_roadmap.json",
    "findings.json",
    "ensemble.json",
    "footage_analysis.json",
}
ASKED = {"counted_detectors.json", "profile.json"}  # only where counts are all that is known; only where it is asked for


@pytest.mark.parametrize("run", RUNS)
def test_every_file_fits_its_published_schema(written, run):
    files = [path for path in written(run).files if path.suffix == ".json"]
    assert {path.name for path in files} >= GENERAL
    for path in files:
        content = load(path)
        jsonschema.Draft202012Validator(json_schema(path.name)).validate(content)
        assert content["schema_version"] == 1
        assert content["run"]["threshold"] == 0.5
        assert content["run"]["aggregation"] == "mean"


@pytest.mark.parametrize("run", RUNS)
def test_what_is_written_is_what_is_said_to_be(written, run):
    done = written(run)
    on_disk = {path for path in done.folder.rglob("*") if path.is_file()}
    assert set(done.files) == on_disk


def test_a_detailed_file_for_each_domain_of_the_run_and_no_other(written):
    names = {path.name for path in written("plain").files}
    assert {name for name in SCHEMAS if name not in GENERAL | ASKED} <= names
    assert "bg_model_detailed_analysis.json" not in {path.name for path in written("one class").files}


def test_a_domain_that_left_the_run_leaves_no_file(tmp_path):
    report(make_tables(6, 6, manners={"cm": "good"}), tmp_path)
    report(make_tables(6, 6, manners={"bg": "good"}), tmp_path)
    assert [p.name for p in (tmp_path / "analysis").glob("*_detailed_*")] == ["bg_model_detailed_analysis.json"]


def test_detailed_keys_of_the_first_scripts(artefact):
    content = artefact("cm_model_detailed_analysis.json")
    info = content["model_info"]
    assert info["name"] == "Compression Specialist"
    assert info["specialist_components"][0] == "specialist_dct_analyzer"
    assert {"specialization", "architecture", "expected_strengths"} <= info.keys()
    summary = content["test_summary"]
    assert (summary["total_videos"], summary["real_videos"], summary["fake_videos"]) == (62, 32, 30)
    assert (summary["corpus_videos"], summary["failed_videos"] + summary["missing_videos"]) == (64, 2)
    advice = content["recommendations"]
    assert advice["priority"] in ("HIGH", "MEDIUM", "LOW")
    for key in ("training_focus", "dataset_needs", "architecture_improvements", "data_augmentation"):
        assert all(isinstance(text, str) for text in advice[key])
    sample = content["sample_results"][0]
    assert sample["true_label"] in ("REAL", "FAKE")
    assert sample["correct"] == (sample["true_label"] == sample["predicted_label"])
    assert sample["p_fake"] == pytest.approx(sum(sample["frame_predictions"]) / sample["frames"], abs=1e-6)
    assert sample["indicators"]["blockiness"] > 0


def test_new_keys_beside_them(artefact):
    content = artefact("cm_model_detailed_analysis.json")
    accuracy = content["metrics"]["accuracy"]
    assert accuracy["low"] < accuracy["value"] < accuracy["high"]
    assert accuracy["n"] == 62
    assert {part["column"] for part in content["slices"]} >= {"method", "source", "blockiness"}
    assert content["prediction_consistency"]["mean"]["value"] > 0.9
    blockiness = next(i for i in content["indicator_summary"] if i["name"] == "blockiness")
    assert blockiness["real"]["n"] == 32
    assert blockiness["fake"]["q1"] <= blockiness["fake"]["median"] <= blockiness["fake"]["q3"]
    assert blockiness["real"]["within_video_sd"] > 0
    assert [v["reason"] for v in content["failed_videos"]] == ["the file ends in the middle of a frame"] * 2
    errors = [abs(v["p_fake"] - (v["true_label"] == "FAKE")) for v in content["worst_errors"]]
    assert errors == sorted(errors, reverse=True)
    assert not any(v["correct"] for v in content["worst_errors"])


def test_the_second_detector_of_a_domain_stands_in_the_file_of_the_first(artefact):
    content = artefact("cm_model_detailed_analysis.json")
    assert [other["model_info"]["detector"] for other in content["other_detectors"]] == ["cm_second"]
    assert content["other_detectors"][0]["sample_results"]


def test_comprehensive_keys_of_the_first_scripts(artefact):
    content = artefact("comprehensive_model_analysis.json")
    found = {key: entry for key, entry in content.items() if isinstance(entry, dict) and "summary" in entry}
    assert set(found) == {"cm", "bg", "av", "ll", "rr", "tm", "cm_second", "mine", "detector run"}
    assert content["models"]["run"] == "detector run"
    for entry in found.values():
        assert {"model_name", "specialization", "sample_results"} <= entry.keys()
        summary, advice = entry["summary"], entry["recommendations"]
        assert {"current_performance", "performance_assessment", "training_recommendations"} <= advice.keys()
        assert "architecture_recommendations" in advice
        datasets = advice["dataset_recommendations"]
        assert set(datasets) == {"primary_datasets", "additional_datasets", "specific_needs", "data_balance"}
        for key in ("overall_accuracy", "real_accuracy", "fake_accuracy", "bias", "avg_confidence", "confidence_std"):
            assert summary[key] is None or math.isfinite(summary[key])
    cm = found["cm"]["summary"]
    assert cm["bias"] == pytest.approx(cm["real_accuracy"] - cm["fake_accuracy"])
    assert cm["overall_accuracy"] == pytest.approx(
        (cm["real_accuracy"] * cm["real_videos"] + cm["fake_accuracy"] * cm["fake_videos"]) / cm["total_videos"]
    )
    assert found["rr"]["summary"]["overall_accuracy"] is None
    assert found["rr"]["recommendations"]["performance_assessment"].startswith("not loaded: 2 of 710")


def test_no_performer_without_what_supports_it(artefact):
    content = artefact("comprehensive_model_analysis.json")
    best, worst = content["best_performer"], content["worst_performer"]
    accuracies = {
        name: content[key]["summary"]["overall_accuracy"]
        for name, key in content["models"].items()
        if content[key]["summary"]["overall_accuracy"] is not None
    }
    assert best["detector"] == max(accuracies, key=accuracies.__getitem__)
    assert worst["detector"] == min(accuracies, key=accuracies.__getitem__) == "av"
    for performer in (best, worst):
        others = set(accuracies) - {performer["detector"]}
        assert set(performer["distinct_from"]) | set(performer["not_distinct_from"]) == others
        assert performer["supported"] == (not performer["not_distinct_from"])
        assert performer["assessment"]["statement"] in performer["statement"]
        assert "Holm" in performer["statement"]
    assert "cm" in best["not_distinct_from"]  # "mine" is drawn from the same scores
    assert "bg" in best["distinct_from"]


def test_one_detector_is_neither_best_nor_worst(artefact):
    content = artefact("comprehensive_model_analysis.json", "many")
    assert content["best_performer"] is None
    assert content["worst_performer"] is None


def test_summary_and_roadmap_keys_of_the_first_scripts(artefact):
    summary = artefact("overall_analysis_summary.json")
    assert summary["model_performances"]["rr"] is None
    assert 0.7 < summary["model_performances"]["cm"] < 1
    assert {entry["name"] for entry in summary["analyses_failed"]} == {"Resolution/Re-recording Specialist", "run"}
    assert all(isinstance(issue, str) for issue in summary["critical_issues"])
    assert any(issue.startswith("av: real and fake are swapped") for issue in summary["critical_issues"])
    assert ["av", "HIGH"] in summary["training_priorities"]
    assert set(summary["system_wide_recommendations"]) <= set(summary["overall_recommendations"])
    phases = artefact("training_roadmap.json")["phases"]
    assert [phase["phase"] for phase in phases] == [1, 2, 3, 4, 5]
    for phase in phases:
        assert {"name", "duration", "priority", "tasks"} <= phase.keys()
        assert all(isinstance(task, str) for task in phase["tasks"])
        assert len(phase["tasks"]) == len(phase["details"])
        assert (phase["empty_because"] is None) == bool(phase["tasks"])


def test_findings_and_ensemble(artefact):
    content = artefact("findings.json")
    keys = {"code", "kind", "severity", "subject", "verdict", "confidence", "explains", "evidence", "remedy", "verify"}
    assert all(set(finding) == keys | {"alternatives", "goes_with"} for finding in content["findings"])
    assert {f["code"] for f in content["findings"]} <= content["meanings"].keys()
    ensemble = artefact("ensemble.json")
    assert sum(ensemble["weights"].values()) == pytest.approx(1)
    assert ensemble["weights"]["av"] == 0


def test_large_runs_list_the_most_wrong_and_a_spread_and_say_so(artefact):
    content = artefact("cm_model_detailed_analysis.json", "many")
    assert len(content["sample_results"]) == 200
    assert content["sample_note"].startswith("200 of 518 scored videos")
    listed = {sample["video"] for sample in content["sample_results"]}
    assert {error["video"] for error in content["worst_errors"]} <= listed
    assert sum(sample["correct"] for sample in content["sample_results"]) >= 80


def test_scores_of_every_detector_and_video(written):
    done = written("plain")
    table = pl.read_csv(done.folder / "analysis" / "per_video_scores.csv")
    assert table.columns == [
        "detector", "video", "label", "method", "dataset", "source", "group", "p_fake", "called", "correct",
        "consistency", "units_ok", "status", "reason",
    ]  # fmt: skip
    assert table.height == 9 * 64
    unread = table.filter(pl.col("reason").str.starts_with("the file ends"))
    assert unread["p_fake"].null_count() == unread.height == 2 * 9
    assert table.filter(pl.col("detector") == "rr")["status"].unique().to_list() == ["missing"]
    ok = table.filter(pl.col("status") == "ok")
    assert ok.select((pl.col("called") == "fake") == (pl.col("p_fake") >= 0.5)).to_series().all()


def test_published_schemas(tmp_path):
    paths = write_schemas(tmp_path)
    assert {path.name for path in paths} == {
        "model_detailed_analysis.schema.json",
        *(f"{name.removesuffix('.json')}.schema.json" for name in GENERAL | ASKED),
    }
    for path in paths:
        jsonschema.Draft202012Validator.check_schema(json.loads(path.read_text(encoding="utf-8")))


def test_an_unknown_file_has_no_schema():
    with pytest.raises(UsageError, match=r"findings\.json"):
        json_schema("finding.json")


def test_the_same_tables_give_the_same_bytes(written, tmp_path):
    done = written("confounded")
    again = report(make_tables(**RUNS["confounded"]), tmp_path)
    for one, two in zip(done.files, again.files, strict=True):
        assert one.read_bytes() == two.read_bytes(), one.name
