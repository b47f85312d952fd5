"""Data sets, sources or folders whose labels are turned: there detectors score real above fake, and elsewhere fake above real.

One convention differs from the others when tables are put together: 1 is fake in one list and real in the next. The scores of
all videos together then look as if the detectors knew nothing, or had real and fake swapped. Inside each set they do not.

Where as many detectors score fake above real in the set, its labels are right, and the others have real and fake swapped there.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import polars as pl
from scipy.stats import norm

from touchstone.conclusions.metrics import Estimate, Flags, Sample, auc_estimate, rank_dependence

_Z = float(norm.isf(0.025))

LEAST = 0.10
"""Least distance from 0.5 of the AUC inside the set, and of the AUC elsewhere, on the other side."""

FEWEST_OF_SET = 8
"""Videos of each label in a set below which nothing is said of it."""

FEWEST_ALONE = 20
"""Videos of each label below which two detectors must show it that do not order videos alike."""

MOST_SETS = 50
"""Most values of a column, or of a place in paths, that are sets."""

ONE_OPINION = 0.9
"""Rank correlation inside a label from which on two detectors are one opinion."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Turned:
    """What one detector shows.

    Attributes:
        inside: AUC inside the set.
        elsewhere: AUC of all other videos that are in no such set.
        as_given: AUC of all videos with the labels as they are.
        turned: the same with the labels of the set turned.
    """

    inside: Estimate
    elsewhere: Estimate
    as_given: Estimate
    turned: Estimate


@dataclass(frozen=True, slots=True, kw_only=True)
class TurnedSet:
    """A set in which detectors score real above fake, while elsewhere they score fake above real.

    Attributes:
        column: what the set is a value of: ``dataset``, ``source``, or ``folder``, a place in the paths.
        name: the value.
        real: videos with the label real.
        fake: videos with the label fake.
        by: detector → what it shows; the detectors that do not show it are not in it.
        opinions: detectors that show it, those that order videos alike counted once.
        against: detectors that score fake above real in the set too, counted likewise.
        of_detectors: detectors that scored enough videos of the set.
    """

    column: str
    name: str
    real: int
    fake: int
    by: Mapping[str, Turned]
    opinions: int
    against: int
    of_detectors: int


def turned_sets(rows: pl.DataFrame) -> tuple[TurnedSet, ...]:
    """Look for sets with turned labels.

    Args:
        rows: video rows of all detectors, with ``video``, ``label``, ``group`` and, where known, ``dataset`` and ``source``.

    Returns:
        The sets of the first column that has any, in the order data set, source, folder; all of them turned alike.
    """
    scored = rows.filter((pl.col("status") == "ok") & pl.col("p_fake").is_not_null())
    if scored.is_empty():
        return ()
    for column, values in _divisions(scored):
        turned = _turned_by(scored.with_columns(_set=values), column)
        if turned:
            return turned
    return ()


def _divisions(scored: pl.DataFrame) -> Iterator[tuple[str, pl.Series]]:
    """Columns of sets, and the places in paths that hold few names."""
    for column in ("dataset", "source"):
        if column in scored.columns and 2 <= scored[column].n_unique() <= MOST_SETS:
            yield column, scored[column].cast(pl.String)
    folders = scored["video"].str.replace_all(r"\\", "/").str.split("/").list.slice(0, 8)
    for place in range(int(folders.list.len().max() or 1) - 1):  # pyright: ignore[reportArgumentType]
        names = folders.list.get(place, null_on_oob=True)
        names = names.set(folders.list.len() - 1 <= place, None)
        if 2 <= names.n_unique() <= MOST_SETS:
            yield "folder", names


