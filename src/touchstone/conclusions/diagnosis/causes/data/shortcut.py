"""How or where the files were made reveals the label."""

from __future__ import annotations

from math import sqrt

from touchstone.conclusions.examination import (
    CLEAR_EXCESS,
    Association,
    Examination,
    FootageExamination,
    MetadataClassifier,
)
from touchstone.conclusions.metrics import CLEARLY, FEW_GROUPS, SIGNIFICANT

from ...cause import Cause
from ...finding import Evidence, Finding
from ...witness import FEWEST_TO_CONFIRM

TOLD_BY_METADATA = 0.65
"""Least held-out AUC of a classifier of metadata that confirms: below it, a detector gains little from metadata."""

MAY_BE_TOLD = 0.62
"""Least such AUC that is suspected: measured values of the former scatter to both sides of it."""

TOLD_BEYOND = 0.55
"""The whole interval of that AUC must be above this."""

_DEPENDENT = 10
"""Videos that may depend on each other where no groups are named: one of so many must be enough to confirm."""

_CLEAR = 3.09
"""Standard deviations of chance that 1 of 1,000 relabellings exceeds."""

_ONE_IN_TWENTY = 1.645
"""Standard deviations of chance that 1 of 20 relabellings exceeds."""

_MOST_NAMES = 10


def _shortcut(examined: Examination) -> Finding | None:
    """Sources of one label are a fact. Otherwise one property and the classifier of all of them must agree.

    The two are different measurements: how well one property predicts the labels of this footage, and whether what is
    learnt from some groups predicts the labels of others. Either alone gives a suspicion, unless the classifier predicts
    the labels of both held-out groups and held-out sources. Where no groups are named, videos that depend on each other share
    their making and their label by accident; then what confirms must stay well clear of chance were only one video in ten
    independent.
    """
    footage = examined.footage
    telling = footage.shortcut
    by_group, by_source = (_of(footage, level) for level in ("group", "source"))
    learnt = by_group is not None and _learns(by_group, MAY_BE_TOLD)
    # Videos without a source may hide a confound, so verdicts are held back; only sources with names show a confound.
    confounded = footage.videos > 0 and footage.confounded and _shown(footage)
    if not confounded and telling is None and not learnt:
        return None
    evidence: list[Evidence] = []
    remedies: list[str] = []
    if confounded:
        evidence.append(_sources(footage))
        remedies += _wanted(footage)
    if telling is not None:
        evidence.append(_evidence(telling))
        evidence += [_evidence(a) for a in footage.associations if a.name == telling.name and a.level == "source"]
        remedies.append(f"real and fake videos of equal {telling.name.replace('_', ' ')}")
    elif learnt:
        remedies.append("real and fake videos that were recorded and encoded in the same way")
    evidence += [_learnt(classifier) for classifier in (by_group, by_source) if classifier is not None]
    if by_group is not None and by_source is None:
        count = len(footage.origins)
        held = f"{count} source{'s' if count != 1 else ''}" if count else "no source"
        statement = f"{held} named: nothing can be tested on held-out sources, so nothing is known about other sources"
        evidence.append(Evidence.fact(statement, "videos: source", count))
    by_construction = confounded and _keeps_to_sources(footage)
    sure = by_construction or _agree(footage)
    if not sure and footage.groups is None and (_keeps_to_sources(footage, 1) if confounded else _agree(footage, 1)):
        statement = f"no groups are named: were only one video in {_DEPENDENT} independent, chance could reach as much"
        evidence.append(Evidence.fact(statement, "videos: group", None))
    return CAUSE.finding(
        "footage",
        "confirmed" if sure else "suspected",
        evidence,
        "collect " + "; ".join(remedies),
        exact=by_construction,
    )


def _shown(footage: FootageExamination) -> bool:
    """Whether most videos come from named sources with only one label, or the source predicts the label."""
    one_sided = sum(o.real + o.fake for o in footage.origins if not o.mixed)
    return 2 * one_sided >= footage.real + footage.fake or footage.source_auc >= 0.5 + CLEAR_EXCESS


def _keeps_to_sources(footage: FootageExamination, dependent: int = _DEPENDENT) -> bool:
    """Whether labels keep to sources by construction, or far beyond what they do when they are permuted."""
    tested = footage.tested_sources
    if not _fewest(footage):
        return True
    no_accident = tested is None or (tested.p_value <= CLEARLY and _holds(footage, tested, dependent))
    return _fewest(footage) >= FEWEST_TO_CONFIRM and no_accident


