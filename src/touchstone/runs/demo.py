"""A first look without footage or checkpoints of one's own: the built-in corpus, and networks that never learned.

No network here can be called good, and the report must not: it shows what a run looks like, not what a detector can do.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import torch

from touchstone.domains import DOMAINS
from touchstone.errors import RunError, UsageError
from touchstone.inference import Progress
from touchstone.report import Written
from touchstone.specialists import build
from touchstone.synthesis import SIZES_BY_NAME, SPLITS, Plan, build_corpus
from touchstone.tables import write_bytes

from ._conclude import Conclusions
from .analysis import Analysis, analyze

MARKER = "demo.txt"
CORPUS = Plan(clips=SIZES_BY_NAME["demo"], splits=tuple(SPLITS["demo"].items()))
"""Clips of the test split alone: nobody in them is in the training split of a corpus of any size with the same seed."""


def demo(
    out: Path,
    progress: Progress,
    only: tuple[str, ...] = (),
    conclusions: Conclusions | None = None,
    corpus: Plan = CORPUS,
    building: Progress | None = None,
) -> Written:
    """Build the corpus and untrained networks below ``out``, analyse them, and write the report.

    The networks have random weights; unless ``only`` asks for certain domains they are ``cm`` and ``tm``, and a checkpoint of
    ``bg`` that is cut off on purpose, to show how a broken file is reported.

    Args:
        out: folder to write into.
        progress: told of every clip that is scored.
        only: keys of the domains to which the networks are limited; all where empty.
        conclusions: how scores are read.
        corpus: what the footage holds.
        building: told of every clip that is made; ``progress`` where ``None``.

    Raises:
        UsageError: ``out`` holds something that no demo has written.
    """
    marker = out / MARKER
    if out.exists() and any(out.iterdir()) and not marker.exists():
        raise UsageError(f"{out} is not empty and holds no demo; choose another --out")
    write_bytes(marker, b"Written by touchstone demo, which may remove what is in this folder.\n")
    footage = out / "footage"
    if (footage / "manifest.csv").exists() and not (footage / "corpus.json").exists():
        shutil.rmtree(footage)  # the clips of an earlier version's demo
    progress.note(f"building the corpus of {corpus.clips} clips in {footage}")
    build_corpus(footage, corpus, building or progress)
    detectors = _checkpoints(out / "checkpoints", only, progress)
    run = out / "-".join(("run", *only))
    analysis = Analysis(footage, detectors, run, only=only, conclusions=conclusions)
    try:
        return analyze(analysis, progress)
    except RunError:  # made by another version, or after the clips were made anew
        progress.note(f"{run} is of another version; analysing anew")
        shutil.rmtree(run)
        return analyze(analysis, progress)


def _checkpoints(folder: Path, only: tuple[str, ...], progress: Progress) -> Path:
    """One folder for each choice of domains, so that what one demo shows does not depend on the ones before."""
    folder = folder / "-".join(only or ("all",))
    folder.mkdir(parents=True, exist_ok=True)
    for key in only or ("cm", "tm"):
        path = folder / f"{key}_untrained.pt"
        if not path.exists():
            progress.note(f"filling {path} with random weights")
            torch.manual_seed(tuple(DOMAINS).index(key))
            aside = path.with_suffix(".tmp")
            torch.save(build(key).state_dict(), aside)
            aside.replace(path)
    if not only and not (folder / "bg_cut_off.pt").exists():
        with (folder / "cm_untrained.pt").open("rb") as whole:
            write_bytes(folder / "bg_cut_off.pt", whole.read(100_000))
    return folder
