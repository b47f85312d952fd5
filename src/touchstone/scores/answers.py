"""Labels in a file of scores that are the detector's own answers: they follow its scores, and differ from the label file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import polars as pl

from touchstone.vocabulary.sheets import Labels, share_of

from .scored import Scored

_FEWEST_ROWS = 20
_FOLLOWS = 0.995
_HALF = 0.5


def without_answers(files: Sequence[Scored], labels: Sequence[Labels]) -> tuple[list[Scored], list[str]]:
    """Leave out the labels of a score file that are its decisions, where a label file says otherwise of some videos.

    Otherwise each wrong decision would be a video whose labels contradict each other, and be left out.

    Args:
        files: score files, whose videos have the keys of the labels.
        labels: label files.
    """
    truth = pl.concat([file.facts.select("video", truth="label") for file in labels]).unique("video")
    kept: list[Scored] = []
    notes: list[str] = []
    for file in files:
        differ = _differing(file, truth)
        if differ:
            file = replace(file, facts=file.facts.with_columns(label=pl.lit(None, dtype=pl.String)))
            notes.append(
                f"{file.path.name}: its labels are P(fake) ≥ 0.5 and differ from the label file in {differ:,} rows, so they are "
                "the detector's answers and not used"
            )
        kept.append(file)
    return kept, notes


def _differing(file: Scored, truth: pl.DataFrame) -> int:
    """Rows whose label is the decision and differs from the truth; 0 where labels do not follow them."""
    rows = file.facts.select("row", "video", "label").drop_nulls("label")
    if file.scores["detector"].n_unique() != 1 or rows.height < _FEWEST_ROWS:
        return 0
    both = rows.join(file.scores.select("row", "p_fake").drop_nulls(), on="row")
    if share_of((both["label"] == "fake") == (both["p_fake"] >= _HALF)) < _FOLLOWS:
        return 0
    return rows.join(truth, on="video").filter(pl.col("label") != pl.col("truth")).height
