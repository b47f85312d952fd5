"""Contact sheets: every intervention at no dose and at three, so that a person can see what a dose means."""

from __future__ import annotations

import base64
import html
import io
import tempfile
import unicodedata
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from touchstone.footage.corpus import Entry
from touchstone.footage.interventions import INTERVENTIONS, ON_OFF, Clip, Encoding, Intervention, read_clip, write_clip
from touchstone.footage.media import Pixels
from touchstone.vocabulary.defaults import TIMEOUT
from touchstone.vocabulary.domains import DOMAINS
from touchstone.vocabulary.errors import CorpusError, TouchstoneError, WorkerStartError
from touchstone.vocabulary.processes import in_order, memory_share
from touchstone.vocabulary.progress import Progress
from touchstone.vocabulary.tables import write_bytes

from .cell import cell
from .make import find_faces
from .plan_own import real_entries

_GAP, _HEAD = 6, 40
_SECONDS = 2.0
_SIDE = 640
_INK, _PAPER, _FAINT = (235, 235, 235), (16, 16, 16), (150, 150, 150)
_STORED = Encoding(".mp4", "libx264", {"preset": "veryfast", "crf": "18"})


@dataclass(frozen=True, slots=True)
class ShownCorpus:
    """Contact sheets that were written.

    Attributes:
        page: one page with all of them inside.
        sheets: the pictures, one per domain.
        interventions: how many are shown.
    """

    page: Path
    sheets: tuple[Path, ...]
    interventions: int


def show_corpus(folder: Path, out: Path, progress: Progress, domains: Sequence[str] = ()) -> ShownCorpus:
    """Write contact sheets of every intervention over real clips of a corpus.

    In each row: the sham, then a low, a medium and a high dose, all through the same encoder; the region that is changed is
    marked by its corners.

    Args:
        folder: corpus, or any folder with real clips.
        out: folder to write into.
        progress: called for every intervention.
        domains: to show; all, and the common ones, where empty.

    Raises:
        CorpusError: no real clip can be used.
    """
    keys = tuple(domains) or (*DOMAINS, "common")
    chosen = [i for key in keys for i in INTERVENTIONS.values() if i.domain == key]
    entries = real_entries(folder)
    progress.start(len(chosen), 0, None)
    sheets: list[Path] = []
    try:
        for number, key in enumerate(keys):
            rows: list[Pixels] = []
            here = [i for i in chosen if i.domain == key]
            clip = _base(entries, number, here)
            for intervention in here:
                row = _row(clip, intervention)
                if row is None:
                    needs = " and the ".join(sorted(intervention.needs))
                    progress.note(f"{intervention.name} is not shown: no clip here has the {needs} it needs")
                else:
                    rows.append(row)
                progress.advance(1)
            if rows:
                sheets.append(_save(out / f"{key}.jpg", np.vstack(rows)))
    finally:
        progress.stop()
    page = out / "index.html"
    write_bytes(page, _page(folder, sheets).encode())
    return ShownCorpus(page, tuple(sheets), len(chosen))


def read_shown(path: Path) -> Clip:
    """The stretch of a clip that is shown, with its faces.

    Raises:
        TouchstoneError: it cannot be read.
    """
    return read_clip(path, seconds=_SECONDS, max_side=_SIDE, faces=find_faces)


def _base(entries: Sequence[Entry], number: int, asked: Sequence[Intervention]) -> Clip:
    """A real clip that has what is needed; another one for each sheet, where there are as many."""
    needs = frozenset(need for intervention in asked for need in intervention.needs)
    best: Clip | None = None
    some = [*entries[number % len(entries) :], *entries[: number % len(entries)]][:12]
    tasks = ((entry.path,) for entry in some)
    with closing(in_order(read_shown, tasks, 1, TIMEOUT, memory=memory_share(1), ahead=1)) as futures:
        for _, future in futures:
            try:
                clip = future.result()
            except WorkerStartError:
                raise
            except TouchstoneError:
                continue
            best = best or clip
            seen = sum(face is not None for face in clip.faces)
            if ("face" not in needs or 2 * seen >= len(clip.frames)) and (
                "sound" not in needs or clip.sound is not None
            ):
                return clip
    if best is None:
        raise CorpusError("none of the first real clips can be read; touchstone corpus check says why")
    return best


