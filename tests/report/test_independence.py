"""What is said of intervals where no groups are known, word for word; and what is nowhere said."""

from __future__ import annotations

import ast
import io
import json
from importlib import resources
from pathlib import Path

import pytest
from rich.console import Console
from tests.scores.test_videos import text_of

import touchstone
import touchstone as ts
from touchstone.cli.summary import print_summary
from touchstone.conclusions.metrics import AssumedIndependent, Estimate, Independence, WidenedIntervals
from touchstone.report import independence_sentences

PACKAGE = Path(str(resources.files(touchstone)))


def of(value: float | None, low: float = 0.0, high: float = 0.0) -> Estimate:
    if value is None:
        return Estimate.undefined(n=100, groups=None, method="DeLong, logit")
    return Estimate(value=value, low=low, high=high, n=100, groups=None, method="Wilson")


def assumed(groups: int | None = 1234, auc: bool = True) -> Independence:
    widths = ((0.1, 0.7, 0.9), (0.3, 0.6, 0.94), (0.6, 0.5, 0.97))
    wider = tuple(
        WidenedIntervals(
            icc=icc, design_effect=2.0, auc=of(0.8 if auc else None, low, high), accuracy=of(0.8, low - 0.1, high)
        )
        for icc, low, high in widths
    )
    one = AssumedIndependent(
        detector="cm", videos=100, groups=groups and 90, videos_per_group=4.25 if groups else 1.0,
        auc=of(0.8 if auc else None, 0.75, 0.85), accuracy=of(0.8, 0.7, 0.88), widened=wider if groups else (),
    )  # fmt: skip
    return Independence(expression="x", meaning="y", groups=groups, detectors=(one,))


def test_word_for_word():
    assert independence_sentences(None) == ()
    assert independence_sentences(assumed()) == (
        "Intervals: assumed independent, as no groups are named. The names show 1,234 groups, in which a video has 3.2 others on "
        "average; with an intra-class correlation of 0.1, 0.3 or 0.6, the interval of the AUC of cm becomes [0.70, 0.90], "
        "[0.60, 0.94] or [0.50, 0.97]",
    )
    assert independence_sentences(assumed(auc=False))[0].endswith(
        "the interval of the accuracy of cm becomes [60, 90], [50, 94] or [40, 97]"
    )
    assert independence_sentences(assumed(groups=None)) == (
        "Intervals: assumed independent, as no groups are named and the names of the videos show none",
    )


@pytest.fixture(scope="module")
def runs(tmp_path_factory):
    """Tables without groups: with persons in the names, and without."""
    folder = tmp_path_factory.mktemp("runs")
    (folder / "persons.csv").write_text(text_of("Celeb-DF"))
    rows = [f"{chr(97 + k)}.mp4,{'fake' if k % 2 else 'real'},0.{k + 10}" for k in range(20)]
    (folder / "none.csv").write_text("\n".join(["video,label,p_fake", *rows]))
    return {name: ts.examine(folder / f"{name}.csv", out=folder / name) for name in ("persons", "none")}


def printed(result, width: int) -> str:
    stream = io.StringIO()
    print_summary(result._drawn, Console(file=stream, width=width, force_terminal=False))
    return " ".join(stream.getvalue().split())


@pytest.mark.parametrize("width", [60, 120])
def test_terminal_page_files_and_python_say_what_is_assumed(runs, width):
    for name, result in runs.items():
        (sentence,) = independence_sentences(result.independence)
        page = result.report.read_text()
        file = json.loads((result.folder / "analysis" / "comprehensive_model_analysis.json").read_text())
        assert sentence in printed(result, width)
        assert f"{sentence}." in page
        assert "intervals: assumed independent" in page
        assert f"intervals  {sentence.removeprefix('Intervals: ')}" in str(result) or sentence.split(": ")[1][
            :60
        ] in str(result)
        (detector,) = file["models"]
        beside = file[detector]["metrics"]["independence"]
        assert beside["assumption"] == "assumed independent"
        assert beside == file["independence"]["detectors"][0]
        assert [it["icc"] for it in beside["widened"]] == ([0.1, 0.3, 0.6] if name == "persons" else [])
        assert ("Intervals if videos are not independent" in page) == (name == "persons")


def test_the_page_has_the_intervals_of_all_detectors(runs):
    page = runs["persons"].report.read_text()
    for assumed_one in runs["persons"].independence.detectors:
        for it in assumed_one.widened:
            assert f"{it.auc.low:.2f}"[:4] in page
    assert "show 6 groups" in page


def test_nothing_is_assumed_where_groups_are_named(written):
    done = written("plain")
    if done.examined.footage.groups is not None:
        assert done.examined.independence is None
        assert "assumed independent" not in done.report.read_text()


def sentences() -> list[tuple[str, str]]:
    """Every text of the package that is no docstring, and every template."""
    texts = [(str(path), path.read_text()) for path in (PACKAGE / "report" / "templates").glob("*.j2")]
    for path in PACKAGE.rglob("*.py"):
        tree = ast.parse(path.read_text())
        alone = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
        texts += [
            (str(path), node.value)
            for node in ast.walk(tree)
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in alone
        ]
    return texts


def test_no_sentence_speaks_of_independent_videos(runs):
    assert [where for where, text in sentences() if "independent video" in " ".join(text.lower().split())] == []
    for result in runs.values():
        files = [result.report, *(result.folder / "analysis").glob("*.json")]
        for text in (printed(result, 120), *(file.read_text() for file in files)):
            assert "independent video" not in " ".join(text.lower().split())
