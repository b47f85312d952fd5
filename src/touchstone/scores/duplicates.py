"""Rows with the same key: equal names of different videos, repeated rows, rows that contradict each other."""

from __future__ import annotations

from dataclasses import replace

import polars as pl

from touchstone.vocabulary.defaults import RowsAre
from touchstone.vocabulary.door import option
from touchstone.vocabulary.excerpts import storable
from touchstone.vocabulary.sheets import share_of
from touchstone.vocabulary.tables import REJECTED
from touchstone.vocabulary.words import COLUMNS, STATED, shown_property, spelled_plainly

from .alike import alike_within_names
from .crossed import once_in_each, told_apart_by
from .equal_reals import with_equal_reals_once
from .faces import face_column, names_faces, with_faces
from .labels_of_names import with_names_in_file
from .partly_fake import with_label_of_any
from .passes import apart_by_pass
from .scored import Scored
from .states_of_model import apart_by_state, written_name
from .versions import apart_by_version

CONTRADICTING = "rows of the score file contradict each other"
"""What the reason of a score says that several rows give a video."""

_KEY = ("detector", "video", "unit", "index")
_VALUES = ("p_fake", "logit", "status", "reason")
_FEWEST_NAMES = 5
"""Names with both labels from which on they are names of a real and of a fake video."""

_FRAMES_FROM = 3
"""A file without a column of frames has several rows per name if their median is at least this …"""

_NEARLY = 0.9
_MOST_NAMES = 0.5
"""Share of names that counts as most of them."""

_FEWEST_REPEATED = 8
"""… or if most names of one label, and at least this many, have different rows."""


def settle(scored: Scored, rows_are: RowsAre | None = None) -> tuple[Scored, pl.DataFrame]:
    """Rename equal names of different videos, drop repeated rows, and reject rows that contradict each other.

    A file without a column of frames in which most names of a label have several different rows holds frames, if rows of one
    name are more alike than others; otherwise it holds different videos of equal names.

    Nothing is averaged: if rows contradict each other, none of them is used, and the video counts as failed for that
    detector, with the rows named.

    Returns:
        The file with one score per detector × video × unit, and the rejected rows, as the table ``rejected`` holds them.
    """
    if scored.facts["video"].n_unique() == scored.facts.height:  # far cheaper than all that follows
        return scored, REJECTED.empty()
    settled, left = _settled(scored, rows_are)
    return with_names_in_file(scored, settled), left


def _settled(scored: Scored, rows_are: RowsAre | None) -> tuple[Scored, pl.DataFrame]:
    """The file in which some names are in several rows, with one score for each key, and the rejected rows."""
    scored = apart_by_state(with_equal_reals_once(scored, _KEY, _VALUES, rows_are), _KEY, rows_are)
    scored = _apart_by_label(with_label_of_any(apart_by_version(_apart(scored), _KEY, rows_are), rows_are))
    scored = apart_by_version(_apart(scored), _KEY, rows_are)
    if not _repeated(scored).height:
        return scored, REJECTED.empty()
    if rows_are is None or scored.scores["unit"][0] != "video":
        scored = scored if face_column(scored, _KEY) else apart_by_pass(scored, _KEY, rows_are)
        scored = with_faces(scored, _KEY, _VALUES)
    if not (repeated := _repeated(scored)).height:
        return scored, REJECTED.empty()
    scored, again = _without_second_run(scored)
    if not (repeated := _repeated(scored)).height:
        return scored, again
    if _are_several(scored, rows_are):
        if rows_are == "videos" or (rows_are is None and not alike_within_names(scored.facts, scored.scores)):
            return _as_videos(scored), again
        return _as_frames(scored), again
    same = pl.struct(_VALUES).n_unique().over(_KEY) == 1
    repeated = repeated.with_columns(identical=same, first=pl.col("row") == pl.col("row").min().over(_KEY))
    extra = repeated.filter("identical", ~pl.col("first"))
    against = repeated.filter(~pl.col("identical"))
    kept = scored.scores.join(extra.select("row", "detector"), on=["row", "detector"], how="anti")
    kept = kept.join(against.select("row", "detector"), on=["row", "detector"], how="anti")
    if against.height:
        kept = pl.concat([kept, _failures(against, scored.scores)])
    rejected = pl.concat([
        again,
        _rejected(scored, extra, "identical", "repeats an earlier row"),
        _rejected(scored, against, "contradicting", "another row gives the same video another score"),
    ])  # fmt: skip
    notes = list(scored.notes)
    if extra.height:
        notes.append(
            f"{extra.height:,} row(s) give the same score as an earlier row of the same video; they are left out"
        )
    if against.height:
        first = against.sort("row").row(0, named=True)
        videos = against.select("detector", "video").unique().height
        notes.append(
            f"{against.height:,} rows contradict each other about {videos:,} video(s), first about {first['video']} in row "
            f"{first['row']}; none of them is used (if rows of one name are frames, say {option('rows_are', 'frames')}; "
            f"if they are different videos, say {option('rows_are', 'videos')})"
        )
    return replace(scored, scores=kept, notes=tuple(notes)), rejected


