"""P(real) beside columns of which no name says whether they are detectors: `p_bonafide` beside `p_speech`."""

from __future__ import annotations

from dataclasses import replace

from touchstone.vocabulary.domains import DOMAINS
from touchstone.vocabulary.door import option
from touchstone.vocabulary.sheets import Sheet, find_fields
from touchstone.vocabulary.words import names_a_detector

from ..names import find_scores, is_decision, names_detector, score_class
from ..options import Options
from .candidates import free_columns, number_columns, scores_are_named
from .codes import with_failures

_SCORE = "p_fake"


def fake_of_real(sheet: Sheet, options: Options) -> Sheet:
    """The sheet with P(fake) in place of the only column of P(real), where it is beside columns such as ``p_NAME`` alone.

    Beside columns that are called as detectors are, P(real) adds nothing, and stays.
    """
    if scores_are_named(options) or _SCORE in sheet.columns or not sheet.frame.height:
        return sheet
    fields = find_fields(sheet, {n: c for n, c in options.columns.items() if c in sheet.columns})
    scores = find_scores(sheet, options, [*fields.values(), *options.columns.values()])
    if "" in scores or "detector" in fields or any(not names_detector(c) or _is_detector(d) for d, c in scores.items()):
        return sheet
    free = [c for c in free_columns(sheet, options) if score_class(c) == "real"]
    graded = {c: n for c, n in number_columns(sheet, free).items() if not is_decision(n) and n.min() is not None}
    if len(graded) != 1:
        return sheet
    column, values = next(iter(graded.items()))
    if not 0 <= float(str(values.min())) <= float(str(values.max())) <= 1:
        return sheet
    way = f"{option('columns', f'p_fake={sheet.in_file(column)}')} {option('fake_is', 'high')}"
    note = f"column {sheet.in_file(column)!r} is P(real); P(fake) = 1 − P(real) (as its name says; {way} says the opposite)"
    fake = with_failures(sheet, [column], 1 - values).alias(_SCORE)
    return replace(sheet.with_column(fake, in_place_of=[column], says=column), notes=(*sheet.notes, note))


def _is_detector(name: str) -> bool:
    return names_a_detector(name) or name.lower() in DOMAINS
