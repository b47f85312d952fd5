"""Videos, names or rows that are there twice."""

from __future__ import annotations

from touchstone.conclusions.examination import Contradiction, Examination, FootageExamination, RejectedRows

from ...cause import Cause
from ...finding import Evidence, Finding


def _duplicates(examined: Examination) -> list[Finding | None]:
    """What the footage repeats, and rows of score files that were not taken."""
    return [
        _in_footage(examined.footage),
        _in_files(examined.rejected) if examined.rejected is not None else None,
    ]


def _in_footage(footage: FootageExamination) -> Finding | None:
    """Equal content and repeated rows are facts; equal base names are only a trap, where they stand for both labels."""
    repeats = footage.repeats
    evidence: list[Evidence] = []
    remedies: list[str] = []
    if repeats.equal_content:
        extra = sum(len(names) - 1 for names in repeats.equal_content)
        first = " = ".join(repeats.equal_content[0][:3])
        statement = f"{extra} videos repeat the content of another (equal SHA-256), for instance {first}"
        evidence.append(Evidence.fact(statement, "videos: sha256", extra, footage.videos))
        remedies.append(f"keep one of each: {statement}")
    if repeats.score_rows:
        statement = f"{repeats.score_rows} rows of scores repeat detector, video and unit of another"
        evidence.append(Evidence.fact(statement, "scores: keys", repeats.score_rows))
        remedies.append(f"remove the repetitions, which weigh twice in a mean: {statement}")
    exact = bool(evidence)
    if repeats.base_names_of_two_labels:
        first = ", ".join(repeats.name_examples[:3])
        statement = (
            f"{repeats.base_names} base names belong to more than one video, {repeats.base_names_of_two_labels} of them "
            f"to a real and a fake one, for instance {first}"
        )
        evidence.append(Evidence.fact(statement, "videos", repeats.base_names_of_two_labels, footage.videos))
        remedies.append(
            "join tables by path, never by base name: a score that is joined by name is a mean over both labels"
        )
    if not evidence:
        return None
    return CAUSE.finding("footage", "confirmed" if exact else "suspected", evidence, "; ".join(remedies), exact=exact)


def _in_files(rejected: RejectedRows) -> Finding | None:
    """Rows that contradict each other; rows that are equal word for word do no harm."""
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
    return CAUSE.finding("footage", "confirmed", evidence, remedy, exact=True)


def _evidence(rows: Contradiction, what: str) -> Evidence:
    statement = f"{what}, the first {rows.video} in row {rows.row} of {rows.file}"
    return Evidence.fact(statement, "rejected", rows.rows, rows.rows)


CAUSE = Cause(
    code="data.duplicates",
    kind="root",
    severity="minor",
    meaning="videos, names or rows that are there twice",
    needs=("videos", "scores"),
    topic="specific_needs",
    phase=3,
    done="no two videos have the same hash, no two rows the same key",
    of_footage=_duplicates,
)
