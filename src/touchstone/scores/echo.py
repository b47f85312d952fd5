"""Labels that follow the scores so closely that they may be the detector's own answers."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from touchstone.vocabulary.door import option
from touchstone.vocabulary.errors import TableError
from touchstone.vocabulary.sheets import Sheet, find_fields
from touchstone.vocabulary.words import LABELS, columns_of_field, spelled_plainly

from .columns import PREDICTED, class_words, label_option, score_option
from .folder_words import path_labels
from .names import is_score, says_fake, score_columns
from .options import Options
from .scored import Scored

_FEWEST = 20
_FOLLOWS = 0.995
_HALF = 0.5
_EXAMPLE = 2048
_NEARLY = 0.97
"""Share of an example of rows below which a threshold that 99.5 % of all follow is out of the question."""

_TELLS = 0.25
"""Distance of an AUC from 0.5 from which on numbers say which label a video has; confidences of the winner say little."""

_NEAR = 0.1
"""Scores are near the threshold within this share of the range that 90 % of them have."""

_FEWEST_NEAR = 6
_EACH_SIDE = 2
_SHARE_NEAR = 0.02
"""A detector that is right everywhere seldom has more than this share of its scores near the threshold."""

_GAP = 8.0
"""Mean distances of scores near the threshold from which on the gap round it is not an accident (9 e⁻⁸ = 0.3 %)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Other:
    """A second column of labels.

    Attributes:
        column: its name in the file.
        differ: rows in which it contradicts the first.
        rows: rows in which both hold a label.
    """

    column: str
    differ: int
    rows: int


def notes_on_labels(sheet: Sheet, file: Scored, options: Options) -> list[str]:
    """What is said where labels of a file follow its scores, or where two columns of labels contradict each other.

    A label that the user names, or says how to read, is believed.

    Args:
        sheet: the file, prepared.
        file: what was read of it.
        options: corrections of what is recognised.

    Raises:
        TableError: labels follow the scores, and another column contradicts them.
    """
    fields = find_fields(sheet, {n: c for n, c in options.columns.items() if c in sheet.columns})
    if "label" not in fields or "label" in options.columns or options.label_fake:
        return []
    column = sheet.in_file(fields["label"])
    _ask_of_winner(sheet, file, options, fields["label"])
    others = _contradicting(sheet, fields["label"])
    of_detectors = _means_and_labels(file).partition_by("detector") if file.scores.height else []
    echo = next((e for part in of_detectors if (e := _follows(part)) is not None), None)
    if echo is not None and others:
        raise TableError(
            f"{sheet.path}: labels in {column!r} {echo} and contradict {others[0].column!r} in {others[0].differ:,} of "
            f"{others[0].rows:,}, so they may be the detector's answers; say "
            f"{option('columns', f'label={others[0].column}')} or {label_option(sheet, fields['label'])}, whichever is true"
        )
    notes = [
        f"column {o.column!r} contradicts the label in {o.differ:,} of {o.rows:,} rows and is not used; if it is true, say "
        f"{option('columns', f'label={o.column}')}"
        for o in others
    ]
    if echo is not None:
        notes.append(
            f"labels {echo}, with scores close to it on both sides: a detector's own answers look like this; if {column!r} "
            f"is its decision, give the truth with {option('labels', 'FILE')} or {option('columns', 'label=COLUMN')}"
        )
    return notes


def _ask_of_winner(sheet: Sheet, file: Scored, options: Options, label: str) -> None:
    """Raise an error where a score is never below 0.5 and says little of the labels, which may be the class that won."""
    scores = score_columns(sheet, [label])
    if len(scores) != 1 or says_fake(spelled_plainly(scores[0])) or any(map(is_score, options.columns)):
        return
    p = file.scores.filter(status="ok").select("row", "detector", "p_fake").drop_nulls()
    if not p.height or bool((p["p_fake"] < _HALF).any()):
        return
    both = p.join(file.facts.select("row", "label"), on="row").drop_nulls()
    fake = (both["label"] == "fake").to_numpy()
    if p["detector"].n_unique() != 1 or fake.size < _FEWEST or fake.all() or not fake.any():
        return
    if abs(_auc(both["p_fake"], fake) - 0.5) >= _TELLS:
        return
    held, won = sheet.in_file(scores[0]), sheet.in_file(label)
    raise TableError(
        f"{sheet.path}: column {held!r} is never below 0.5 and says little of {won!r}, so it may be the confidence of the "
        f"class that won, and {won!r} that class: {_ways_to_truth(file, won)}; if another column "
        f"holds that class, say {option('columns', 'predicted=COLUMN')}; otherwise say {score_option(sheet, scores[0])}"
    )


def _ways_to_truth(file: Scored, won: str) -> str:
    """How true labels are given where a column of labels holds the class that won; folders may say them."""
    way = f"give the true labels as {option('labels', 'FILE')}"
    if path_labels(file.facts["video"]).drop_nulls().n_unique() < 2:
        return way
    return f"{way}, or say {option('columns', f'{PREDICTED[0]}={won}')} if the folders of the videos say them"


def _auc(p: pl.Series, fake: NDArray[np.bool_]) -> float:
    ranks, fakes = p.rank("average").to_numpy(), int(fake.sum())
    return float((ranks[fake].sum() - fakes * (fakes + 1) / 2) / (fakes * (fake.size - fakes)))


