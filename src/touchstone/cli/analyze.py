"""``touchstone analyze``: detectors over labelled footage."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from touchstone.vocabulary.defaults import DEVICE, FACES, FRAMES_PER_VIDEO, SEED, TIMEOUT, WINDOW
from touchstone.vocabulary.laps import Laps

from .app import app
from .options import (
    AggregationOption,
    BatchOption,
    CostOption,
    DeviceOption,
    FacesOption,
    FramesOption,
    MaxVideosOption,
    MemoryOption,
    MinCoverageOption,
    MissingOption,
    OpenOption,
    OutOption,
    PrevalenceOption,
    RawCsvOption,
    SeedOption,
    SplitOption,
    StrictPathsOption,
    ThresholdOption,
    TimeoutOption,
    WindowOption,
    WorkersOption,
    question,
    say_written,
)

_EXAMPLES = """
Examples:

    touchstone analyze footage --detectors detectors.toml --out runs/today

    touchstone analyze footage/manifest.csv --detectors models/ --out runs/quick --max-videos-per-class 50

    touchstone analyze footage --detectors detectors.toml --out runs/today --retry-failed --timeout 900

FOOTAGE is a folder that holds real/ and fake/, or a manifest (CSV, Parquet, JSON) with the columns path and label.
DETECTORS is a detectors.toml, or a folder of checkpoints named by specialist: cm_model.pt, bg.safetensors …
A run that was stopped continues with the same command.
"""


@app.command(epilog=_EXAMPLES)
def analyze(
    corpus: Annotated[Path, typer.Argument(metavar="FOOTAGE", help="Folder or manifest of labelled videos.")],
    detectors: Annotated[Path, typer.Option("--detectors", "-d", help="detectors.toml, or a folder of checkpoints.")],
    out: OutOption,
    only: Annotated[
        list[str] | None,
        typer.Option(help="Use only the detectors of this domain: bg, cm, av, rr, ll or tm; may be repeated."),
    ] = None,
    max_videos_per_class: MaxVideosOption = None,
    seed: SeedOption = SEED,
    frames: FramesOption = FRAMES_PER_VIDEO,
    window: WindowOption = WINDOW,
    threshold: ThresholdOption = None,
    aggregation: AggregationOption = None,
    split: SplitOption = None,
    missing: MissingOption = None,
    min_coverage: MinCoverageOption = None,
    prevalence: PrevalenceOption = None,
    cost: CostOption = None,
    batch_size: BatchOption = None,
    device: DeviceOption = DEVICE,
    workers: WorkersOption = None,
    memory_per_worker: MemoryOption = None,
    timeout: TimeoutOption = TIMEOUT,
    faces: FacesOption = FACES,
    profile: Annotated[
        bool,
        typer.Option(
            "--profile",
            help="Say where the time went, by stage, detector and video: here, in the report and in analysis/profile.json.",
        ),
    ] = False,
    only_scores: Annotated[
        bool,
        typer.Option(
            "--only-scores",
            help="Compute the scores and what follows from them; neither the footage nor the weights of the checkpoints are "
            "measured, and no cause is sought there.",
        ),
    ] = False,
    retry_failed: Annotated[
        bool,
        typer.Option(
            "--retry-failed",
            help="Read again the videos of this run that failed because of the machine: for lack of time, memory or disk, or "
            "because a process died. All other rows stay as they are. With it, --timeout may be another.",
        ),
    ] = False,
    strict_paths: StrictPathsOption = False,
    raw_csv: RawCsvOption = False,
    open_report: OpenOption = False,
) -> None:
    """Run detectors over labelled videos, and say how good they are, why they fail and what to do."""
    laps = Laps()
    with laps.of("starting", "imports"):
        from touchstone.runs.analysis import AnalysisSettings, analyze

    from .progress import TerminalProgress

    console = Console()
    settings = AnalysisSettings(
        corpus=corpus, detectors=detectors, out=out, only=tuple(only or ()), max_videos_per_class=max_videos_per_class,
        seed=seed, frames=frames, window=window, batch_size=batch_size, device=device, workers=workers, timeout=timeout,
        memory_per_worker=memory_per_worker, faces=faces, profile=profile, only_scores=only_scores, retry_failed=retry_failed,
        strict_paths=strict_paths, raw_csv=raw_csv,
        question=question(
            out, threshold=threshold, aggregation=aggregation, split=split, missing=missing, min_coverage=min_coverage,
            prevalence=prevalence, cost=cost,
        ),
    )  # fmt: skip
    say_written(analyze(settings, TerminalProgress(console), laps), console, open_report=open_report)
