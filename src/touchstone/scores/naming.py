"""Several files at once: decide from names and videos which detector and which data set each file holds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import takewhile
from pathlib import Path

import polars as pl

from touchstone.vocabulary.domains import DOMAINS
from touchstone.vocabulary.door import option
from touchstone.vocabulary.excerpts import storable
from touchstone.vocabulary.sheets import share_of

from .options import FilesAre
from .scored import Scored

_JOINTS = "_-. "
_FEWEST = 8
_OTHER_LABELS = 0.2
"""Of videos of equal names, the share with other labels from which on they are other videos."""


def name_files(files: Sequence[Scored], files_are: FilesAre | None) -> tuple[list[Scored], list[str]]:
    """Name the detector of every file that names none, and the data sets if several files hold one detector.

    Files with equal columns belong together. If no video is in two of them, or videos of equal names often have other labels,
    they are one detector over several data sets: ``genconvit_DFDC.csv`` and ``genconvit_FFpp.csv`` are ``genconvit`` over
    ``DFDC`` and ``FFpp``. Otherwise, and where a file has the name of a domain, each file is a separate detector with the name
    of the file.
    """
    named: dict[int, Scored] = {}
    notes: list[str] = []
    families: dict[tuple[str, ...], list[int]] = {}
    for i, file in enumerate(files):
        families.setdefault(file.columns, []).append(i)
    for members in families.values():
        alike = [files[i] for i in members]
        stems = _stems([f.path for f in alike])
        common = _common(stems)
        if len(alike) > 1 and _are_datasets(alike, common, files_are):
            detector, apart = common.rstrip(_JOINTS) or "detector", _overlap(alike)
            parts = [stem[len(common) :].strip(_JOINTS) or stem for stem in stems]
            for i, f, part in zip(members, alike, parts, strict=True):
                named[i] = _as_dataset(f, detector, part, apart=apart)
            who = f"one detector, {detector}," if alike[0].unnamed else "the same detectors"
            notes.append(
                f"{len(alike)} files are {who} over {len(alike)} data sets: {', '.join(parts)} "
                f"(to change this, say {option('files_are', 'detectors')})"
            )
        else:
            named |= {i: _as_detector(f, stem) for i, f, stem in zip(members, alike, stems, strict=True)}
            if len(alike) > 1 and alike[0].unnamed:
                notes.append(
                    f"{len(alike)} files of one form are {len(alike)} detectors: {', '.join(stems)} "
                    f"(to change this, say {option('files_are', 'datasets')})"
                )
    ordered = [named[i] for i in range(len(files))]
    return _distinct(ordered, notes), notes


def _are_datasets(files: Sequence[Scored], common: str, files_are: FilesAre | None) -> bool:
    if files_are is not None:
        return files_are == "datasets"
    if _overlap(files):
        return _contradict(files)
    return bool(common) or not files[0].unnamed or not any(_stem(file.path) in DOMAINS for file in files)


def _contradict(files: Sequence[Scored]) -> bool:
    """Whether videos of equal names have other labels in other files: then they are other videos."""
    labels = pl.concat([f.facts.select("video", "label").drop_nulls().unique() for f in files])
    shared = labels.group_by("video").agg(files=pl.len(), labels=pl.col("label").n_unique()).filter(pl.col("files") > 1)
    return shared.height >= _FEWEST and share_of(shared["labels"] > 1) > _OTHER_LABELS


def _stems(paths: Sequence[Path]) -> list[str]:
    """Names of files without suffixes; equal names get their folder as a prefix."""
    stems = [_stem(path) for path in paths]
    return [s if stems.count(s) == 1 else f"{storable(p.parent.name)}/{s}" for s, p in zip(stems, paths, strict=True)]


def _stem(path: Path) -> str:
    name = storable(path.name).removesuffix(".gz")
    return Path(name).stem or name


def _common(stems: Sequence[str]) -> str:
    """The common beginning of the names, up to a separator."""
    alike = takewhile(lambda letters: len(set(letters)) == 1, zip(*stems, strict=False))
    prefix = "".join(letters[0] for letters in alike)
    return prefix[: max((prefix.rfind(joint) for joint in _JOINTS), default=-1) + 1]


def _overlap(files: Sequence[Scored]) -> bool:
    keys = pl.concat([f.scores.select(pl.col("video").unique()) for f in files])
    return bool(keys["video"].is_duplicated().any())


def _as_detector(file: Scored, name: str) -> Scored:
    named = pl.when(pl.col("detector") == "").then(pl.lit(name)).otherwise("detector")
    return replace(file, scores=file.scores.with_columns(detector=named))


def _as_dataset(file: Scored, detector: str, dataset: str, *, apart: bool) -> Scored:
    """Name detector and data set; a data set column of the file is kept. With ``apart``, videos get the data set as a prefix."""
    facts, scores = file.facts, file.scores
    if "dataset" not in facts.columns:
        facts = facts.with_columns(dataset=pl.lit(dataset))
    if apart:
        facts, scores = (t.with_columns(video=pl.format("{}/{}", pl.lit(dataset), "video")) for t in (facts, scores))
    return _as_detector(replace(file, facts=facts, scores=scores), detector)


def _distinct(files: list[Scored], notes: list[str]) -> list[Scored]:
    """Rename a detector whose name another file uses, if both scored some of the same videos."""
    seen: dict[str, pl.Series] = {}
    distinct: list[Scored] = []
    for file in files:
        renamed: dict[str, str] = {}
        for name in file.scores["detector"].unique(maintain_order=True).to_list():
            videos = file.scores.filter(pl.col("detector") == name)["video"].unique()
            if name in seen and videos.is_in(seen[name].implode()).any():
                renamed[name] = f"{name} ({_stem(file.path)})"
                notes.append(
                    f"{file.path}: another file holds scores of {name} for the same videos; this one is called {renamed[name]}"
                )
            else:
                seen[name] = pl.concat([seen[name], videos]) if name in seen else videos
        if renamed:
            file = replace(file, scores=file.scores.with_columns(pl.col("detector").replace(renamed)))
        distinct.append(file)
    return distinct
