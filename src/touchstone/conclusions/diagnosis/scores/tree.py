"""In which order causes are asked for: invalid, filled in, constant, inverted, threshold and calibration, no signal.

Invalid and filled-in scores can stand beside anything; all else is judged without them. A constant score has nothing to rank.
What follows depends on the assessment of the ranking: below chance, it is asked whether real and fake are swapped; where it
ranks, for the threshold, the calibration and the data sets; else there is no signal, or it cannot be told.
"""

from __future__ import annotations

from touchstone.conclusions.examination import DetectorExamination, FootageExamination

from ..finding import Finding, Verdict
from ..witness import Conclusion
from .confidence import confidence
from .constant import constant
from .domain_gap import domain_gap, one_direction
from .fallback import filled_in
from .invalid import invalid
from .inverted import inverted
from .no_signal import cannot_tell, no_signal
from .threshold import shifted
from .unstable import unstable


def diagnose_scores(
    detector: DetectorExamination,
    footage: FootageExamination,
    *,
    others_rank: bool = False,
    labels: Verdict | None = None,
) -> list[Finding | None]:
    """All findings that the scores of one detector give; ``None`` for what is not found.

    Args:
        others_rank: whether another detector ranks these videos the right way round.
        labels: how surely scores say that labels are wrong; ``None`` where they do not.
    """
    findings = [invalid(detector)]
    if detector.performance is not None:
        findings.append(filled_in(detector))
        findings.append(flat := constant(detector))
        if flat is None:
            asked = conclusions(detector, footage, others_rank=others_rank, labels=labels)
            findings += [c.finding() for c in asked]
            if detector.assessment.word == "no signal":
                findings.append(no_signal(detector))
            elif detector.assessment.word == "cannot tell":
                findings.append(cannot_tell(detector, footage))
    return findings


def conclusions(
    detector: DetectorExamination,
    footage: FootageExamination,
    *,
    others_rank: bool = False,
    labels: Verdict | None = None,
) -> list[Conclusion]:
    """What was asked of the measured witnesses, whether or not it led to a finding."""
    if detector.facts is None:
        return []
    asked: list[Conclusion | None] = [unstable(detector)]
    if detector.assessment.word == "below chance":
        asked.append(inverted(detector, footage, others_rank=others_rank))
    elif detector.assessment.word == "ranks":
        gap = domain_gap(detector)
        asked.append(gap)
        apart = gap is not None and gap.verdict == "confirmed"
        transfer = detector.facts.transfer
        # Data sets that want different thresholds make the pooled ones look shifted and badly calibrated.
        if not apart or (transfer is not None and one_direction(transfer)):
            asked.append(shifted(detector))
        # Right answers to wrong labels look like answers that are too sure.
        if not apart and labels != "confirmed":
            asked += confidence(detector, doubted=labels is not None)
    return [conclusion for conclusion in asked if conclusion is not None]
