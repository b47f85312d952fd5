"""Is it good? One word and one sentence, from ranking alone, with the confound of source taken seriously."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from touchstone.conclusions.metrics import FEW_GROUPS, Estimate, WithinStrata, videos_needed

from .footage import FootageExamination

AssessmentWord = Literal["not loaded", "not scored", "ranks", "below chance", "no signal", "cannot tell"]

NO_SIGNAL_BAND = 0.1
"""An AUC interval that lies inside 0.5 ± this is *no signal*: even if it is not 0.5, it is too near to be of use."""

WANTED_HALF_WIDTH = 0.05
"""How closely an AUC should be known before one says that it cannot be told from 0.5."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessment:
    """What the footage at hand supports about one detector.

    Attributes:
        word: ``ranks`` (fakes score above reals, beyond chance and beyond the source), ``below chance``, ``no signal``,
            ``cannot tell``, ``not scored`` or ``not loaded``.
        statement: the same as a sentence with its numbers.
        auc: the estimate that decided, where there is one.
    """

    word: AssessmentWord
    statement: str
    auc: Estimate | None = None


def assess(
    overall: Estimate,
    footage: FootageExamination,
    inside: WithinStrata | None = None,
    left: Estimate | None = None,
) -> Assessment:
    """Judge a detector that scored.

    Args:
        overall: its AUC over all videos.
        footage: what the footage can tell at all.
        inside: ranking among videos that do not differ in what gives the label away: inside sources where
            ``footage.confounded``, else inside the values of ``footage.shortcut``; ``None`` where neither is so. (Where
            sources confound, properties of the files are not held constant as well: too little would be left.)
        left: AUC that the quantity still has inside its own strata, where the shortcut is a quantity.

    Where something else than the picture gives the label away, only the ranking inside its strata counts. An estimate from
    too little supports no verdict but *cannot tell*.
    """
    if overall.value is None:
        return Assessment(
            word="cannot tell", statement=f"only one class was scored, so nothing can be ranked ({overall})"
        )
    if inside is None:
        return _plain(overall, footage)
    why, among = _sources(footage) if footage.confounded else _property(footage)
    why = f"{why}, so the overall AUC {overall} proves nothing"
    if inside.auc.value is None:
        return Assessment(word="cannot tell", statement=f"{why}; no {among} holds both labels", auc=overall)
    inside_sources = f"inside {_named(inside, footage, among)} AUC is {inside.auc}"
    if left is not None and (left.above(0.5) or left.below(0.5)):
        return Assessment(
            word="cannot tell",
            statement=f"{why}; {inside_sources}, but there {among} itself still reaches {left}",
            auc=inside.auc,
        )
    word = _word(inside.auc)
    few = f", from fewer than {FEW_GROUPS} groups" if _count(inside.auc) < FEW_GROUPS else ""
    return Assessment(word=word, statement=f"{why}; {inside_sources}{few}", auc=inside.auc)


def _sources(footage: FootageExamination) -> tuple[str, str]:
    total = footage.real + footage.fake
    by_source = f"the source alone tells the label with AUC {footage.source_auc:.2f}"
    return f"{footage.one_sided} of {total} videos come from sources with one label and {by_source}", "source"


def _property(footage: FootageExamination) -> tuple[str, str]:
    shortcut = footage.shortcut
    assert shortcut is not None, "ranking inside strata is asked for where something gives the label away"
    return (
        f"the {shortcut.name} of the files alone tells the label (AUC {shortcut.auc:.2f}, p = {shortcut.p_value:.3g})",
        shortcut.name,
    )


def _named(inside: WithinStrata, footage: FootageExamination, among: str) -> str:
    if footage.confounded:
        names = ", ".join(f"{o.name} ({o.real} real, {o.fake} fake)" for o in footage.mixed)
        return f"{names}, which alone {'holds' if len(footage.mixed) == 1 else 'hold'} both labels,"
    return f"the {inside.strata} values, or ranges, of {among} that occur under both labels"


def _word(auc: Estimate) -> AssessmentWord:
    """An interval inside the band is no signal even where it excludes 0.5: many videos make the smallest effect certain."""
    if _count(auc) >= FEW_GROUPS:
        if auc.above(0.5 - NO_SIGNAL_BAND) and auc.below(0.5 + NO_SIGNAL_BAND):
            return "no signal"
        if auc.above(0.5):
            return "ranks"
        if auc.below(0.5):
            return "below chance"
    return "cannot tell"


def _count(auc: Estimate) -> int:
    return auc.n if auc.groups is None else auc.groups


def _plain(auc: Estimate, footage: FootageExamination) -> Assessment:
    word = _word(auc)
    statement = f"AUC {auc}"
    if auc.warning:
        statement += f" ({auc.warning})"
    if word == "cannot tell":
        needed = videos_needed(WANTED_HALF_WIDTH).per_class
        statement += f"; to know it to ±{WANTED_HALF_WIDTH} takes about {needed} independent videos per class"
    elif not footage.origins:
        statement += "; no sources are named in this corpus, so a confound with them cannot be excluded"
    return Assessment(word=word, statement=statement, auc=auc)
