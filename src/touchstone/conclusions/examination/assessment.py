"""Is the detector good? One word and one sentence, from the AUC alone; confounding by source is taken into account."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from touchstone.conclusions.metrics import FEW_GROUPS, Estimate, WithinStrata, videos_needed

from .footage import FootageExamination
from .one_answer import OneAnswer

AssessmentWord = Literal["not loaded", "not scored", "ranks", "below chance", "no signal", "cannot tell"]

NO_SIGNAL_BAND = 0.1
"""*No signal*: the whole AUC interval is inside 0.5 ± this. Even if the AUC is not 0.5, it is too near to be of use."""

WANTED_HALF_WIDTH = 0.05
"""Half width of the AUC interval for which the needed number of videos is stated."""


def known_well_enough(half_width: float) -> bool:
    """Whether an AUC is known to :data:`WANTED_HALF_WIDTH`, in the two digits in which half widths are printed.

    >>> known_well_enough(0.0549), known_well_enough(0.0551)
    (True, False)
    """
    return round(half_width, 2) <= WANTED_HALF_WIDTH


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessment:
    """What this footage supports about one detector.

    Attributes:
        word: ``ranks`` (fakes score above reals, beyond chance and beyond what the source explains), ``below chance``,
            ``no signal``, ``cannot tell``, ``not scored`` or ``not loaded``.
        statement: the same as a sentence with its numbers.
        auc: the estimate that decided; ``None`` where none did.
        one_answer: what it calls nearly every video, which is said before all else; ``None`` where it decides the classes apart.
    """

    one_answer: OneAnswer | None = None
    word: AssessmentWord
    statement: str
    auc: Estimate | None = None

    @property
    def first_line(self) -> str:
        """What is said first of the detector: that it calls everything alike, if it does, and then the sentence."""
        return self.statement if self.one_answer is None else f"{self.one_answer.statement}; {self.statement}"


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
        inside: the AUC among videos that do not differ in what reveals the label: inside sources where
            ``footage.confounded``, else inside the values of ``footage.shortcut``; ``None`` where neither is so. (Where
            sources confound, properties of the files are not held constant as well: too few videos would be left.)
        left: AUC that the shortcut alone still has inside its strata, where the shortcut is a quantity.

    Where something other than the picture reveals the label, only the AUC inside its strata counts. An estimate from too
    few groups supports only *cannot tell*.
    """
    if overall.value is None:
        return Assessment(word="cannot tell", statement=f"only one class was scored, so there is no AUC ({overall})")
    if inside is None:
        return _plain(overall, footage)
    why, among = _sources(footage) if footage.confounded else _property(footage)
    why = f"{why}, so the overall AUC {overall} proves nothing"
    if inside.auc.value is None:
        return Assessment(word="cannot tell", statement=f"{why}; no {among} occurs with both labels", auc=overall)
    inside_sources = f"inside {_named(inside, footage, among)} the AUC is {inside.auc}"
    if left is not None and (left.above(0.5) or left.below(0.5)):
        return Assessment(
            word="cannot tell",
            statement=f"{why}; {inside_sources}, but there the {among} alone still reaches {left}",
            auc=inside.auc,
        )
    word = _word(inside.auc)
    few = f", from fewer than {FEW_GROUPS} groups" if _count(inside.auc) < FEW_GROUPS else ""
    return Assessment(word=word, statement=f"{why}; {inside_sources}{few}", auc=inside.auc)


def _sources(footage: FootageExamination) -> tuple[str, str]:
    total = footage.real + footage.fake
    by_source = f"the source alone predicts the label with AUC {footage.source_auc:.2f}"
    one_sided = f"{footage.one_sided} of {total} videos come from sources with only one label or without a name"
    return f"{one_sided}, and {by_source}", "source"


def _property(footage: FootageExamination) -> tuple[str, str]:
    shortcut = footage.shortcut
    assert shortcut is not None, "an AUC inside strata is asked for where something reveals the label"
    return (
        f"the {shortcut.name} of the files alone predicts the label (AUC {shortcut.auc:.2f}, p = {shortcut.p_value:.3g})",
        shortcut.name,
    )


def _named(inside: WithinStrata, footage: FootageExamination, among: str) -> str:
    if footage.confounded:
        names = ", ".join(f"{o.name} ({o.real} real, {o.fake} fake)" for o in footage.mixed)
        return f"{names}, the only {'source' if len(footage.mixed) == 1 else 'sources'} with both labels,"
    return f"the {inside.strata} values (or ranges) of {among} that occur with both labels"


def _word(auc: Estimate) -> AssessmentWord:
    """An interval inside the band means *no signal*, even where it excludes 0.5: many videos make a tiny effect certain."""
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
        statement += f"; to know it to ±{WANTED_HALF_WIDTH} takes about {needed} videos of different groups per class"
    elif not footage.origins:
        statement += "; this corpus names no sources, so confounding by source cannot be excluded"
    return Assessment(word=word, statement=statement, auc=auc)
