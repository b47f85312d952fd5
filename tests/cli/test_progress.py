"""What is printed while work goes on, where the output is no terminal."""

from __future__ import annotations

import io

import pytest
from rich.console import Console

from touchstone.cli import progress as module
from touchstone.cli.progress import TerminalProgress


@pytest.fixture
def clock(monkeypatch):
    now = [1000.0]
    monkeypatch.setattr(module.time, "monotonic", lambda: now[0])
    return now


def lines(steps, clock, total=10):
    out = io.StringIO()
    shown = TerminalProgress(Console(file=out, width=200), "making", "clips")
    shown.start(total, 0, None)
    for seconds, done in steps:
        clock[0] += seconds
        shown.advance(done)
    shown.stop()
    return out.getvalue().splitlines()


def test_a_line_every_thirty_seconds_says_what_is_left(clock):
    assert lines([(10, 2), (10, 1), (15, 2), (5, 5)], clock) == [
        "5/10 clips, 0.14 clips/s, 35 s left",
        "10/10 clips, 0.25 clips/s",
    ]


def test_half_a_minute_in_which_nothing_was_done_is_said_too(clock):
    assert lines([(31, 0), (40, 0)], clock) == ["0/10 clips, 0.00 clips/s"] * 2
    assert lines([(0, 0)], clock, total=0) == ["0/0 clips, 0.00 clips/s"]