def _without_second_run(scored: Scored) -> tuple[Scored, pl.DataFrame]:
    """The file without rows of a label that nearly all repeat an earlier row, while names of the other have different scores."""
    label = scored.facts.select("row", pl.col("label").fill_null(""))
    rows = scored.scores.join(label, on="row", maintain_order="left")
    counted = rows.group_by("detector", "video", "label").agg(n=pl.len(), different=pl.struct(_VALUES).n_unique())
    same = counted.filter(pl.col("n") > 1).group_by("label").agg(same=(pl.col("different") == 1).mean())
    labels = same.filter(pl.col("same") >= _NEARLY)["label"]
    if scored.scores["unit"][0] != "video" or not 0 < labels.len() < same.height:
        return scored, REJECTED.empty()
    first = rows["row"] == rows.select(pl.col("row").min().over("detector", "video", *_VALUES)).to_series()
    left = rows["label"].is_in(labels.implode()) & ~first
    note = f"{int(left.sum()):,} row(s) give the same score as an earlier row of the same video; they are left out"
    out = _rejected(scored, scored.scores.filter(left), "identical", "repeats an earlier row")
    scores = scored.scores.filter(~left)
    facts = scored.facts.join(scores.select("row").unique(), on="row", how="semi", maintain_order="left")
    return replace(scored, facts=facts, scores=scores, notes=(*scored.notes, note)), out


def _repeated(scored: Scored) -> pl.DataFrame:
    """Rows whose key occurs more than once."""
    scores = scored.scores
    if scored.facts["video"].n_unique() == scored.facts.height:  # far cheaper than comparing all scores
        return scores.clear()
    return scores.filter(pl.struct(_KEY).is_duplicated())


def _apart(scored: Scored) -> Scored:
    """Give equal names of different videos a prefix from a column that tells their rows apart, if there is one."""
    repeated = _repeated(scored)
    if not repeated.height:
        return scored
    rows = repeated.select("row", *_KEY, *_VALUES).join(scored.facts.drop("video"), on="row")
    for column in ("dataset", "source", "method"):
        if column not in rows.columns or rows[column].null_count() == rows.height:
            continue
        tells = pl.coalesce(column, "label") if column == "method" else pl.col(column)
        names = _told_apart(rows.with_columns(tells=tells), column)
        if names is None:
            continue
        prefix = pl.format("{}/{}", tells.fill_null("none"), "video")
        facts = scored.facts.with_columns(video=pl.when(pl.col("video").is_in(names.implode())).then(prefix).otherwise("video"))
        number = names.len()
        example = facts["video"].filter(facts["video"] != scored.facts["video"])[0]
        back = _if_detectors(scored, rows, column)
        note = f"{number:,} name(s) belong to several videos; they are told apart by {column}, as in {example}{back}"
        return _renamed(scored, facts, note)
    return scored


