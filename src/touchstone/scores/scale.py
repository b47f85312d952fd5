"""Turn numbers into P(fake): polarity, log-odds, percent, and numbers that are not probabilities."""

from __future__ import annotations

import re

import polars as pl

from touchstone.vocabulary.door import option
from touchstone.vocabulary.odds import sigmoid_of
from touchstone.vocabulary.words import STATES

from .form import Reading
from .options import Options, Scale

LOGITS_FROM = 0.10
"""A column is on another scale if more than this share of its numbers is outside [0, 1]."""

_EACH_SIDE = 0.05
"""Share of a column's numbers on either side of 0 from which on numbers outside [0, 1] are read as log-odds."""

_LARGEST_LOG_ODDS = 30.0
"""Beyond, different log-odds are the same P(fake) in double precision: such numbers are distances, not log-odds."""

_LARGEST_OF_TEN = 10.0
"""Numbers from 0 up to here are marks out of ten rather than percent."""

_LARGEST_OF_PERCENT = 100.0
_DIVIDE = "divide the numbers by the largest that they can be, such as 255 or 1,000"
_ENDS = re.compile(r" were expected: (\S+) to (\S+)$")
"""The end of a reason that names the smallest and the largest number."""

_REPEATED = 3
"""Rows that hold a number from which on it may be a code."""

_MOST_CODES = 3
_OF_DECISIONS = 2
"""Different numbers that a column of decisions has."""

_FEWEST_ANSWERS = 8
"""Different numbers beside codes that show on which scale they are."""

_SHOWN = {"percent": "percent (0–100)", "to 10": "numbers from 0 to 10"}
_ANSWER = "the network answered "
"""The beginning of the reason of a failed answer; the column ``answer`` says what kind it is."""


def read_scores(
    values: pl.Series, failures: pl.Series, column: str, reading: Reading, options: Options
) -> tuple[pl.DataFrame, str]:
    """Scores of one column.

    Numbers outside [0, 1] are never clipped: each becomes a failed answer. If there are many of them, the column is on another
    scale: it is read as log-odds where its numbers lie on both sides of 0 and nobody said what they are, and the note says so.
    Otherwise none of its numbers is used.

    Args:
        values: numbers; null where the file has none.
        failures: words that the file holds instead of a number; null elsewhere.
        column: what the note calls the column.
        reading: polarity and scale of the form.
        options: options of the user.

    Returns:
        Columns ``p_fake``, ``logit``, ``status`` (null where nothing is known), ``reason`` and ``answer``, and a note.
    """
    stated = options.scale or reading.scale
    codes = codes_of_no_answer(values, stated)
    telling = values.set(codes, None)
    guessed = stated is None and looks_like_log_odds(telling)
    scale = "logit" if guessed else stated or "probability"
    low = (options.fake_is or reading.fake_is) == "low"
    frame = pl.DataFrame({"x": values, "word": failures, "code": codes})
    x, word = pl.col("x"), pl.col("word")
    finite = x.is_finite()
    signed = -x if low else x
    logit = signed if scale == "logit" else pl.lit(None, dtype=pl.Float64)
    share = x / 100 if scale == "percent" else x
    p = sigmoid_of(signed) if scale == "logit" else 1 - share if low else share
    outside = ~finite | pl.col("code") if scale == "logit" else ~finite | (share < 0) | (share > 1)
    counted = int(frame.select((outside & finite).sum()).item() or 0)
    numbers = telling.len() - telling.null_count()
    other = scale != "logit" and counted - int(codes.sum()) > LOGITS_FROM * numbers
    of_range = "which is a code" if scale == "logit" else "outside [0, 1]"
    beyond, what = pl.format(_ANSWER + "{}, " + of_range, x.round(6)), "outside"
    if other:
        answers = values.set(codes_of_no_answer(values, "percent"), None)
        what = _other_scale(answers)
        shown, ends = _SHOWN.get(what, what), "{:.4g} to {:.4g}".format(*_range(answers))
        shown = "numbers" if _are_counts(*_range(answers)) else shown
        beyond = pl.lit(f"{_ANSWER}{shown} where probabilities were expected: {ends}")
    why = pl.when(~finite).then(pl.format(_ANSWER + "{}", x)).otherwise(beyond)
    answer = pl.when(~finite).then(pl.lit("not finite")).otherwise(pl.lit(what))
    abstained = word.str.to_lowercase().is_in([said for said, state in STATES.items() if state == "abstained"])
    bad = (outside | pl.lit(other)) & x.is_not_null()
    failed = word.is_not_null() | bad
    status = pl.when(abstained).then(pl.lit("abstained")).when(failed).then(pl.lit("failed"))
    status = status.when(x.is_not_null()).then(pl.lit("ok"))
    reason = pl.when(word.is_not_null()).then(pl.format("the file says {}", word)).when(bad).then(why)
    ok = ~bad & x.is_not_null()
    answer = pl.when(bad & word.is_null()).then(answer)
    scored = frame.select(
        p_fake=pl.when(ok).then(p), logit=pl.when(ok).then(logit), status=status, reason=reason, answer=answer
    )
    held = values.set(codes_of_no_answer(values, "percent"), None) if other else values
    sentence = _sentence(column, scale, low=low, other=other, counted=counted, values=held)
    return scored, sentence + (_guessed(telling) if guessed else "") + _said_of_codes(values.filter(codes))


