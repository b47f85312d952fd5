"""How a number is written in the report and in the terminal: always with its interval."""

from __future__ import annotations

import math

from touchstone.conclusions.metrics import Difference, Estimate

MINUS = "−"
_NOTHING = "–"


def percent(estimate: Estimate | None, *, interval: bool = True) -> str:
    """A rate, with as many digits as its interval supports.

    >>> percent(Estimate(value=0.7037, low=0.5723, high=0.8083, n=54, groups=None, method="Wilson"))
    '70 % [57, 81]'
    >>> percent(Estimate(value=1.0, low=0.9313, high=1.0, n=52, groups=None, method="Wilson"))
    '100 % [93, 100]'
    >>> percent(Estimate.undefined(n=0, groups=None, method="Wilson"))
    'not defined'
    """
    return _written(estimate, 100, " %", interval=interval, sign=False)


def score(estimate: Estimate | None, *, interval: bool = True) -> str:
    """A number between 0 and 1 that is not a rate: an AUC, a calibration error, a loss.

    >>> score(Estimate(value=0.944, low=0.8502, high=0.9796, n=62, groups=31, method="DeLong"))
    '0.94 [0.85, 0.98]'
    """
    return _written(estimate, 1, "", interval=interval, sign=False)


def signed(estimate: Estimate | None, *, interval: bool = True, flip: bool = False) -> str:
    """A difference of rates, in percentage points with its sign; ``flip`` writes it the other way round.

    >>> signed(Estimate(value=-0.25, low=-0.4, high=-0.1, n=62, groups=31, method="Student"))
    '−25 [−40, −10]'
    """
    return _written(estimate, -100 if flip else 100, "", interval=interval, sign=True)


def signed_score(estimate: Estimate | None, *, flip: bool = False) -> str:
    """A difference of scores, with its sign.

    >>> signed_score(Estimate(value=0.0312, low=-0.01, high=0.07, n=62, groups=31, method="Student"))
    '+0.03 [−0.01, +0.07]'
    """
    return _written(estimate, -1 if flip else 1, "", interval=True, sign=True)


def value(number: float | None, digits: int = 3) -> str:
    """A measured quantity without an interval, with so many significant digits.

    >>> value(1234567.0), value(0.012345), value(512.0), value(None)
    ('1,230,000', '0.0123', '512', '–')
    """
    if number is None or not math.isfinite(number):
        return _NOTHING
    if number == 0:
        return "0"
    places = digits - 1 - math.floor(math.log10(abs(number)))
    rounded = round(number, places)
    text = f"{rounded:,.{max(places, 0)}f}"
    return (text.rstrip("0").rstrip(".") if "." in text else text).replace("-", MINUS)


def p_value(difference: Difference) -> str:
    """The p of a difference, the corrected one where there is one.

    >>> gain = Estimate(value=0.1, low=0.0, high=0.2, n=9, groups=None, method="x")
    >>> p_value(Difference(estimate=gain, p_value=0.00004, test="x", p_adjusted=0.0004, correction="Holm"))
    'p < 0.001'
    """
    p = difference.p
    if p is None:
        return "not tested"
    return "p < 0.001" if p < 0.001 else f"p = {p:.2g}" if p < 0.1 else f"p = {p:.2f}"


def count(estimate: Estimate) -> str:
    """How many videos, and groups, an estimate is based on.

    >>> count(Estimate(value=0.5, low=0.4, high=0.6, n=62, groups=31, method="x"))
    'n = 62 in 31 groups'
    """
    groups = "" if estimate.groups is None else f" in {estimate.groups:,} groups"
    return f"n = {estimate.n:,}{groups}"


def _written(estimate: Estimate | None, scale: int, unit: str, *, interval: bool, sign: bool) -> str:
    if estimate is None or estimate.value is None:
        return "not defined"
    points, base = estimate.value * scale, 0 if abs(scale) == 100 else 2
    if estimate.limits is None:
        return _fixed(points, base, sign=sign) + unit + (", no interval" if interval else "")
    low, high = sorted(limit * scale for limit in estimate.limits[1:])
    digits = _digits(low, high, base)
    if sign and any(limit and float(f"{limit:.{digits}f}") == 0 for limit in (low, high)):
        digits += 1  # the reader must see on which side of 0 a limit lies
    text = _fixed(points, digits, sign=sign) + unit
    return f"{text} [{_fixed(low, digits, sign=sign)}, {_fixed(high, digits, sign=sign)}]" if interval else text


def _digits(low: float, high: float, base: int) -> int:
    """Whole points or hundredths; finer where the interval is narrower than two of them, or its limits would print alike."""
    digits = base if high - low >= 2 * 10.0**-base else base + 1
    return digits if low == high or f"{low:.{digits}f}" != f"{high:.{digits}f}" else digits + 1


def _fixed(number: float, digits: int, *, sign: bool) -> str:
    text = f"{number:+.{digits}f}" if sign else f"{number:.{digits}f}"
    if float(text) == 0:  # neither +0 nor −0
        text = text.lstrip("+-")
    return text.replace("-", MINUS)
