"""``touchstone scores``: examine detectors from score files."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from touchstone.vocabulary.defaults import FAKE_AUDIO, FakeAudio, FilesAre, Polarity, RowsAre, Scale
from touchstone.vocabulary.errors import UsageError

from .app import app
from .explain import explain_reading
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

_EXAMPLES = """
Examples:

    touchstone scores scores.csv --out runs/scores

    touchstone scores cm.csv bg.csv --labels metadata.json --out runs/both

    touchstone scores results.csv --map p_fake=score --map label=klass --label-fake manipulated --out runs/mine

    touchstone scores mine.csv --explain

    touchstone scores mine.csv --missing as-fake --min-coverage 0.95 --out runs/strict

    touchstone scores logits.parquet --scale logit --fake-is low --group-pattern '^(id[0-9]+)' --out runs/logits

A TABLE is CSV, TSV, text with ; or | between cells, Parquet, JSON or JSON lines. It has one row
per video or per frame and the columns video, label and p_fake; columns such as detector, frame,
group, source, split and status are used where there are any. Several columns p_NAME or
prob_NAME are several detectors. Submissions to DFDC, NIST, ASVspoof and AV-Deepfake1M are
recognised, and so are counts of correct decisions. The command prints how it read every column.
It needs no footage and no networks.
"""


@app.command(epilog=_EXAMPLES)
def scores(
    tables: Annotated[list[Path], typer.Argument(metavar="TABLE", help="Score files of any form.")],
    out: Annotated[
        Path | None, typer.Option("--out", "-o", help="Run folder; needed unless --explain is given.")
    ] = None,
    labels: Annotated[
        list[Path] | None,
        typer.Option(
            "--labels", "-l", help="File with the labels of the videos: a manifest, metadata.json, labels.csv …"
        ),
    ] = None,
    mapped: Annotated[
        list[str] | None, typer.Option("--map", metavar="FIELD=COLUMN", help="What a column holds, as in p_fake=score.")
    ] = None,
    fake_is: Annotated[
        Polarity | None,
        typer.Option(
            help="Whether high or low scores mean fake; default: as the form of the file says, otherwise high."
        ),
    ] = None,
    label_fake: Annotated[
        list[str] | None,
        typer.Option(
            metavar="VALUE", help="Value of the label column that means fake; all others mean real; may be repeated."
        ),
    ] = None,
    fake_audio: Annotated[
        FakeAudio, typer.Option(help="What a video with real pictures and fake sound counts as.")
    ] = FAKE_AUDIO,
    scale: Annotated[
        Scale | None,
        typer.Option(
            help="Scale of the scores; default: as the form or the name of the column says, otherwise probability."
        ),
    ] = None,
    files_are: Annotated[
        FilesAre | None,
        typer.Option(help="What several files of one form are; default: decided from their names and videos."),
    ] = None,
    rows_are: Annotated[
        RowsAre | None,
        typer.Option(help="What several rows with the same name are; default: decided from their scores."),
    ] = None,
    group_pattern: Annotated[
        str | None,
        typer.Option(
            metavar="REGEX",
            help="Regular expression for the name of a video; its part in (…) is the group, that in (?P<donor>…) the donor.",
        ),
    ] = None,
    threshold: ThresholdOption = None,
    aggregation: AggregationOption = None,
    split: SplitOption = None,
    missing: MissingOption = None,
    min_coverage: MinCoverageOption = None,
    prevalence: PrevalenceOption = None,
    cost: CostOption = None,
    raw_csv: RawCsvOption = False,
    explain: Annotated[
        bool, typer.Option("--explain", help="Only say how each column is read and which rows count; write nothing.")
    ] = False,
    open_report: OpenOption = False,
) -> None:
    """Say how good detectors are, why they fail and what to do, from tables of scores alone."""
    from touchstone.runs.scores import ExaminationSettings, examine_scores
    from touchstone.scores import Options, parse_map

    console = Console()
    options = Options(
        columns=parse_map(tuple(mapped or ())), fake_is=fake_is, label_fake=tuple(label_fake or ()), fake_audio=fake_audio,
        scale=scale, files_are=files_are, rows_are=rows_are, group_pattern=group_pattern,
    )  # fmt: skip
    if explain:
        explain_reading(console, tables, labels or (), options, split)
        return
    if out is None:
        raise UsageError("say where the run is written, as in --out runs/mine; or say --explain, which writes nothing")
    asked = question(
        out,
        threshold=threshold,
        aggregation=aggregation,
        split=split,
        missing=missing,
        min_coverage=min_coverage,
        prevalence=prevalence,
        cost=cost,
    )
    settings = ExaminationSettings(
        tables=tuple(tables), out=out, labels=tuple(labels or ()), options=options, raw_csv=raw_csv, question=asked
    )
    written = examine_scores(settings, lambda text: say(console, text, "dim"))
    say_written(written, console, open_report=open_report)
