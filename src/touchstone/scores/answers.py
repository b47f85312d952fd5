"""Labels in a file of scores beside a file of labels: the detector's own answers, the class that won, or another truth."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import polars as pl

from touchstone.vocabulary.door import option
from touchstone.vocabulary.errors import TableError
from touchstone.vocabulary.sheets import Labels
from touchstone.vocabulary.words import spelled_plainly

from .echo import threshold_of_labels
from .names import is_score, says_fake
from .options import Options
from .scored import Scored
from .told_apart import short_names

_FEW = 0.05
"""Share of labels that differ up to which they are errors of single rows."""

_TURNED = 0.5
"""Share from which on the code of one of the two files may be turned round."""

_FEWEST_ROWS = 20
_LEAST = 0.5


def without_answers(
    files: Sequence[Scored], labels: Sequence[Labels], options: Options
) -> tuple[list[Scored], list[str]]:
    """Leave out the labels of a score file where a label file says otherwise of many videos, or where they are its answers.

    Otherwise each wrong answer would be a video whose labels contradict each other, and be left out. Labels beside scores that
    are never below 0.5 are the class that won, and the scores its confidence: P(fake) follows from both.

    Args:
        files: score files, whose videos have the keys of the labels.
        labels: label files.
        options: a score that the user names is P(fake).

    Raises:
        TableError: most labels contradict those of the label files.
    """
    truth = pl.concat([file.facts.select("video", truth="label") for file in labels]).unique("video")
    kept: list[Scored] = []
    notes: list[str] = []
    names = short_names([file.path for file in (*files, *labels)])
    for file in files:
        file, note = _settled(file, truth, options)
        kept.append(file)
        notes += [f"{names[file.path]}: {note}"] if note else []
    return kept, notes


def _settled(file: Scored, truth: pl.DataFrame, options: Options) -> tuple[Scored, str]:
    """The file without labels that are not to be used, and why; as it is where its labels are."""
    rows = file.facts.select("row", "video", "label").drop_nulls("label").join(truth.drop_nulls(), on="video")
    differ = rows.filter(pl.col("label") != pl.col("truth")).height
    if not differ:
        return file, ""
    many = f"differ from the label file in {differ:,} of {rows.height:,} rows"
    threshold = threshold_of_labels(file)
    if threshold is not None:
        return _unlabelled(file), f"its labels are {threshold} and {many}, so they are the detector's answers and not used"
    plain = _reversed(file) if options.fake_is == "low" else file
    if not any(map(is_score, options.columns)) and _are_confidences(plain):
        what = "its scores are never below 0.5, so they are the confidence of the class in its labels"
        if differ > _TURNED * rows.height and options.fake_is is None:
            raise TableError(
                f"{file.path}: {what}, and its labels {many}, so the code of one of the two files may be turned round; say "
                f"{option('fake_is', 'low')} if it is that of the score file, or {option('fake_is', 'high')} if neither is"
            )
        won = _reversed(_of_winner(plain)) if options.fake_is == "low" else _of_winner(plain)
        turned = "real" if options.fake_is == "low" else "fake"
        return won, f"{what}: P(fake) = c where they say {turned}, 1 − c elsewhere; its labels {many} and are not used"
    if differ <= _FEW * rows.height:
        return file, ""
    if differ > _TURNED * rows.height:
        raise TableError(
            f"{file.path}: its labels {many}, so one of the two files may be turned round; leave {option('labels')} out if those "
            "of the score file are true, or take its column of labels out if those of the label file are"
        )
    return _unlabelled(file), f"its labels {many}; those of the label file count alone"


def _reversed(file: Scored) -> Scored:
    """The file with scores that are high for real where they were high for fake, and the other way round."""
    return replace(file, scores=file.scores.with_columns(p_fake=1 - pl.col("p_fake"), logit=-pl.col("logit")))


def _unlabelled(file: Scored) -> Scored:
    return replace(file, facts=file.facts.with_columns(label=pl.lit(None, dtype=pl.String)))


def _are_confidences(file: Scored) -> bool:
    """Whether scores, but for zeros, which answer nothing, are never below 0.5, of both labels, and not called P(fake)."""
    scores = file.scores.filter(status="ok").join(file.facts.select("row", "label"), on="row")
    answers = scores.filter(pl.col("p_fake") > 0)
    if answers.height < _FEWEST_ROWS or scores["detector"].n_unique() != 1 or answers["label"].null_count():
        return False
    if any(says_fake(spelled_plainly(column)) for column in file.columns):
        return False
    lowest = answers["p_fake"].min()
    return answers["label"].n_unique() > 1 and isinstance(lowest, float) and lowest >= _LEAST


def _of_winner(file: Scored) -> Scored:
    """The file with P(fake) in place of the confidence of the class that won; a confidence of 0 answers nothing."""
    real, nothing = pl.col("label") == "real", pl.col("p_fake") == 0
    p = pl.when(real).then(1 - pl.col("p_fake")).otherwise("p_fake")
    scores = file.scores.join(file.facts.select("row", "label"), on="row", how="left", maintain_order="left")
    scores = scores.with_columns(
        p_fake=pl.when(~nothing).then(p),
        logit=pl.when(~nothing).then(pl.when(real).then(-pl.col("logit")).otherwise("logit")),
        status=pl.when(nothing).then(pl.lit("failed")).otherwise("status"),
        reason=pl.when(nothing).then(pl.lit("a confidence of 0 answers nothing")).otherwise("reason"),
    )
    return _unlabelled(replace(file, scores=scores.select(file.scores.columns)))
