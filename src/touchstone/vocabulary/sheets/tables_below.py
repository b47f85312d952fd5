"""Documents with a table under each key: of each detector, of each data set, or of each way to forge."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, cast

from touchstone.vocabulary.excerpts import names_of, quoted
from touchstone.vocabulary.words import CODED, FOLDERS, LABELS, MEDIA, names_data_set

from .beside_facts import columns_beside_facts
from .by_key import is_fold
from .by_label import videos_by_label
from .records import Record, is_number, is_record_of_video, names_column

_MOST = 64
_FEWEST = 4
_DEEPEST = 2
_FILE = re.compile(MEDIA)
_PLAIN_WORD = re.compile(r"[A-Za-z_\s-]*")
_MORE_REAL = frozenset({"youtube", "actors", "originals"})
_CODES = ("0", "1")


def tables_below(content: Mapping[str, Any], depth: int = 1) -> tuple[list[Record], list[str]] | None:
    """Records of ``{"xception": {video: {"label": …, "score": …}}, …}`` and the like, and what the keys are.

    A table is an object of videos with a number or an object each, an object of lists, or a list of records. Keys of which one
    says real name the ways to forge; those of public data sets, and those of tables that share no video, data sets; others
    detectors.

    >>> tables_below({k: {f"v{i}": i / 9 for i in range(5)} for k in ("a", "b")})[1]
    ["its keys 'a', 'b', which share videos, are read as the column 'detector'"]
    """
    if not 1 < len(content) <= _MOST or depth > _DEEPEST or any(_FILE.search(name) or names_column(name) for name in content):
        return None
    if all(name.strip().lower() in LABELS for name in content) and tuple(sorted(content)) != _CODES:
        return None  # columns of classes
    tables: dict[str, list[Record]] = {}
    said: list[str] = []
    for name, value in content.items():
        table = _table(value, len(content), depth)
        if table is None:
            return None
        tables[name], notes = table
        said += [note for note in notes if note not in said]
    return _joined(tables, said)


def _table(value: object, beside: int, depth: int) -> tuple[list[Record], list[str]] | None:
    """The records of one table, and what is said of it; ``None`` where it is something else."""
    if isinstance(value, list):
        rows = cast(list[Any], value)
        whole = bool(rows) and all(isinstance(row, dict) and is_record_of_video(cast(Record, row)) for row in rows)
        return (cast(list[Record], rows), []) if whole else None
    if not isinstance(value, dict):
        return None
    content = cast(Record, value)
    if (columns := columns_beside_facts(content)) is not None:
        return columns if is_record_of_video(columns[0][0]) else None
    if (records := videos_by_label(content)) is not None:
        return records, []
    if _are_videos(content, beside):
        return [{"video": name, **(of if isinstance(of, dict) else {"score": of})} for name, of in content.items()], []
    return tables_below(content, depth + 1)


def _are_videos(content: Record, beside: int) -> bool:
    """Whether an object holds a number, or an object with known columns, for each of more videos than there are tables."""
    if not max(_FEWEST, beside + 1) <= len(content) or all(_PLAIN_WORD.fullmatch(name) for name in content):
        return False
    return all(map(is_number, content.values())) or all(map(_is_record, content.values()))


def _is_record(value: object) -> bool:
    return isinstance(value, dict) and any(names_column(str(name)) for name in cast(Record, value))


def _joined(tables: Mapping[str, Sequence[Record]], said: list[str]) -> tuple[list[Record], list[str]]:
    """All tables as one, with a column for their keys; and what that is."""
    videos = {name: {_video(row): row for row in rows} for name, rows in tables.items()}
    every = [video for of in videos.values() for video in of]
    shares = len(set(every)) < len(every)
    how = "which share videos" if shares else "which share no video"
    listed = names_of([quoted(name) for name in tables], 6)
    if not shares and all(map(is_fold, tables)):
        return [row for rows in tables.values() for row in rows], [*said, f"its keys {listed}, {how}, are parts of one table"]
    what = _what(tables, shares=shares)
    if what == "detector" and _repeat(videos):
        return _by_method(tables, listed, said)
    said = [*said, f"its keys {listed}, {how}, are read as the column {what!r}"]
    return [{what: name, **row} for name, rows in tables.items() for row in rows], said


def _what(tables: Mapping[str, Sequence[Record]], *, shares: bool) -> str:
    """The column that the keys are."""
    labelled = any("label" in row for rows in tables.values() for row in rows[:1])
    if not labelled and tuple(sorted(tables)) == _CODES and not shares:
        return "label"
    if not labelled and any(map(_says_real, tables)):
        return "method"
    of_detectors = any("detector" in row for rows in tables.values() for row in rows[:1])
    return "dataset" if of_detectors or not shares or all(map(names_data_set, tables)) else "detector"


def _says_real(name: str) -> bool:
    plain = name.strip().lower()
    return plain in _MORE_REAL or (plain not in CODED and "real" in (FOLDERS.get(plain), LABELS.get(plain)))


def _repeat(videos: Mapping[str, Mapping[str, Record]]) -> bool:
    """Whether tables have videos of their own, and hold the same of those that they share: real ones, beside fakes of one way."""
    seen: dict[str, Record] = {}
    shared: set[str] = set()
    for of in videos.values():
        again = seen.keys() & of.keys()
        if any(seen[video] != of[video] for video in again):
            return False
        shared |= again
        seen |= of
    fewest = len(shared) >= _FEWEST and all(of.keys() - shared for of in videos.values())
    return fewest and all(seen[video].get("label") == "real" for video in shared)


def _by_method(tables: Mapping[str, Sequence[Record]], listed: str, said: list[str]) -> tuple[list[Record], list[str]]:
    rows = [row if row["label"] == "real" else {**row, "method": name} for name, table in tables.items() for row in table]
    once = list({(_video(row), row["label"]): row for row in rows[::-1]}.values())[::-1]
    how = "hold the same of their real videos, which count once; they are read as the ways to forge"
    return once, [*said, f"its keys {listed} {how}"]


def _video(record: Record) -> str:
    return str(next((value for name, value in record.items() if is_record_of_video({name: value})), ""))
