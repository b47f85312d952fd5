"""Several files at once: decide from names and videos which detector, which data set and which split each file holds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import combinations, takewhile

import polars as pl

from touchstone.vocabulary.domains import DOMAINS
from touchstone.vocabulary.door import option
from touchstone.vocabulary.errors import UsageError
from touchstone.vocabulary.excerpts import names_of
from touchstone.vocabulary.sheets import share_of

from .file_names import NamedFiles, files_by_name, share_equal_rows, shared_videos, stems_of
from .grid import grid_of, is_product, names_say_grid
from .options import FilesAre
from .scored import Scored
from .shared_rows import files_of_one_detector, in_several, with_method, without_earlier
from .told_apart import short_names

_JOINTS = "_-. "
_FEWEST = 8
_TURNED = 0.95
"""Share of videos of equal names with the other label from which on labels are turned round, rather than other videos'."""

_OTHER_LABELS = 0.2
"""Of videos of equal names, the share with other labels from which on they are other videos."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Place:
    """Where the scores of files belong: the detector that they do not name themselves, and a data set, or ``None``.

    With ``apart``, videos get the data set as a prefix, because names are equal in several. With ``method``, the videos that are
    not ``shared`` with other files are fakes of that method, and shared ones count once.
    """

    detector: str
    data_set: str | None = None
    apart: bool = False
    method: str | None = None
    shared: pl.Series | None = None


def name_files(
    files: Sequence[Scored],
    files_are: FilesAre | None,
    *,
    splits: bool = True,
    labelled: bool = False,
    together: Sequence[NamedFiles] = (),
) -> tuple[list[Scored], list[str]]:
    """Name the detector of every file that names none, and the data sets and splits if several files hold one detector.

    Files whose names differ by a word for a split alone (``train.csv``, ``test.csv``) are splits of one detector. Where videos
    and names say so together, files are several detectors over several data sets. Other files with equal columns belong
    together. If no video is in two of them, or videos of equal names often have other labels, they are one detector over
    several data sets: ``genconvit_DFDC.csv`` and ``genconvit_FFpp.csv`` are ``genconvit`` over ``DFDC`` and ``FFpp``.
    Otherwise, and where a file has the name of a domain, each file is a separate detector with the name of the file.

    Args:
        files: files of scores.
        files_are: what the user says that files of one form are.
        splits: whether names of files may name splits, because nothing else does.
        labelled: whether names of files name labels.
        together: files that belong together, where that is known.

    Raises:
        UsageError: names and videos contradict each other.
    """
    by_names = files_by_name(files, by_split=files_are != "detectors", by_shard=files_are is None, by_label=labelled)
    units = [*together] or by_names
    notes = [_of_splits(unit, files_are) for unit in units if unit.splits]
    notes += [_of_parts(unit) for unit in units if len(unit.members) > 1 and not unit.splits and not labelled and not together]
    placed = _as_grid(units, notes) if files_are is None and all(unit.first.unnamed for unit in units) else None
    placed = placed or _by_columns(units, files_are, notes)
    named: dict[int, Scored] = {}
    earlier: dict[int, list[Scored]] = {}
    for unit, place in zip(units, placed, strict=True):
        parts = {i: _placed(file, place, unit.splits.get(i), unit, splits=splits) for i, file in unit.members.items()}
        once = id(place.shared) if place.shared is not None else id(unit) if not unit.splits and len(parts) > 1 else None
        named |= parts if once is None else _each_once(parts, earlier.setdefault(once, []))
    ordered = [named[i] for i in range(len(files))]
    return _distinct(ordered, notes), notes


def _each_once(parts: dict[int, Scored], before: list[Scored]) -> dict[int, Scored]:
    """Files without the videos that one before them holds; they are added to ``before``."""
    left: dict[int, Scored] = {}
    for i, part in parts.items():
        left[i] = without_earlier(part, before) if before else part
        before.append(left[i])
    return left


def _of_splits(unit: NamedFiles, files_are: FilesAre | None) -> str:
    """The note on files that differ by their split alone; equal names in several of them are a question."""
    members = list(unit.members.values())
    words = list(dict.fromkeys(unit.splits.values()))
    shared = 0 if files_are == "datasets" or _contradict([f.facts for f in members]) else _shared(members)
    if shared:
        names = names_of(short_names([f.path for f in members]).values())
        raise UsageError(
            f"the names of {names} say the splits {', '.join(words)}, and {shared:,} videos are in several of them; "
            f"leave them out of one, or say {option('files_are', 'datasets')} if they are different "
            f"videos of equal names, {option('files_are', 'detectors')} if each file is a detector"
        )
    return (
        f"{len(members)} files of {_detector(unit)} are the splits {', '.join(words)}, as their names say "
        f"({option('split', 'all')} pools them; to change this, say {option('files_are', 'detectors')})"
    )


def _of_parts(unit: NamedFiles) -> str:
    """The note on files that are parts of one table."""
    names = names_of(short_names([file.path for file in unit.members.values()]).values(), 4)
    shared = shared_videos([*unit.members.values()]).len()
    share = f"share {shared:,} videos, with equal scores, which count once," if shared else "share no video"
    return (
        f"{len(unit.members)} files {share} and are the parts of one table of {_detector(unit)}, as their names say: "
        f"{names} (if they are data sets, say {option('files_are', 'datasets')}; if each is a detector, "
        f"{option('files_are', 'detectors')})"
    )


def _detector(unit: NamedFiles) -> str:
    return unit.name or "detector"


def _as_grid(units: Sequence[NamedFiles], notes: list[str]) -> list[_Place] | None:
    """Several detectors over several data sets; ``None`` where names and videos do not say so."""
    pairs, why = grid_of(units), "their names and videos say"
    if pairs is None and (product := is_product(units)) is not None:
        keys = pl.concat([unit.videos.select("video").unique() for unit in units])["video"]
        pairs, why = names_say_grid(product, units), "their names say"
        if keys.is_duplicated().any():
            if pairs is not None and keys.n_unique() * len(units) == keys.len():
                raise UsageError(_same_everywhere(units, pairs))
            return None
        if pairs is None:
            raise UsageError(_unclear_product(units, product))
    if pairs is None:
        return None
    detectors, sets = (list(dict.fromkeys(pair[i] for pair in pairs)) for i in (0, 1))
    notes.append(
        f"{sum(len(unit.members) for unit in units)} files are {len(detectors)} detectors, {names_of(detectors)}, over "
        f"{len(sets)} data sets, {names_of(sets)}, as {why} (to change this, say {option('files_are', 'detectors')})"
    )
    of_set = {
        s: pl.concat([u.videos.select("video") for u, p in zip(units, pairs, strict=True) if p[1] == s]).unique()
        for s in sets
    }
    apart = bool(pl.concat(list(of_set.values()))["video"].is_duplicated().any())
    return [_Place(detector=detector, data_set=name, apart=apart) for detector, name in pairs]


def _same_everywhere(units: Sequence[NamedFiles], pairs: Sequence[tuple[str, str]]) -> str:
    sets = names_of(dict.fromkeys(pair[1] for pair in pairs))
    return (
        f"the names of {len(units)} files say the data sets {sets}, and all hold videos of the same names and labels; write the "
        f"data set into the paths of the videos, or say {option('files_are', 'detectors')} if each file is a detector"
    )


def _unclear_product(units: Sequence[NamedFiles], product: tuple[list[str], list[str]]) -> str:
    first, second = map(names_of, product)
    return (
        f"{len(units)} files share no video, and their names are each of {first} with each of {second}: nothing tells which are "
        f"detectors; name them in a column 'detector', or say {option('files_are', 'detectors')} if each file is a detector, "
        f"{option('files_are', 'datasets')} if all are one detector"
    )


def _by_columns(units: Sequence[NamedFiles], files_are: FilesAre | None, notes: list[str]) -> list[_Place]:
    """Files of equal columns are detectors over one data set, or one detector over data sets."""
    places: dict[int, _Place] = {}
    families: dict[tuple[str, ...], list[int]] = {}
    for i, unit in enumerate(units):
        families.setdefault(unit.first.columns, []).append(i)
    for family in families.values():
        of_one = [] if files_are == "detectors" else files_of_one_detector([units[i] for i in family])
        for at in of_one:
            some = [family[i] for i in at]
            places |= zip(some, _by_method([units[i] for i in some], notes), strict=True)
        members = [i for i in family if i not in places]
        if not members:
            continue
        alike = [units[i] for i in members]
        names = [_detector(unit) for unit in alike]
        common = _common(names)
        number = sum(len(unit.members) for unit in alike)
        if len(alike) > 1 and _are_datasets(alike, common, files_are):
            detector, apart = common.rstrip(_JOINTS) or "detector", _overlap(alike)
            parts = [name[len(common) :].strip(_JOINTS) or name for name in names]
            once = in_several(alike) if apart and share_equal_rows([f for unit in alike for f in unit.members.values()]) else None
            places |= {
                i: _Place(detector=detector, data_set=part if units[i].name else None, apart=apart and once is None, shared=once)
                for i, part in zip(members, parts, strict=True)
            }
            who = f"one detector, {detector}," if alike[0].first.unnamed else "the same detectors"
            notes.append(
                f"{number} files are {who} over {len(alike)} data sets: {', '.join(parts)} "
                f"(to change this, say {option('files_are', 'detectors')})"
            )
        else:
            places |= {i: _Place(detector=name) for i, name in zip(members, names, strict=True)}
            if len(alike) > 1 and alike[0].first.unnamed:
                notes.append(
                    f"{number} files of one form are {len(alike)} detectors: {', '.join(names)} "
                    f"(to change this, say {option('files_are', 'datasets')})"
                )
    return [places[i] for i in range(len(units))]


def _by_method(units: Sequence[NamedFiles], notes: list[str]) -> list[_Place]:
    """The places of files of one detector that share their real videos: each holds the fakes of one method."""
    names, shared = [_detector(unit) for unit in units], in_several(units)
    detector, methods = _parted(names)
    who = f"one detector, {detector}," if units[0].first.unnamed else "the same detectors"
    notes.append(
        f"{len(units)} files hold equal scores for the {shared.len():,} videos that they share, so they are of {who} with the "
        f"fakes of one method each: {names_of(methods)}; shared videos count once (to change this, say "
        f"{option('files_are', 'detectors')})"
    )
    return [_Place(detector=detector, method=method, shared=shared) for method in methods]


def _parted(names: Sequence[str]) -> tuple[str, list[str]]:
    """What names begin or end with alike, and the rest of each."""
    start, end = _common(names), _common([name[::-1] for name in names])[::-1]
    if start:
        return start.rstrip(_JOINTS), [name.removeprefix(start).strip(_JOINTS) or name for name in names]
    return end.lstrip(_JOINTS) or "detector", [name.removesuffix(end).strip(_JOINTS) or name for name in names]


def _are_datasets(units: Sequence[NamedFiles], common: str, files_are: FilesAre | None) -> bool:
    if files_are is not None:
        return files_are == "datasets"
    if _overlap(units):
        _ask_of_turned(units)
        return _contradict([unit.videos for unit in units])
    return bool(common) or not units[0].first.unnamed or not any(unit.name in DOMAINS for unit in units)


def _ask_of_turned(units: Sequence[NamedFiles]) -> None:
    """Raise an error if two files hold the same videos and nearly every one has the other label: one is turned round."""
    labelled = [(unit, unit.videos.drop_nulls()) for unit in units]
    labelled = [(unit, videos) for unit, videos in labelled if videos["label"].n_unique() > 1]
    for (first, videos), (second, others) in combinations(labelled, 2):
        both = videos.join(others, on="video", suffix="_two")
        least = _TURNED * min(videos.height, others.height)
        if both.height < max(_FEWEST, least) or share_of(both["label"] != both["label_two"]) < _TURNED:
            continue
        first_name, second_name = short_names([first.first.path, second.first.path]).values()
        raise UsageError(
            f"{first_name} and {second_name} hold videos of the same names, and nearly all have the other "
            "label, so the labels of one may be turned round: correct them in that file; if they are other videos of equal "
            f"names, say {option('files_are', 'datasets')}"
        )


def _contradict(facts: Sequence[pl.DataFrame]) -> bool:
    """Whether videos of equal names have other labels in other files: then they are other videos."""
    labels = pl.concat([f.select("video", "label").drop_nulls().unique() for f in facts])
    shared = labels.group_by("video").agg(files=pl.len(), labels=pl.col("label").n_unique()).filter(pl.col("files") > 1)
    return shared.height >= _FEWEST and share_of(shared["labels"] > 1) > _OTHER_LABELS


def _common(names: Sequence[str]) -> str:
    """The common beginning of the names, up to a separator."""
    alike = takewhile(lambda letters: len(set(letters)) == 1, zip(*names, strict=False))
    prefix = "".join(letters[0] for letters in alike)
    return prefix[: max((prefix.rfind(joint) for joint in _JOINTS), default=-1) + 1]


def _overlap(units: Sequence[NamedFiles]) -> bool:
    keys = pl.concat([pl.concat([f.scores["video"] for f in unit.members.values()]).unique() for unit in units])
    return bool(keys.is_duplicated().any())


def _shared(files: Sequence[Scored]) -> int:
    """Videos that are in several files."""
    keys = pl.concat([file.scores["video"].unique() for file in files])
    return keys.filter(keys.is_duplicated()).n_unique()


def _placed(file: Scored, place: _Place, split: str | None, unit: NamedFiles, *, splits: bool) -> Scored:
    """Name detector, data set and split; what the file says itself is kept."""
    facts, scores = file.facts, file.scores
    if place.data_set is not None and "dataset" not in facts.columns:
        facts = facts.with_columns(dataset=pl.lit(place.data_set))
    if place.method is not None and place.shared is not None:
        facts = with_method(facts, place.method, place.shared)
    if split is not None and splits and "split" not in facts.columns:
        facts = facts.with_columns(split=pl.lit(split))
    prefixes = [place.data_set] if place.apart else []
    prefixes += [split] if split is not None and _shared(list(unit.members.values())) else []
    if prefixes:
        prefix = pl.lit("/".join(str(p) for p in prefixes))
        facts, scores = (t.with_columns(video=pl.format("{}/{}", prefix, "video")) for t in (facts, scores))
    detector = place.detector
    if (scores["detector"] == detector).any():  # a column of the file is called as the file is
        detector = f"{detector} ({file.path.name})"
    named = pl.when(pl.col("detector") == "").then(pl.lit(detector)).otherwise("detector")
    return replace(file, facts=facts, scores=scores.with_columns(detector=named))


def _distinct(files: list[Scored], notes: list[str]) -> list[Scored]:
    """Rename a detector whose name another file uses, if both scored some of the same videos."""
    if not _share_a_detector(files):
        return files
    stems = stems_of([file.path for file in files])
    seen: dict[str, pl.Series] = {}
    distinct: list[Scored] = []
    for file, stem in zip(files, stems, strict=True):
        renamed: dict[str, str] = {}
        for name in file.scores["detector"].unique(maintain_order=True).to_list():
            videos = file.scores.filter(pl.col("detector") == name)["video"].unique()
            if name in seen and videos.is_in(seen[name].implode()).any():
                renamed[name] = f"{name} ({stem})"
                notes.append(
                    f"{file.path}: another file holds scores of {name} for the same videos; this one is called {renamed[name]}"
                )
            else:
                seen[name] = pl.concat([seen[name], videos]) if name in seen else videos
        if renamed:
            file = replace(file, scores=file.scores.with_columns(pl.col("detector").replace(renamed)))
        distinct.append(file)
    return distinct


def _share_a_detector(files: Sequence[Scored]) -> bool:
    """Whether two files hold scores of one detector for one video."""
    names = pl.concat([file.scores["detector"].unique() for file in files])
    several = names.filter(names.is_duplicated()).unique().implode()
    if not len(several[0]):
        return False
    scores = [file.scores.lazy().select("detector", "video", file=pl.lit(at)) for at, file in enumerate(files)]
    scored = pl.concat(scores).filter(pl.col("detector").is_in(several)).unique().collect()
    return bool(scored.select("detector", "video").is_duplicated().any())
