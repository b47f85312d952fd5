"""Counts instead of scores: how many videos of each label a detector decided correctly, without scores of single videos."""

from __future__ import annotations

import polars as pl

from touchstone.vocabulary.errors import TableError
from touchstone.vocabulary.printable import printable
from touchstone.vocabulary.sheets import Sheet, numbers
from touchstone.vocabulary.tables import COUNTS, from_rows

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
    names = pl.Series(
        [None if n is None else printable(n) for n in sheet.frame[detector].cast(pl.String)], dtype=pl.String
    )
    threshold = numbers(sheet, names_of["threshold"])[0] if "threshold" in names_of else None
    rows: list[dict[str, object]] = []
    for i, name in enumerate(names.to_list()):
        if name is None:
            raise TableError(f"{sheet.where(i)} names no detector; give each row one")
        where = f"{sheet.where(i)} ({name})"
        for label in ("real", "fake"):
            correct, total = cells[label, "correct"][i], cells[label, "total"][i]
            if correct > total:
                raise TableError(
                    f"{where}: {correct} of {total} {label} videos decided correctly is impossible; correct the counts"
                )
            _agrees(sheet, i, where, label, (correct, total))
            rows.append(
                {"file": str(sheet.path), "detector": name, "label": label, "total": total, "correct": correct,
                 "threshold": None if threshold is None else threshold[i]}
            )  # fmt: skip
    twice = [name for name in names.to_list() if names.to_list().count(name) > 1]
    if twice:
        raise TableError(f"{sheet.path}: {twice[0]} is in it twice; leave one out")
    return from_rows(rows, COUNTS)


def told_of_counts(counts: pl.DataFrame) -> str:
    """The note on a file of counts."""
    return (
        f"read as counts of correct decisions: {counts.height // 2} detectors; without scores of single videos nothing can be "
        "said about AUC, calibration or other thresholds"
    )


def _whole(sheet: Sheet, column: str) -> list[int]:
    values, _ = numbers(sheet, column)
    wrong = (values.is_null() | (values < 0) | (values != values.round(0))).fill_null(value=True).arg_true()
    if len(wrong):
        at = int(wrong[0])
        raise TableError(f"{sheet.where(at)}: {column} is {values[at]}, not a number of videos; correct it")
    return [int(value) for value in values.to_list()]


def _agrees(sheet: Sheet, at: int, where: str, label: str, counts: tuple[int, int]) -> None:
    correct, total = counts
    columns = sheet.lower()
    column = next((columns[n] for n in _RATES[label] if n in columns), None)
    rate = None if column is None or not total else numbers(sheet, column)[0][at]
    if rate is None:
        return
    rate = rate / 100 if rate > 1 else rate
    if abs(rate - correct / total) > _ROUNDING:
        raise TableError(
            f"{where}: {column} {rate:g} contradicts {correct} of {total} decided correctly; correct one of them"
        )
