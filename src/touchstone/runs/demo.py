"""A demonstration that needs no footage and no checkpoints: the built-in corpus and the reference specialists.

One more specialist is broken on purpose, so that the demonstration shows a diagnosis.
"""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path

import torch

from touchstone.conclusions.examination import Question
from touchstone.detectors.inference import Progress
from touchstone.detectors.keys import shipped_weights
from touchstone.detectors.reference import load_reference, save_reference
from touchstone.footage.synthesis import PLANTED_BY_NAME, SIZES_BY_NAME, SPLITS, TAKES_BY_NAME, Plan, build_corpus
from touchstone.report import Written
from touchstone.vocabulary.domains import DOMAINS
from touchstone.vocabulary.door import option
from touchstone.vocabulary.errors import UsageError
from touchstone.vocabulary.tables import refuse_links, write_bytes

from .analysis import AnalysisSettings, analyze
from .folder import OtherRunError

MARKER = "demo.txt"
CORPUS = Plan(
    clips=SIZES_BY_NAME["demo"], splits=tuple(SPLITS["demo"].items()), planted=PLANTED_BY_NAME["demo"],
    takes=TAKES_BY_NAME["demo"],
)  # fmt: skip
"""Clips of the test split only: no person in them is in the training split of a corpus of any size with the same seed."""

BROKEN = "cm_broken"
"""The specialist that is broken on purpose: its last layer is replaced by zeros."""


def demo(
    out: Path,
    progress: Progress,
    only: tuple[str, ...] = (),
    question: Question | None = None,
    corpus: Plan = CORPUS,
    building: Progress | None = None,
    weights: Path | None = None,
    *,
    raw_csv: bool = False,
) -> Written:
    """Build the corpus inside ``out``, analyse the reference specialists on it, and write the report.

    If ``only`` is empty, :data:`BROKEN` is analysed too.

    Args:
        out: folder to write into.
        progress: reports every clip that is scored.
        only: use only the specialists of these domains, named by their keys; all specialists if empty.
        question: threshold and aggregation.
        corpus: plan of the footage.
        building: reports every clip that is made; ``progress`` if ``None``.
        raw_csv: leave cells of CSV files as they are that a spreadsheet would run as formulas.
        weights: folder that holds ``KEY.safetensors``; that of the package if ``None``.

    Raises:
        UsageError: ``out`` holds files that the demo did not write, or ``only`` names an unknown domain.
        CheckpointError: the weights to break cannot be used.
    """
    marker = out / MARKER
    if out.exists() and any(not path.name.startswith(".") for path in out.iterdir()) and not marker.exists():
        raise UsageError(f"{out} is not empty and holds no demo; choose another {option('out')}")
    run = out / "-".join(("run", *only))
    refuse_links(out, ("footage", "checkpoints", run.name), UsageError)
    write_bytes(marker, b"Written by touchstone demo, which may remove what is in this folder.\n")
    footage = out / "footage"
    if (footage / "manifest.csv").exists() and not (footage / "corpus.json").exists():
        shutil.rmtree(footage)  # the clips of an earlier version's demo
    shutil.rmtree(out / "checkpoints", ignore_errors=True)  # its networks
    detectors = _detectors(out, only, weights)
    progress.note(f"building the corpus of {corpus.clips} clips in {footage}")
    build_corpus(footage, corpus, building or progress, raw_csv=raw_csv)
    settings = AnalysisSettings(
        corpus=footage, detectors=detectors, out=run, only=only, question=question, raw_csv=raw_csv
    )
    try:
        return analyze(settings, progress)
    except OtherRunError:  # made by another version, or before the clips were made again
        progress.note(f"{run} was made by another version; analysing again")
        shutil.rmtree(run)
        return analyze(settings, progress)


def _detectors(out: Path, only: tuple[str, ...], weights: Path | None) -> Path:
    """Write one ``detectors.toml`` for each choice of domains, so that a demo does not depend on earlier ones."""
    sections: list[str] = []
    for key in only or tuple(DOMAINS):
        if key not in DOMAINS:
            raise UsageError(f"there is no domain {key!r}; there are {', '.join(DOMAINS)}")
        file = "" if weights is None else f"checkpoint = {json.dumps(str(_weights(key, weights)))}\n"
        sections.append(f'[{key}]\nspecialist = "reference:{key}"\n{file}')
    if not only:
        path = out / f"{BROKEN}.safetensors"
        _break(_weights("cm", weights), path)
        sections.append(
            f'# Broken on purpose: its last layer holds zeros.\n[{BROKEN}]\nspecialist = "reference:cm"\n'
            f'checkpoint = "{path.name}"\n'
        )
    named = out / f"{'-'.join(('detectors', *only))}.toml"
    write_bytes(named, "\n".join(sections).encode())
    return named


def _weights(key: str, folder: Path | None) -> Path:
    return shipped_weights(key) if folder is None else Path(os.path.realpath(folder / f"{key}.safetensors"))


def _break(sound: Path, broken: Path) -> None:
    """Set the last layer to zero, as an export that loses it does."""
    loaded = load_reference(sound, "cm")
    last = loaded.network.head[-1]
    assert isinstance(last, torch.nn.Linear), "every reference specialist ends in a linear layer"
    last.weight.zero_()
    card = loaded.card.model_copy(update={"numbers": (), "limits": ("broken on purpose: its last layer holds zeros",)})
    save_reference(broken, loaded.network, card)
