"""Groups from columns that name persons by their part in a fake, or footage that the table does not hold."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

import polars as pl

from touchstone.vocabulary.words import LABELS, MEDIA, NOBODY, spelled_plainly

from .cells import text
from .properties import as_property
from .sheet import Sheet

_SCENE = ("target", "target_id", "target_person", "target_identity", "target_subject", "target_actor")
"""Names of columns that hold who is seen in the scene of a fake."""

_FACE = (
    "source", "source_id", "source_identity", "source_subject", "source_actor", "driver", "driver_id", "driving", "driving_id",
)  # fmt: skip
"""Names of columns that hold whose face, or whose movement, a fake shows."""

_FOOTAGE = (
    "original", "original_video", "original_name", "original_file", "original_filename", "orig", "origin", "parent", "pristine",
    "real_video", "base_video", "base", "reference", "source_video", "source_file", "source",
)  # fmt: skip
"""Names of columns that hold the footage of which a video was made."""

_STEM = r"([^/\\]+?)(?:\.[A-Za-z][A-Za-z0-9]{1,4})?$"


def by_part(sheet: Sheet, taken: Collection[str]) -> tuple[dict[str, pl.Series], dict[str, str]]:
    """Group and donor of each row from a column of targets, and of sources beside it; and by column a note on each.

    The person of the scene is the group. A video that names no target shows its source alone, who is its group then.

    Args:
        sheet: the file.
        taken: columns that fill another field, ``source`` apart.
    """
    plain = {spelled_plainly(column): column for column in sheet.columns if column not in taken}
    scene, face = (next((plain[n] for n in names if n in plain), None) for names in (_SCENE, _FACE))
    if scene is None or (targets := _names(sheet, scene)) is None or not _repeats(targets):
        return {}, {}
    sources = None if face is None else _names(sheet, face)
    if face is None or sources is None:
        return {"group": targets.alias("group")}, {scene: f"group: column {scene!r} names who is seen in the scene"}
    both = pl.DataFrame({"target": targets, "source": sources})
    other = pl.col("target").is_not_null() & (pl.col("target") != pl.col("source"))
    named = both.select(group=pl.coalesce("target", "source"), donor=pl.when(other).then("source"))
    return {"group": named["group"], "donor": named["donor"]}, {
        scene: f"group: column {scene!r} names who is seen in the scene (where it is empty, {face!r} does)",
        face: f"donor: column {face!r} names whose face was put in",
    }


def of_footage(sheet: Sheet, videos: pl.Series, taken: Collection[str]) -> tuple[dict[str, pl.Series], dict[str, str]]:
    """The group of each row from a column of footage that several videos share and that the table does not have.

    Args:
        sheet: the file.
        videos: keys of the videos.
        taken: columns that fill another field, ``source`` apart.
    """
    plain = {spelled_plainly(column): column for column in sheet.columns if column not in taken}
    for name in (n for n in _FOOTAGE if n in plain):
        cells = _names(sheet, plain[name])
        if cells is None or not (_repeats(cells) and _are_footage(name, cells)):
            continue
        groups = pl.select(pl.coalesce(cells.str.extract(_STEM), videos.str.extract(_STEM))).to_series()
        return {"group": groups.alias("group")}, {
            plain[name]: f"group: column {plain[name]!r} names footage that several videos share"
        }
    return {}, {}


def _are_footage(name: str, cells: pl.Series) -> bool:
    """Whether cells are files; below a name that says nothing else, such as ``original``, any words are."""
    files = cells.drop_nulls().str.contains(MEDIA)
    return bool(files.all()) or name.startswith(("original", "orig_", "parent", "base_video", "real_video"))


def _names(sheet: Sheet, column: str) -> pl.Series | None:
    """Cells as names, null where they name nobody; ``None`` where they are labels, or numbers with a fraction."""
    cells = text(sheet, column)
    words = cells.str.to_lowercase()
    cells = cells.set(words.is_in(list(NOBODY)).fill_null(value=False), None)
    present = cells.drop_nulls().unique()
    if not present.len() or present.str.to_lowercase().is_in(list(LABELS)).all():
        return None
    numbers = present.cast(pl.Float64, strict=False).drop_nulls()
    return None if numbers.len() and not (numbers == numbers.round(0)).all() else cells


def _repeats(cells: pl.Series) -> bool:
    """Whether names occur twice on average, and there are two at least."""
    some = cells.drop_nulls()
    return some.n_unique() > 1 and 2 * some.n_unique() <= some.len()


def unnamed(
    read: Mapping[str, pl.Series], columns: Mapping[str, str], *, by_option: bool = False
) -> list[str]:
    """Sentences on groups of which some rows name none, and on a group so large that its name may stand for nobody.

    Args:
        read: field → cells.
        columns: field → column.
        by_option: whether an option can call a column a property.
    """
    cells = read.get("group")
    if cells is None or "group" not in columns or cells.null_count() == cells.len():
        return []
    shown = repr(columns["group"])
    notes: list[str] = []
    if empty := cells.null_count():
        notes.append(
            f"column {shown} names no group in {empty:,} of {cells.len():,} rows; each of their videos is a group of its own"
        )
    sizes = _sizes(cells)
    if len(sizes) > 2 and sizes[0][1] >= _LARGE * sizes[1][1] and 4 * sizes[0][1] >= cells.len():
        notes.append(
            f"column {shown} holds {sizes[0][0]!r} in {sizes[0][1]:,} of {cells.len():,} rows, and no other value in more than "
            f"{sizes[1][1]:,}; if it stands for nobody, leave it empty{_as_none(columns['group']) if by_option else ''}"
        )
    return notes


def _as_none(column: str) -> str:
    return f", or say {as_property(column)} if the column names no groups at all"


_LARGE = 5
"""How many times as large as the next one a group is whose name may stand for nobody."""


def _sizes(cells: pl.Series) -> Sequence[tuple[str, int]]:
    counted = cells.drop_nulls().value_counts(sort=True, name="n").head(3)
    return [(str(name), int(n)) for name, n in counted.iter_rows()]
