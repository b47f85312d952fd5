"""Two columns of words for real and fake that contradict each other: the truth, and the class that a detector chose."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import polars as pl

from touchstone.vocabulary.door import option
from touchstone.vocabulary.errors import TableError
from touchstone.vocabulary.sheets import Sheet, find_fields
from touchstone.vocabulary.words import COLUMNS, LABELS, is_property, spelled_plainly, words_of_name

from ..options import Options
from .candidates import PREDICTED, class_words, plain_names, scores_are_named
from .coded import is_coded
from .property_names import describes_videos
from .truth_names import ANSWERED, names_truth

_OF_LABELS = frozenset({
    "label", "labels", "class", "klass", "classes", "type", "category", "kind", "tag", "name", "str", "string", "text", "y", "id",
})  # fmt: skip
"""Words of names of labels that say neither."""

_OF_CONFIDENCE = frozenset({
    "conf", "confidence", "certainty", "prob", "probs", "proba", "probability", "score", "scores", "softmax", "likelihood", "max",
})  # fmt: skip
"""Words of names that say that a number may be the confidence of a class."""

_HALF = 0.5
_ROUNDING = 1e-9
_MOST_SHOWN = 3


def label_of_truth(sheet: Sheet, options: Options) -> Sheet:
    """Take for the label of a file, which another column contradicts, the one whose name says that it is the truth.

    The other is the class of which a score that is never below 0.5 is the confidence, as in what a pipeline prints:
    ``{"label": "FAKE", "score": 0.98}``.

    Args:
        sheet: the file.
        options: corrections of what is recognised; a label that the user names is believed.

    Raises:
        TableError: both names say it, or neither, and one is the class of which a score is the confidence.
    """
    fields = find_fields(sheet, {n: c for n, c in options.columns.items() if c in sheet.columns})
    label = fields.get("label")
    if label is None or "label" in options.columns or "predicted" in sheet.lower():
        return sheet
    taken = {fields.get("video"), *options.columns.values()}
    named = {*plain_names([c for c in sheet.columns if c not in {*taken, label}])} & {*PREDICTED}
    columns = [c for c in sheet.columns if c not in taken and c != label and not is_property(c) and _may_be_label(c)]
    others = {c: rows for c in columns if (rows := _contradictions(sheet, label, c)) is not None}
    score = winning_score(sheet, [label, *others]) if others else None
    if score is None:
        return sheet
    true = [c for c in _best_first(others) if names_truth(c)]
    if not names_truth(label) and true:
        return _turned(sheet, label, true[0], others[true[0]], answered=bool(named))
    rest = true if names_truth(label) else [c for c in others if _says_neither(sheet, c)]
    if rest and not named and not scores_are_named(options):
        ask_for_truth(sheet, [label, *rest], score)
    return sheet


def _turned(sheet: Sheet, label: str, true: str, rows: tuple[int, int], *, answered: bool) -> Sheet:
    """The sheet whose label is the column that names the truth."""
    first, second = sheet.in_file(label), sheet.in_file(true)
    back = option("columns", f"label={first}")
    if answered:
        what, names = "", {label: "label_2" if spelled_plainly(label) == "label" else label, true: "label"}
    else:
        what = f", and {first!r} is the class that the detector chose"
        names = {label: PREDICTED[0], true: "label"}
        back += f" {option('columns', f'{PREDICTED[0]}={second}')}"
    note = (
        f"columns {first!r} and {second!r} contradict each other in {rows[0]:,} of {rows[1]:,} rows: {second!r} is the truth, "
        f"as its name says{what} ({back} says the opposite)"
    )
    return replace(sheet.with_names({c: n for c, n in names.items() if c != n}), notes=(*sheet.notes, note))


def ask_for_truth(sheet: Sheet, columns: Sequence[str], score: str) -> None:
    """Raise an error that asks which of several columns is the truth, and which the class that won.

    Args:
        sheet: the file.
        columns: those that contradict each other.
        score: the confidence of the class that won.
    """
    names = [sheet.in_file(c) for c in columns[:_MOST_SHOWN]]
    ways = [
        f"{option('columns', f'label={true}')} {option('columns', f'{PREDICTED[0]}={won}')}"
        for true in names
        for won in names
        if won != true
    ]
    raise TableError(
        f"{sheet.path}: columns {' and '.join(map(repr, names))} contradict each other, and column {sheet.in_file(score)!r} is "
        f"never below 0.5, so one is the truth and one the class that won; say {', or '.join(ways)}"
    )


def _contradictions(sheet: Sheet, label: str, column: str) -> tuple[int, int] | None:
    """In how many rows of how many two columns of labels differ; ``None`` where they differ in none, or one is not of labels.

    Codes that differ in all rows say the same, and are only turned round.
    """
    first, second = class_words(sheet.frame[label]), class_words(sheet.frame[column])
    if first is None or second is None:
        return None
    fake = [w.replace_strict(LABELS, default=None, return_dtype=pl.String) == "fake" for w in (first, second)]
    both = pl.DataFrame({"first": fake[0], "second": fake[1]}).drop_nulls()
    differ = both.filter(pl.col("first") != pl.col("second")).height
    if not 0 < differ < both.height or both["second"].n_unique() < 2:
        return None
    return differ, both.height


def _may_be_label(column: str) -> bool:
    """Whether a name may be that of labels: it says nothing of a detector's answers, and nothing else of the video."""
    return not {*words_of_name(column)} & ANSWERED and not describes_videos(column) and spelled_plainly(column) not in PREDICTED


