"""Turn scores and labels in memory (data frames, arrays, lists, dictionaries) into sheets."""

from __future__ import annotations

from collections.abc import Generator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any, cast

import numpy as np
import polars as pl

from touchstone.vocabulary.door import option
from touchstone.vocabulary.errors import TouchstoneError, UsageError, short_reason
from touchstone.vocabulary.excerpts import names_of, quoted, storable
from touchstone.vocabulary.sheets import Sheet, frame_of_columns, plain_values, series_of, sheet_of_document
from touchstone.vocabulary.words import LABELS

from .indexed import has_index, in_order_of, names_videos, same_order, with_index
from .names import find_fields, find_scores
from .options import Options

_TAKEN = {
    "scores": "a polars or pandas DataFrame, a dict of columns, a list of dicts, or an array or list of P(fake)",
    "labels": "a file, one label per row, {video: label}, or a table with the columns video and label",
}

_OF_ROWS = 2
_OF_SUMS = 0.011
_CLASSES = ("prob_0", "prob_1")
"""What the columns of an array of two are called: the first class is real, as in tables that number their classes."""


def sheets_of_data(data: object, labels: object, options: Options | None = None) -> tuple[Sheet, Sheet | None]:
    """Scores in memory with one label per row; or two sheets, where the index of the labels names videos and the scores do too.

    Args:
        data: as in :func:`sheet_of_data`.
        labels: one label per row, or a Series of pandas whose index names videos.
        options: corrections of what is recognised.

    Raises:
        UsageError: the data are of another kind, or their lengths or indices differ.
    """
    if names_videos(labels):
        sheet, fields = _read_given(data, "scores", options or Options())
        if "video" in fields:
            return _with_detectors(sheet, fields, options or Options()), sheet_of_labels(labels)
    return sheet_of_data(data, labels=labels, options=options), None


def sheet_of_data(data: object, name: str = "scores", labels: object = None, options: Options | None = None) -> Sheet:
    """Scores in memory as a sheet; rows that name no video are numbered.

    Args:
        data: a polars or pandas DataFrame, a dict of columns, a list of dicts, or P(fake) alone, one number per video.
        name: name of the sheet in notes and errors, and of its detector if the data name none.
        labels: one label per row, if no column of ``data`` holds them. If no column is recognised as a score either, every
            column of numbers is a detector with the name of the column. Where both are of pandas, rows of equal index belong
            together.
        options: corrections of what is recognised.

    Raises:
        UsageError: the data are of another kind, or their lengths or indices differ.

    >>> sheet_of_data({"mine": [0.1, 0.9]}, labels=["real", "fake"]).columns
    ['video', 'p_mine', 'label']
    """
    options = options or Options()
    sheet, fields = _read_given(data, name, options)
    if labels is not None:
        labels, moved = _in_order(labels, data)
        sheet = _with_labels(_with_detectors(sheet, fields, options), fields, labels, options)
        sheet = replace(sheet, notes=(*sheet.notes, *moved))
    if "video" not in fields:
        sheet.frame.insert_column(0, _names_of_rows(sheet.frame.height, labels))
    return sheet


def _read_given(data: object, name: str, options: Options) -> tuple[Sheet, dict[str, str]]:
    """Data in memory as a sheet, and field → column."""
    if (pairs := _pairs(data)) is not None:
        data = pairs
    elif _are_rows_of_words(data):
        raise UsageError(f"the rows of {name} name no columns; give {_TAKEN.get(name, _TAKEN['scores'])}")
    if is_values(data):
        data = cast(Any, data).to_frame("p_fake") if has_index(data) else _columns_of_values(data)
    elif isinstance(data, Mapping) and data and all(_is_score(value) for value in cast(Mapping[Any, Any], data).values()):
        by_video = cast(Mapping[Any, Any], data)
        data = {"video": list(by_video), "p_fake": [float(value) for value in by_video.values()]}
    frame, notes = _frame(data, name)
    sheet = Sheet(path=Path(name), kind="parquet", frame=frame, notes=notes)
    return sheet, find_fields(sheet, options.columns)


