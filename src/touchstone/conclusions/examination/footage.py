"""What the footage can tell at all: how many of what, from where, and what reveals the label without a look at the pictures."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import polars as pl

from touchstone.conclusions.metrics import SIGNIFICANT, holm, source_name, unit_codes

from .association import Association, UnitKind, associations, source_association
from .leakage import Duplicates, Leak, duplicates, leaks
from .metadata import MetadataClassifier, classify_metadata
from .missing import Missing, missing

CLEAR_EXCESS = 0.20
"""How far beyond chance, as an AUC, one property must tell the label to count as a shortcut that lies open."""


FEW_SOURCES = 15
"""Below this many sources a corpus is confounded with them by construction, however the labels fall."""


GROUPS_OF_SOURCE = 3
"""Groups per source from which on permuted labels show whether sources of one label are an accident."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """One source, and how its labels fall.

    Attributes:
        name: the source.
        real: its readable real videos.
        fake: its readable fakes.
    """

    name: str
    real: int
    fake: int

    @property
    def mixed(self) -> bool:
        """Whether it holds both labels: only such sources tell label and source apart."""
        return self.real > 0 and self.fake > 0


@dataclass(frozen=True, slots=True, kw_only=True)
class FootageExamination:
    """What the footage can tell at all.

    Attributes:
        real: real videos that could be read.
        fake: fake videos that could be read.
        failed_real: real videos that could not.
        failed_fake: fake videos that could not.
        reasons: reason and number of videos, most frequent first.
        groups: groups among the readable ones, by label; ``None`` where the corpus names none.
        origins: sources and their labels; empty where the corpus names none.
        associations: properties of the files against the label, by group, then by source where there are any.
        duplicates: sets of videos with equal content.
        by_source: the source itself against the label, labels permuted over groups; ``None`` without sources.
        classifiers: the label predicted from all properties together, on held-out groups, then on held-out sources.
        leaks: what more than one split holds.
        repeats: what is there twice: content, base names, rows of scores.
        unreadable: whether videos that could not be read are missing at random; ``None`` where all could.
    """

    real: int
    fake: int
    failed_real: int = 0
    failed_fake: int = 0
    reasons: tuple[tuple[str, int], ...] = ()
    groups: tuple[int, int] | None = None
    origins: tuple[Origin, ...] = ()
    associations: tuple[Association, ...] = ()
    duplicates: tuple[tuple[str, ...], ...] = ()
    by_source: Association | None = None
    classifiers: tuple[MetadataClassifier, ...] = ()
    leaks: tuple[Leak, ...] = ()
    repeats: Duplicates = field(default_factory=Duplicates)
    unreadable: Missing | None = None

    @property
    def videos(self) -> int:
        """All videos, readable or not."""
        return self.real + self.fake + self.failed_real + self.failed_fake

    @property
    def mixed(self) -> tuple[Origin, ...]:
        """The sources that hold both labels."""
        return tuple(origin for origin in self.origins if origin.mixed)

    @property
    def one_sided(self) -> int:
        """Readable videos from sources that hold one label, or from none that is named."""
        return self.real + self.fake - sum(origin.real + origin.fake for origin in self.mixed)

    @property
    def source_auc(self) -> float:
        """AUC that the source alone reaches: each video scored by the share of fakes in its source; 0.5 tells nothing."""
        if not self.real or not self.fake:
            return 0.5
        named = [(origin.real, origin.fake) for origin in self.origins]
        rest = (self.real - sum(real for real, _ in named), self.fake - sum(fake for _, fake in named))
        cells = sorted((c for c in (*named, rest) if sum(c)), key=lambda c: c[1] / sum(c))
        concordant, reals_below = 0.0, 0
        for share in dict.fromkeys(fake / (real + fake) for real, fake in cells):
            level = [c for c in cells if c[1] / sum(c) == share]
            reals, fakes = sum(c[0] for c in level), sum(c[1] for c in level)
            concordant += fakes * (reals_below + reals / 2)
            reals_below += reals
        return concordant / (self.real * self.fake)

    @property
    def telling(self) -> tuple[Association, ...]:
        """The properties that clearly tell the label by themselves (Holm over all, at group level), the best first."""
        tested = [a for a in self.associations if a.level == "group"]
        adjusted = holm([a.p_value for a in tested])
        clear = [a for a, p in zip(tested, adjusted, strict=True) if p <= SIGNIFICANT and a.excess >= CLEAR_EXCESS]
        return tuple(sorted(clear, key=lambda a: -a.excess))

    @property
    def shortcut(self) -> Association | None:
        """The property that tells the label best, if one clearly does."""
        return next(iter(self.telling), None)

    @property
    def tested_sources(self) -> Association | None:
        """The source itself against the label, where groups are enough to tell whether labels keep to sources by accident."""
        tested = self.by_source
        if tested is None or (tested.units < GROUPS_OF_SOURCE * len(self.origins) and len(self.origins) < FEW_SOURCES):
            return None
        return tested

    @property
    def confounded(self) -> bool:
        """Whether the source alone reveals the label: for most videos, or clearly better than chance over all.

        Many small sources hold one label each by accident, or because each is a group of its own, and a few fakes cannot fill
        many sources; then labels keep to sources no more than they do when they are permuted over groups. Few sources with
        hardly more groups are confounded however the labels fall: no permutation can show it.
        """
        if not self.origins:
            return False
        tested = self.tested_sources
        if tested is not None and tested.p_value > SIGNIFICANT:
            return False
        return 2 * self.one_sided >= self.real + self.fake or self.source_auc >= 0.5 + CLEAR_EXCESS

    @property
    def gives_label_away(self) -> bool:
        """Whether sources or one property of the files tell the label: whatever learns them is rewarded."""
        return self.confounded or self.shortcut is not None


def examine_footage(
    videos: pl.DataFrame, clips: pl.DataFrame | None = None, scores: pl.DataFrame | None = None
) -> FootageExamination:
    """Count and compare.

    Args:
        videos: the ``videos`` table.
        clips: the ``clips`` table, for the share of silence.
        scores: the ``scores`` table, for rows that it holds twice.
    """
    ok = videos.filter(pl.col("status") == "ok")
    failed = videos.filter(pl.col("status") == "failed")
    reasons = failed.group_by("reason").len().sort("len", "reason", descending=[True, False])
    origins = _origins(ok)
    levels: tuple[UnitKind, ...] = ("group", "source") if len(origins) > 1 else ("group",)
    repeats = duplicates(videos, scores)
    learnt = (classify_metadata(ok, level, clips) for level in levels)
    return FootageExamination(
        real=_count(ok, "real"),
        fake=_count(ok, "fake"),
        failed_real=_count(failed, "real"),
        failed_fake=_count(failed, "fake"),
        reasons=tuple((reason or "no reason given", count) for reason, count in reasons.iter_rows()),
        groups=_groups(ok),
        origins=origins,
        associations=tuple(a for level in levels for a in associations(ok, level, clips)),
        duplicates=repeats.equal_content,
        by_source=source_association(ok),
        classifiers=tuple(classifier for classifier in learnt if classifier is not None),
        leaks=leaks(videos),
        repeats=repeats,
        unreadable=missing("footage", videos.with_columns(gone=pl.col("status") == "failed")),
    )


def _count(videos: pl.DataFrame, label: str) -> int:
    return videos.filter(pl.col("label") == label).height


def _groups(ok: pl.DataFrame) -> tuple[int, int] | None:
    if ok["group"].null_count() == ok.height:
        return None
    real, fake = (np.unique(unit_codes(ok.filter(pl.col("label") == label))).size for label in ("real", "fake"))
    return real, fake


def _origins(ok: pl.DataFrame) -> tuple[Origin, ...]:
    counted = (
        ok.select("label", source_name().alias("source"))
        .filter(pl.col("source").is_not_null())
        .group_by("source")
        .agg(real=(pl.col("label") == "real").sum(), fake=(pl.col("label") == "fake").sum())
        .sort("source")
    )
    return tuple(Origin(name=name, real=real, fake=fake) for name, real, fake in counted.iter_rows())