def threshold_of_labels(file: Scored) -> str | None:
    """In words, which threshold of a detector's scores nearly all labels of its rows follow; ``None`` where they follow none.

    Args:
        file: at least 20 rows with a label and a score.
    """
    labelled = file.facts.select("row", "label").drop_nulls()
    for _, scores in file.scores.filter(status="ok").group_by("detector", maintain_order=True):
        both = scores.select("row", "p_fake").join(labelled, on="row").drop_nulls()
        fake, p_fake = (both["label"] == "fake").to_numpy(), both["p_fake"].to_numpy()
        for sign, turned in (("≥", False), ("<", True)):
            if (threshold := _threshold(p_fake, fake ^ turned)) is not None:
                return f"P(fake) {sign} {threshold:.3g}"
    return None


def _contradicting(sheet: Sheet, label: str) -> list[_Other]:
    """Other columns with a name and nothing but words of labels, some of which contradict the label."""
    others: list[_Other] = []
    columns = columns_of_field("label", sheet.lower(), [label])
    first = _fake(sheet.frame[label]) if columns else None
    for column in columns:
        second = _fake(sheet.frame[column])
        if first is None or second is None:
            continue
        both = pl.DataFrame({"first": first, "second": second}).drop_nulls()
        differ = both.filter(pl.col("first") != pl.col("second")).height
        if differ and both["second"].n_unique() == 2:
            others.append(_Other(column=sheet.in_file(column), differ=differ, rows=both.height))
    return others


def _fake(cells: pl.Series) -> pl.Series | None:
    words = class_words(cells)
    return None if words is None else words.replace_strict(LABELS, default=None, return_dtype=pl.String) == "fake"


def _follows(both: pl.DataFrame) -> str | None:
    """In words, which threshold labels follow in how many rows; ``None`` where they follow none."""
    fake, p_fake = (both["label"] == "fake").to_numpy(), both["p_fake"].to_numpy()
    for sign, turned in (("≥", False), ("<", True)):
        threshold = _threshold(p_fake, fake ^ turned)
        if threshold is not None and are_answers(p_fake, fake ^ turned, threshold):
            right = int(((p_fake >= threshold) == (fake ^ turned)).sum())
            rows = "every row" if right == fake.size else f"{right:,} of {fake.size:,} rows"
            return f"equal P(fake) {sign} {threshold:.3g} in {rows}"
    return None


def _means_and_labels(file: Scored) -> pl.DataFrame:
    """Columns ``detector``, ``p_fake`` and ``label``: one row per detector and video with both, and the mean of its rows."""
    scores, facts = file.scores.filter(status="ok"), file.facts.select("row", "label")
    if not facts["row"].is_sorted() or facts["row"].null_count():
        facts = facts.sort("row")
    at = facts["row"].search_sorted(scores["row"])
    rows = scores.select("detector", "video", "p_fake").with_columns(facts["label"].gather(at)).drop_nulls()
    if not file.facts["video"].is_duplicated().any():
        return rows
    means = rows.group_by("detector", "video", maintain_order=True)
    return means.agg(pl.col("p_fake").mean(), pl.col("label").first())


def _threshold(p: NDArray[np.float64], fake: NDArray[np.bool_]) -> float | None:
    """The threshold that nearly all labels follow: 0.5 where that does, else the best; ``None`` where none does."""
    if p.size < _FEWEST or fake.all() or not fake.any():
        return None
    if ((p >= _HALF) == fake).mean() >= _FOLLOWS:
        return _HALF
    step = p.size // _EXAMPLE
    if step > 1 and _best(p[::step], fake[::step])[1] < _NEARLY * p[::step].size:
        return None
    order, right, at = _best(p, fake)
    if right < _FOLLOWS * p.size or not 0 < at < p.size:
        return None
    return _between(float(p[order[at - 1]]), float(p[order[at]]))


def _best(p: NDArray[np.float64], fake: NDArray[np.bool_]) -> tuple[NDArray[np.intp], int, int]:
    """The order of the scores, how many labels the best threshold gets right, and its place in the order."""
    order = np.argsort(p, kind="stable")
    right = np.concatenate([[0], np.cumsum(~fake[order])]) + np.concatenate([np.cumsum(fake[order][::-1])[::-1], [0]])
    at = int(right.argmax())
    return order, int(right[at]), at


def _between(below: float, above: float) -> float:
    """The number with the fewest digits that is above one score and not above the next."""
    middle = (below + above) / 2
    return next((x for digits in range(1, 9) if below < (x := round(middle, digits)) <= above), above)


def are_answers(p: NDArray[np.float64], fake: NDArray[np.bool_], threshold: float) -> bool:
    """Whether scores lie so densely at both sides of a threshold that a detector which is always right does not explain them.

    Args:
        p: scores.
        fake: labels, which nearly all follow the threshold.
        threshold: a score.
    """
    low, high = np.quantile(p, [0.05, 0.95])
    near = np.abs(p - threshold) <= _NEAR * (high - low)
    above = p[near] >= threshold
    if near.sum() < max(_FEWEST_NEAR, _SHARE_NEAR * p.size) or min(above.sum(), (~above).sum()) < _EACH_SIDE:
        return False
    gap = p[near][above].min() - p[near][~above].max()
    step = (np.ptp(p[near][above]) + np.ptp(p[near][~above])) / max(1, near.sum() - 2)
    return bool((above == fake[near]).all()) and bool(gap <= _GAP * step)

