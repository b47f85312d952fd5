"""Words that the user says mean fake, where several files hold labels and not all of them hold these words."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

import polars as pl

from touchstone.vocabulary.door import option
from touchstone.vocabulary.sheets import Sheet, find_fields, label_words
from touchstone.vocabulary.words import CODED, LABELS

from .options import Options


def fakes_in_other_files(sheets: Sequence[Sheet], options: Options) -> list[bool]:
    """For each file whether its labels can be read without the words that the user says mean fake, which another file holds.

    They can where all of them are usual words for real and fake, and where they are codes other than those that the user says.

    Args:
        sheets: files of scores and of labels.
        options: corrections of what is recognised.
    """
    meant = {*label_words(pl.Series(options.label_fake, dtype=pl.String)).to_list()}
    present = [set[str]() if not meant else _words_of_labels(sheet, options) for sheet in sheets]
    if len(sheets) < 2 or not any(words & meant for words in present):
        return [False] * len(sheets)
    plain = {*LABELS} - CODED
    return [bool(words) and not words & meant and (words <= plain or words | meant <= CODED) for words in present]


def without_words_of_fakes(sheet: Sheet, options: Options) -> tuple[Sheet, Options, str]:
    """The file and the options with which its labels are read as usual, and what is said of it; codes are all real.

    Args:
        sheet: a file that :func:`fakes_in_other_files` names.
        options: corrections of what is recognised.
    """
    listed = " ".join(option("label_fake", word) for word in options.label_fake)
    column = _column_of_labels(sheet, options)
    if column is None or not _words_of_labels(sheet, options) <= CODED:
        return sheet, replace(options, label_fake=()), f"{listed} names no label of this file, so its words count as usual"
    real = pl.when(pl.col(column).is_not_null()).then(pl.lit("real")).alias(column)
    note = f"{listed} names no label of this file, so all of them are real"
    return replace(sheet, frame=sheet.frame.with_columns(real)), replace(options, label_fake=()), note


def without_words(options: Options, words: Collection[str]) -> Options:
    """The options without words that mean fake among the predicted classes alone.

    Args:
        options: corrections of what is recognised.
        words: those of predicted classes, as they are compared.
    """
    left = [word for word in options.label_fake if label_words(pl.Series([word]))[0] not in words]
    return replace(options, label_fake=tuple(left)) if len(left) < len(options.label_fake) else options


def _column_of_labels(sheet: Sheet, options: Options) -> str | None:
    return find_fields(sheet, {n: c for n, c in options.columns.items() if c in sheet.columns}).get("label")


def _words_of_labels(sheet: Sheet, options: Options) -> set[str]:
    """The words in the column of labels, in the spelling in which they are compared."""
    column = _column_of_labels(sheet, options)
    return set() if column is None else {*label_words(sheet.frame[column]).drop_nulls().unique().to_list()}