def _if_detectors(scored: Scored, rows: pl.DataFrame, column: str) -> str:
    """The option that reads a column as the detectors, where it is once for each video, and no other names them."""
    names = [c for c in scored.columns if spelled_plainly(c) in COLUMNS.get(column, ())]
    alone = rows["detector"].n_unique() == 1 and rows["label"].drop_nulls().n_unique() > 1
    if column == "dataset" or len(names) != 1 or not alone or not once_in_each(rows, [*_KEY, column]):
        return ""
    return f" (if they are answers of several detectors, say {option('columns', f'detector={names[0]}')})"


def _told_apart(rows: pl.DataFrame, column: str) -> pl.Series | None:
    """Names whose rows the column ``tells`` apart; ``None`` where it gives rows with different scores the same value.

    Rows that repeat all of another do not count, nor real videos that were scored again for each method. A fake was made in one
    way, so ways that only fakes have tell them apart whatever the rows of one are: faces, or answers of several epochs. So do
    data sets, where nearly every name is in several.
    """
    rows = rows.unique([*_KEY, *_VALUES, "tells"])
    counted = rows if column != "method" else rows.filter(pl.col("method").is_not_null() | (pl.col("label") != "real"))
    faces = [c for c in rows.columns if c.startswith(STATED) and names_faces(shown_property(c))]
    ways = column == "method" and _are_ways_to_forge(rows)
    several = rows.group_by("video").agg(pl.col("tells").n_unique() > 1)["tells"]
    of_data_sets = column == "dataset" and share_of(several) >= _NEARLY
    if not ways and not of_data_sets and not once_in_each(counted, [*_KEY, "tells", *faces]):
        return None
    names = rows.group_by("video").agg(pl.col("tells").n_unique() > 1).filter("tells")["video"]
    return names if names.len() else None


def _are_ways_to_forge(rows: pl.DataFrame) -> bool:
    """Whether fakes have several methods, and real videos none of them."""
    named = rows.filter(pl.col("method").is_not_null(), pl.col("label").is_not_null())
    of_fakes, of_real = (named.filter(pl.col("label") == label)["method"].unique() for label in ("fake", "real"))
    return of_fakes.len() > 1 and not of_fakes.is_in(of_real.implode()).any()


def _are_several(scored: Scored, rows_are: RowsAre | None) -> bool:
    """Whether rows of one name are frames, or videos of equal names, rather than repetitions of some rows."""
    if scored.scores["unit"][0] != "video":
        return False
    counts = scored.scores.group_by("detector", "video").agg(all=pl.len(), rows=pl.struct(_VALUES).n_unique())
    if not (counts["rows"] > 1).any():
        return False
    if rows_are is not None or float(counts["all"].median() or 0) >= _FRAMES_FROM:  # pyright: ignore[reportArgumentType]
        return True
    labels = scored.facts.select("video", pl.col("label").fill_null("")).unique("video")
    repeated = pl.col("rows") > 1
    by_label = counts.join(labels, on="video").group_by("label").agg(number=repeated.sum(), share=repeated.mean())
    return by_label.filter(pl.col("number") >= _FEWEST_REPEATED, pl.col("share") >= _MOST_NAMES).height > 0


def _apart_by_label(scored: Scored) -> Scored:
    """Give names a prefix of their label, where at least half of all names have both labels.

    Few such names are rows that contradict each other; many are real and fake videos of equal names.
    """
    labelled = scored.facts.drop_nulls("label")
    both = labelled.group_by("video").agg(pl.col("label").n_unique() > 1)
    names = both.filter("label")["video"]
    if names.len() < _FEWEST_NAMES or names.len() < _MOST_NAMES * both.height or _same_scores(scored, names):
        return scored
    facts = scored.facts.with_columns(
        video=pl.when(pl.col("video").is_in(names.implode()))
        .then(pl.format("{}/{}", "label", "video"))
        .otherwise("video")
    )
    note = (
        f"{names.len():,} of {both.height:,} names belong to a real and to a fake video; they are told apart by their label, as "
        f"in {facts['video'].filter(facts['video'] != scored.facts['video'])[0]}"
    )
    return _renamed(scored, facts, note)


