"""Options that several commands share, with the same words everywhere."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console

from touchstone.vocabulary.defaults import Aggregation

if TYPE_CHECKING:
    from touchstone.conclusions.examination import Question
    from touchstone.report import Written


def question(run: Path, threshold: float | None, aggregation: Aggregation | None) -> Question:
    """What was said on the command line, otherwise what holds for the run already, otherwise the defaults."""
    from touchstone.runs import RunFolder, question_of

    return question_of(RunFolder(run), threshold, aggregation)


def say(console: Console, text: str, style: str | None = None) -> None:
    """Print a line as it is: nothing in it is markup, and it is broken nowhere."""
    console.print(text, style=style, markup=False, highlight=False, soft_wrap=True)


def say_written(written: Written, console: Console, *, open_report: bool) -> None:
    """Say what a run has written, and show its page where that is wanted."""
    from .summary import show

    show(written, console)
    if open_report:
        open_page(written.report)


def open_page(page: Path) -> None:
    """Show a page in the browser."""
    import webbrowser

    webbrowser.open(page.resolve().as_uri())


OutOption = Annotated[Path, typer.Option("--out", "-o", help="Run folder; an unfinished run in it is continued.")]
ThresholdOption = Annotated[
    float | None,
    typer.Option(
        min=0, max=1, help="P(fake) from which on a video counts as fake; 0.5, or as the last time in this run."
    ),
]
AggregationOption = Annotated[
    Aggregation | None,
    typer.Option(help="How the scores of a video's frames become one; mean, or as the last time in this run."),
]
OpenOption = Annotated[bool, typer.Option("--open", help="Open the report in a browser.")]
MaxVideosOption = Annotated[
    int | None, typer.Option(min=1, help="At most so many real and so many fake videos, drawn at random.")
]
SeedOption = Annotated[int, typer.Option(help="Draws the videos of --max-videos-per-class.")]
FramesOption = Annotated[int, typer.Option(min=1, max=256, help="Evenly spread frames per video.")]
WindowOption = Annotated[float, typer.Option(min=0.1, max=60, help="Seconds of consecutive frames and sound.")]
BatchOption = Annotated[
    int | None, typer.Option(min=1, help="Pictures per network pass; 8 on a CPU, 64 on a GPU unless said.")
]
DeviceOption = Annotated[str, typer.Option(help="auto, cpu, cuda or cuda:1.")]
WorkersOption = Annotated[
    int | None, typer.Option(min=1, help="Processes that read videos; chosen by the machine unless said.")
]
FacesOption = Annotated[
    str,
    typer.Option(
        help="What looks for faces: auto (dlib where it is installed, else the cascade), dlib, cascade, none, yunet:FILE, or "
        "known:X,Y,WIDTH,HEIGHT."
    ),
]
TimeoutOption = Annotated[float, typer.Option(min=1, help="Seconds after which a video counts as unreadable.")]
