"""A number that is not what it is taken for: an AUC of decisions, an accuracy where nearly all videos are of one class."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import polars as pl

from touchstone.conclusions.examination import DetectorExamination, Examination
from touchstone.conclusions.metrics import NEARLY_ALL, SIGNIFICANT, Comparison

from ...cause import Cause
from ...finding import MOST_EVIDENCE_TABLES, Evidence, Finding

ONE_CLASS = 0.95
"""Share of one class from which on an accuracy says next to nothing."""

_FEWEST = 8
"""Scored videos of each class below which nothing is said."""


def metric(examined: Examination) -> Iterator[Finding]:
    """Find AUCs of decisions, and accuracies that calling everything alike would reach.

    An AUC of decisions is a root: it is the mean of two rates, and puts its detector behind others that give graded scores. Where
    nearly all videos are of one class it is for information, because balanced accuracy is shown beside every accuracy.
    """
    for detector in examined.scored:
        p = detector.performance
        if p is None or min(p.real.ok, p.fake.ok) < _FEWEST:
            continue
        if _decides(detector):
            yield _of_decisions(detector, _behind(detector, examined))
        elif _values(detector) > 2 and detector.facts is not None and detector.facts.two_values:
            yield _of_votes(detector)
        elif max(p.real.ok, p.fake.ok) >= ONE_CLASS * (p.real.ok + p.fake.ok):
            yield from _of_one_class(detector)


def _decides(detector: DetectorExamination) -> bool:
    """Whether it gives two scores, and each to some videos: one score with an exception is constant."""
    spread = detector.spread
    return _values(detector) == 2 and (
        spread is None or spread.most_frequent < NEARLY_ALL or {spread.lowest, spread.highest} == {0.0, 1.0}
    )


def _values(detector: DetectorExamination) -> int:
    return detector.rows.filter(pl.col("status") == "ok")["p_fake"].n_unique()


def _of_decisions(detector: DetectorExamination, behind: Comparison | None) -> Finding:
    p, spread = detector.performance, detector.spread
    assert p is not None, "only detectors that scored are asked"
    values = "" if spread is None else f", {spread.lowest:g} and {spread.highest:g}"
    statement = (
        f"P(fake) takes two values{values}, over {p.accuracy.n} videos: the AUC {p.auc.value or 0:.3f} is the mean of real and "
        "fake accuracy of these decisions, and no other threshold can be tried"
    )
    evidence = [Evidence.fact(statement, MOST_EVIDENCE_TABLES, p.auc.value, p.accuracy.n)]
    if behind is not None:
        evidence.append(_unfair(detector.name, behind))
    return CAUSE.finding(
        detector.name,
        "confirmed",
        evidence,
        f"give the probabilities or log-odds of {detector.name} from before they were cut into real and fake; until then, "
        "compare it with others by balanced accuracy, not by AUC",
        exact=True,
    )


def _of_votes(detector: DetectorExamination) -> Finding:
    """Units that are decisions, of which the score of a video is a summary."""
    p, facts = detector.performance, detector.facts
    assert p is not None, "only detectors that scored are asked"
    assert facts is not None, "only detectors with facts are asked"
    statement = (
        f"P(fake) of the units of a video takes two values, {facts.lowest:g} and {facts.highest:g}; AUC, which compares how many "
        f"units were called fake, not how sure {detector.name} is"
    )
    return CAUSE.finding(
        detector.name,
        "confirmed",
        [Evidence.of(statement, p.auc)],
        f"give the probabilities or log-odds of {detector.name} for each unit, from before they were cut into real and fake",
        exact=True,
    )


def _behind(detector: DetectorExamination, examined: Examination) -> Comparison | None:
    """A comparison in which a graded detector has a higher AUC, told apart, while accuracies are not."""
    graded = {d.name for d in examined.scored if _values(d) > 2}
    for pair in examined.comparisons:
        names = (pair.first, pair.second)
        if detector.name not in names or not graded & set(names):
            continue
        sign = 1 if pair.first == detector.name else -1
        ranking, accuracy = pair.auc, pair.accuracy
        lower = ranking.p is not None and ranking.p <= SIGNIFICANT and sign * (ranking.estimate.value or 0.0) < 0
        alike = accuracy.p is not None and accuracy.p > SIGNIFICANT
        if lower and alike:
            return pair
    return None


def _unfair(name: str, pair: Comparison) -> Evidence:
    other = pair.second if pair.first == name else pair.first
    return Evidence.of(
        f"accuracy of {pair.first} less that of {pair.second}, which are not told apart (p = {pair.accuracy.p or 0:.2g}), though "
        f"the AUC of {other} is higher (p = {pair.auc.p or 0:.2g})",
        pair.accuracy.estimate,
    )


def _of_one_class(detector: DetectorExamination) -> Iterator[Finding]:
    p = detector.performance
    assert p is not None, "only detectors that scored are asked"
    more = "real" if p.real.ok > p.fake.ok else "fake"
    share = max(p.real.ok, p.fake.ok) / (p.real.ok + p.fake.ok)
    if p.accuracy.above(share):
        return
    statement = (
        f"{share:.1%} of {p.accuracy.n} videos are {more}, so calling everything {more} has an accuracy of {share:.1%}; "
        f"{detector.name} has {p.accuracy.value or 0:.1%}"
    )
    evidence = [
        Evidence.fact(statement, MOST_EVIDENCE_TABLES, p.accuracy.value, p.accuracy.n),
        Evidence.of("balanced accuracy, for which the ratio of the classes makes no difference", p.balanced_accuracy),
    ]
    remedy = "read balanced accuracy and AUC in place of the accuracy, or analyse as many real as fake videos"
    yield replace(CAUSE.finding(detector.name, "confirmed", evidence, remedy, exact=True), kind="info")


CAUSE = Cause(
    code="evaluation.metric",
    kind="root",
    severity="minor",
    meaning="a number does not measure what it is taken for",
    needs=("scores", "videos"),
    topic="specific_needs",
    phase=2,
    done="scores take more than two values, and the accuracy lies above the share of the larger class",
    of_footage=metric,
)