def _pairs(data: object) -> dict[str, list[Any]] | None:
    """Videos and their P(fake) of ``[("a.mp4", 0.3), …]``; ``None`` for anything else.

    >>> _pairs([("a.mp4", 0.3), ("b.mp4", 0.9)]), _pairs([("a.mp4", "real")])
    ({'video': ['a.mp4', 'b.mp4'], 'p_fake': [0.3, 0.9]}, None)
    """
    rows = list(cast(Sequence[Any], data)) if isinstance(data, list | tuple) else []
    if not rows or not all(isinstance(row, tuple | list) and len(cast(Sequence[Any], row)) == _OF_ROWS for row in rows):
        return None
    if not all(isinstance(video, str) and _is_score(score) for video, score in rows):
        return None
    return {"video": [video for video, _ in rows], "p_fake": [float(score) for _, score in rows]}


def _are_rows_of_words(data: object) -> bool:
    """Whether data are lists or tuples without names of columns, which hold a text."""
    rows = list(cast(Sequence[Any], data)) if isinstance(data, list | tuple) else []
    return bool(rows) and all(isinstance(row, tuple | list) and any(isinstance(x, str) for x in row) for row in rows)


def _columns_of_values(data: object) -> dict[str, object]:
    """P(fake) as a column; an array of one number in each row is that, and of two that sum to 1 the classes 0 and 1."""
    values = cast(Any, data)
    shape = tuple(getattr(values, "shape", ()))
    if len(shape) == _OF_ROWS and shape[1] == 1:
        return {"p_fake": values[:, 0]}
    if len(shape) == _OF_ROWS and shape[1] == len(_CLASSES) and _sum_to_one_in_rows(values):
        return {name: values[:, at] for at, name in enumerate(_CLASSES)}
    return {"p_fake": data}


def _sum_to_one_in_rows(values: object) -> bool:
    """Whether both numbers of each row sum to 1, as the shares of two classes do."""
    with _foreign("scores"):
        rows = np.asarray(values)
    return rows.dtype.kind == "f" and bool((np.abs(rows.sum(axis=1) - 1) < _OF_SUMS).all())


def _is_score(value: object) -> bool:
    """Whether a value is one number, as Python and NumPy hold it."""
    return isinstance(value, int | float | np.number) and not isinstance(value, bool)


def _in_order(labels: object, data: object) -> tuple[object, list[str]]:
    """Labels in the order of the rows of data, by the index of both where both have one; and a note where that moved any."""
    values = cast(Mapping[Any, Any], data).values() if isinstance(data, Mapping) else (data,)
    other = next((value for value in values if has_index(value)), None)
    if other is None or not has_index(labels):
        return labels, []
    with _foreign("labels"):
        ordered, note = in_order_of(labels, other, "labels", "scores")
    return ordered, [note] if note else []


def _names_of_rows(height: int, labels: object) -> pl.Series:
    """Names of videos that no column names: those in the index of their labels, or their numbers."""
    if names_videos(labels):
        return series_of("video", _list(cast(Any, labels).index))
    number = pl.int_range(height, eager=True).cast(pl.String).str.zfill(len(str(height)))
    return pl.select(video=pl.format("row {}", number)).to_series()


def _with_detectors(sheet: Sheet, fields: Mapping[str, str], options: Options) -> Sheet:
    """Every column of numbers as a detector with the name of the column, where none is recognised as a score."""
    if find_scores(sheet, options, [*fields.values()]):
        return sheet
    other = [c for c in sheet.columns if c not in fields.values() and sheet.frame[c].dtype.is_numeric()]
    notes = _facts_not_detectors(sheet.frame, fields, other)
    renamed = sheet.with_names({column: f"p_{column}" for column in other})
    return replace(renamed, notes=(*sheet.notes, *notes))


