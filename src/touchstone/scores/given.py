"""Turn scores and labels in memory (data frames, arrays, lists, dictionaries) into sheets."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, cast

import polars as pl

from touchstone.vocabulary.errors import UsageError
from touchstone.vocabulary.sheets import Sheet, series_of, sheet_of_document

from .names import find_fields, find_scores
from .options import Options

_TAKEN = "a polars or pandas DataFrame, a dict of columns, a list of dicts, or an array or list of P(fake)"


def sheet_of_data(data: object, name: str = "scores", labels: object = None, options: Options | None = None) -> Sheet:
    """Scores in memory as a sheet; rows that name no video are numbered.

    Args:
        data: a polars or pandas DataFrame, a dict of columns, a list of dicts, or P(fake) alone, one number per video.
        name: name of the sheet in notes and errors, and of its detector if the data name none.
        labels: one label per row, if no column of ``data`` holds them. If no column is recognised as a score either, every
            column of numbers is a detector with the name of the column.
        options: corrections of what is recognised.

    Raises:
        UsageError: the data are of another kind, or their lengths differ.

    >>> sheet_of_data({"mine": [0.1, 0.9]}, labels=["real", "fake"]).columns
    ['video', 'p_mine', 'label']
    """
    if is_values(data):
        data = {"p_fake": data}
    sheet = Sheet(path=Path(name), kind="parquet", frame=_frame(data, name))
    options = options or Options()
    fields = find_fields(sheet, options.columns)
    frame = sheet.frame
    if labels is not None:
        if not find_scores(sheet, options, [*fields.values()]):
            other = [c for c in frame.columns if c not in fields.values() and frame[c].dtype.is_numeric()]
            frame = frame.rename({column: f"p_{column}" for column in other})
        values = series_of("label", _list(labels))
        if len(values) != frame.height:
            raise UsageError(
                f"labels hold {len(values):,} values but {name} {frame.height:,} rows; give one label per row"
            )
        frame = frame.with_columns(values)
    if "video" not in fields:
        number = pl.int_range(frame.height, eager=True).cast(pl.String).str.zfill(len(str(frame.height)))
        frame.insert_column(0, pl.select(video=pl.format("row {}", number)).to_series())
    return Sheet(path=Path(name), kind="parquet", frame=frame)


def sheet_of_labels(data: object, name: str = "labels") -> Sheet:
    """Labels in memory as a sheet.

    Args:
        data: ``{video: label}``, or a table with the columns video and label in any form that :func:`sheet_of_data` takes.
        name: name of the sheet in notes and errors.

    >>> sheet_of_labels({"a.mp4": "real", "b.mp4": "fake"}).frame.rows()
    [('a.mp4', 'real'), ('b.mp4', 'fake')]
    """
    by_video = cast(Mapping[str, Any], data) if isinstance(data, Mapping) else None
    if by_video is not None and all(isinstance(value, str | int) for value in by_video.values()):
        data = {"video": list(by_video), "label": list(by_video.values())}
    return Sheet(path=Path(name), kind="parquet", frame=_frame(data, name))


def is_values(data: object) -> bool:
    """Whether data are one value per row, not a table.

    >>> is_values([0.1, 0.9]), is_values([{"video": "a"}]), is_values({"video": ["a"]})
    (True, False, False)
    """
    if isinstance(data, Mapping | str | Path) or hasattr(data, "columns"):
        return False
    if isinstance(data, Sequence):
        return not any(isinstance(value, Mapping | Path) for value in cast(Sequence[object], data))
    return hasattr(data, "tolist") or hasattr(data, "to_list")


def _frame(data: object, name: str) -> pl.DataFrame:
    frame = _read(data, name)
    if not frame.height:
        raise UsageError(f"{name} holds no rows; give at least one real and one fake video")
    return frame


def _read(data: object, name: str) -> pl.DataFrame:
    if isinstance(data, pl.DataFrame):
        return data.clone()
    if hasattr(data, "columns") and hasattr(data, "reset_index"):  # a DataFrame of pandas, which need not be installed
        pandas = cast(Any, data)
        pandas = pandas.reset_index() if pandas.index.name is not None else pandas
        data = {str(column): pandas[column] for column in pandas.columns}
    if isinstance(data, Mapping):
        columns = {str(key): value for key, value in cast(Mapping[Any, Any], data).items()}
        if columns and all(is_values(value) for value in columns.values()):
            lists = {column: _list(values) for column, values in columns.items()}
            lengths = {column: len(values) for column, values in lists.items()}
            if len(set(lengths.values())) > 1:
                listed = ", ".join(f"{column} {length:,}" for column, length in lengths.items())
                raise UsageError(f"the columns of {name} differ in length ({listed}); give columns of equal length")
            return pl.DataFrame([series_of(column, values) for column, values in lists.items()])
        return sheet_of_document(Path(name), columns).frame
    if isinstance(data, Sequence) and not isinstance(data, str):
        return sheet_of_document(Path(name), list(cast(Sequence[object], data))).frame
    raise UsageError(f"{name} must be {_TAKEN}, not {type(data).__name__}")


def _list(values: object) -> list[Any]:
    """Plain numbers, truth values and strings; the missing values of pandas and NumPy become ``None``."""
    holder = cast(Any, values)
    if getattr(holder, "ndim", 1) != 1:
        raise UsageError(f"give one value per row, not an array of shape {tuple(holder.shape)}")
    plain = holder.tolist() if hasattr(holder, "tolist") else holder.to_list() if hasattr(holder, "to_list") else holder
    return [_value(value) for value in plain]


def _value(value: Any) -> Any:
    value = value.item() if hasattr(value, "item") else value
    return None if isinstance(value, float) and value != value else value
