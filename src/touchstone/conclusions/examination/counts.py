"""Detectors of which only counts are known: rates, tests against chance, differences, and what the numbers support."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import combinations
from typing import Literal

import polars as pl

from touchstone.conclusions.metrics import (
    SIGNIFICANT,
    Difference,
    Estimate,
    coin_p,
    counted_contrast,
    counted_difference,
    counted_mean,
    counted_rate,
    fewest_beyond_coin,
    holm,
    label_p,
    paired_bounds,
    videos_to_tell_from_coin,
)

CountedWord = Literal["above chance", "below chance", "one answer", "cannot tell"]


@dataclass(frozen=True, slots=True, kw_only=True)
class CountedDetector:
    """One detector of which only counts are known.

    Attributes:
        name: its name.
        file: the score file.
        real_correct: real videos called right.
        real_total: all real videos.
        fake_correct: fakes called right.
        fake_total: all fakes.
        threshold: it called a video fake from this score on; ``None`` where that is not known.
        accuracy: share of right decisions.
        real_accuracy: the same among real videos.
        fake_accuracy: the same among fakes.
        balanced_accuracy: mean of both.
        bias: real accuracy − fake accuracy.
        chance_p: exact binomial p against a coin, corrected by Holm over the detectors of the file.
        label_p: Fisher's exact p that its decisions do not depend on the label, corrected alike.
        supports: what the counts support.
        statement: the same as a sentence with its numbers.
    """

    name: str
    file: str
    real_correct: int
    real_total: int
    fake_correct: int
    fake_total: int
    threshold: float | None
    accuracy: Estimate
    real_accuracy: Estimate
    fake_accuracy: Estimate
    balanced_accuracy: Estimate
    bias: Estimate
    chance_p: float
    label_p: float
    supports: CountedWord = "cannot tell"
    statement: str = ""

    @property
    def subject(self) -> str:
        """Its name in findings: a run may also have scores of a detector of this name."""
        return f"{self.name} (counts)"

    @property
    def real(self) -> tuple[int, int]:
        """Real videos called right, and all."""
        return self.real_correct, self.real_total

    @property
    def fake(self) -> tuple[int, int]:
        """Fakes called right, and all."""
        return self.fake_correct, self.fake_total

    @property
    def total(self) -> int:
        """All videos."""
        return self.real_total + self.fake_total

    @property
    def correct(self) -> int:
        """Right decisions."""
        return self.real_correct + self.fake_correct


@dataclass(frozen=True, slots=True, kw_only=True)
class CountedPair:
    """Two detectors of one file.

    Attributes:
        first: name of the first.
        second: name of the second.
        accuracy: first − second as if they had judged different videos, p by Holm.
        paired_p_from: smallest p, by Holm alike, that a paired test could give if they judged the same videos; ``None`` where
            the numbers of videos differ.
        paired_p_to: largest p of such a test, whichever videos were called right; ``None`` likewise.
        conclusion: whether they are told apart.
    """

    first: str
    second: str
    accuracy: Difference
    paired_p_from: float | None
    paired_p_to: float | None
    conclusion: Literal["told apart", "not told apart", "depends on the overlap"]


@dataclass(frozen=True, slots=True, kw_only=True)
class CountedFile:
    """The detectors of one file of counts, and every pair of them.

    Attributes:
        file: the score file.
        detectors: the detectors, in the order of the file.
        pairs: every two of them.
    """

    file: str
    detectors: tuple[CountedDetector, ...]
    pairs: tuple[CountedPair, ...]

    def pair(self, name: str, other: str) -> CountedPair:
        """The comparison of two detectors, in either order."""
        return next(p for p in self.pairs if {p.first, p.second} == {name, other})


def examine_counts(counts: pl.DataFrame) -> tuple[CountedFile, ...]:
    """Examine the ``counts`` table; only detectors of the same file are compared."""
    return tuple(_file(str(file), rows) for (file,), rows in counts.group_by("file", maintain_order=True))


def _file(file: str, rows: pl.DataFrame) -> CountedFile:
    plain = [
        _plain(file, str(name), of_detector) for (name,), of_detector in rows.group_by("detector", maintain_order=True)
    ]
    by_coin = holm([d.chance_p for d in plain])
    by_label = holm([d.label_p for d in plain])
    corrected = [replace(d, chance_p=c, label_p=f) for d, c, f in zip(plain, by_coin, by_label, strict=True)]
    judged = [_judged(d, coin_p(d.correct, d.total)) for d in corrected]
    pairs = zip(corrected, judged, strict=True)
    detectors = tuple(replace(d, supports=word, statement=statement) for d, (word, statement) in pairs)
    return CountedFile(file=file, detectors=detectors, pairs=_pairs(detectors))


def _plain(file: str, name: str, rows: pl.DataFrame) -> CountedDetector:
    by_label = {row["label"]: (int(row["correct"]), int(row["total"])) for row in rows.iter_rows(named=True)}
    real, fake = by_label.get("real", (0, 0)), by_label.get("fake", (0, 0))
    of_real, of_fake = counted_rate(*real), counted_rate(*fake)
    thresholds = rows["threshold"].drop_nulls()
    return CountedDetector(
        name=name,
        file=file,
        real_correct=real[0],
        real_total=real[1],
        fake_correct=fake[0],
        fake_total=fake[1],
        threshold=float(thresholds[0]) if thresholds.len() else None,
        accuracy=counted_rate(real[0] + fake[0], real[1] + fake[1]),
        real_accuracy=of_real,
        fake_accuracy=of_fake,
        balanced_accuracy=counted_mean(of_real, of_fake),
        bias=counted_difference(of_real, of_fake),
        chance_p=coin_p(real[0] + fake[0], real[1] + fake[1]),
        label_p=label_p(real, fake),
    )


def _judged(d: CountedDetector, alone: float) -> tuple[CountedWord, str]:
    """Tested against a coin where classes have equal size; else by whether decisions depend on the label."""
    equal = d.real[1] == d.fake[1]
    p = d.chance_p if equal else d.label_p
    rate, numbers = (
        (d.accuracy, f"{d.correct} of {d.total} right") if equal else (d.balanced_accuracy, "balanced accuracy")
    )
    share = "not defined" if rate.value is None else f"{rate.value:.0%} [{rate.low:.0%}, {rate.high:.0%}]"
    test = f"exact binomial p = {alone:.2g}" if equal else "Fisher's exact test of label and decision"
    tested = f"{test}, Holm-corrected p = {p:.2g}"
    if not d.real[1] or not d.fake[1]:
        return "cannot tell", "only one class was counted, so nothing shows whether it separates fake from real"
    called = d.real[0] + d.fake[1] - d.fake[0]
    if called in (0, d.total):
        answer = "real" if called else "fake"
        return "one answer", (
            f"all {d.total} videos were called {answer}: {share} is what any constant answer reaches; either its scores "
            "are constant or its threshold is in the wrong place: counts cannot show which, scores of single videos can"
        )
    if p <= SIGNIFICANT and rate.value is not None:
        word: CountedWord = "above chance" if rate.value > 0.5 else "below chance"
        return word, f"{share}, {numbers}: {word} ({tested})"
    return "cannot tell", f"{share}, {numbers}: not distinguished from a coin ({tested}){_supports(d)}"


def _supports(d: CountedDetector) -> str:
    """What this number of videos can and cannot show."""
    fewest = fewest_beyond_coin(d.total)
    can = (
        f"; of {d.total} videos, {fewest} right would differ from a coin"
        if fewest
        else f"; {d.total} videos are too few to differ from a coin"
    )
    needed = videos_to_tell_from_coin(d.accuracy.value) if d.accuracy.value is not None else None
    return can + (
        f"; to distinguish {d.accuracy.value:.0%} from a coin takes about {needed:,} videos" if needed else ""
    )


def _pairs(detectors: tuple[CountedDetector, ...]) -> tuple[CountedPair, ...]:
    couples = list(combinations(detectors, 2))
    contrasts = [counted_contrast((a.correct, a.total), (b.correct, b.total)) for a, b in couples]
    adjusted = holm([c.p_value or 0.0 for c in contrasts])
    bounds = [paired_bounds((a.real, a.fake), (b.real, b.fake)) for a, b in couples]
    lowest, highest = (holm([1.0 if b is None else b[i] for b in bounds]) for i in (0, 1))
    pairs: list[CountedPair] = []
    limits = zip(bounds, lowest, highest, strict=True)
    for (a, b), contrast, p, (bound, low, high) in zip(couples, contrasts, adjusted, limits, strict=True):
        decisive = (p, p) if bound is None else (low, high)
        word: Literal["told apart", "not told apart", "depends on the overlap"] = (
            "told apart" if decisive[1] <= SIGNIFICANT
            else "not told apart" if decisive[0] > SIGNIFICANT
            else "depends on the overlap"
        )  # fmt: skip
        pairs.append(
            CountedPair(
                first=a.name,
                second=b.name,
                accuracy=replace(contrast, p_adjusted=p, correction="Holm"),
                paired_p_from=None if bound is None else low,
                paired_p_to=None if bound is None else high,
                conclusion=word,
            )
        )
    return tuple(pairs)