def _agree(footage: FootageExamination, dependent: int = _DEPENDENT) -> bool:
    """Whether the classifier on held-out groups agrees with one property, or with itself on held-out sources."""
    telling = footage.shortcut
    by_group, by_source = (_of(footage, level) for level in ("group", "source"))
    if by_group is None or by_group.units < FEW_GROUPS or _fewest(footage) < FEWEST_TO_CONFIRM:
        return False
    second = (telling is not None and _holds(footage, telling, dependent)) or (by_source is not None and _learns(by_source))
    return second and _learns(by_group) and _holds(footage, by_group, dependent)


def _fewest(footage: FootageExamination) -> int:
    """Groups, or videos without groups, of the rarer label."""
    return min(footage.groups or (footage.real, footage.fake))


def _holds(footage: FootageExamination, measured: Association | MetadataClassifier, dependent: int) -> bool:
    """Whether what was measured stays clear of chance where groups are not named and so many videos may depend on each other."""
    if footage.groups is not None:
        return True
    if isinstance(measured, Association):
        # What chance reaches on average grows as its spread does, for the better of two directions, or of many values, is taken.
        return measured.auc - 0.5 >= sqrt(dependent) * (measured.chance - 0.5 + _CLEAR * measured.spread)
    value = measured.auc.value
    clear = _CLEAR / _ONE_IN_TWENTY * (measured.null_high - measured.chance)
    return value is not None and value - measured.chance >= sqrt(dependent) * clear


def _learns(classifier: MetadataClassifier, least: float = TOLD_BY_METADATA) -> bool:
    """Whether metadata alone predict the label of held-out units: with at least this AUC, and beyond chance."""
    value = classifier.auc.value
    return (
        value is not None
        and value >= least
        and classifier.auc.above(TOLD_BEYOND)
        and classifier.p_value <= SIGNIFICANT
    )


def _of(footage: FootageExamination, level: str) -> MetadataClassifier | None:
    return next((classifier for classifier in footage.classifiers if classifier.level == level), None)


def _sources(footage: FootageExamination) -> Evidence:
    total = footage.real + footage.fake
    mixed = _listed([f"{o.name} ({o.real} real, {o.fake} fake)" for o in footage.mixed]) or "none"
    statement = (
        f"{footage.one_sided} of {total} videos come from sources with only one label or without a name; of "
        f"{len(footage.origins)} sources, {len(footage.mixed)} with both labels: {mixed}"
    )
    return Evidence.fact(statement, "videos", footage.one_sided, total)


def _wanted(footage: FootageExamination) -> list[str]:
    lacking_fakes = _listed([o.name for o in footage.origins if not o.fake])
    lacking_reals = _listed([o.name for o in footage.origins if not o.real])
    wanted: list[str] = []
    if lacking_fakes:
        wanted.append(f"fakes made from the real videos of {lacking_fakes}")
    if lacking_reals:
        wanted.append(f"the real videos behind the fakes of {lacking_reals}")
    return wanted or ["from each source as many real as fake videos"]


def _listed(names: list[str]) -> str:
    more = f" and {len(names) - _MOST_NAMES} more" if len(names) > _MOST_NAMES else ""
    return ", ".join(names[:_MOST_NAMES]) + more


def _evidence(a: Association) -> Evidence:
    return Evidence.fact(
        f"{a.name} alone predicts the label with AUC {a.auc:.3f}, {a.chance:.3f} by chance, over {a.units} {a.level}s "
        f"(permutation p = {a.p_value:.3f}, n = {a.n})",
        f"videos; labels permuted over {a.level}s",
        a.auc,
        a.n,
    )


def _learnt(classifier: MetadataClassifier) -> Evidence:
    statement = (
        f"a classifier of {len(classifier.properties)} properties of the files ({', '.join(classifier.properties)}) "
        f"was tested on held-out {classifier.level}s; chance reaches an AUC of {classifier.null_high:.3f} in 1 of 20 "
        f"permutations of {classifier.units} {classifier.level}s, p = {classifier.p_value:.3f}"
    )
    if classifier.smallest_p > CLEARLY:
        statement += f", and no p below {classifier.smallest_p:.2g} is possible: about other {classifier.level}s this says little"
    return Evidence.of(
        f"{statement}; AUC",
        classifier.auc,
        f"videos; kernel classifier, {classifier.folds} folds of {classifier.level}s",
    )


CAUSE = Cause(
    code="data.shortcut",
    kind="root",
    severity="moderate",
    meaning="how or where the files were made reveals the label",
    needs=("videos",),
    topic="primary_datasets",
    phase=3,
    done="most videos come from sources with both labels, and no property of the files reveals the label",
    limits_all=True,
    of_footage=_shortcut,
)