def _turned_by(scored: pl.DataFrame, column: str) -> tuple[TurnedSet, ...]:
    """The sets that at least one detector shows; elsewhere is what no detector shows."""
    large = (
        scored.select("video", "label", "_set")
        .unique()
        .group_by("_set", "label")
        .len()
        .filter(pl.col("len") >= FEWEST_OF_SET)
        .group_by("_set")
        .agg(labels=pl.len())
        .filter((pl.col("labels") == 2) & pl.col("_set").is_not_null())["_set"]
        .sort()
        .to_list()
    )
    parts = {str(name): part for (name,), part in scored.group_by("detector", maintain_order=True)}
    suspected = sorted({name for part in parts.values() for name in _below(part, large, len(large) * len(parts))})
    if not suspected or len(suspected) >= scored["_set"].n_unique():
        return ()
    # A further detector is asked about these sets alone.
    below = {name: _below(part, suspected, 1) for name, part in parts.items()}
    shown = {name: _shown(part, suspected, below[name]) for name, part in parts.items()}
    sets = (
        _as_set(scored, column, name, {detector: by[name] for detector, by in shown.items() if name in by})
        for name in suspected
        if any(name in by for by in shown.values())
    )
    return tuple(
        turned
        for turned in sets
        if turned.opinions > turned.against and (turned.opinions > 1 or min(turned.real, turned.fake) >= FEWEST_ALONE)
    )


def _below(part: pl.DataFrame, large: list[str], tests: int) -> dict[str, Estimate]:
    """Sets in which real videos score above fakes, beyond chance after Bonferroni's correction."""
    quantile = float(norm.isf(0.025 / max(tests, 1)))
    turned_here: dict[str, Estimate] = {}
    for name in large:
        inside = auc_estimate(Sample.from_rows(part.filter(pl.col("_set") == name)))
        if inside.value is None or inside.high is None or inside.value > 0.5 - LEAST:
            continue
        if inside.value + (inside.high - inside.value) * quantile / _Z < 0.5:
            turned_here[name] = inside
    return turned_here


def _shown(part: pl.DataFrame, suspected: list[str], below: Mapping[str, Estimate]) -> dict[str, Turned]:
    """What a detector shows of the sets in which its AUC is low, if it separates fake from real elsewhere."""
    rest = part.filter(~pl.col("_set").is_in(suspected).fill_null(value=False))
    elsewhere = auc_estimate(Sample.from_rows(rest))
    if elsewhere.value is None or elsewhere.value < 0.5 + LEAST or not elsewhere.above(0.5):
        return {}
    sample = Sample.from_rows(part)
    inside: Flags = part["_set"].is_in(suspected).fill_null(value=False).to_numpy().astype(np.bool_)
    given = auc_estimate(sample)
    turned = auc_estimate(Sample(sample.p, sample.fake ^ inside, sample.group))
    return {name: Turned(inside=auc, elsewhere=elsewhere, as_given=given, turned=turned) for name, auc in below.items()}


def _as_set(scored: pl.DataFrame, column: str, name: str, by: Mapping[str, Turned]) -> TurnedSet:
    here = scored.filter(pl.col("_set") == name)
    videos = here.select("video", "label").unique()
    fake = int((videos["label"] == "fake").sum())
    return TurnedSet(
        column=column,
        name=name,
        real=videos.height - fake,
        fake=fake,
        by=by,
        opinions=_opinions(here, list(by)),
        against=_opinions(here, _above(here)),
        of_detectors=here["detector"].n_unique(),
    )


def _above(here: pl.DataFrame) -> list[str]:
    """The detectors that score fake above real in the set, beyond chance."""
    areas = {str(name): auc_estimate(Sample.from_rows(part)) for (name,), part in here.group_by("detector", maintain_order=True)}
    return [name for name, area in areas.items() if area.value is not None and area.value >= 0.5 + LEAST and area.above(0.5)]


def _opinions(here: pl.DataFrame, detectors: list[str]) -> int:
    """Detectors, of which those that order the videos of each label alike count once."""
    wide = here.filter(pl.col("detector").is_in(detectors)).pivot(
        on="detector", index=["video", "label"], values="p_fake", aggregate_function="first"
    )
    kept: list[str] = []
    for name in detectors:
        if not any(_alike(wide, name, other) for other in kept):
            kept.append(name)
    return len(kept)


def _alike(wide: pl.DataFrame, first: str, second: str) -> bool:
    for _, part in wide.drop_nulls([first, second]).group_by("label"):
        a, b = (part[name].to_numpy().astype(np.float64) for name in (first, second))
        correlation = rank_dependence(a, b).estimate.value if part.height > 2 else None
        if correlation is None or correlation < ONE_OPINION:
            return False
    return True
