"""Counts instead of scores: how many videos of each label a detector decided correctly, without scores of single videos."""

from __future__ import annotations

import polars as pl

from touchstone.vocabulary.errors import TableError
from touchstone.vocabulary.excerpts import LONGEST_QUOTE, shortened, storable
from touchstone.vocabulary.sheets import Sheet, numbers, text
from touchstone.vocabulary.tables import COUNTS, from_rows

from .shown_names import check_number, shown_names

_CORRECT = {
    "real": ("real_correct", "correct_real", "true_negatives", "tn"),
    "fake": ("fake_correct", "correct_fake", "true_positives", "tp"),
}
_TOTAL = {
    "real": ("real_total", "total_real", "num_real", "n_real"),
    "fake": ("fake_total", "total_fake", "num_fake", "n_fake"),
}
_RATES = {"real": ("real_acc", "real_accuracy"), "fake": ("fake_acc", "fake_accuracy")}
# The keys of a JSON object become the column 'video'.
_DETECTOR = ("detector", "model", "model_name", "system", "video", "name")
_LARGEST = 1e9
"""No data set has more videos."""

_ROUNDING = 0.0051  # rates are often given to two digits


def read_counts(sheet: Sheet) -> pl.DataFrame | None:
    """The table ``counts`` of a file of counts; ``None`` if the sheet is not one.

    Raises:
        TableError: a count is not a whole number, more videos are correct than there are, or a rate contradicts its counts.
    """
    names_of = sheet.lower()
    columns = {
        (label, what): next((names_of[n] for n in names[label] if n in names_of), None)
        for what, names in (("correct", _CORRECT), ("total", _TOTAL))
        for label in ("real", "fake")
    }
    detector = next((names_of[n] for n in _DETECTOR if n in names_of), None)
    if detector is None or any(column is None for column in columns.values()):
        return None
    cells = {key: _whole(sheet, str(column)) for key, column in columns.items()}
    names = _names(sheet, detector)
    threshold = _finite(numbers(sheet, names_of["threshold"])[0]) if "threshold" in names_of else None
    rates = {label: _rate(sheet, label) for label in ("real", "fake")}
    rows: list[dict[str, object]] = []
    for i, name in enumerate(names):
        where = f"{sheet.where(i)} ({shortened(name, LONGEST_QUOTE)})"
        for label in ("real", "fake"):
            correct, total = cells[label, "correct"][i], cells[label, "total"][i]
            if correct > total:
                raise TableError(
                    f"{where}: {correct} of {total} {label} videos decided correctly is impossible; correct the counts"
                )
            column, values = rates[label]
            _agrees(None if values is None or not total else values[i], column, where, (correct, total))
            rows.append(
                {"file": storable(str(sheet.path)), "detector": name, "label": label, "total": total, "correct": correct,
                 "threshold": None if threshold is None else threshold[i]}
            )  # fmt: skip
    return from_rows(rows, COUNTS)


def _names(sheet: Sheet, column: str) -> list[str]:
    """The detectors of the rows, as they are shown."""
    cells = text(sheet, column)
    empty = cells.is_null().arg_true()
    if len(empty):
        raise TableError(f"{sheet.where(int(empty[0]))} names no detector; give each row one")
    check_number(sheet.path, cells.len())
    twice = cells.is_duplicated().arg_true()
    if len(twice):
        raise TableError(
            f"{sheet.path}: {shortened(cells[int(twice[0])], LONGEST_QUOTE)} is in it twice; leave one out"
        )
    names = [str(name) for name in cells.to_list()]
    called = shown_names(names)
    return [called[name] for name in names]


def told_of_counts(counts: pl.DataFrame) -> str:
    """The note on a file of counts."""
    return (
        f"read as counts of correct decisions: {counts.height // 2} detectors; without scores of single videos nothing can be "
        "said about AUC, calibration or other thresholds"
    )


def _whole(sheet: Sheet, column: str) -> list[int]:
    values, _ = numbers(sheet, column)
    whole = values.is_finite() & (values >= 0) & (values <= _LARGEST) & (values == values.round(0))
    wrong = (~whole).fill_null(value=True).arg_true()
    if len(wrong):
        at = int(wrong[0])
        name, value = shortened(column, LONGEST_QUOTE), _in_words(values[at])
        raise TableError(f"{sheet.where(at)}: {name} is {value}, not a number of videos; correct it")
    return [int(value) for value in values.to_list()]


def _finite(values: pl.Series) -> pl.Series:
    return values.set((~values.is_finite()).fill_null(value=False), None)


def _in_words(value: float | None) -> str:
    return "empty" if value is None else f"{value:.16g}"


def _rate(sheet: Sheet, label: str) -> tuple[str, pl.Series | None]:
    """The column of the rate of a label, and its numbers, if there is one."""
    columns = sheet.lower()
    column = next((columns[n] for n in _RATES[label] if n in columns), None)
    return ("", None) if column is None else (column, _finite(numbers(sheet, column)[0]))


def _agrees(rate: float | None, column: str, where: str, counts: tuple[int, int]) -> None:
    correct, total = counts
    if rate is None:
        return
    rate = rate / 100 if rate > 1 else rate
    if abs(rate - correct / total) > _ROUNDING:
        raise TableError(
            f"{where}: {column} {rate:g} contradicts {correct} of {total} decided correctly; correct one of them"
        )
