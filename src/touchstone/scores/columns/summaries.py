"""Columns that sum up the frames of a detector: its mean, its maximum, how much they vary. One of them is its score."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from touchstone.vocabulary.door import option
from touchstone.vocabulary.sheets import Sheet
from touchstone.vocabulary.words import parted_at_capitals

from ..names import SCORE_NAMES, SPREADS, names_detector
from ..options import Options
from .candidates import free_columns, goes_below, number_columns, scores_are_named

_CENTRES = ("mean", "avg", "average", "median", "med")
_ENDS = ("max", "maximum", "peak", "highest", "min", "minimum", "lowest")
_MAXIMA = frozenset({"max", "maximum", "peak", "highest"})
_STATISTICS = (*_CENTRES, *_ENDS)
_BETWEEN_WORDS = re.compile(r"[\s_.\-()\[\]]+")
_QUANTILE = re.compile(r"(?:p|q|pct|perc|percentile|quantile)\d{1,3}|top\d*|\d{1,2}(?:th|pct)?")
_BARE = frozenset({
    "p", "prob", "probs", "probability", "score", "scores", "pred", "preds", "prediction", "predictions", "output",
})  # fmt: skip
"""Names of scores that say neither class nor detector."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Summary:
    """A column that sums up frames.

    Attributes:
        column: its name.
        base: the name without the statistic.
        rank: place among the statistics that may be scores, best first; ``None`` for those that say how much frames vary.
        leads: whether the statistic comes first, as in ``max_prob``.
    """

    column: str
    base: str
    rank: int | None
    leads: bool


def one_summary(sheet: Sheet, options: Options) -> Sheet:
    """Keep one of the columns that sum up the frames of a detector: the column without a statistic, the mean, the median …

    Columns that say how much the frames vary, or how many there are, are never scores.
    """
    if scores_are_named(options) or not sheet.frame.height:
        return sheet
    groups: dict[str, list[_Summary]] = {}
    named = [c for c in free_columns(sheet, options) if _summary(c) is not None]
    for column in number_columns(sheet, named):
        summary = _summary(column)
        if summary is not None:
            groups.setdefault(summary.base, []).append(summary)
    for base, members in groups.items():
        sheet = _with_one(sheet, base, members)
    return sheet


def _summary(column: str) -> _Summary | None:
    """What a column sums up; ``None`` where its name says no statistic of a score."""
    words = [w.lower() for w in _BETWEEN_WORDS.split(parted_at_capitals(column)) if w]
    for at in (-1, 0):
        rest = words[:-1] if at else words[1:]
        rank = _rank(words[at]) if rest else None
        base = "_".join(rest)
        if rank is not None and (base in SCORE_NAMES or base in _BARE or names_detector(base)):
            return _Summary(column=column, base=base, rank=rank if rank >= 0 else None, leads=at == 0)
    return None


def _rank(word: str) -> int | None:
    """The place of a statistic; −1 for one that is never a score, ``None`` for other words."""
    if word in SPREADS:
        return -1
    if word in _STATISTICS:
        return _STATISTICS.index(word)
    return len(_STATISTICS) if _QUANTILE.fullmatch(word) and not word.isdigit() else None


def _with_one(sheet: Sheet, base: str, members: Sequence[_Summary]) -> Sheet:
    """The sheet with the best of several summaries, under the name without a statistic."""
    name = "score" if base in _BARE else base
    scores = sorted((m for m in members if m.rank is not None), key=lambda m: m.rank or 0)
    plain = _plain(sheet.lower(), base)
    alone = len(members) == 1 and bool(scores)
    if alone and (scores[0].leads or plain is not None or _others(sheet.columns, members[0].column)):
        return sheet  # max_prob may be the confidence of the winner, p_mean a detector beside others
    if not scores and plain is None:
        return _left(sheet, [m.column for m in members], "")
    taken = plain if plain is not None else scores[0].column
    left = [m.column for m in members if m.column != taken]
    renamed = sheet if plain is not None or name in sheet.columns else sheet.with_names({taken: name})
    if alone and _may_be_of_winner(scores[0].column, sheet):
        return renamed  # the rule of confidences says what it is
    return _left(renamed, left, taken, next((m.column for m in scores if m.column != taken), ""))


def _may_be_of_winner(column: str, sheet: Sheet) -> bool:
    """Whether a maximum is never below one half: it may be that of the classes as well as that of the frames."""
    words = {w.lower() for w in _BETWEEN_WORDS.split(parted_at_capitals(column))}
    return bool(words & _MAXIMA) and not any(map(goes_below, number_columns(sheet, [column]).values()))


def _plain(columns: Mapping[str, str], base: str) -> str | None:
    """The column of the score itself, beside its statistics."""
    names = (base, "p_fake", "score") if base in _BARE else (base,)
    return next((columns[n] for n in names if n in columns), None)


def _others(columns: Collection[str], column: str) -> bool:
    """Whether other columns hold scores too."""
    return any(c != column and (names_detector(c) or c in SCORE_NAMES) for c in columns)


def _left(sheet: Sheet, left: Sequence[str], taken: str, other: str = "") -> Sheet:
    """The sheet without some summaries, and a note."""
    listed = ", ".join(repr(sheet.in_file(c)) for c in left[:6]) + (" …" if len(left) > 6 else "")
    if not taken:
        note = f"{listed} count the frames of a detector or say how much they vary, so they are not scores"
    else:
        note = f"column {taken!r} is read as the score of a video"
        note += f"; not used, because they sum up the same frames: {listed}" if left else ", summed up from its frames"
        note += f" ({option('columns', f'p_fake={other}')} takes another)" if other else ""
    return replace(sheet, frame=sheet.frame.drop(left), notes=(*sheet.notes, note))
