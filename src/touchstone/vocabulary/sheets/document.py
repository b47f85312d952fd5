"""JSON documents as tables: lists of records, records by name, columns, and records with one answer per detector."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, cast

import polars as pl

from touchstone.vocabulary.errors import TableError
from touchstone.vocabulary.excerpts import names_of, quoted, storable
from touchstone.vocabulary.tables import refused_size
from touchstone.vocabulary.words import LABELS, spelled_plainly

from .batches import single_pairs, without_batches
from .beside_facts import columns_beside_facts
from .by_key import (
    LISTS,
    answers_by_video,
    classes_by_video,
    frames_by_video,
    lists_by_model,
    rows_of_batches,
)
from .by_label import SAID_OF_BENCH, SAID_OF_LABELS, list_of_bench, videos_by_label
from .class_keys import CODE, with_named_places, with_words, without_class_keys
from .class_objects import with_classes
from .dates import outside_calendar
from .depth import check_depth
from .frame_objects import lists_of_numbered_frames, records_of_frames
from .lists import may_hold_scores, without_lists
from .members import NESTING, hold_any, kinds_of, names_in
from .records import (
    Record,
    columns_by_video,
    columns_of,
    float_of,
    frame_of_pandas,
    is_record_of_video,
    is_split,
    lists_of_videos,
    numbers_by_frame,
    of_list,
    pairs_of_label_and_score,
    parts_of,
    tables_of_scores,
)
from .sheet import Sheet, distinct
from .tables_below import tables_below

_REMARKS = frozenset({
    "meta", "metadata", "config", "configuration", "args", "arguments", "info", "settings", "params", "parameters", "summary",
    "metrics", "model", "model_name", "date", "version", "time", "timestamp", "hyperparameters", "experiment", "run", "name",
    "description", "stats", "statistics", "performance", "header", "seed", "checkpoint", "commit", "created", "duration",
})  # fmt: skip
"""Keys of what documents say of an evaluation beside its rows."""

_DEEPEST = 4


def sheet_of_document(path: Path, document: Any) -> Sheet:
    """Bring a document into rows; what lies inside a record becomes a column with a dotted name.

    Raises:
        TableError: nothing in it looks like rows.
    """
    check_depth(path, document)
    document = without_batches(document)
    if (bare := _of_lists(path, document)) is not None:
        return bare
    document, classes, named = without_class_keys(path, document)
    records, notes = _records(path, document)
    notes = [*named, *notes]
    if not records:
        raise TableError(f"{path} holds no records; give a list of objects, or an object of videos")
    flat, said = flat_records(path, with_named_places(records, classes))
    notes += said
    columns = names_in(flat)
    if (refused := refused_size(path, len(flat), len(columns))) is not None:
        raise refused
    cells = with_words({name: [record.get(name) for record in flat] for name in columns}, classes)
    series = [series_of(name, values) for name, values in cells.items()]
    frame = pl.DataFrame([s.alias(name) for s, name in zip(series, distinct([s.name for s in series]), strict=True)])
    written = {CODE: CODE} if CODE in cells and CODE not in columns else {}
    return Sheet(path=path, kind="json", frame=frame, notes=tuple(notes), written=written)


def _of_lists(path: Path, document: Any) -> Sheet | None:
    """Lines without header, where a document is a list of lists of equal length, as data frames write their values."""
    if not isinstance(document, list) or not document:
        return None
    if not all(isinstance(row, list) for row in cast(list[Any], document)):
        return None
    rows = cast(list[list[Any]], document)
    width = len(rows[0])
    if width < 2 or any(len(row) != width for row in rows):
        return None
    names = [f"column {place}" for place in range(1, width + 1)]
    frame = pl.DataFrame([series_of(name, [row[at] for row in rows]) for at, name in enumerate(names)])
    return Sheet(path=path, kind="json", frame=frame, header=False)


def _records(path: Path, document: Any) -> tuple[list[Record], list[str]]:
    if isinstance(document, list):
        if (tables := lists_by_model(cast(list[Any], document))) is not None:
            return tables[0], [tables[1]]
        if (rows := rows_of_batches(cast(list[Any], document))) is not None:
            return rows, ["its objects hold lists of equal length; they are read as batches of rows"]
        if (pairs := single_pairs(cast(list[Any], document))) is not None:
            return pairs, []
        return _of_list(path, cast(list[Any], document)), []
    if document == {}:
        return [], []
    if not isinstance(document, dict):
        raise TableError(f"{path} holds a single value, no table of scores")
    content = cast(Record, document)
    for key in LISTS:
        rows = content.get(key)
        if isinstance(rows, list) and rows and isinstance(rows[0], dict):
            rest = [name for name in content if name != key]
            notes = [f"rows read from {key!r}" + (f"; {names_of(rest)} not used" if rest else "")]
            return _of_list(path, cast(list[Any], rows)), notes
    if (inner := _below_remarks(path, content)) is not None:
        return inner
    for shape, what in _SHAPES:
        if (rows := shape(content)) is not None:
            return rows, [what] if what else []
    if (columns := columns_beside_facts(content)) is not None:
        return columns
    if (inner := _of_parts(path, content)) is not None:
        return inner
    if (below := tables_below(content)) is not None:
        return below
    if all(isinstance(value, dict) for value in content.values()):
        return _of_objects(cast(dict[str, Record], content))
    if all(isinstance(value, (int, float, str)) or value is None for value in content.values()):
        what = "label" if _are_labels(content.values()) else "score"
        return [{"video": name, what: value} for name, value in content.items()], []
    raise TableError(
        f"{path}: its keys ({names_of(list(content)[:4])} …) hold no records; give a list of objects, or an object of videos"
    )


def _below_remarks(path: Path, content: Record) -> tuple[list[Record], list[str]] | None:
    """The rows of an object of videos under ``results`` and the like, beside facts of the evaluation such as ``meta``."""
    keys = [key for key in LISTS if isinstance(content.get(key), dict) and content[key]]
    rest = [name for name in content if name not in keys]
    if len(keys) != 1 or not rest or not all(spelled_plainly(name) in _REMARKS for name in rest):
        return None
    records, said = _records(path, content[keys[0]])
    return records, [f"rows read from {keys[0]!r}; {names_of(rest)} not used", *said]


_SHAPES = (
    (videos_by_label, SAID_OF_LABELS),
    (list_of_bench, SAID_OF_BENCH),
    (frame_of_pandas, "read as a data frame that pandas wrote (orient split)"),
    (columns_of, ""),
    (pairs_of_label_and_score, "its pairs are a label and a score"),
    (lists_of_videos, ""),
    (classes_by_video, ""),
)


def _of_parts(path: Path, content: Record) -> tuple[list[Record], list[str]] | None:
    """The rows of every part of an object that holds a table per split, or a table under one name."""
    parts = parts_of(content)
    if parts is None or not all(isinstance(part, dict | list) and bool(cast(Any, part)) for part in content.values()):
        return None
    rows: list[Record] = []
    notes: list[str] = []
    for name, part in parts:
        if isinstance(part, dict) and len(content) == 1 and not _is_table(cast(Record, part)):
            return None
        records, said = _records(path, part)
        rows += [{**record, "split": name} if is_split(name) else record for record in records]
        notes += said
    names = ", ".join(repr(name) for name in content)
    return rows, [
        f"rows read from {names}" + (", which are read as splits" if is_split(next(iter(content))) else ""),
        *dict.fromkeys(notes),
    ]


def _is_table(content: Record) -> bool:
    """Whether an object holds a table rather than the facts of one video."""
    return bool(content) and all(isinstance(value, list | dict) for value in content.values())


def _of_list(path: Path, rows: list[Any]) -> list[Record]:
    for number, row in enumerate(rows, start=1):
        if not isinstance(row, dict):
            raise TableError(f"{path}, entry {number} is not an object with named values: {quoted(row)}")
    return cast(list[Record], rows)


def _of_objects(objects: dict[str, Record]) -> tuple[list[Record], list[str]]:
    """Columns by their names, tables of scores by detector or data set, or records by the names of videos."""
    if (frames := frames_by_video(objects)) is not None:
        return frames, ["its keys name videos, and the keys below them frames"]
    if (records := columns_by_video(objects)) is not None:
        return records, []
    if (tables := tables_of_scores(objects)) is not None:
        names = ", ".join(repr(name) for name in list(objects)[:6])
        shared = "which share videos" if tables[1] == "detector" else "which share no video"
        return tables[0], [f"its keys {names}, {shared}, are read as the column {tables[1]!r}"]
    if (answers := answers_by_video(objects)) is not None:
        return answers[0], [answers[1]]
    if all(is_record_of_video(record) for record in objects.values()):
        return list(objects.values()), []
    return [{"video": name, **record} for name, record in objects.items()], []


def _are_labels(values: Iterable[Any]) -> bool:
    """Whether values are words for real and fake."""
    return all(isinstance(value, str) and value.strip().lower() in LABELS for value in values)


def flat_records(path: Path, records: Sequence[Record]) -> tuple[list[Record], list[str]]:
    """Records of single values; what lies inside an object gets a dotted name, and lists become what they mean.

    Returns:
        The records, of which a list of scores of frames makes several, and what was done, one line each.

    Raises:
        TableError: several members hold lists of scores.
    """
    if not hold_any(records, NESTING) and kinds_of(names_in(records)) <= {str}:
        return list(records), []
    records, of_classes = with_classes(lists_of_numbered_frames(records))
    records, framed = records_of_frames(records)
    framed = [*of_classes, *framed]
    flat = [_flat(record) for record in records]
    named = [name for name in names_in(records) if may_hold_scores(name)]
    names = [name for name in named if any(isinstance(record.get(name), NESTING) for record in records)]
    read = names_in(flat) if names else []
    lost = sorted(name for name in names if not any(key == name or key.startswith(f"{name}.") for key in read))
    notes = (
        [f"{', '.join(map(repr, lost[:8]))}: neither numbers nor lists of numbers, so not read as scores"]
        if lost
        else []
    )
    if not hold_any(flat, list):
        return flat, framed + notes
    flat, said = without_lists(path, flat)
    return flat, framed + notes + said


def _flat(record: Record, prefix: str = "", depth: int = 1) -> Record:
    flat: Record = {}
    for key, value in record.items():
        name = f"{prefix}{key}"
        if not isinstance(value, NESTING):
            flat[name] = value
        elif isinstance(value, dict):
            if depth < _DEEPEST:
                flat |= _flat(cast(Record, value), f"{name}.", depth + 1)
        else:
            # Frames of faces, segments of time: nothing that a column of scores could hold.
            items = cast(list[Any], value)
            inner = of_list(items)
            if inner is None and may_hold_scores(name):
                inner = numbers_by_frame(items)
            if isinstance(inner, dict):
                flat |= {f"{name}.{k}": v for k, v in cast(Record, inner).items()}
            elif inner is not None:
                flat[name] = inner
    return flat


def plain_values(values: pl.Series) -> list[Any]:
    """The values of a column as Python's; dates that Python cannot hold, and all inside lists, are numbers."""
    numbered = _holds_dates(values.dtype) or outside_calendar(values).any()
    try:
        return (values.to_physical() if numbered else values).to_list()
    except OverflowError:  # a length of time beyond what Python can hold
        return values.to_physical().to_list()


