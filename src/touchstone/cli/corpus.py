"""``touchstone corpus``: build, view and check footage with known defects."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, cast, get_args

import typer
from rich.console import Console

from touchstone.vocabulary.defaults import CLIP_SECONDS, SEED, TIMEOUT
from touchstone.vocabulary.errors import UsageError

from .app import app
from .options import RawCsvOption, StrictPathsOption, TimeoutOption, WorkersOption, open_page, say

corpus = typer.Typer(
    name="corpus",
    no_args_is_help=True,
    rich_markup_mode="rich",
    context_settings={"help_option_names": ["-h", "--help"]},
    help="Build, view and check footage with known defects.",
)
app.add_typer(corpus)

DomainsOption = Annotated[
    list[str] | None,
    typer.Option("--domains", help="Plant defects of this domain only: bg, cm, av, rr, ll or tm; may be repeated."),
]


@corpus.command(
    epilog="""
Examples:

    touchstone corpus build corpus --size small

    touchstone corpus build corpus --clips 800 --seed 7 --domains av --domains tm

    touchstone corpus build planted --from my/real/clips --seconds 4

The same command continues a build that was stopped; finished clips are kept.
"""
)
def build(
    out: Annotated[Path, typer.Argument(metavar="FOLDER", help="Folder of the corpus.")],
    size: Annotated[
        str | None,
        typer.Option(
            help="demo (96 clips), small (240), full (1600), training (3640: one fake per domain of every take) or "
            "matrix (840: the same at fixed doses); default demo."
        ),
    ] = None,
    clips: Annotated[int | None, typer.Option(min=2, help="Number of clips, real and fake together.")] = None,
    planted: Annotated[
        str | None,
        typer.Option(
            help="Fakes of every take: one (the domains in turn), half (one for every other domain), each (one per domain), or "
            "medium (one per domain, of a fixed intervention and dose); default: that of the size, otherwise one."
        ),
    ] = None,
    stored: Annotated[
        str | None,
        typer.Option(
            help="Quality of the files: drawn at random for each (drawn), the best of their codec (best), or both."
        ),
    ] = None,
    seed: Annotated[int, typer.Option(help="Random seed: the same seed gives the same corpus.")] = SEED,
    domains: DomainsOption = None,
    origin: Annotated[
        Path | None,
        typer.Option("--from", help="Plant the defects in the real clips of this folder or manifest."),
    ] = None,
    seconds: Annotated[
        float,
        typer.Option(min=0.5, max=60, help="With --from: longest length of a clip in seconds; the middle is taken."),
    ] = CLIP_SECONDS,
    workers: WorkersOption = None,
    strict_paths: StrictPathsOption = False,
    raw_csv: RawCsvOption = False,
) -> None:
    """Build footage with known defects of known strength: real clips, and fakes with planted defects."""
    from touchstone.footage.synthesis import (
        PLANTED_BY_NAME,
        SIZES_BY_NAME,
        SPLITS,
        STORED_BY_NAME,
        TAKES_BY_NAME,
        TAKES_PER_PERSON,
        OwnPlan,
        Plan,
        PlantingPlan,
        Stored,
        build_corpus,
        fakes_per_take,
    )
    from touchstone.vocabulary.domains import DOMAINS

    from .progress import TerminalProgress

    if size is not None and size not in SIZES_BY_NAME:
        raise UsageError(
            f"--size takes {', '.join(SIZES_BY_NAME)}, not {size!r}; for another number of clips give --clips"
        )
    if planted is not None and planted not in get_args(PlantingPlan):
        raise UsageError(f"--planted takes {', '.join(get_args(PlantingPlan))}, not {planted!r}")
    if stored is not None and stored not in get_args(Stored):
        raise UsageError(f"--stored takes {', '.join(get_args(Stored))}, not {stored!r}")
    if stored is not None and origin is not None:
        raise UsageError("--stored does not work with --from, whose clips are stored as drawn; leave --stored out")
    chosen = size or ("demo" if clips is None and origin is None else "")
    kept = cast("Stored", stored or STORED_BY_NAME.get(chosen, "drawn"))
    fakes = cast("PlantingPlan", planted or PLANTED_BY_NAME.get(chosen, "one"))
    keys = _keys(domains) or tuple(DOMAINS)
    if origin is not None:
        if size is not None:
            raise UsageError(
                "--size does not work with --from; give --clips for some of the clips, or neither for all of them"
            )
        plan = OwnPlan(
            root=origin, seed=seed, clips=clips, domains=keys, seconds=seconds, planted=fakes, strict_paths=strict_paths
        )
    else:
        count = clips if clips is not None else SIZES_BY_NAME[size or "demo"]
        named = size or ("demo" if clips is None or clips <= SIZES_BY_NAME["demo"] else "full")
        plan = Plan(seed=seed, clips=count, domains=keys, splits=tuple(SPLITS[named].items()), planted=fakes, stored=kept,
                    takes=TAKES_BY_NAME.get(chosen, TAKES_PER_PERSON))  # fmt: skip
    console = Console()
    built = build_corpus(out, plan, TerminalProgress(console, "making"), workers, raw_csv=raw_csv)
    left = f", {len(built.left_out)} origin(s) left out" if built.left_out else ""
    say(console, f"{built.clips} clips in {built.folder}, {built.new_clips} of them made in this call{left}")
    if clips is not None and built.clips != clips:
        say(console, _why_another_number(clips, built.clips, 1 + fakes_per_take(fakes, len(keys))))
    say(console, f"its contents are described in {built.folder / 'README.md'}", "dim")


@corpus.command(
    epilog="""
