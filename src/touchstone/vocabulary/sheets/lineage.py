"""From which footage a video was made: columns that name other videos of the same table."""

from __future__ import annotations

from collections.abc import Collection, Mapping

import polars as pl

from touchstone.vocabulary.words import NULL_WORDS, is_property, spelled_plainly

from .cells import share_of, text
from .shared import by_part, of_footage
from .sheet import Sheet

_NAMES = (
    "original", "original_video", "original_name", "original_file", "original_filename", "orig", "target", "target_video",
    "target1", "parent", "pristine", "real_video", "base_video", "base", "reference", "source_video", "source", "source_id",
    "src", "driving", "driving_video", "donor_video",
)  # fmt: skip
"""Names of columns that hold the video a fake was made from: the one that keeps its scene (the target) before the face's."""

_LEAST = 0.5
_NUMBER = r"^(0|[1-9]\d*)(\.0)?$"
_FEW_CODES = 8
"""Different numbers up to which they are codes."""

_LOOKED_AT = 1000
_MOST = 0.9
"""Share of rows from which on they keep to a rule that errors break."""
_STEM = r"([^/\\]+?)(?:\.[A-Za-z0-9]{1,5})?$"


def with_lineage(
    sheet: Sheet,
    read: Mapping[str, pl.Series],
    videos: pl.Series,
    fields: Mapping[str, str],
    stated: Collection[str] = (),
    label: pl.Series | None = None,
) -> tuple[dict[str, pl.Series], dict[str, str]]:
    """Columns with groups and donors from those that name other videos of the table, and by column a note on each.

    The group of a video is the stem of the video it was made from, or its own. Where no column names videos of the table, groups
    are the persons or the footage that columns such as ``target`` and ``original`` name.

    Args:
        sheet: the file.
        read: field → cells; a column that names videos is left out of them.
        videos: keys of the videos.
        fields: field → column.
        stated: columns whose meaning the user gave, and those of scores.
        label: labels of the rows, where they are known.
    """
    kept, notes = dict(read), dict[str, str]()
    naming = _lineage(sheet, videos, {*stated, *_elsewhere(fields)}, label)
    if not naming:
        return _shared(sheet, kept, videos, fields, stated)
    for (column, originals), name in zip(naming.items(), ("group", "donor"), strict=False):
        kept = {field: cells for field, cells in kept.items() if fields.get(field) != column}
        groups = pl.select(pl.coalesce(originals, videos.str.extract(_STEM))).to_series()
        kept[name] = (groups if name == "group" else originals).alias(name)
        notes[column] = f"{name}: column {column!r} names the video that another was made from"
    return kept, notes


def _shared(
    sheet: Sheet, read: dict[str, pl.Series], videos: pl.Series, fields: Mapping[str, str], stated: Collection[str]
) -> tuple[dict[str, pl.Series], dict[str, str]]:
    """Columns with groups of persons by their part, or of footage, where no column names videos of the table."""
    taken = {column for field, column in fields.items() if field != "source"} | {*stated}
    groups, notes = by_part(sheet, taken)
    if not groups:
        groups, notes = of_footage(sheet, videos, taken)
    kept = {field: cells for field, cells in read.items() if fields.get(field) not in notes and field not in groups}
    return kept | groups, notes


def _elsewhere(fields: Mapping[str, str]) -> list[str]:
    """Columns that hold something else, such as labels."""
    return [column for field, column in fields.items() if field not in _ALSO_LINEAGE]


_ALSO_LINEAGE = ("source", "group", "donor")
"""Fields whose columns may name other videos."""