def _with_labels(sheet: Sheet, fields: Mapping[str, str], labels: object, options: Options) -> Sheet:
    """The sheet with one label per row."""
    if "label" in options.columns:
        named = option("columns", f"label={options.columns['label']}")
        raise UsageError(f"{option('labels')} and {named} both say what the labels are; give one of them")
    with _foreign("labels"):
        values = series_of("label", _list(labels))
    frame, name = sheet.frame, sheet.path.name
    if len(values) != frame.height:
        raise UsageError(f"labels hold {len(values):,} values but {name} {frame.height:,} rows; give one label per row")
    notes = list(sheet.notes)
    if "label" in fields:
        notes.append(_overridden(frame[fields["label"]], values))
        frame = frame.drop(fields["label"])
    return replace(sheet, frame=frame.with_columns(values), notes=tuple(notes))


def _facts_not_detectors(frame: pl.DataFrame, fields: Mapping[str, str], detectors: Sequence[str]) -> list[str]:
    """A note on columns of numbers whose names say that they hold facts; where none is left as a detector, an error."""
    read = {column for field, column in fields.items() if field != "label"}
    facts = [c for c in frame.columns if c in read and frame[c].dtype.is_float()]
    if not facts:
        return []
    listed, example = ", ".join(repr(c) for c in facts), facts[0]
    what = (
        f"{listed} is read as what its name says" if len(facts) == 1 else f"{listed} are read as what their names say"
    )
    note = f"{what}, not as scores; for a detector of that name, call the column {f'p_{example}'!r}"
    if not detectors:
        raise UsageError(f"no column is left that holds scores: {note}")
    return [note]


def _overridden(column: pl.Series, values: pl.Series) -> str:
    """A note that labels given for each row count instead of those of a column."""
    words = [s.cast(pl.String).str.to_lowercase().str.strip_chars() for s in (column, values)]
    before, after = (w.replace_strict(LABELS, default=w, return_dtype=pl.String) for w in words)
    differ = int((before != after).sum())
    return (
        f"column {column.name!r} is not used, because {option('labels')} gives a label for each row; "
        f"{differ:,} of {len(values):,} differ"
    )


def sheet_of_labels(data: object, name: str = "labels") -> Sheet:
    """Labels in memory as a sheet.

    Args:
        data: ``{video: label}``, or a table with the columns video and label in any form that :func:`sheet_of_data` takes.
        name: name of the sheet in notes and errors.

    >>> sheet_of_labels({"a.mp4": "real", "b.mp4": "fake"}).frame.rows()
    [('a.mp4', 'real'), ('b.mp4', 'fake')]
    """
    if names_videos(data) and not _is_frame(data):
        data = dict(zip(cast(Any, data).index, _list(data), strict=True))
    by_video = cast(Mapping[str, Any], data) if isinstance(data, Mapping) else None
    if by_video and all(_is_single(value) for value in by_video.values()):
        data = {"video": list(by_video), "label": list(by_video.values())}
    frame, notes = _frame(data, name)
    return Sheet(path=Path(name), kind="parquet", frame=frame, notes=notes)


def is_values(data: object) -> bool:
    """Whether data are one value per row, not a table.

    >>> is_values([0.1, 0.9]), is_values([{"video": "a"}]), is_values({"video": ["a"]})
    (True, False, False)
    """
    if isinstance(data, Mapping | str | Path) or _is_frame(data):
        return False
    if isinstance(data, Sequence):
        return not any(isinstance(value, Mapping | Path) or _is_frame(value) for value in cast(Sequence[object], data))
    return hasattr(data, "tolist") or hasattr(data, "to_list")


def _is_pandas(data: object) -> bool:
    """Whether it is a DataFrame of pandas, which need not be installed."""
    return hasattr(data, "columns") and hasattr(data, "reset_index") and not isinstance(data, type)


def _is_frame(data: object) -> bool:
    """Whether it is a table of polars or pandas. A LazyFrame is not asked for its columns, which may be work."""
    return isinstance(data, pl.DataFrame | pl.LazyFrame) or hasattr(data, "columns")


