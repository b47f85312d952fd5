"""What is said of videos without a real score, on the terminal, on the page and in Python."""

from __future__ import annotations

from touchstone.conclusions.examination import Examination

_CAUSES = "Causes are sought in the real scores alone; so are calibration, confidence and consistency"


def coverage_sentences(examined: Examination) -> tuple[str, ...]:
    """One sentence for each detector that scored and lacks a score of some video; none where nothing is missing."""
    sentences = [
        f"{d.name}: {d.coverage.statement}" for d in examined.scored if d.coverage is not None and d.coverage.lacking
    ]
    if sentences and examined.by_real_scores is not None:
        sentences.append(_CAUSES)
    return tuple(sentences)
