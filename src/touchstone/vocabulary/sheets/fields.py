"""Which column of a sheet fills which field."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from touchstone.vocabulary.words import (
    FIELDS,
    LABELS,
    LABELS_BY_WORDS,
    TRUTHS,
    asked_class,
    column_of,
    columns_of_field,
    spelled_plainly,
)

from .cells import are_states
from .crossed_labels import crosses_labels
from .label_cells import are_labels
from .sheet import Sheet
from .split_columns import holds_splits, split_column

_WORDED: tuple[pl.DataType, ...] = (pl.String(), pl.Boolean())
"""Types of a column that can hold states."""

_FOLDERS = ("klass", "class", "category")
"""Columns that name the folder of a video beside its label: how a fake was made, if anything."""

_METHODS = ("subset", "set", "partition", "type", "kind", "forgery", "forgery_type", "fake_type")
"""Columns that may name how a fake was made: they do where each of their words is under one label alone."""

_ALWAYS_DETECTORS = frozenset({"detector", "detector_name", "classifier"})
"""Names of columns of detectors that can be nothing else."""

_CHANNELS = frozenset({"network", "network_name", "net", "system", "system_id", "approach"})
"""Names of columns of detectors that may be those of a channel, a laboratory or a way of recording."""

_MOST_LABELS = 64
_FEWEST = 8
"""Videos from which on chance does not explain that none has two values."""


def find_fields(sheet: Sheet, said: Mapping[str, str]) -> dict[str, str]:
    """Field → column: those that the user names, then those that are recognised.

    Args:
        sheet: the file.
        said: field → column, as the user says; columns of other files are passed over.
    """
    fields = {name: column for name, column in said.items() if column in sheet.columns}
    asked = frozenset(fields.items())
    if asked not in sheet.recognised:
        sheet.recognised[asked] = _recognised(sheet, fields)
    return dict(sheet.recognised[asked])


def _recognised(sheet: Sheet, fields: dict[str, str]) -> dict[str, str]:
    """The fields that the user names, and those that are recognised beside them."""
    columns, given = sheet.lower(), {*fields}
    taken = set(fields.values())
    for name in FIELDS:
        if name in fields:
            continue
        column = _column(name, sheet, columns, {*taken, *_others(name, sheet, columns, fields)})
        if name == "detector" and column is not None and (other := _no_detector(sheet, column, fields)):
            fields |= {"folder": column} if other == "method" else {}
            taken |= {column} if other == "method" else set()
            continue
        if column is not None and (name != "status" or _holds_states(sheet.frame[column])):
            fields[name] = column
            taken.add(column)
    if fields.get("group") == fields.get("split", "") and "group" not in given:
        del fields["group"]  # words of splits do not name groups
    if "video" not in fields and "clip" not in given and (clip := fields.get("clip")):
        label = sheet.frame[fields["label"]] if "label" in fields else None
        if _names_videos(sheet.frame[clip], label):
            fields["video"] = fields.pop("clip")
    if "method" in fields:
        fields.pop("folder", None)
    elif "folder" not in fields and (folder := _folder(sheet, columns, fields)) is not None:
        fields["folder"] = folder
    return fields


def _others(field: str, sheet: Sheet, columns: Mapping[str, str], fields: Mapping[str, str]) -> list[str]:
    """Columns with a name of a field whose values say something else.

    Real and fake videos have all values of one called that of the ways to forge; numbers of clips or frames are scores.
    """
    named = columns_of_field(field, columns, {*fields.values()}) if field in ("method", "clip", "frame") else []
    if not named:
        return []
    if field == "method" and {"video", "label"} <= fields.keys():
        return [c for c in named if crosses_labels(sheet.frame, c, fields["video"], fields["label"])]
    numbers = [c for c in named if field != "method" and _mostly_differ(sheet.frame[c])]
    if not numbers or "video" not in fields or not sheet.frame[fields["video"]].is_duplicated().any():
        return numbers
    return [c for c in numbers if spelled_plainly(c) == "clip"]


def _mostly_differ(cells: pl.Series) -> bool:
    """Whether cells are numbers with fractions, of which most differ: they measure something, and number nothing."""
    numbers = cells.cast(pl.Float64, strict=False)
    if numbers.null_count() > cells.null_count() or not (some := numbers.drop_nulls()).len():
        return False
    return bool((some % 1 != 0).any()) and 2 * some.n_unique() > some.len()


def _names_videos(cells: pl.Series, labels: pl.Series | None) -> bool:
    """Whether cells are words, nearly all different, or many with one label each: names rather than numbers of clips."""
    words = cells.drop_nulls()
    numbers = words.cast(pl.Float64, strict=False).is_not_null() if words.dtype == pl.String else None
    if numbers is None or numbers.any():
        return False
    return 2 * words.n_unique() > words.len() or (labels is not None and _has_label_each(cells, labels))


def _has_label_each(cells: pl.Series, labels: pl.Series) -> bool:
    """Whether there are several words, both labels, and one label for each word."""
    pairs = pl.DataFrame({"word": cells, "label": labels}).drop_nulls().unique()
    several = pairs.height >= _FEWEST and pairs["label"].n_unique() > 1
    return several and not pairs["word"].is_duplicated().any()


def _no_detector(sheet: Sheet, column: str, fields: Mapping[str, str]) -> str | None:
    """What a column holds whose name may be that of a detector, where no video has two of its values; ``None`` for detectors.

    ``method``: each value is under one label alone, so no detector could be judged. ``property``: its name is that of a channel
    as well, as ``network`` is.
    """
    plain = spelled_plainly(column)
    if plain in _ALWAYS_DETECTORS or "video" not in fields:
        return None
    names = [fields["video"], *([fields["label"]] if "label" in fields else []), column]
    pairs = sheet.frame.select(names).unique()
    of_videos = pairs.select(names[0], column).unique()
    if pairs.height < _FEWEST or of_videos[column].n_unique() < 2 or of_videos[names[0]].is_duplicated().any():
        return None
    if "label" in fields and pairs[names[1]].drop_nulls().n_unique() == 2:
        labels = pairs.select(names[1:]).drop_nulls(names[1]).unique()
        if labels[column].n_unique() > 1 and not labels[column].is_duplicated().any():
            return "method"
    return "property" if plain in _CHANNELS else None


def _holds_states(cells: pl.Series) -> bool:
    return cells.dtype in _WORDED and are_states(cells, cells.name)


def _column(field: str, sheet: Sheet, columns: Mapping[str, str], taken: set[str]) -> str | None:
    """The column that fills a field; labels, and splits under names that mean much, are known by their words."""
    if field == "label":
        return _label(sheet, columns, taken)
    if field == "video":
        return next((c for c in columns_of_field(field, columns, taken) if not _is_key_of_labels(sheet, c)), None)
    return split_column(sheet, taken) if field == "split" else column_of(field, columns, taken)


def _is_key_of_labels(sheet: Sheet, column: str) -> bool:
    """Whether a column called ``key`` holds words for labels, as the key of a challenge does."""
    return spelled_plainly(column) == "key" and sheet.frame[column].n_unique() <= _MOST_LABELS and are_labels(sheet.frame[column])


def _folder(sheet: Sheet, columns: Mapping[str, str], fields: Mapping[str, str]) -> str | None:
    """The column that names how a fake was made, if anything: a folder, or a part of the videos under one label alone."""
    taken = {*fields.values()}
    parts = [c for n in _METHODS if (c := columns.get(n)) is not None and c not in taken]
    methods = (c for c in parts if "label" in fields and _tells_label(sheet.frame[c], sheet.frame[fields["label"]]))
    return next((columns[n] for n in _FOLDERS if n in columns and columns[n] not in taken), next(methods, None))


def _tells_label(words: pl.Series, labels: pl.Series) -> bool:
    """Whether a column holds words other than labels, and none of them under two labels."""
    both = pl.DataFrame({"word": words, "label": labels}).drop_nulls().unique()
    if words.dtype != pl.String or not both.height or both["word"].is_duplicated().any():
        return False
    plain = both["word"].str.to_lowercase()
    return not plain.is_in(list(LABELS)).all() and bool(plain.cast(pl.Float64, strict=False).is_null().all())


def not_detectors(sheet: Sheet, fields: Mapping[str, str]) -> list[str]:
    """Columns whose names may be those of detectors, and whose values are others."""
    column = None if "detector" in fields else column_of("detector", sheet.lower(), {*fields.values()} - {fields.get("folder")})
    return [] if column is None or _no_detector(sheet, column, fields) is None else [column]


def not_splits(sheet: Sheet, fields: Mapping[str, str]) -> list[str]:
    """Columns whose names say that they tell splits apart, and whose words do not."""
    names = ("partition", "set", "subset", "fold", "phase")
    taken = {*fields.values()}
    return [c for n, c in sheet.lower().items() if n in names and c not in taken and not holds_splits(sheet, c)]


def holds_fractions(cells: pl.Series) -> bool:
    """Whether cells are numbers from 0 to 1, of which more than two differ: scores, whatever their column is called.

    >>> holds_fractions(pl.Series(["0.2", "0.9", "1"])), holds_fractions(pl.Series([0.0, 1.0]))
    (True, False)
    """
    numbers = cells.cast(pl.Float64, strict=False) if cells.dtype == pl.String or cells.dtype.is_float() else None
    if numbers is None or numbers.null_count() > cells.null_count():
        return False
    some = numbers.drop_nulls()
    return some.n_unique() > 2 and bool(some.is_between(0, 1).all())


def _are_answers(cells: pl.Series) -> bool:
    """Whether cells are truth values, or words for labels."""
    different = cells.unique().cast(pl.String).str.strip_chars().str.to_lowercase().drop_nulls()
    return 0 < different.len() <= _MOST_LABELS and (bool(different.is_in(list(TRUTHS)).all()) or are_labels(different))


def _label(sheet: Sheet, columns: Mapping[str, str], taken: set[str]) -> str | None:
    """Of the columns that may hold labels the first with nothing but words for labels; the first by name where none is."""
    named = [c for c in columns_of_field("label", columns, taken) if not holds_fractions(sheet.frame[c])]
    named += [c for c in sheet.columns if not named and c not in taken and asked_class(c) and _are_answers(sheet.frame[c])]
    candidates = [c for c in named if spelled_plainly(c) not in LABELS_BY_WORDS or are_labels(sheet.frame[c])]
    return next(
        (c for c in candidates if len(candidates) > 1 and are_labels(sheet.frame[c])), next(iter(candidates), None)
    )
