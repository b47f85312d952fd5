"""The index of what pandas holds: it names videos and frames, and says which rows of two objects belong together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, cast

from touchstone.vocabulary.errors import UsageError
from touchstone.vocabulary.excerpts import quoted
from touchstone.vocabulary.words import columns_of_field, spelled_plainly

_LOOKED_AT = 64


def has_index(data: object) -> bool:
    """Whether it is a Series or a DataFrame of pandas, which need not be installed."""
    return hasattr(getattr(data, "index", None), "nlevels") and not isinstance(data, type)


def names_videos(data: object) -> bool:
    """Whether an object of pandas has one index, of strings or with the name of a column of videos."""
    if not has_index(data) or cast(Any, data).index.nlevels != 1:
        return False
    index = cast(Any, data).index
    return _holds_words(index) or (index.name is not None and _is_field("video", str(index.name)))


def with_index(pandas: Any) -> Any:
    """A DataFrame of pandas whose first columns are those levels of its index that name something.

    Levels with a name keep it. Of the others, the first with strings names the videos where no column does, and numbers beside
    it are frames. Numbers alone count the rows, and are left out.

    Args:
        pandas: the DataFrame.
    """
    names = _level_names(pandas.index, [str(column) for column in pandas.columns])
    levels = {name: pandas.index.get_level_values(at) for at, name in names.items()}
    pandas = pandas.reset_index(drop=True)
    for place, (name, values) in enumerate(levels.items()):
        pandas.insert(place, name, list(values))
    return pandas


def _level_names(index: Any, columns: Sequence[str]) -> dict[int, str]:
    """Place of a level → the column that it becomes."""
    levels = [index.get_level_values(at) for at in range(index.nlevels)]
    names = {at: str(name) for at, name in enumerate(index.names) if name is not None and str(name) not in columns}
    for field in ("video", "frame"):
        if any(_is_field(field, name) for name in (*columns, *names.values())):
            continue
        unnamed = [at for at in range(len(levels)) if at not in names and index.names[at] is None]
        fits = (at for at in unnamed if _holds_words(levels[at]) or (field == "frame" and len(levels) > 1))
        if (at := next(fits, None)) is not None:
            names[at] = field
    return dict(sorted(names.items()))


def same_order(columns: Mapping[str, Any]) -> tuple[dict[str, Any], list[str]]:
    """Columns of which some are Series of pandas, with rows of equal index side by side; and a note where that moved any.

    An index that names videos becomes a column, where none names them.

    Raises:
        UsageError: the indices of two Series name different rows.
    """
    ordered, notes = dict(columns), list[str]()
    first = next((name for name, values in columns.items() if has_index(values)), None)
    for name in (n for n, values in columns.items() if n != first and has_index(values)):
        ordered[name], moved = in_order_of(columns[name], columns[first or name], name, first or name)
        notes += [moved] if moved else []
    if first is not None and names_videos(columns[first]) and not any(_is_field("video", name) for name in columns):
        ordered = {"video": list(columns[first].index), **ordered}
    return ordered, notes


def in_order_of(values: Any, other: Any, name: str, of: str) -> tuple[Any, str]:
    """A Series of pandas with its rows in the order of another object, where their indices name the same rows; and a note.

    An index that counts the rows from 0 says no more than their order, so beside one with other numbers the order counts.

    Raises:
        UsageError: both indices name rows, and not the same ones.
    """
    mine, its = values.index, other.index
    if len(mine) == len(its) and mine.equals(its):
        return values, ""
    if mine.is_unique and its.is_unique and bool(its.isin(mine).all()):
        way = f"{name}.tolist() in its place takes them in their order"
        return values.loc[its], f"rows of {name} and {of} are matched by the index of both ({way})"
    if len(mine) == len(its) and (_counts(mine) or _counts(its)):
        return values, ""
    raise UsageError(
        f"the index of {name} begins with {quoted(mine[0] if len(mine) else '')} and that of {of} with "
        f"{quoted(its[0] if len(its) else '')}, and they do not name the same rows; give both the same index, or "
        f"{name}.tolist() if their order is the same"
    )


def _counts(index: Any) -> bool:
    """Whether an index holds 0, 1, 2 …"""
    return list(index[:_LOOKED_AT]) == list(range(min(len(index), _LOOKED_AT))) and bool(index.is_monotonic_increasing)


def _holds_words(level: Any) -> bool:
    return bool(len(level)) and all(isinstance(value, str) for value in level[:_LOOKED_AT])


def _is_field(field: str, column: str) -> bool:
    return bool(columns_of_field(field, {spelled_plainly(column): column}))
