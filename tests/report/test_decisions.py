"""Who calls everything alike is said first, everywhere."""

import io
import json

import polars as pl
import pytest
from rich.console import Console

import touchstone
from touchstone.cli.summary import print_summary

SENTENCE = (
    "calls everything fake: 100.0% of 50 real [92.9%, 100.0%] and 100.0% of 1,000 fake [99.6%, 100.0%] videos, "
    "at threshold 0.5"
)


@pytest.fixture(scope="module")
def result(tmp_path_factory):
    """One detector that answers 1 to nearly all, in a table of 1 : 20."""
    table = pl.DataFrame(
        {
            "video": [f"{i}.mp4" for i in range(1050)],
            "label": ["real"] * 50 + ["fake"] * 1000,
            "p_fake": [1.0 if i % 33 else 0.99 - 0.0001 * (i % 7) for i in range(1050)],
        }
    )
    return touchstone.examine(table, out=tmp_path_factory.mktemp("alike") / "run")


def test_in_python(result):
    name = result.detectors[0].name
    assert result.performance["calls_everything"].to_list() == ["fake"]
    text = repr(result)
    assert f"decisions: {name} {SENTENCE}" in text
    assert "says fake" in text


def test_in_the_json_files_and_on_the_page(result):
    folder = result.report.parent / "analysis"
    everything = json.loads((folder / "comprehensive_model_analysis.json").read_text())
    name = result.detectors[0].name
    entry = everything[name]["assessment"]
    assert next(iter(entry)) == "one_answer"
    assert entry["one_answer"]["called"] == "fake"
    assert everything[name]["recommendations"]["performance_assessment"].startswith(SENTENCE)
    summary = json.loads((folder / "overall_analysis_summary.json").read_text())
    assert summary["assessments"][name].startswith(SENTENCE)
    page = result.report.read_text()
    assert f"<li>{name} {SENTENCE}.</li>" in page
    assert page.index(SENTENCE) < page.index("scores.no_signal")


@pytest.mark.parametrize("width", [60, 120])
def test_in_the_terminal_before_the_table(result, width):
    stream = io.StringIO()
    print_summary(result._drawn, Console(file=stream, width=width, force_terminal=False))
    text = " ".join(stream.getvalue().split())
    name = result.detectors[0].name
    assert text.index(f"{name} {SENTENCE}") < text.index("verdict") < text.index("says fake") < text.index("Findings")


def test_a_detector_that_decides_the_classes_apart_is_not_said_to():
    table = pl.DataFrame(
        {
            "video": [f"{i}.mp4" for i in range(40)],
            "label": ["real", "fake"] * 20,
            "p_fake": [0.2 + 0.01 * i if i % 2 == 0 else 0.55 + 0.01 * i for i in range(40)],
        }
    )
    result = touchstone.examine(table)
    assert result.performance["calls_everything"].to_list() == [None]
    assert "decisions:" not in repr(result)
