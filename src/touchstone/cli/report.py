"""``touchstone report``: write the analysis of a run again, from its tables."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from .app import app
from .options import (
    AggregationOption,
    CostOption,
    MinCoverageOption,
    MissingOption,
    OpenOption,
    PrevalenceOption,
    RawCsvOption,
    SplitOption,
    ThresholdOption,
    question,
    say,
    say_written,
)


@app.command(
    epilog="""
Examples:

    touchstone report runs/today --open

    touchstone report runs/today --threshold 0.37 --aggregation median
"""
)
def report(
    run: Annotated[Path, typer.Argument(help="Run folder.")],
    threshold: ThresholdOption = None,
    aggregation: AggregationOption = None,
    split: SplitOption = None,
    missing: MissingOption = None,
    min_coverage: MinCoverageOption = None,
    prevalence: PrevalenceOption = None,
    cost: CostOption = None,
    raw_csv: RawCsvOption = False,
    open_report: OpenOption = False,
) -> None:
    """Write the analysis and the report of a run again, from its tables; needs no videos and no networks."""
    from touchstone.runs import RunFolder, conclude

    console = Console()
    written = conclude(
        RunFolder(run),
        question(
            run,
            threshold=threshold,
            aggregation=aggregation,
            split=split,
            missing=missing,
            min_coverage=min_coverage,
            prevalence=prevalence,
            cost=cost,
        ),
        lambda text: say(console, text, "dim"),
        raw_csv=raw_csv,
    )
    say_written(written, console, open_report=open_report)
