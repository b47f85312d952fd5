"""Columns of numbers that may hold scores, and those that hold predicted classes."""

from __future__ import annotations

import re
from collections.abc import Collection

import polars as pl

from touchstone.vocabulary.door import option
from touchstone.vocabulary.sheets import Sheet, are_labels, bare_labels, find_fields, label_words, number_cells
from touchstone.vocabulary.words import FAILURES, LABELS, TRANSLATIONS, UNSCORED, is_property, spelled_plainly

from ..names import is_decision, is_score
from ..options import Options
from ..worded_names import score_says
from .class_names import class_name
from .property_names import describes_videos
from .truth_names import names_truth

PREDICTED = (
    "predicted", "prediction", "predicted_label", "pred_label", "predicted_class", "pred_class", "prediction_label", "pred",
    "y_pred", "decision", "verdict", "result", "classification", "top_label", "output", "output_label", "answer", "y_hat",
    "yhat", *TRANSLATIONS["predicted"],
)  # fmt: skip
"""Names of columns that hold the class that a detector chose, in plain spelling."""

SURE = (
    "confidence", "conf", "certainty", "max_prob", "max_probability", "top_score", "confidence_score", "prediction_confidence",
    "pred_confidence", "confidence_percent",
    *TRANSLATIONS["confidence"],
)  # fmt: skip
"""Names of columns that say how sure a detector was of the class that it chose, in plain spelling."""

_HALF = 0.5
_MOST_WORDS = 64
_ROUNDING = 1e-9
_PERCENT = re.compile(
    r"(?<![\s_\-])[\s_\-]*+(?:\(\s*%\s*\)|\[\s*%\s*\]|%|in[\s_]percent|percent(?:age)?|pct)[\s_\-]*", re.IGNORECASE
)
_NOTHING = [*UNSCORED, *FAILURES]


def free_columns(sheet: Sheet, options: Options) -> list[str]:
    """Columns that fill no field, and that the user does not name, as a property neither."""
    fields = find_fields(sheet, {n: c for n, c in options.columns.items() if c in sheet.columns})
    taken = {*fields.values(), *options.columns.values()}
    return [column for column in sheet.columns if column not in taken and not is_property(column)]


def score_option(sheet: Sheet, column: str, field: str = "p_fake") -> str:
    """The option that reads a column of a sheet as scores, by its name in the file; divided percent need their scale."""
    return " ".join([_score_option(sheet, column, field), *([option("fake_is", "low")] if _names_real(sheet, column) else [])])


def _score_option(sheet: Sheet, column: str, field: str) -> str:
    named = option("columns", f"{field}={sheet.in_file(column)}")
    return f"{named} {option('scale', 'percent')}" if column in sheet.written and says_percent(sheet.in_file(column)) else named


def _names_real(sheet: Sheet, column: str) -> bool:
    """Whether the name of a column in the file has a word for real, and none for fake."""
    return class_name(sheet.in_file(column)).label == "real" or score_says(sheet.in_file(column)) == "real"


def detector_options(sheet: Sheet, columns: Collection[str]) -> str:
    """The options that read each column of a sheet as the scores of a detector, by names that differ.

    One option turns all of them, so columns whose names say P(real) are left out beside others.
    """
    real = [c for c in columns if _names_real(sheet, c)]
    columns = [c for c in columns if c not in real] or real
    named: dict[str, str] = {}
    for at, column in enumerate(columns, 1):
        name = re.sub(r"\W+", "_", spelled_plainly(sheet.in_file(column)).removeprefix("p_")).strip("_")
        named[name if name and name not in named else f"{name or 'detector'}_{at}"] = column
    every = (_score_option(sheet, column, f"p_{name}") for name, column in named.items())
    return " ".join([*every, *([option("fake_is", "low")] if columns == real else [])])


def label_option(sheet: Sheet, column: str) -> str:
    """The option that reads a column as labels, by its name in the file; beside it those for words that no list of labels has."""
    of_file = sheet.in_file(column)
    named = option("columns", f"label={of_file}")
    if of_file == column or of_file not in sheet.columns or are_labels(sheet.frame[of_file]):
        return named
    fake = label_words(sheet.frame[of_file]).filter(sheet.frame[column] == "fake").drop_nulls().unique().sort()
    return " ".join([named, *(option("label_fake", word) for word in fake)])


def scores_are_named(options: Options) -> bool:
    """Whether the user says which column holds scores."""
    return any(is_score(name) for name in options.columns)


def number_columns(sheet: Sheet, columns: Collection[str]) -> dict[str, pl.Series]:
    """Columns whose cells are numbers, as numbers; one with a word in it is none."""
    return {column: values for column in columns if (values := number_cells(sheet, column)) is not None}


def goes_below(values: pl.Series) -> bool:
    """Whether numbers other than 0 and 1 go below one half, as the confidence of the winner of two classes never does."""
    return not is_decision(values) and bool((values < _HALF - _ROUNDING).any())


def plain_names(columns: Collection[str]) -> dict[str, str]:
    """Names in plain spelling, without words for percent → columns; of ``result.label`` its last part counts too."""
    backwards = list(columns)[::-1]
    return {bare_name(c.rpartition(".")[2]): c for c in backwards} | {bare_name(c): c for c in backwards}


def says_percent(column: str) -> bool:
    """Whether the name of a column has a word for percent."""
    return _PERCENT.search(column) is not None


def without_percent(column: str) -> str:
    """The name as it is written, without words for percent.

    >>> without_percent("Xception (%)"), without_percent("percent_meso")
    ('Xception', 'meso')
    """
    return _PERCENT.sub(" ", column).strip(" _-")


def bare_name(column: str) -> str:
    """The name without words for percent, in plain spelling.

    >>> bare_name("Confidence (%)"), bare_name("fake_percent"), bare_name("percent")
    ('confidence', 'fake', 'percent')
    """
    return spelled_plainly(_PERCENT.sub(" ", column)) or spelled_plainly(column)


def predicted_class(sheet: Sheet, columns: Collection[str]) -> tuple[str, pl.Series] | None:
    """The column of predicted classes and whether each is fake, where every cell is a word for real or fake."""
    plain = plain_names(columns)
    ending = (n for n in plain if n.endswith(("_label", "_class", ".label", ".class")) and not describes_videos(n))
    for name in (*PREDICTED, *(n for n in ending if not names_truth(n))):
        words = class_words(sheet.frame[plain[name]]) if name in plain else None
        if words is not None:
            return plain[name], words.replace_strict(LABELS, default=None, return_dtype=pl.String) == "fake"
    return None


def class_words(cells: pl.Series) -> pl.Series | None:
    """Cells in lower case, if all are words for real or fake and there is one; otherwise ``None``.

    Those that say that there is no answer are null: empty ones, words such as ``no face``, −1 beside words or beside 0 and 1.
    """
    words = cells.cast(pl.String, strict=False).str.strip_chars().str.to_lowercase()
    different: set[str] = {word for word in words.unique() if word is not None}
    if len(different) <= _MOST_WORDS and (bare := bare_labels(different)):
        words = words.replace(bare)
        different = {bare.get(word, word) for word in different}
    coded = {"0", "1"} <= different or any(word in LABELS for word in different if not word.strip("-.").isdigit())
    nothing = words.is_in([*_NOTHING, "nan", "unknown", *(["-1"] if coded else [])])
    words = words.set(nothing.fill_null(value=False), None)
    present = words.drop_nulls().unique()
    return words if present.len() and present.is_in(list(LABELS)).all() else None
