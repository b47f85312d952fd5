"""A table with properties, from its columns to the gap that terminal, page, files and Python name."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import polars as pl
import pytest

import touchstone as ts


def table(n: int = 480, *, lost: float = 2.5) -> pl.DataFrame:
    rng = np.random.default_rng(11)
    fake = np.arange(n) % 2 == 1
    gender = rng.choice(["female", "male"], n)
    logit = np.where(fake, 1.5, -1.5) + rng.normal(0, 1.2, n) - lost * (fake & (gender == "female"))
    return pl.DataFrame(
        {
            "video": [f"{i:04d}.mp4" for i in range(n)],
            "label": np.where(fake, "fake", "real"),
            "p_fake": 1 / (1 + np.exp(-logit)),
            "group": [f"g{i // 4}" for i in range(n)],
            "gender": gender,
            "race": rng.choice(["a", "b", "c"], n),
            "compression": np.where(rng.random(n) < 0.95, np.where(fake, "c40", "c23"), "raw"),
            "bitrate_kbps": rng.integers(300, 4000, n),
            "recorder": rng.choice(["phone", "webcam"], n),
            "token": [f"{rng.integers(2**60):x}" for _ in range(n)],
            "constant": ["x"] * n,
        }
    )


@pytest.fixture(scope="module")
def result(tmp_path_factory):
    return ts.examine(table(), out=tmp_path_factory.mktemp("run") / "run")


def test_the_planted_gap_is_the_surest_and_names_group_measure_and_n(result):
    first = result.gaps.row(0, named=True)
    assert (first["detector"], first["property"], first["group"]) == ("scores", "gender", "female")
    assert first["measure"] == "accuracy of fakes"
    assert first["beyond_chance"]
    fakes = table().filter(label="fake")
    inside, rest = (fakes.filter(gender=gender)["p_fake"].to_numpy() >= 0.5 for gender in ("female", "male"))
    assert first["n"] == inside.size
    assert first["value"] == pytest.approx(inside.mean())
    assert first["minus_rest"] == pytest.approx(inside.mean() - rest.mean())
    assert {"gender"} == set(result.gaps.filter(beyond_chance=True)["property"])


def test_every_column_is_said_to_be_read_or_why_it_is_not(result):
    record = json.loads((Path(result.folder) / "run.json").read_text())
    assert tuple(record["notes"]) == result.notes
    assert any(n.endswith("also read: bitrate from 'bitrate_kbps' × 1000") for n in result.notes)
    assert "properties: gender (2 values), race (3 values), compression (3 values), recorder (2 values)" in result.notes
    assert "not used: 'token' (nearly all its values differ); 'constant' (it has one value)" in result.notes


def test_a_property_that_reveals_the_label_is_a_shortcut_and_no_gap(result):
    assert [a.name for a in result.examined.footage.telling] == ["compression"]
    assert "data.shortcut" in {finding.code for finding in result.findings}
    of_compression = [gap for gap in result.detectors[0].gaps if gap.column == "compression"]
    assert all(gap.of_label and not gap.beyond_chance for gap in of_compression)


def test_files_and_page_hold_what_python_holds(result):
    folder = Path(result.folder)
    model = json.loads((folder / "analysis/comprehensive_model_analysis.json").read_text())["scores"]
    first, gap = model["gaps"][0], result.detectors[0].gaps[0]
    assert (first["property"], first["group"], first["measure"]) == (gap.column, gap.name, gap.measure)
    assert first["worst"]["n"] == gap.worst.n
    assert first["gap"]["difference"]["low"] == pytest.approx(gap.gap.estimate.low)
    assert {part["column"] for part in model["parts"]} >= {"gender", "race", "compression", "bitrate", "recorder"}
    page = (folder / "report.html").read_text()
    assert "The worst group of each property" in page
    assert "scores, gender: worst where female: accuracy of fakes" in page
    assert set(pl.read_parquet(folder / "tables/properties.parquet")["property"]) == {
        "gender", "race", "compression", "recorder",
    }  # fmt: skip


def test_a_weak_group_is_a_finding(result):
    found = [f for f in result.findings if f.code == "training.weak_slice"]
    assert [f.evidence[0].statement.split(" (")[0] for f in found] == ["accuracy where gender female"]


def test_the_split_that_is_judged_is_in_the_files(tmp_path):
    rng = np.random.default_rng(4)
    split = np.repeat(["train", "test"], 240)
    given = table().with_columns(split=pl.Series(split), p_fake=pl.Series(rng.random(480)))
    sure = (pl.col("split") == "train") & (pl.col("label") == "fake")
    given = given.with_columns(p_fake=pl.when(sure).then(0.5 + pl.col("p_fake") / 2).otherwise("p_fake"))
    result = ts.examine(given, out=tmp_path / "run")
    written = json.loads((tmp_path / "run/analysis/overall_analysis_summary.json").read_text())["split"]
    assert (written["split"], written["words"], written["videos"], written["left"]) == (
        "test",
        ["test"],
        240,
        {"train": 240},
    )
    choice = result.examined.split
    assert choice is not None
    (gap,), (kept,) = choice.optimism, written["optimism"]
    assert kept["detector"] == "scores"
    for name, estimate in (("train", gap.train), ("judged", gap.judged)):
        assert (kept[name]["n"], kept[name]["low"], kept[name]["high"]) == (240, estimate.low, estimate.high)
    assert kept["difference"]["difference"]["n"] == 480
    assert kept["difference"]["difference"]["value"] == gap.difference.estimate.value
