"""Columns of logits, one per class: the log-odds of fake follow from their differences."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import polars as pl

from touchstone.vocabulary.door import option
from touchstone.vocabulary.errors import TableError
from touchstone.vocabulary.sheets import Sheet, holds_fractions

from ..names import find_scores, is_place
from ..options import Options
from ..scale import LOGITS_FROM
from .candidates import free_columns, number_columns, scores_are_named
from .class_names import ClassName, by_detector, class_name
from .classes import order_by_labels, real_class, with_score
from .codes import said_of_codes, without_equal_codes


def odds_of_logits(sheet: Sheet, options: Options) -> Sheet:
    """Replace the logits of a detector's classes by the log-odds of fake.

    Logits are real numbers whose softmax is the probabilities: log-odds of fake = log Σ exp(fakes) − real.

    Raises:
        TableError: a list of numbers is neither probabilities nor logits of classes.
    """
    if scores_are_named(options) or not sheet.frame.height:
        return sheet
    named = [n.column for n in map(class_name, free_columns(sheet, options)) if n.is_named or n.of_logits]
    numbers = number_columns(sheet, named)
    for names in _groups(numbers):
        columns = [n.column for n in names]
        if len(names) < 2 or not (_are_logits(names) and _beyond(numbers, names, options)):
            continue
        real = real_class(sheet, names, options)
        if real is None:
            continue
        answers = without_equal_codes(numbers, columns)
        if len(columns) == 2:
            differences = {c: answers[c] - answers[other] for c, other in zip(columns, columns[::-1], strict=True)}
            real = order_by_labels(sheet, real, names, differences, options)
        others = [c for c in columns if c != real[0]]
        odds = _odds(answers, real[0], others)
        listed = " + ".join(f"exp {sheet.in_file(c)!r}" for c in others)
        what = repr(sheet.in_file(others[0])) if len(others) == 1 else f"log({listed})"
        note = (
            f"columns {', '.join(repr(sheet.in_file(c)) for c in columns)} are logits of the classes of one detector; "
            f"log-odds of fake = {what} − {sheet.in_file(real[0])!r}{real[1]} "
            f"(if one of them is P(fake), say {option('columns', 'p_fake=COLUMN')}){said_of_codes(sheet, answers)}"
        )
        sheet = with_score(sheet, columns, odds, note)
    return _no_lists(sheet, options)


def _groups(numbers: Mapping[str, pl.Series]) -> list[list[ClassName]]:
    """All logits, where one alone is that of the real class; otherwise the columns of each detector."""
    logits = [name for name in map(class_name, numbers) if name.of_logits]
    if len(logits) > 2 and sum(name.label == "real" for name in logits) == 1:
        return [logits]
    return list(by_detector(numbers).values())


def _are_logits(names: Sequence[ClassName]) -> bool:
    """Whether names say so: logits, places of a list, numbers 0 and 1, or a class of real and one of fake videos."""
    if all(n.of_logits or n.of_list for n in names) or sorted(str(n.number) for n in names) == ["0", "1"]:
        return True
    return {n.label for n in names} >= {"real", "fake"}


def _beyond(numbers: Mapping[str, pl.Series], names: Sequence[ClassName], options: Options) -> bool:
    """Whether numbers are outside [0, 1], and not percent: some are negative, or names or, of a list, the user says logits."""
    values = np.stack([numbers[c].fill_null(np.nan).to_numpy() for c in (n.column for n in names)])
    values = values[np.isfinite(values)]
    outside = bool(((values < 0) | (values > 1)).mean() > LOGITS_FROM)
    stated = options.scale == "logit" and all(n.of_list for n in names)
    return outside and (stated or bool((values < 0).any()) or all(n.of_logits for n in names))


def _odds(numbers: Mapping[str, pl.Series], real: str, others: Sequence[str]) -> pl.Series:
    highest = pl.DataFrame([numbers[c] for c in others]).max_horizontal()
    total = pl.DataFrame([(numbers[c] - highest).exp() for c in others]).sum_horizontal(ignore_nulls=False)
    return (highest + total.log() - numbers[real]).alias("logit")


def _no_lists(sheet: Sheet, options: Options) -> Sheet:
    """See that no place of a list is taken for a detector."""
    places = [c for c in sheet.columns if is_place(c)]
    if not places or find_scores(sheet, options, places):
        return sheet
    raise TableError(
        f"{sheet.path}: columns {', '.join(map(repr, places[:6]))} are the places of a list, and their numbers neither sum to 1 "
        f"nor are logits; {_way_out_of_lists(sheet, places)}"
    )


def _way_out_of_lists(sheet: Sheet, places: Sequence[str]) -> str:
    """What to say of places of a list: which is P(fake), where one may be, or that they are logits."""
    shares = [c for c in places if holds_fractions(sheet.frame[c])]
    if shares:
        return f"say which is P(fake), as in {option('columns', f'p_fake={shares[-1]}')}"
    return f"if they are the logits of real and fake, say {option('scale', 'logit')}"
