"""Videos, names or rows that occur more than once."""

from __future__ import annotations

from touchstone.conclusions.examination import Contradiction, Examination, FootageExamination, RejectedRows

from ...cause import Cause
from ...finding import Evidence, Finding


def _duplicates(examined: Examination) -> list[Finding | None]:
    """What the footage repeats, and rows of score files that were not used because they contradict each other."""
    return [
        _in_footage(examined.footage),
        _in_files(examined.rejected) if examined.rejected is not None else None,
    ]


def _in_footage(footage: FootageExamination) -> Finding | None:
    """Equal content and repeated rows are facts; equal base names are only a risk, where real and fake videos share them."""
    repeats = footage.repeats
    evidence: list[Evidence] = []
    remedies: list[str] = []
    if repeats.equal_content:
        extra = sum(len(names) - 1 for names in repeats.equal_content)
        first = " = ".join(repeats.equal_content[0][:3])
        statement = f"{extra} video(s) have the same content as another (equal SHA-256), for instance {first}"
        evidence.append(Evidence.fact(statement, "videos: sha256", extra, footage.videos))
        remedies.append(f"keep one copy of each and remove the others: {statement}")
    if repeats.score_rows:
        statement = f"{repeats.score_rows} row(s) of scores have the same detector, video and unit as another"
        evidence.append(Evidence.fact(statement, "scores: keys", repeats.score_rows))
        remedies.append(f"remove the repeated rows, because means count them twice: {statement}")
    exact = bool(evidence)
    if repeats.base_names_of_two_labels:
        first = ", ".join(repeats.name_examples[:3])
        statement = (
            f"{repeats.base_names} base name(s) belong to more than one video, {repeats.base_names_of_two_labels} of them "
            f"to both a real and a fake video, for instance {first}"
        )
        evidence.append(Evidence.fact(statement, "videos", repeats.base_names_of_two_labels, footage.videos))
        remedies.append(
            "join tables by path, never by base name: a join by name mixes the scores of real and fake videos"
        )
    if not evidence:
        return None
    return CAUSE.finding("footage", "confirmed" if exact else "suspected", evidence, "; ".join(remedies), exact=exact)


def _in_files(rejected: RejectedRows) -> Finding | None:
    """Rows that contradict each other; rows that are equal in every column do no harm."""
    evidence: list[Evidence] = []
    scores, labels = rejected.scores, rejected.labels
    if scores is not None:
        pairs = f"{scores.cases} detector × video pair{'s' * (scores.cases != 1)}"
        evidence.append(_evidence(scores, f"{scores.rows} rows give {pairs} different scores"))
    if labels is not None:
        evidence.append(_evidence(labels, f"{labels.cases} video(s) are labelled both real and fake in the files"))
    if not evidence:
        return None
    remedy = (
        "find out which rows are right: a file may hold two runs, or two videos may have the same name; none of these rows "
        "was used, and nothing was averaged"
    )
    return CAUSE.finding("footage", "confirmed", evidence, remedy, exact=True)


def _evidence(rows: Contradiction, what: str) -> Evidence:
    statement = f"{what}, the first is {rows.video} in row {rows.row} of {rows.file}"
    return Evidence.fact(statement, "rejected", rows.rows, rows.rows)


CAUSE = Cause(
    code="data.duplicates",
    kind="root",
    severity="minor",
    meaning="videos, names or rows that occur more than once",
    needs=("videos", "scores"),
    topic="specific_needs",
    phase=3,
    done="no two videos have the same SHA-256, and no two rows of scores have the same detector, video and unit",
    of_footage=_duplicates,
)
