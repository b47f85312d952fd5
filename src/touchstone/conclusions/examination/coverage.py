"""For how many videos a detector has a real score, by label, and what the others count as."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import polars as pl

from touchstone.conclusions.metrics import SIGNIFICANT, VideoCounts, count_videos
from touchstone.vocabulary.defaults import MISSING, MissingScores
from touchstone.vocabulary.door import option

from .missing import Missing
from .real_scores import STANDS_FOR


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """For how many videos one detector has a real score.

    Attributes:
        real: real videos by what became of them.
        fake: fake videos by what became of them.
        share: share of all videos with a real score, in [0, 1]; 0 without videos.
        counted: what the others count as in all numbers of the detector.
        statement: the same as a sentence with its numbers.
    """

    real: VideoCounts
    fake: VideoCounts
    share: float
    counted: MissingScores
    statement: str

    @property
    def videos(self) -> int:
        """All videos that it was asked about."""
        return self.real.total + self.fake.total

    @property
    def scored(self) -> int:
        """Those with a real score."""
        return self.real.ok + self.fake.ok

    @property
    def lacking(self) -> int:
        """Those without one: failed, abstained, filled in and missing alike."""
        return self.videos - self.scored

    @property
    def filled_in(self) -> int:
        """Those of which every score is one value that stands for something else."""
        return self.real.filled_in + self.fake.filled_in


def coverage_of(
    rows: pl.DataFrame,
    videos: pl.DataFrame,
    tested: Missing | None = None,
    counted: MissingScores = MISSING,
    tests: int = 1,
) -> Coverage:
    """Count the videos of one detector.

    Args:
        rows: its video rows, from :func:`touchstone.conclusions.examination.real_scores.real_scores`; none where it was not
            loaded.
        videos: the ``videos`` table: a video without a row is missing.
        tested: whether what is missing goes with the label; ``None`` where that could not be tested.
        counted: what videos without a real score count as.
        tests: detectors that are tested in this run; p is multiplied by it.
    """
    real, fake = (_counts(rows, videos, label) for label in ("real", "fake"))
    total, scored = real.total + fake.total, real.ok + fake.ok
    return Coverage(
        real=real,
        fake=fake,
        share=scored / total if total else 0.0,
        counted=counted,
        statement=_in_words(real, fake, _with_label(tested, tests), counted),
    )


def _counts(rows: pl.DataFrame, videos: pl.DataFrame, label: str) -> VideoCounts:
    if rows.height:
        return count_videos(rows, label)
    return VideoCounts(ok=0, failed=0, abstained=0, missing=videos.filter(pl.col("label") == label).height)


def _in_words(real: VideoCounts, fake: VideoCounts, with_label: str, counted: MissingScores) -> str:
    total, scored = real.total + fake.total, real.ok + fake.ok
    lacking = total - scored
    if not lacking:
        return f"all {total:,} videos have a score"
    kinds = Counter({kind: getattr(real, kind) + getattr(fake, kind) for kind in _KINDS})
    there = [kind for kind, number in kinds.items() if number]
    why = ", ".join(f"{kinds[kind]:,} {_KINDS[kind]}" for kind in there) if len(there) > 1 else _KINDS[there[0]]
    are = f"the {lacking:,} others ({why}) " if lacking > 1 else f"the other ({why}) "
    if counted in STANDS_FOR:
        are += f"count{'s' * (lacking == 1)} with P(fake) {STANDS_FOR[counted]:g}"
    else:
        are += "are left out" if lacking > 1 else "is left out"
    have = "has" if scored == 1 else "have"
    by_label = f"{real.ok:,} of {real.total:,} real, {fake.ok:,} of {fake.total:,} fake"
    return (
        f"of {total:,} videos {scored:,} {have} a score ({by_label}{with_label}); {are} ({option('missing', counted)})"
    )


_KINDS = {"failed": "failed", "abstained": "abstained", "filled_in": "filled in", "missing": "missing"}


def _with_label(tested: Missing | None, tests: int) -> str:
    """Whether what is missing goes with the label; nothing where it was not tested."""
    if tested is None:
        return ""
    p = min(1.0, tests * max(tested.p_fisher, tested.p_groups))
    shown = "p < 0.001" if p < 0.001 else f"p = {p:.2g}"
    if p > SIGNIFICANT:
        return f"; missing is not shown to go with the label, {shown}"
    return f"; missing more often among {'fakes' if tested.difference > 0 else 'real videos'}, {shown}"
