"""Whether high scores mean fake: scores are compared with a column of decisions in the same file."""

from __future__ import annotations

from collections.abc import Collection

import polars as pl

from touchstone.vocabulary.door import option
from touchstone.vocabulary.sheets import Sheet
from touchstone.vocabulary.words import CODED, spelled_plainly

from .columns import predicted_class, read_as_labels
from .names import is_score, means_real, says_fake
from .options import Options

_FEWEST = 20
"""Rows from which on chance does not explain that a decision contradicts every score."""


def with_polarity(
    sheet: Sheet,
    scores: pl.DataFrame,
    label: pl.Series,
    *,
    columns: Collection[str],
    names: Collection[str],
    options: Options,
) -> tuple[pl.DataFrame, list[str]]:
    """The scores, and one line that says how often a column of decisions agrees with P(fake) ≥ 0.5, if there is one.

    Scores are turned round where words of decisions contradict every one of them, no name and no option says what the scores
    are, and the labels do not object. Otherwise the line says if decisions contradict the scores, and the user decides.

    Args:
        sheet: the file.
        scores: scores of all detectors.
        label: label of each row of the file.
        columns: columns of the file that may hold decisions.
        names: columns of scores.
        options: corrections of what is recognised.
    """
    chosen = predicted_class(sheet, columns)
    if chosen is None or scores["detector"].n_unique() != 1:
        return scores, []
    column = chosen[0]
    called = read_as_labels(sheet, options, *chosen)
    rows = pl.DataFrame({"row": sheet.numbers, "called": called, "label": label})
    both = scores.filter(pl.col("status") == "ok").join(rows, on="row").drop_nulls("called")
    if not both.height:
        return scores, []
    agree = both.filter((pl.col("p_fake") >= 0.5) == pl.col("called")).height
    said = f"column {sheet.in_file(column)!r} agrees with P(fake) ≥ 0.5 in {agree:,} of {both.height:,} rows"
    if 2 * agree >= both.height or options.fake_is is not None:
        return scores, [said]
    if _labels_object(both):
        return scores, [f"{said}, and the labels agree with the scores as they are: it is about something else, or turned round"]
    if both["called"].n_unique() < 2:
        return scores, [said]
    polarity_stated = options.fake_is is not None or any(map(is_score, options.columns)) or any(map(_says_class, names))
    if agree or polarity_stated or both.height < _FEWEST or _coded(sheet.frame[column]):
        return scores, [f"{said}: scores seem to be high for real; if so, say {option('fake_is', 'low')}"]
    turned = scores.with_columns(p_fake=1 - pl.col("p_fake"), logit=-pl.col("logit"))
    return turned, [
        f"{said}, so scores are high for real, and P(fake) = 1 − score ({option('fake_is', 'high')} reads them as they are)"
    ]


def _labels_object(both: pl.DataFrame) -> bool:
    """Whether fake videos have the higher scores; no where labels are not known."""
    labelled = both.drop_nulls(["label", "p_fake"]).with_columns(rank=pl.col("p_fake").rank())
    means = dict(labelled.group_by("label").agg(pl.col("rank").mean()).iter_rows())
    return len(means) == 2 and means["fake"] > means["real"]


def _says_class(column: str) -> bool:
    return says_fake(spelled_plainly(column)) or means_real(column)


def _coded(cells: pl.Series) -> bool:
    """Whether decisions are codes, whose meaning is a convention, and not words."""
    words = cells.drop_nulls().cast(pl.String, strict=False).str.strip_chars().str.to_lowercase()
    return bool(words.is_in(list(CODED)).any())
