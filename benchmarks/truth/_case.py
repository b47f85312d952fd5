"""One row of the table: an indicator, a known change, and what counts as right."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from scipy.stats import rankdata, spearmanr

Measure = Callable[[object, float], float | None]
RANK, SHARE, AREA = 0.95, 0.90, 0.95


@dataclass(frozen=True, slots=True)
class Row:
    """A finished row.

    Attributes:
        indicator: its name.
        construction: the known change, with the doses.
        footage: ``made`` or ``real``.
        n: pieces of footage.
        found: what was measured, in words.
        bar: what is asked for, in words.
        met: whether it was met.
    """

    indicator: str
    construction: str
    footage: str
    n: int
    result: str
    bar: str
    met: bool


def ranked(
    indicator: str,
    construction: str,
    footage: str,
    curves: Iterable[tuple[Sequence[float], Sequence[float | None]]],
    *,
    falling: bool = False,
) -> Row:
    """Rank correlation of dose and value, piece by piece; met where the median over the pieces is 0.95 or more."""
    rho: list[float] = []
    first: list[float] = []
    last: list[float] = []
    lost = 0
    for doses, values in curves:
        measured = [(d, v) for d, v in zip(doses, values, strict=True) if v is not None]
        if len(measured) < 3:
            lost += 1
            continue
        first.append(measured[0][1])
        last.append(measured[-1][1])
        constant = len({v for _, v in measured}) == 1
        correlation = (
            0.0 if constant else float(spearmanr([d for d, _ in measured], [v for _, v in measured]).statistic)
        )
        rho.append(-correlation if falling else correlation)
    if not rho:
        return Row(indicator, construction, footage, lost, "never defined", f"rank correlation ≥ {RANK}", False)
    words = f"ρ {np.median(rho):.3f} (lowest {min(rho):.2f}); {np.median(first):.3g} → {np.median(last):.3g}"
    words += f"; undefined on {lost}" if lost else ""
    bar = f"{'falls' if falling else 'rises'}, rank correlation ≥ {RANK}"
    return Row(indicator, construction, footage, len(rho) + lost, words, bar, bool(np.median(rho) >= RANK))


def within(
    indicator: str,
    construction: str,
    footage: str,
    pairs: Iterable[tuple[float, float | None]],
    *,
    absolute: float = 0.0,
    relative: float = 0.0,
    unit: str = "",
    circle: float | None = None,
) -> Row:
    """Share of values within a tolerance of the truth; met where it is 90 % or more. An undefined value is a miss."""
    pairs = list(pairs)
    errors = [abs(_turn(value - true, circle)) for true, value in pairs if value is not None]
    right = sum(
        value is not None and abs(_turn(value - true, circle)) <= max(absolute, relative * abs(true)) + 1e-9
        for true, value in pairs
    )
    limits = [f"±{absolute:g} {unit}".strip()] if absolute else []
    limits += [f"±{100 * relative:g} %"] if relative else []
    none = len(pairs) - len(errors)
    words = f"{right} of {len(pairs)} within"
    words += f"; median error {np.median(errors):.3g} {unit}".rstrip() if errors else ""
    words += f"; undefined {none}" if none else ""
    bar = f"{100 * SHARE:g} % within {' or '.join(limits) or '0'}"
    return Row(indicator, construction, footage, len(pairs), words, bar, bool(pairs) and right >= SHARE * len(pairs))


def right_of_answers(
    indicator: str, construction: str, footage: str, pairs: Iterable[tuple[float, float | None]], *, relative: float
) -> Row:
    """How often there is an answer, and of the answers the share within a tolerance; met where 90 % of those are right."""
    pairs = list(pairs)
    answers = [(true, value) for true, value in pairs if value is not None]
    right = sum(abs(value - true) <= relative * abs(true) for true, value in answers)
    words = f"answered {len(answers)} of {len(pairs)}; right {right} of {len(answers)}"
    bar = f"{100 * SHARE:g} % of the answers within ±{100 * relative:g} %"
    return Row(
        indicator, construction, footage, len(pairs), words, bar, bool(answers) and right >= SHARE * len(answers)
    )


def separated(
    indicator: str, construction: str, footage: str, without: Sequence[float | None], with_it: Sequence[float | None]
) -> Row:
    """Area under the curve between footage without and with a trace; met at 0.95 or more."""
    low = [v for v in without if v is not None]
    high = [v for v in with_it if v is not None]
    ranks = rankdata([*low, *high])[len(low) :].sum()
    area = (ranks - len(high) * (len(high) + 1) / 2) / (len(low) * len(high))
    words = f"AUC {area:.3f}; median {np.median(low):.3g} without, {np.median(high):.3g} with"
    return Row(indicator, construction, footage, len(low) + len(high), words, f"AUC ≥ {AREA}", bool(area >= AREA))


def _turn(error: float, circle: float | None) -> float:
    return error if circle is None else (error + circle / 2) % circle - circle / 2


Kind = Literal["made", "real"]