def _holds_dates(dtype: pl.DataType) -> bool:
    """Whether a nested type has dates or times in it."""
    if isinstance(dtype, pl.List | pl.Array):
        inner = [dtype.inner]
    elif isinstance(dtype, pl.Struct):
        inner = [field.dtype for field in dtype.fields]
    else:
        return False
    return any(kind.is_temporal() or (isinstance(kind, pl.DataType) and _holds_dates(kind)) for kind in inner)


def series_of(name: str, values: list[Any]) -> pl.Series:
    """Numbers as numbers, truth values as such, everything else as text, bytes too where all of them are UTF-8."""
    name = _text(name)
    kinds = kinds_of(values) - {type(None)}
    if kinds <= {bool}:
        return pl.Series(name, values, dtype=pl.Boolean)
    if kinds == {float}:
        return pl.Series(name, values, dtype=pl.Float64)
    if kinds <= {int, float}:
        return pl.Series(name, [None if value is None else float_of(value) for value in values], dtype=pl.Float64)
    if kinds == {str} and (words := _words(name, values)) is not None:
        return words
    if kinds == {bytes} and (words := text_of_bytes(pl.Series(name, values, dtype=pl.Binary))).dtype == pl.String:
        return words
    return pl.Series(name, [None if value is None else _text(value) for value in values], dtype=pl.String)


def _words(name: str, values: list[Any]) -> pl.Series | None:
    """A column of text; ``None`` where a text holds what UTF-8 has not."""
    try:
        return pl.Series(name, values, dtype=pl.String)
    except UnicodeEncodeError:
        return None


def text_of_bytes(cells: pl.Series) -> pl.Series:
    """Bytes as text, where all of them are UTF-8; otherwise as they are."""
    try:
        return cells.cast(pl.String)
    except pl.exceptions.PolarsError:
        return cells


def _text(value: object) -> str:
    """Text that a table can hold, of any object."""
    try:
        return storable(str(value))
    except Exception:  # a number of thousands of digits, or what a foreign class raises
        return quoted(value)