def _lineage(
    sheet: Sheet, videos: pl.Series, taken: Collection[str], label: pl.Series | None
) -> dict[str, pl.Series]:
    """Columns that name videos of the table itself, as stems of their names; null where a row names none of them.

    A column counts if at least half of what it names is a video of the table, by the name without folder and suffix. Numbers
    must say more, because codes are numbers of videos too where videos have numbers for names.
    """
    plain = {spelled_plainly(column): column for column in sheet.columns if column not in taken}
    if not plain:
        return {}
    stems = videos.str.extract(_STEM)
    naming: dict[str, pl.Series] = {}
    for column in (plain[name] for name in _NAMES if name in plain):
        cells = _cells_that_name(sheet, column)
        other, of_table = _of_table(cells, stems)
        enough = of_table.any() and of_table.sum() >= _LEAST * (other.len() - other.null_count())
        if enough and not _hold_a_fraction(cells) and not (_are_numbers(cells) and _are_codes(stems, other, label)):
            naming[column] = other.set(~of_table, None)
    return naming or _under_any_name(sheet, stems, plain.values(), label)


def _under_any_name(
    sheet: Sheet, stems: pl.Series, columns: Collection[str], label: pl.Series | None
) -> dict[str, pl.Series]:
    """The columns of words of which nearly all name videos of the table that name none themselves, from fakes to real ones."""
    naming: dict[str, pl.Series] = {}
    names = set[str | None]()
    for column in (c for c in columns if sheet.frame[c].dtype == pl.String and not is_property(c)):
        every = text(sheet, column)
        some = _first_that_name(every)
        if some.n_unique() <= _FEW_CODES:
            continue
        names = names or set(stems.drop_nulls())
        if names.isdisjoint(some.str.extract(_STEM)):
            continue
        cells = _that_name(every)
        other, of_table = _of_table(cells, stems)
        roots = stems.filter(other.is_null()).unique().implode()
        of_roots = share_of(other.drop_nulls().is_in(roots)) >= _MOST
        if of_roots and not _are_numbers(cells) and not _are_codes(stems, other, label):
            naming[column] = other.set(~of_table, None)
    return naming


def _first_that_name(cells: pl.Series) -> pl.Series:
    """The first cells that name something; all cells are looked at only where the first rows hold too few."""
    some = _that_name(cells.head(2 * _LOOKED_AT)).drop_nulls()
    return (some if some.len() >= _LOOKED_AT else _that_name(cells).drop_nulls()).head(_LOOKED_AT)


def _cells_that_name(sheet: Sheet, column: str) -> pl.Series:
    """The cells of a column, null where they are a word for nothing."""
    return _that_name(text(sheet, column))


def _that_name(cells: pl.Series) -> pl.Series:
    return cells.set(cells.str.strip_chars().str.to_lowercase().is_in(list(NULL_WORDS)).fill_null(value=False), None)


def _of_table(cells: pl.Series, stems: pl.Series) -> tuple[pl.Series, pl.Series]:
    """The name of another video in each row, null where it is the row's, and whether the table has it."""
    stem = cells.str.extract(_STEM)
    other = stem.set((stem == stems).fill_null(value=False), None)
    return other, other.is_in(stems.unique().implode()).fill_null(value=False)


def _hold_a_fraction(cells: pl.Series) -> bool:
    """Whether cells are numbers, some with a fraction: they measure something, and the part before the point names nothing."""
    numbers = cells.cast(pl.Float64, strict=False)
    return numbers.null_count() == cells.null_count() and bool((numbers.drop_nulls() % 1 != 0).any())


def _are_numbers(cells: pl.Series) -> bool:
    return bool(cells.drop_nulls().str.contains(_NUMBER).all())


def _are_codes(stems: pl.Series, other: pl.Series, label: pl.Series | None) -> bool:
    """Whether numbers are codes: they are few, or they do not lead from fakes to real videos.

    Args:
        stems: names of the videos.
        other: the name of another video in each row, null where there is none.
        label: labels of the rows, where they are known.
    """
    if other.n_unique() <= _FEW_CODES:
        return True
    if label is None or not label.drop_nulls().len():
        return False
    rows = pl.DataFrame({"stem": stems, "other": other, "label": label})
    real = rows.filter(label="real")["stem"].implode()
    led = rows.drop_nulls("other")
    return share_of(led["other"].is_in(real)) < _MOST or share_of(led["label"] == "fake") < _MOST