Examples:

    touchstone corpus show corpus

    touchstone corpus show my/real/clips --out sheets --domains bg
"""
)
def show(
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="A corpus, or any folder of real clips.")],
    out: Annotated[
        Path | None, typer.Option("--out", "-o", help="Folder to write into; default FOLDER/sheets.")
    ] = None,
    domains: DomainsOption = None,
    open_sheet: Annotated[bool, typer.Option("--open", help="Open the page in a browser.")] = False,
) -> None:
    """Write contact sheets: a real clip next to every known change of it at three doses, with the region marked."""
    from touchstone.footage.synthesis import show_corpus

    from .progress import TerminalProgress

    console = Console()
    progress = TerminalProgress(console, "drawing", "changes")
    shown = show_corpus(folder, out or folder / "sheets", progress, _keys(domains))
    say(console, f"{shown.interventions} changes on {shown.page}")
    if open_sheet:
        open_page(shown.page)


@corpus.command(
    epilog="""
Examples:

    touchstone corpus check corpus

    touchstone corpus check my/footage/manifest.csv
"""
)
def check(
    folder: Annotated[Path, typer.Argument(metavar="FOOTAGE", help="Folder or manifest of labelled videos.")],
    timeout: TimeoutOption = TIMEOUT,
    workers: WorkersOption = None,
    strict_paths: StrictPathsOption = False,
) -> None:
    """Check labelled footage: readable files, hashes, duplicates, groups across splits, labels that metadata reveals."""
    from touchstone.runs.check import check as examine

    from .progress import TerminalProgress

    console = Console()
    checked = examine(
        folder, TerminalProgress(console, "reading"), timeout=timeout, workers=workers, strict_paths=strict_paths
    )
    for line in checked.notes:
        say(console, f"  {line}", "dim")
    for line in checked.warnings:
        say(console, f"  warning: {line}", "yellow")
    for line in checked.problems:
        say(console, f"  problem: {line}", "red")
    if checked.problems:
        raise typer.Exit(1)
    say(console, f"{folder}: {checked.real} real and {checked.fake} fake videos, no problem found")


def _why_another_number(asked: int, built: int, each: int) -> str:
    """Why a corpus has another number of clips than was asked for.

    Args:
        asked: clips that were asked for.
        built: clips that there are.
        each: clips of one take, the real one and its fakes.
    """
    if built == max(each, asked // each * each):
        return f"--clips {asked} is not possible: a real clip has {each - 1} fake(s), so clips come by {each}"
    return f"--clips {asked} is more than the real clips that can be used allow: each of them gives {each} clips"


def _keys(domains: list[str] | None) -> tuple[str, ...]:
    """The domains that were given, also as lists with commas; raises where one is unknown."""
    from touchstone.footage.synthesis import check_domains

    keys = tuple(dict.fromkeys(key.strip() for word in domains or () for key in word.split(",")))
    if keys:
        check_domains(keys)
    return keys