def _says_neither(sheet: Sheet, column: str) -> bool:
    """Whether a column is called like one of labels, and no word tells whether they are true; codes may be anything else."""
    words = {*words_of_name(column)}
    return words <= _OF_LABELS and (bool(words & {"label", "labels", "class"}) or not is_coded(sheet.frame[column]))


def _best_first(columns: dict[str, tuple[int, int]]) -> list[str]:
    """Columns with the common names of labels before others."""
    usual = COLUMNS["label"]
    return sorted(columns, key=lambda c: usual.index(n) if (n := spelled_plainly(c)) in usual else len(usual))


def winning_score(sheet: Sheet, taken: Sequence[str]) -> str | None:
    """The only column of fractions or percent that may be the confidence of the class that won; ``None`` where there is none."""
    likely = [c for c in sheet.columns if c not in taken and {*words_of_name(c)} & _OF_CONFIDENCE]
    numbers = {c: v for c in likely if (v := _shares(sheet.frame[c])) is not None}
    below = [c for c, v in numbers.items() if bool((v < _HALF - _ROUNDING).any())]
    return next(iter(numbers), None) if not below else None


def _shares(cells: pl.Series) -> pl.Series | None:
    """Numbers of a column as shares of 1, if most of them have fractions; otherwise ``None``."""
    text = cells.cast(pl.String, strict=False).str.strip_chars(" %\u00a0").str.replace(",", ".", literal=True)
    numbers = text.cast(pl.Float64, strict=False).drop_nulls().drop_nans()
    if not numbers.len() or 2 * (numbers != numbers.floor()).sum() < numbers.len():
        return None
    return numbers / 100 if float(numbers.max()) > 1 else numbers  # pyright: ignore[reportArgumentType]


def never_below_half(cells: pl.Series) -> bool:
    """Whether cells are fractions or percent that may be the confidence of the class that won: none is below one half.

    >>> never_below_half(pl.Series(["0.51", "0.9"])), never_below_half(pl.Series(["51.5", "97.2"]))
    (True, True)
    >>> never_below_half(pl.Series(["0.2", "0.9"]))
    False
    """
    shares = _shares(cells)
    return shares is not None and bool(shares.is_between(_HALF - _ROUNDING, 1).all())