def _row(clip: Clip, intervention: Intervention) -> Pixels | None:
    cells: list[Pixels] = []
    for dose in (None, *intervention.doses):
        try:
            changed = intervention.apply(clip, dose, seed=1)
        except TouchstoneError:
            return None
        switch = intervention.unit == ON_OFF
        word = "sham: no dose" if dose is None else "on" if switch else f"{dose:g} {intervention.unit}"
        cells.append(_captioned(cell(_through(changed), intervention), word))
        if switch and dose is not None:
            break
    while len(cells) < 4:
        cells.append(np.full_like(cells[0], _PAPER[0]))
    gap = np.full((cells[0].shape[0], _GAP, 3), _PAPER[0], np.uint8)
    body = np.hstack([part for pixels in cells for part in (pixels, gap)])
    return np.vstack([_title(intervention, body.shape[1]), body])


def _through(clip: Clip) -> Clip:
    """The clip as a viewer gets it: encoded and decoded."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "clip.mp4"
        write_clip(replace(clip, encoding=_STORED), path)
        back = read_clip(path)
    return replace(clip, frames=back.frames, sound=back.sound, rate=back.rate)


def _captioned(picture: Pixels, words: str) -> Pixels:
    canvas = Image.fromarray(picture)
    draw = ImageDraw.Draw(canvas)
    draw.rectangle((0, 0, 8 + draw.textlength(_plain(words), font=_font(14)), 19), fill=_PAPER)
    draw.text((4, 2), _plain(words), fill=_INK, font=_font(14))
    return np.asarray(canvas)


def _title(intervention: Intervention, width: int) -> Pixels:
    canvas = Image.new("RGB", (width, _HEAD), _PAPER)
    draw = ImageDraw.Draw(canvas)
    draw.text((4, 12), intervention.name, fill=_INK, font=_font(19))
    start = 16 + draw.textlength(intervention.name, font=_font(19))
    draw.text((start, 16), _plain(f"{intervention.region}: {intervention.meaning}"), fill=_FAINT, font=_font(14))
    return np.asarray(canvas)


def _plain(words: str) -> str:
    """Words with the letters that Pillow's own font has."""
    words = words.replace("×", "times").replace("γ", "gamma").replace("–", "-")
    return "".join(c for c in unicodedata.normalize("NFKD", words) if ord(c) < 128 or c == "°")


def _font(size: int) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    return ImageFont.load_default(size)


def _save(path: Path, picture: Pixels) -> Path:
    buffer = io.BytesIO()
    Image.fromarray(picture).save(buffer, "JPEG", quality=90)
    write_bytes(path, buffer.getvalue())
    return path


def _page(folder: Path, sheets: Sequence[Path]) -> str:
    parts = [
        '<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">',
        f"<title>Known changes: {html.escape(folder.name)}</title>",
        "<style>body{background:#101010;color:#ebebeb;font:16px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:1320px;"
        "padding:0 1rem}img{max-width:100%}</style>",
        f"<h1>Known changes over clips of {html.escape(folder.name)}</h1>",
        "<p>In each row: the sham (the same encoding, no change), then a low, a medium and a high dose. Corners mark the region "
        "that is changed. Below each picture: for changes in time, one row of pixels over time; for sound, the mouth's opening "
        "(above) and the spectrum from 0 to 8 kHz; for all other changes, a part of the region enlarged three times.</p>",
    ]
    for sheet in sheets:
        name = DOMAINS[sheet.stem].name if sheet.stem in DOMAINS else "Common perturbations and cues"
        data = base64.b64encode(sheet.read_bytes()).decode()
        parts.append(f'<h2>{html.escape(name)}</h2><img alt="{html.escape(name)}" src="data:image/jpeg;base64,{data}">')
    return "\n".join(parts) + "\n"
