"""Several passes through the frames of one name, apart in the file: different videos of equal names, and not faces."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import polars as pl

from touchstone.vocabulary.defaults import RowsAre
from touchstone.vocabulary.door import option
from touchstone.vocabulary.errors import TableError
from touchstone.vocabulary.excerpts import quoted
from touchstone.vocabulary.sheets import share_of, written_names
from touchstone.vocabulary.words import shown_property

from .alike import alike_within_names
from .crossed import told_apart_by
from .scored import Scored

_MOST = 0.9
_FEWEST = 8
_PASS = ("detector", "video", "pass")


def apart_by_pass(scored: Scored, key: Sequence[str], rows_are: RowsAre | None) -> Scored:
    """Give videos of equal names their own names, where the frames of a name come several times, apart in the file.

    A pass ends where rows of another video come between, or where the numbers of frames begin again. Unless the user says that
    rows are videos, other videos must lie between the passes, and only fakes have several, or the passes of a name are no more
    alike than those of others. Passes with equal scores are left to the rule for repeated rows.

    Where the user says that rows are videos and their frames are side by side, a column that tells them apart says which is
    of which video; otherwise the first row of each frame is of the first video, the second of the second.

    Args:
        scored: a file with a column of frames.
        key: columns of its scores that identify an answer.
        rows_are: what the user says; rows that are ``frames`` are left as they are.

    Raises:
        TableError: the user says that rows are videos, and the frames of several are mixed without order.
    """
    if rows_are == "frames" or scored.scores["unit"][0] == "video":
        return scored
    rows = _passes(scored, key)
    several = _several(rows, scored.facts)
    if rows_are is None:
        several = _others(rows, several) if _are_apart(several) else several.clear()
    if not several.height:
        return scored
    if _come_in_turn(several):
        return _renamed_passes(scored, rows, several, "")
    parted = _parted_side_by_side(scored, key, rows, several)
    if parted is None:
        raise TableError(
            f"{scored.path}: the frames of {several['video'].n_unique():,} names come several times and mixed, as of "
            f"{several['video'].min()}, so nothing tells which frame is of which video; write what does into the names, or name "
            f"the column, as in {option('columns', 'method=COLUMN')}"
        )
    return _renamed_passes(scored, parted.rows, several, parted.how)


def passes_are_told(scored: Scored, key: Sequence[str]) -> bool:
    """Whether a column or an order says which frame is of which video, where frames come several times."""
    rows = _passes(scored, key)
    several = _several(rows, scored.facts)
    return several.height > 0 and (_come_in_turn(several) or _parted_side_by_side(scored, key, rows, several) is not None)


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class _Parted:
    """Rows with the number of their video, and what tells it, in words."""

    rows: pl.DataFrame
    how: str


def _come_in_turn(several: pl.DataFrame) -> bool:
    return share_of(several["passes"] == several["most"]) >= _MOST


def _parted_side_by_side(scored: Scored, key: Sequence[str], rows: pl.DataFrame, several: pl.DataFrame) -> _Parted | None:
    """The video of each row, where the frames of several are mixed; ``None`` where neither a column nor an order tells it."""
    counted = scored.scores.join(several, on=("detector", "video"), how="semi")
    column = next(iter(told_apart_by(replace(scored, scores=counted), key)), None)
    if column is not None:
        rows = rows.join(scored.facts.select("row", column), on="row", how="left", maintain_order="left")
        rows = rows.with_columns((pl.col(column).rank("dense").over("video") - 1).cast(pl.Int64).alias("pass"))
        written = written_names(scored.columns, [column]).get(column, shown_property(column))
        return _Parted(rows=rows, how=f"told apart by {quoted(written)}")
    of_several = rows.join(several, on=("detector", "video"), how="semi")
    ordered = of_several.group_by("detector", "video").agg((pl.col("index").diff() >= 0).all())
    if share_of(ordered["index"]) < _MOST:
        return None
    how = (
        "the first row of each frame of the first, and so on, in the order of the file (if a column tells them apart, say "
        f"{option('columns', 'method=COLUMN')})"
    )
    return _Parted(rows=rows.with_columns(pl.col("time").cast(pl.Int64).alias("pass")), how=how)


def _passes(scored: Scored, key: Sequence[str]) -> pl.DataFrame:
    """Each row with its pass through the video, whether other videos came before it, and how often its key was there."""
    rows = scored.scores.select("row", *key, "p_fake").sort("row", maintain_order=True)
    rows = rows.with_columns(place=pl.int_range(pl.len()).over("detector"))
    of_video = ("detector", "video")
    between = (pl.col("place").diff().over(of_video) > 1).fill_null(value=False)
    again = (pl.col("index").diff().over(of_video) <= 0).fill_null(value=False)
    rows = rows.with_columns(between=between, again=between | again)
    return rows.with_columns(
        pl.col("again").cum_sum().over(of_video).cast(pl.Int64).alias("pass"),
        pl.int_range(pl.len()).over(key).alias("time"),
    )


def _several(rows: pl.DataFrame, facts: pl.DataFrame) -> pl.DataFrame:
    """Names whose frames come several times, without those of a label whose passes mostly hold equal scores."""
    counted = rows.group_by("detector", "video").agg(
        passes=pl.col("pass").max() + 1, most=pl.col("time").max() + 1, apart=pl.col("between").sum() + 1
    )
    counted = counted.filter(pl.col("most") > 1)
    if not counted.height:
        return counted
    scores = rows.join(counted, on=("detector", "video"), how="semi").group_by(_PASS)
    sums = scores.agg(scores=pl.struct("index", "p_fake").hash().sum())
    same = sums.group_by("detector", "video").agg(same=pl.col("scores").n_unique() == 1)
    label = facts.group_by("video").agg(pl.col("label").fill_null("").first())
    counted = counted.join(same, on=("detector", "video")).join(label, on="video")
    return counted.filter(pl.col("same").mean().over("label") < _MOST)


def _are_apart(several: pl.DataFrame) -> bool:
    """Whether nearly all such names have passes with other videos between them."""
    apart = (several["passes"] == several["most"]) & (several["apart"] == several["passes"])
    return several["video"].n_unique() >= _FEWEST and share_of(apart) >= _MOST


def _others(rows: pl.DataFrame, several: pl.DataFrame) -> pl.DataFrame:
    """Names whose passes are other videos: fakes where real videos have one pass, and labels whose passes are not alike."""
    means = rows.join(several.select("detector", "video", "label"), on=("detector", "video"), how="inner")
    means = means.group_by(_PASS).agg(pl.col("p_fake").mean(), pl.col("label").first()).with_row_index("row")
    labels = several["label"].unique().to_list()
    others = [
        label
        for label in labels
        if labels == ["fake"] or not alike_within_names(means.filter(label=label), means.filter(label=label))
    ]
    return several.filter(pl.col("label").is_in(others))


def _renamed_passes(scored: Scored, rows: pl.DataFrame, several: pl.DataFrame, how: str) -> Scored:
    """The file with a number behind each name, and a group for all videos of one name."""
    number = rows.join(several, on=("detector", "video"), how="semi").select("row", "pass").unique("row")
    facts = scored.facts.join(number, on="row", how="left", maintain_order="left")
    group = pl.col("group") if "group" in facts.columns else pl.lit(None, dtype=pl.String)
    facts = facts.with_columns(
        group=pl.coalesce(group, "video"),
        video=pl.coalesce(pl.format("{} ({})", "video", pl.col("pass") + 1), "video"),
    ).drop("pass")
    scores = scored.scores.drop("video").join(facts.select("row", "video"), on="row", how="left", maintain_order="left")
    example = several["video"].min()
    note = (
        f"the frames of {several['video'].n_unique():,} names come several times: they are read as different videos of equal "
        f"names, as {example} (1) and {example} (2), {f'{how}, ' if how else ''}and each name is one group (if they are of one "
        f"video, say {option('rows_are', 'frames')})"
    )
    return replace(scored, facts=facts, scores=scores.select(scored.scores.columns), notes=(*scored.notes, note))
