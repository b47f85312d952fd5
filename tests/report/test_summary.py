import io

import pytest
from rich.console import Console
from tests.report.conftest import RUNS

from touchstone.cli.summary import FINDINGS, print_summary
from touchstone.conclusions.diagnosis import headlines
from touchstone.report import verdict_cell


def printed(done, width):
    stream = io.StringIO()
    print_summary(done, Console(file=stream, width=width, force_terminal=False))
    return stream.getvalue()


@pytest.mark.parametrize("width", [60, 80, 120])
@pytest.mark.parametrize("run", RUNS)
def test_fits_and_is_plain_where_it_is_piped(written, run, width):
    done = written(run)
    text = printed(done, width)
    assert "\x1b" not in text
    assert all(len(line.rstrip()) <= width for line in text.splitlines() if str(done.report) not in line)
    assert str(done.report) in text


@pytest.mark.parametrize("width", [60, 80, 120])
def test_the_essentials(written, width):
    done = written("plain")
    text = printed(done, width)
    table = text[text.index("verdict") : text.index("Findings")]
    for detector in done.examined.detectors:
        row = next(line for line in table.splitlines() if line.startswith(detector.name[:5]))
        assert verdict_cell(detector.assessment) in row
    scored = next(d for d in done.examined.detectors if d.name == "cm").performance
    accuracy, auc = scored.accuracy, scored.auc
    assert f"[{100 * accuracy.low:.0f}, {100 * accuracy.high:.0f}]" in table
    assert f"[{auc.low:.2f}, {auc.high:.2f}]" in table
    assert sum(text.count(grade) for grade in ("confirmed", "suspected", "for information")) >= FINDINGS
    assert f"+ {len(headlines(done.findings)) - FINDINGS} more in the report" in text


def test_names_are_not_markup(written):
    assert "<script>" in printed(written("hostile"), 120)
