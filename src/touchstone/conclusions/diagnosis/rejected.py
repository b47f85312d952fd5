"""Rows of score files that were not taken: repeated ones, and ones that contradict each other."""

from __future__ import annotations

from touchstone.conclusions.examination import Contradiction, RejectedRows

from .build import finding
from .data import FOOTAGE
from .finding import Evidence, Finding


def diagnose_rejected(rejected: RejectedRows) -> Finding | None:
    """One finding for rows that contradict each other; rows that are equal word for word do no harm."""
    evidence: list[Evidence] = []
    scores, labels = rejected.scores, rejected.labels
    if scores is not None:
        pairs = f"{scores.cases} detector × video pair{'s' * (scores.cases != 1)}"
        evidence.append(_evidence(scores, f"{scores.rows} rows give {pairs} different scores"))
    if labels is not None:
        evidence.append(_evidence(labels, f"{labels.cases} video(s) stand in the files as real and as fake"))
    if not evidence:
        return None
    remedy = (
        "find out which row holds: two runs in one file, or one name for two videos; none of these rows was used, and "
        "nothing was averaged"
    )
    return finding("data.duplicates", FOOTAGE, "confirmed", evidence, remedy, exact=True)


def _evidence(rows: Contradiction, what: str) -> Evidence:
    statement = f"{what}, the first {rows.video} in row {rows.row} of {rows.file}"
    return Evidence.fact(statement, "rejected", rows.rows, rows.rows)
