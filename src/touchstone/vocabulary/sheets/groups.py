"""Columns of groups and donors that name none: one value for all videos, one for each, or several for one."""

from __future__ import annotations

from collections.abc import Collection, Mapping

import polars as pl

_MOST = 0.5
"""Share of pairs of a video and a group from which on groups belong to something inside a video, such as faces."""

_MOST_PARTS = 10
"""Numbers of something inside a video, such as faces."""

_MAINLY = 0.8
"""Share of rows from which on the lowest number says that there is mostly one."""

_FEWEST = 8
"""Videos from which on chance does not explain that each has another group."""


def grouped(
    read: Mapping[str, pl.Series],
    videos: pl.Series,
    fields: Mapping[str, str],
    stated: Collection[str] = (),
    label: pl.Series | None = None,
) -> tuple[dict[str, pl.Series], dict[str, str]]:
    """Columns without those of groups and donors that name none, and why each that is left out is none.

    Args:
        read: field → cells.
        videos: keys of the videos.
        fields: field → column.
        stated: columns whose meaning the user gave; they are believed.
        label: labels of the rows, where the sheet has them.
    """
    kept, left = dict(read), dict[str, str]()
    for name in ("group", "donor"):
        if name not in read or fields[name] in stated:
            continue
        if (why := _no_group(videos, read[name]) or _is_label(read[name], label)) is not None:
            left[name] = f"column {fields[name]!r} {why}, so it is no {name} and not used"
            del kept[name]
    return kept, left


def _no_group(videos: pl.Series, values: pl.Series) -> str | None:
    """Why a column cannot name groups; ``None`` where it can."""
    both = pl.DataFrame({"video": videos, "group": values}).drop_nulls().unique()
    count, groups = both["video"].n_unique(), both["group"].n_unique()
    if count > 1 and groups == 1:
        return f"holds {both['group'][0]!r} for every video"
    if count >= _FEWEST and groups == both.height == count:
        return "names another group for every video"
    if (most := _counts_parts(values)) is not None:
        return f"counts something inside a video, such as faces: it is {most} in most rows, and else a number next to it"
    if int(both["video"].is_duplicated().sum()) > _MOST * both.height:
        return "names several groups for the same video"
    return None


def _counts_parts(values: pl.Series) -> str | None:
    """The lowest of a few numbers in a row, such as 0, 1 and 2, if nearly all rows hold it; otherwise ``None``."""
    counted = values.drop_nulls().value_counts(sort=True, name="n").head(_MOST_PARTS + 1)
    words, rows = counted[values.name].to_list(), counted["n"].to_list()
    if not 1 < len(words) <= _MOST_PARTS or sum(rows) < _FEWEST or rows[0] < _MAINLY * sum(rows):
        return None
    first = next((start for start in (0, 1) if {*words} == {str(start + i) for i in range(len(words))}), None)
    return words[0] if first is not None and words[0] == str(first) else None


def _is_label(values: pl.Series, label: pl.Series | None) -> str | None:
    """Why two groups, each of one label alone, are none; ``None`` where groups are more, or labels are not known."""
    if label is None:
        return None
    both = pl.DataFrame({"group": values, "label": label}).drop_nulls()
    pairs = both.unique()
    if both.height >= _FEWEST and pairs.height == pairs["group"].n_unique() == pairs["label"].n_unique() == 2:
        return "holds one value for all real and one for all fake videos"
    return None