def codes_of_no_answer(values: pl.Series, scale: Scale | None) -> pl.Series:
    """Whether each number is a code such as −1 or 999: whole, repeated, one of few, and off the scale of all the others.

    Args:
        values: numbers.
        scale: their scale, if it is known.

    >>> codes_of_no_answer(pl.Series([*(i / 20 for i in range(20)), -1.0, -1.0, -1.0]), None).sum()
    3
    """
    low, high = (0, 100) if scale == "percent" else (0, 1)
    if scale != "logit" and _are_within(values, low, high):
        return pl.Series([False], dtype=pl.Boolean).new_from_index(0, values.len())
    counted = values.filter(values.is_finite().fill_null(value=False)).value_counts(name="n")
    x = pl.col(values.name)
    off = ~x.is_between(low, high) if scale != "logit" else x.abs() > _LARGEST_LOG_ODDS
    codes = counted.filter(pl.col("n") >= _REPEATED, x == x.round(0), off)[values.name]
    if scale is None and codes.len() > _MOST_CODES:
        codes = codes.filter(codes.abs() > _LARGEST_LOG_ODDS)
    rest = counted.filter(~x.is_in(codes.implode()))[values.name]
    on_scale = bool(rest.is_between(low, high).all())
    of_odds = scale in (None, "logit") and looks_like_log_odds(rest) and bool((codes.abs() > _LARGEST_LOG_ODDS).all())
    if not 0 < codes.len() <= _MOST_CODES or rest.len() < _FEWEST_ANSWERS or not (on_scale or of_odds):
        return pl.Series([False], dtype=pl.Boolean).new_from_index(0, values.len())
    return values.is_in(codes.implode()).fill_null(value=False)


def _are_within(values: pl.Series, low: float, high: float) -> bool:
    """Whether all numbers are in a range; empty cells and NaN do not count."""
    lowest, highest = values.min(), values.max()
    return isinstance(lowest, float) and isinstance(highest, float) and low <= lowest and highest <= high


def are_shares(values: pl.Series) -> bool:
    """Whether numbers are from 0 to 1, as probabilities are, but for codes of no answer, and more than two differ.

    >>> are_shares(pl.Series([0.2, 0.7, 0.9])), are_shares(pl.Series([0.2, 0.7, 1.1])), are_shares(pl.Series([0.0, 1.0]))
    (True, False, False)
    """
    rest = values.set(codes_of_no_answer(values, "probability"), None)
    finite = rest.filter(rest.is_finite().fill_null(value=False))
    return finite.n_unique() > _OF_DECISIONS and bool(finite.is_between(0, 1).all())


def called_log_odds(values: pl.Series, reading: Reading, options: Options) -> bool:
    """Whether only the name of a column says log-odds, and its numbers are those of probabilities."""
    return options.scale is None and reading.scale == "logit" and are_shares(values)