def _all_different(columns: Sequence[str], name: str) -> None:
    twice = next((column for i, column in enumerate(columns) if column in columns[:i]), None)
    if twice is not None:
        raise UsageError(f"{name} has two columns {quoted(twice)}; leave one out, or call it otherwise")


@contextmanager
def _foreign(name: str) -> Generator[None]:
    """Whatever an object of others raises while its values are read is one line."""
    try:
        yield
    except TouchstoneError:
        raise
    except Exception as error:
        raise UsageError(f"{name} cannot be read as a table ({short_reason(error)}); give plain columns") from error


def _frame(data: object, name: str) -> tuple[pl.DataFrame, tuple[str, ...]]:
    """The rows of data, and what is said of how they were read."""
    with _foreign(name):
        frame, notes = _read(data, name)
    if not frame.height:
        raise UsageError(f"{name} holds no rows; give at least one real and one fake video")
    return frame, tuple(notes)


def _read(data: object, name: str) -> tuple[pl.DataFrame, Sequence[str]]:
    if isinstance(data, pl.LazyFrame):
        data = data.collect()
    if isinstance(data, pl.DataFrame):
        return frame_of_columns(Path(name), {column.name: column for column in data.get_columns()})
    if _is_pandas(data):
        pandas = cast(Any, data)
        _all_different([str(column) for column in pandas.columns], name)
        pandas = with_index(pandas)
        data = {str(column): pandas[column] for column in pandas.columns}
    if isinstance(data, Mapping):
        named = cast(Mapping[Any, Any], data)
        _all_different([storable(str(key)) for key in named], name)
        columns = {storable(str(key)): value for key, value in named.items()}
        if columns and all(is_values(value) for value in columns.values()):
            columns, moved = same_order(columns)
            lists = {column: _list(values) for column, values in columns.items()}
            lengths = {column: len(values) for column, values in lists.items()}
            if len(set(lengths.values())) > 1:
                listed = names_of(f"{column} {length:,}" for column, length in lengths.items())
                raise UsageError(f"the columns of {name} differ in length ({listed}); give columns of equal length")
            frame, notes = frame_of_columns(Path(name), lists)
            return frame, (*notes, *moved)
        sheet = sheet_of_document(Path(name), columns)
        return sheet.frame, sheet.notes
    if isinstance(data, Sequence) and not isinstance(data, str | bytes):
        if any(_is_frame(row) for row in cast(Sequence[object], data)):
            raise UsageError(f"{name} holds several tables; give one table, in which each detector is a column p_NAME")
        sheet = sheet_of_document(Path(name), list(cast(Sequence[object], data)))
        return sheet.frame, sheet.notes
    raise UsageError(f"{name} must be {_TAKEN.get(name, _TAKEN['scores'])}, not {type(data).__name__}")


def _list(values: object) -> list[Any]:
    """Plain numbers, truth values and strings; the missing values of pandas and NumPy become ``None``."""
    holder = cast(Any, values)
    if getattr(holder, "ndim", 1) != 1:
        raise UsageError(f"give one value per row, not an array of shape {tuple(holder.shape)}")
    if isinstance(values, pl.Series):
        plain = plain_values(values)
    else:
        plain = (
            holder.tolist() if hasattr(holder, "tolist") else holder.to_list() if hasattr(holder, "to_list") else holder
        )
    return [_value(value) for value in plain]


def _value(value: Any) -> Any:
    if getattr(value, "ndim", 0):
        return value.tolist()
    value = value.item() if hasattr(value, "item") else value
    return None if (isinstance(value, float) and value != value) or _is_missing(value) else value


def _is_missing(value: object) -> bool:
    """Whether it is what pandas, which need not be installed, writes where nothing is."""
    return value is None or type(value).__name__ in ("NAType", "NaTType")


def _is_single(value: object) -> bool:
    return _is_missing(value) or isinstance(value, str | int | float) or getattr(value, "shape", None) == ()
