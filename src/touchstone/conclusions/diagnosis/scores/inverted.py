"""Real and fake swapped."""

from __future__ import annotations

from touchstone.conclusions.examination import DetectorExamination, FootageExamination

from ..codes import CODES
from ..likelihoods import least
from ..witness import Conclusion, witness

CODE = "scores.inverted"


def inverted(detector: DetectorExamination, footage: FootageExamination, *, others_rank: bool) -> Conclusion | None:
    """Ask whether the score ranks the wrong way round, inside sources too, and whether its flip wins on other groups.

    A source that goes with the label can turn a network without any knowledge below 0.5. So the AUC is the one that the
    assessment rests on, and where no source is named the finding stays a suspicion.

    Args:
        others_rank: whether another detector ranks the same videos the right way round: then the labels are not swapped.
    """
    auc, facts, within = detector.assessment.auc, detector.facts, detector.within_sources
    if auc is None or auc.value is None or facts is None:
        return None
    asked = [
        witness(
            CODE,
            "auc",
            auc.below(0.5) and auc.value <= 0.5 - least(CODE, "auc"),
            "AUC that the verdict rests on",
            auc,
        )
    ]
    if within is not None and within.strata > 1 and within.auc != auc and within.auc.value is not None:
        low = within.auc.below(0.5) and within.auc.value <= 0.5 - least(CODE, "inside")
        statement = f"AUC inside {within.strata} sources that hold both labels"
        asked.append(
            witness(
                CODE, "inside", True if low else None if not within.auc.above(0.5) else False, statement, within.auc
            )
        )
    if facts.turned is not None:
        won = facts.turned.balanced_accuracy
        holds = won.above(0.5) and (won.value or 0) >= 0.5 + least(CODE, "turned")
        statement = "balanced accuracy of 1 − P(fake) at thresholds fitted on other groups"
        asked.append(witness(CODE, "turned", holds, statement, won))
    swapped = () if others_rank else CODES[CODE].pairs
    also = "" if others_rank else "; if no other detector ranks these videos rightly, look at the labels first"
    return Conclusion(
        code=CODE,
        subject=detector.name,
        witnesses=tuple(asked),
        remedy=f"check which output index is fake: 1 − P(fake) would rank with AUC {1 - auc.value:.3f} on these videos; "
        f"if the index is right, the training labels were swapped{also}",
        at_most="confirmed" if footage.origins else "suspected",
        pairs=swapped,
    )