def is_divided_already(values: pl.Series, options: Options) -> bool:
    """Whether numbers that a rule made of percent are shares, so that the option for percent divides them no second time."""
    return options.scale == "percent" and are_shares(values)


def _said_of_codes(codes: pl.Series) -> str:
    shown = " or ".join(f"{code:g}" for code in codes.unique().sort().to_list())
    return f"; {shown} stands for no answer, because all other numbers are on that scale" if shown else ""


def looks_like_log_odds(values: pl.Series) -> bool:
    """Whether numbers are outside [0, 1] and on both sides of 0, as log-odds are, and not so far from it as distances may be.

    >>> looks_like_log_odds(pl.Series([-2.5, -0.3, 0.4, 3.1])), looks_like_log_odds(pl.Series([-250.0, 0.4, 310.0]))
    (True, False)
    """
    if _are_within(values, 0, 1):
        return False
    x = values.filter(values.is_finite().fill_null(value=False)).to_numpy()
    if not x.size or abs(x).max() > _LARGEST_LOG_ODDS:
        return False
    outside = ((x < 0) | (x > 1)).mean()
    return bool(outside > LOGITS_FROM and min((x < 0).mean(), (x > 0).mean()) >= _EACH_SIDE)


def _guessed(values: pl.Series) -> str:
    return (
        ", because its numbers run from {:.4g} to {:.4g}, on both sides of 0".format(*_range(values))
        + " (if they are something else, the AUC holds and what depends on the threshold does not; "
        + f"{option('scale', 'probability')} refuses them)"
    )


def _other_scale(values: pl.Series) -> str:
    """The scale that numbers outside [0, 1] probably have."""
    lowest, highest = _range(values)
    if lowest >= 0 and highest <= _LARGEST_OF_TEN:
        return "to 10"
    return "percent" if lowest >= 0 and highest <= _LARGEST_OF_PERCENT else "log-odds"


def _are_counts(lowest: float, highest: float) -> bool:
    """Whether numbers are neither log-odds nor percent, because none is below 0 and some are above 100."""
    return lowest >= 0 and highest > _LARGEST_OF_PERCENT


def ways_of_scale(reason: str) -> str:
    """What to say of numbers that are on another scale, by the reason that :func:`read_scores` gives; empty for other reasons."""
    ends = _ENDS.search(reason)
    if ends is None:
        return ""
    lowest, highest = float(ends[1]), float(ends[2])
    if _are_counts(lowest, highest):
        return _DIVIDE
    if lowest < 0:
        return f"if the numbers are log-odds of fake, say {option('scale', 'logit')}"
    if highest > _LARGEST_LOG_ODDS:
        return f"if the numbers are percent, say {option('scale', 'percent')}"
    return f"if the numbers are log-odds or percent, say {option('scale', 'logit')} or {option('scale', 'percent')}"


def _range(values: pl.Series) -> tuple[float, float]:
    finite = values.filter(values.is_finite().fill_null(value=False)).to_numpy()
    return float(finite.min()), float(finite.max())


def _sentence(column: str, scale: str, *, low: bool, other: bool, counted: int, values: pl.Series) -> str:
    if other:
        lowest, highest = _range(values)
        held = _other_scale(values)
        flag = "percent" if held == "percent" else "logit"
        way = f"say {option('scale', flag)} if it holds {held}"
        way = "divide its numbers by 10" if held == "to 10" else way
        way = _DIVIDE if _are_counts(lowest, highest) else way
        return (
            f"score: {column} runs from {lowest:.4g} to {highest:.4g}, so it does not hold probabilities and is not "
            f"used; {way}"
        )
    logits = "log-odds of fake, converted by the sigmoid"
    kind = {"probability": "P(fake)", "logit": logits, "percent": "P(fake) in percent"}[scale]
    turned = ", reversed because low means fake" if low else ""
    beyond = f"; {counted} outside [0, 1] count as failed answers" if counted else ""
    return f"score: {column} as {kind}{turned}{beyond}"
