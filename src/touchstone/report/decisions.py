"""What is said first of detectors that call everything fake, or everything real: on the terminal, on the page and in Python."""

from __future__ import annotations

from touchstone.conclusions.examination import Assessment, Examination

from .words import shown


def one_answer_sentences(examined: Examination) -> tuple[str, ...]:
    """One sentence for each detector that calls nearly all videos of both classes alike."""
    return tuple(f"{d.name} {d.assessment.one_answer.statement}" for d in examined.detectors if d.assessment.one_answer)


def verdict_cell(assessment: Assessment) -> str:
    """The verdict in a column of a table: what it calls everything, if it does, else the short word."""
    alike = assessment.one_answer
    return shown(assessment.word, short=True) if alike is None else f"says {alike.called}"
