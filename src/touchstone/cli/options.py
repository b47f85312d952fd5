"""Options that several commands share."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console

from touchstone.vocabulary.allowed import (
    ALLOWED_COST,
    ALLOWED_COVERAGE,
    ALLOWED_FRAMES,
    ALLOWED_MEMORY,
    ALLOWED_PREVALENCE,
    ALLOWED_THRESHOLD,
    ALLOWED_TIMEOUT,
    ALLOWED_WINDOW,
    COUNT,
)
from touchstone.vocabulary.defaults import Aggregation, JudgedSplit, MissingScores
from touchstone.vocabulary.printable import printable

if TYPE_CHECKING:
    from touchstone.conclusions.examination import Question
    from touchstone.report import Written


TOO_FEW_SCORES = 3
"""Exit code of a command that wrote its report, where a detector has real scores for too few videos."""


def question(
    run: Path,
    *,
    threshold: float | None,
    aggregation: Aggregation | None,
    split: JudgedSplit | None,
    missing: MissingScores | None,
    min_coverage: float | None,
    prevalence: float | None,
    cost: float | None,
) -> Question:
    """The values given on the command line, otherwise those last used in this run, otherwise the defaults."""
    from touchstone.runs import RunFolder, question_of

    return question_of(
        RunFolder(run),
        threshold=threshold,
        aggregation=aggregation,
        split=split,
        missing=missing,
        min_coverage=min_coverage,
        prevalence=prevalence,
        cost=cost,
    )


def say(console: Console, text: str, style: str | None = None) -> None:
    """Print a line as it is: without markup, without line breaks, and with control characters as escapes."""
    first = "\n" if text.startswith("\n") else ""
    console.print(
        first + printable(text.removeprefix("\n")), style=style, markup=False, highlight=False, soft_wrap=True
    )


def say_written(written: Written, console: Console, *, open_report: bool) -> None:
    """Print the summary of a run, and open its report if asked; exit where a detector has too few real scores.

    Raises:
        Exit: with code 3, after one line on standard error for each detector below ``min_coverage``.
    """
    from .summary import print_summary

    print_summary(written, console)
    if open_report:
        open_page(written.report)
    short = written.examined.too_few_scores
    for sentence in short:
        say(Console(stderr=True), f"touchstone: {sentence}")
    if short:
        raise typer.Exit(TOO_FEW_SCORES)


def open_page(page: Path) -> None:
    """Open a page in the browser."""
    import webbrowser

    webbrowser.open(page.resolve().as_uri())


OutOption = Annotated[Path, typer.Option("--out", "-o", help="Run folder; an unfinished run in it is continued.")]
ThresholdOption = Annotated[
    float | None,
    typer.Option(
        min=ALLOWED_THRESHOLD.low,
        max=ALLOWED_THRESHOLD.high,
        help="A video counts as fake where P(fake) is at least this; default: the value last used in this run, or 0.5.",
    ),
]
AggregationOption = Annotated[
    Aggregation | None,
    typer.Option(help="How the scores of a video's frames become one; default: that last used in this run, or mean."),
]
OpenOption = Annotated[bool, typer.Option("--open", help="Open the report in a browser.")]
MaxVideosOption = Annotated[
    int | None,
    typer.Option(min=COUNT.low, help="Use at most this many real and this many fake videos, drawn at random."),
]
SeedOption = Annotated[int, typer.Option(help="Random seed for the videos of --max-videos-per-class.")]
FramesOption = Annotated[
    int, typer.Option(min=ALLOWED_FRAMES.low, max=ALLOWED_FRAMES.high, help="Frames scored per video, evenly spread.")
]
WindowOption = Annotated[
    float,
    typer.Option(
        min=ALLOWED_WINDOW.low,
        max=ALLOWED_WINDOW.high,
        help="Length in seconds of the window of consecutive frames and sound.",
    ),
]
BatchOption = Annotated[
    int | None, typer.Option(min=COUNT.low, help="Pictures per network pass; default 4 on a CPU, 64 on a GPU.")
]
DeviceOption = Annotated[str, typer.Option(help="Where the networks run: auto, cpu, cuda or cuda:1.")]
WorkersOption = Annotated[
    int | None, typer.Option(min=COUNT.low, help="Processes that read videos; default: chosen for the machine.")
]
MemoryOption = Annotated[
    float | None,
    typer.Option(
        min=ALLOWED_MEMORY.low,
        help="Gigabytes of memory that a process that reads videos may take; a video that needs more has failed. Default: "
        "four fifths of the free memory, shared by these processes, and at least 2.1.",
    ),
]
FacesOption = Annotated[
    str,
    typer.Option(
        help="Face detector: auto (dlib if it is installed, otherwise the cascade), dlib, cascade, none, yunet:FILE, or "
        "known:X,Y,WIDTH,HEIGHT."
    ),
]
TimeoutOption = Annotated[
    float, typer.Option(min=ALLOWED_TIMEOUT.low, help="Seconds after which a video counts as unreadable.")
]
StrictPathsOption = Annotated[
    bool,
    typer.Option(
        "--strict-paths",
        help="Refuse footage that lies outside its folder (by .., an absolute path or a link); without it a note says so.",
    ),
]
RawCsvOption = Annotated[
    bool,
    typer.Option(
        "--raw-csv",
        help="Write CSV cells that begin with =, +, -, @, tab or a line break as they are; without it an apostrophe before them "
        "keeps spreadsheets from running them.",
    ),
]
SplitOption = Annotated[
    JudgedSplit | None,
    typer.Option(help="Split that is judged, where videos name theirs; all pools them; default: test, then val."),
]
MissingOption = Annotated[
    MissingScores | None,
    typer.Option(
        help="What a video without a real score (failed, abstained, filled in, missing) counts as: exclude leaves it out; "
        "as-real, as-fake and as-chance count it with P(fake) 0, 1 and 0.5; default: that last used in this run, or exclude."
    ),
]
MinCoverageOption = Annotated[
    float | None,
    typer.Option(
        min=ALLOWED_COVERAGE.low,
        max=ALLOWED_COVERAGE.high,
        metavar="SHARE",
        help="Exit with code 3 where a detector has real scores for a smaller share of the videos; the report is written all "
        "the same; default: the value last used in this run, or 0.",
    ),
]
PrevalenceOption = Annotated[
    float | None,
    typer.Option(
        min=ALLOWED_PREVALENCE.low,
        max=ALLOWED_PREVALENCE.high,
        metavar="SHARE",
        help="Share of fakes among the videos that will be judged: the best threshold there is sought, and held against the one "
        "in use; default: that last used in this run, or none.",
    ),
]
CostOption = Annotated[
    float | None,
    typer.Option(
        min=ALLOWED_COST.low,
        max=ALLOWED_COST.high,
        metavar="TIMES",
        help="How many false alarms a missed fake costs: the best threshold is sought for it; default: that last used in this "
        "run, or none.",
    ),
]
