"""A first look without footage or checkpoints of one's own: a few generated clips, and networks that never learned.

Nothing here can be called good, and the report must not: it shows what a run looks like, not what a detector can do.
"""

from __future__ import annotations

import csv
import io
import shutil
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray

from touchstone.domains import DOMAINS
from touchstone.errors import RunError, UsageError
from touchstone.inference import Progress
from touchstone.media import write_video
from touchstone.report import Written
from touchstone.specialists import build
from touchstone.tables import write_bytes

from ._conclude import Conclusions
from .analysis import Analysis, analyze

MARKER = "demo.txt"
PERSONS = 12
_WIDTH, _HEIGHT, _FPS, _SECONDS = 320, 240, 25, 3
_RATE = 16_000


def demo(out: Path, progress: Progress, only: tuple[str, ...] = (), conclusions: Conclusions | None = None) -> Written:
    """Generate clips and untrained networks below ``out``, analyse them, and write the report.

    Two generated cameras each hold both labels. The fakes carry a patch of coarse 8×8 blocks. The networks have random weights;
    unless ``only`` asks for certain domains they are ``cm`` and ``tm``, and a checkpoint of ``bg`` that is cut off on purpose,
    to show how a broken file is reported.

    Raises:
        UsageError: ``out`` holds something that no demo has written.
    """
    marker = out / MARKER
    if out.exists() and any(out.iterdir()) and not marker.exists():
        raise UsageError(f"{out} is not empty and holds no demo; choose another --out")
    write_bytes(marker, b"Written by touchstone demo, which may remove what is in this folder.\n")
    footage = _footage(out / "footage", progress)
    detectors = _checkpoints(out / "checkpoints", only, progress)
    run = out / "-".join(("run", *only))
    analysis = Analysis(footage, detectors, run, only=only, conclusions=conclusions)
    try:
        return analyze(analysis, progress)
    except RunError:  # made by another version, or after the clips were made anew
        progress.note(f"{run} is of another version; analysing anew")
        shutil.rmtree(run)
        return analyze(analysis, progress)


def _footage(folder: Path, progress: Progress) -> Path:
    if folder.exists():
        return folder
    progress.note(f"generating {2 * PERSONS} clips in {folder}")
    aside = folder.with_name(f".{folder.name}")
    shutil.rmtree(aside, ignore_errors=True)
    rows = io.StringIO()
    table = csv.writer(rows)
    table.writerow(["path", "label", "method", "group", "source", "dataset"])
    for person in range(PERSONS):
        camera = "AB"[person % 2]
        for label in ("real", "fake"):
            path = f"{label}/{person:02d}.mp4"
            (aside / path).parent.mkdir(parents=True, exist_ok=True)
            write_video(
                aside / path,
                _scene(person, blocks=label == "fake"),
                _FPS,
                options={"crf": "20" if camera == "A" else "28", "g": "50"},
                sound=_voice(person),
                rate=_RATE,
            )
            method = "blocks" if label == "fake" else ""
            table.writerow([path, label, method, f"person {person:02d}", f"camera {camera}", "generated"])
    write_bytes(aside / "manifest.csv", rows.getvalue().encode())
    aside.rename(folder)
    return folder


def _scene(person: int, *, blocks: bool) -> Iterator[NDArray[np.uint8]]:
    """A shaded ball, for a head, sways before a wall; the fake's face region is averaged over 8×8 blocks."""
    rng = np.random.default_rng(person)
    y, x = np.mgrid[:_HEIGHT, :_WIDTH].astype(np.float32)
    wall = rng.uniform(60, 150, 3) + rng.normal(0, 12, (_HEIGHT // 4, _WIDTH // 4, 1)).repeat(4, 0).repeat(4, 1)
    skin, light = rng.uniform(140, 220, 3), rng.uniform(-0.8, 0.8)
    radius = _HEIGHT * rng.uniform(0.22, 0.3)
    for frame in range(_FPS * _SECONDS):
        cx = _WIDTH / 2 + 25 * np.sin(frame / 12 + person)
        dx, dy = (x - cx) / radius, (y - _HEIGHT / 2) / (1.25 * radius)
        inside = dx**2 + dy**2 < 1
        shade = np.clip(0.75 + 0.45 * (light * dx - 0.4 * dy), 0.2, 1.2)[..., None]
        mouth = (np.abs(dx) < 0.3) & (np.abs(dy - 0.45) < 0.05 + 0.06 * abs(np.sin(frame / 3)))
        picture = np.where(inside[..., None], skin * shade, wall)
        picture = np.where((inside & mouth)[..., None], 60.0, picture)
        if blocks:
            coarse = picture.reshape(_HEIGHT // 8, 8, _WIDTH // 8, 8, 3).mean((1, 3)).repeat(8, 0).repeat(8, 1)
            picture = np.where(inside[..., None], 0.5 * picture + 0.5 * coarse, picture)
        yield np.clip(picture + rng.normal(0, 2, picture.shape), 0, 255).astype(np.uint8)


def _voice(person: int) -> NDArray[np.float32]:
    """A buzz that swells with the mouth."""
    time = np.arange(_RATE * _SECONDS) / _RATE
    swell = np.abs(np.sin(time * _FPS / 3))
    return (0.2 * swell * np.sign(np.sin(2 * np.pi * (110 + 10 * person) * time))).astype(np.float32)


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