def _same_scores(scored: Scored, names: pl.Series) -> bool:
    """Whether rows of one name have one score each, whatever their label: then they are one video."""
    rows = scored.scores.filter(pl.col("video").is_in(names.implode()), pl.col("p_fake").is_not_null())
    distinct = rows.group_by("detector", "video").agg(pl.col("p_fake").n_unique())
    return not distinct.height or share_of(distinct["p_fake"] == 1) > _MOST_NAMES


def _renamed(scored: Scored, facts: pl.DataFrame, note: str) -> Scored:
    scores = scored.scores.drop("video").join(facts.select("row", "video"), on="row", how="left", maintain_order="left")
    return replace(scored, facts=facts, scores=scores.select(scored.scores.columns), notes=(*scored.notes, note))


def _as_videos(scored: Scored) -> Scored:
    facts = scored.facts
    several = facts["video"].is_duplicated()
    names = facts["video"].filter(several).n_unique()
    number = pl.format("{} (row {})", "video", "row")
    group = pl.lit(None, dtype=pl.String) if "group" not in facts.columns else pl.col("group")
    facts = facts.with_columns(
        video=pl.when(several).then(number).otherwise("video"), group=pl.coalesce(group, pl.col("video"))
    )
    note = (
        f"{names:,} names occur in several rows, and rows of one name are no more alike than others; they are read as different "
        f"videos, and each name is one group (if they are frames, say {option('rows_are', 'frames')}{_or_detectors(scored)})"
    )
    return _renamed(scored, facts, note)


def _as_frames(scored: Scored) -> Scored:
    number = (pl.col("row").rank("ordinal").over("detector", "video") - 1).cast(pl.Int64)
    scores = scored.scores.with_columns(unit=pl.lit("frame"), index=number)
    median = scores.group_by("detector", "video").len()["len"].median()
    note = (
        f"no column of frames, but most videos have several rows (median {median:g}); they are read as frames in the order of "
        f"the file; if a column holds their numbers, say {option('columns', 'frame=COLUMN')}; if they are different videos, say "
        f"{option('rows_are', 'videos')}{_or_detectors(scored)}"
    )
    return replace(scored, scores=scores, notes=(*scored.notes, note))


def _or_detectors(scored: Scored) -> str:
    """The option for a column that tells rows of equal names apart, if that is the detector."""
    columns = told_apart_by(scored, ("detector", "video"))
    if not columns or scored.scores["detector"].n_unique() > 1:
        return ""
    name = written_name(shown_property(columns[0]), scored.columns)
    return f"; if they are answers of several detectors, say {option('columns', f'detector={name}')}"


def _failures(against: pl.DataFrame, scores: pl.DataFrame) -> pl.DataFrame:
    """One failed row for each detector × video × unit whose rows contradict each other."""
    rows = (
        against.sort("row")
        .group_by(_KEY, maintain_order=True)
        .agg(pl.col("row").first(), rows=pl.col("row").cast(pl.String).head(5).str.join(", "), number=pl.len())
    )
    nothing = pl.lit(None, dtype=pl.Float64)
    return rows.with_columns(
        time=nothing, p_fake=nothing, logit=nothing, status=pl.lit("failed"), answer=pl.lit(None, dtype=pl.String),
        reason=pl.format("{} " + CONTRADICTING + ": rows {}", "number", "rows"),
    ).select(scores.columns)  # fmt: skip


def _rejected(scored: Scored, rows: pl.DataFrame, kind: str, reason: str) -> pl.DataFrame:
    file, value = pl.lit(storable(str(scored.path))), pl.col("p_fake")
    said = rows.with_columns(file=file, kind=pl.lit(kind), value=value, reason=pl.lit(reason))
    return said.select(list(REJECTED.schema)).cast(REJECTED.schema)
