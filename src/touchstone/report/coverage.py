"""What is said of videos without a real score, on the terminal, on the page and in Python."""

from __future__ import annotations

from touchstone.conclusions.examination import Examination

_CAUSES = "Causes are sought in the real scores alone; so are calibration, confidence and consistency"


def coverage_sentences(examined: Examination) -> tuple[str, ...]:
    """One sentence for the detectors that were asked and lack as many scores; none where nothing is missing."""
    names: dict[str, list[str]] = {}
    for detector in examined.detectors:
        if detector.coverage is not None and detector.coverage.lacking and detector.row["status"] == "ok":
            names.setdefault(detector.coverage.statement, []).append(detector.name)
    sentences = [f"{', '.join(those)}: {statement}" for statement, those in names.items()]
    if sentences and examined.by_real_scores is not None:
        sentences.append(_CAUSES)
    return tuple(sentences)
