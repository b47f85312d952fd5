"""Do the nominal 95 % intervals cover in 95 % of cases? A simulation with known truth.

    python benchmarks/coverage.py [--quick] [--jobs 2] [--write docs/coverage.md]

Scores are binormal: score = μ · label + √ρ · group effect + √(1 − ρ) · noise, with μ such that the AUC over
videos of different groups is the wanted one and ρ the intra-class correlation. Four designs: independent
videos; ``single``, in which every group holds one label; ``mixed``, in which every group holds both labels and its
effect shifts both equally; and ``lopsided``, in which groups hold both labels, their sizes fall like 1/rank, and half
of the variance of the group effect is separate for each label, so that an effect on a group's real videos is not the
same on its fakes. The second detector of a pair has an AUC lower by 0.05 (never below 0.5) and shares 0.6 of noise
and group effects. Decisions are taken half a standard deviation off the best threshold, so that real and fake
accuracy differ.
"""

from __future__ import annotations

import argparse
import math
import sys
import time
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from scipy import special

from _machine import machine, write_between
from touchstone.conclusions.metrics import (
    Estimate,
    Sample,
    accuracy_difference,
    auc_difference,
    auc_estimate,
    decide,
    proportion,
    rank,
)

LOW, HIGH = 0.92, 0.97
SHIFT = 0.5  # of the threshold, in standard deviations of the score
SHARED = 0.6  # correlation of the two detectors' noise and group effects
MEASURES = ("AUC", "accuracy", "real accuracy", "AUC difference", "accuracy difference")
CURVES = (
    "AUC",
    "AUC, percentile bootstrap",
    "average precision",
    "EER",
    "TPR at 5 % FPR",
    "balanced accuracy",
    "MCC",
    "F1",
)


@dataclass(frozen=True, slots=True)
class Cell:
    """One condition of the simulation."""

    design: str
    n: int
    groups: int | None
    rho: float
    auc: float
    seed: int


@dataclass(frozen=True, slots=True)
class Result:
    """Share of runs whose interval held the truth, mean width, and share with a warning, per measure."""

    cell: Cell
    coverage: tuple[float, ...]
    width: tuple[float, ...]
    warned: tuple[float, ...]


def grid(quick: bool) -> list[Cell]:
    """All conditions; every group has at least two videos (50 groups of one video each are the ungrouped case)."""
    sizes = (100, 300) if quick else (50, 100, 300, 1000)
    group_counts = (10, 50) if quick else (10, 15, 20, 50, 200)
    rhos = (0.0, 0.5) if quick else (0.0, 0.2, 0.5)
    aucs = (0.5, 0.95) if quick else (0.5, 0.8, 0.95)
    plain = [("independent", n, None, 0.0, auc) for n in sizes for auc in aucs]
    grouped = [
        (design, n, groups, rho, auc)
        for design in ("single", "mixed", "lopsided")
        for n in sizes
        for groups in group_counts
        if 2 * groups <= n
        for rho in rhos
        for auc in aucs
    ]
    return [Cell(*values, seed) for seed, values in enumerate([*plain, *grouped])]


def curve_grid(quick: bool) -> list[Cell]:
    """A smaller grid for measures that need the bootstrap in every run."""
    aucs = (0.95,) if quick else (0.7, 0.95)
    cells = [("independent", n, None, 0.0, auc) for n in (100, 300) for auc in aucs]
    cells += [
        (design, 300, groups, 0.3, auc)
        for design in ("single", "mixed", "lopsided")
        for groups in ((20,) if quick else (10, 20, 50))
        for auc in aucs
    ]
    return [Cell(*values, 10_000 + seed) for seed, values in enumerate(cells)]


def layout(cell: Cell) -> tuple[np.ndarray, np.ndarray | None]:
    """Label and group of every video."""
    order = np.arange(cell.n)
    fake = order % 2 == 1
    if cell.groups is None:
        return fake, None
    if cell.design == "single":
        half = cell.groups // 2
        return fake, np.where(fake, order // 2 % (cell.groups - half) + half, order // 2 % half)
    if cell.design == "mixed":
        return fake, order // 2 % cell.groups
    # Two videos for each group, the rest like 1 / rank.
    weight = 1 / np.arange(1, cell.groups + 1)
    pairs = cell.n // 2 - cell.groups
    edges = np.round(np.cumsum(weight) / weight.sum() * pairs).astype(int)
    of_pair = np.concatenate([np.arange(cell.groups), np.searchsorted(edges, np.arange(pairs), side="right")])
    return fake, of_pair[order // 2]


def draw(cell: Cell, rng: np.random.Generator, fake: np.ndarray, group: np.ndarray | None) -> tuple[Sample, Sample]:
    """One run: the two detectors' scores of the same videos."""
    noise, effect = _pair(rng, cell.n), np.zeros((2, cell.n))
    if group is not None and cell.groups is not None:
        effect = _pair(rng, cell.groups)[:, group]
        if cell.design == "lopsided":
            effect = (effect + _pair(rng, 2 * cell.groups)[:, group + cell.groups * fake]) / math.sqrt(2)
    scores = math.sqrt(cell.rho) * effect + math.sqrt(1 - cell.rho) * noise
    separation = np.array([[distance(cell.auc)], [distance(second_auc(cell.auc))]])
    p = special.expit(scores + separation * (fake - 0.5) - SHIFT)
    return Sample(p[0], fake, group), Sample(p[1], fake, group)


def _pair(rng: np.random.Generator, size: int) -> np.ndarray:
    first, two = rng.standard_normal((2, size))
    return np.stack([first, SHARED * first + math.sqrt(1 - SHARED**2) * two])


def distance(auc: float) -> float:
    """Distance of the two classes' means, in standard deviations."""
    return math.sqrt(2) * float(special.ndtri(auc))


def second_auc(auc: float) -> float:
    """AUC of the second detector."""
    return max(0.5, auc - 0.05)


def accuracies(auc: float) -> tuple[float, float]:
    """True real and fake accuracy."""
    half = distance(auc) / 2
    return float(special.ndtr(half + SHIFT)), float(special.ndtr(half - SHIFT))


def truths(cell: Cell) -> tuple[float, ...]:
    """True values of the measures."""
    real, fake = accuracies(cell.auc)
    other = sum(accuracies(second_auc(cell.auc))) / 2
    return cell.auc, (real + fake) / 2, real, cell.auc - second_auc(cell.auc), (real + fake) / 2 - other


def simulate(cell: Cell, runs: int) -> Result:
    """Coverage of the closed-form intervals in one condition."""
    rng = np.random.default_rng([20240, cell.seed])
    fake, group = layout(cell)

    def estimates() -> Iterator[tuple[Estimate, ...]]:
        for _ in range(runs):
            first, two = draw(cell, rng, fake, group)
            right = (first.p >= 0.5) == fake
            yield (
                auc_estimate(first),
                proportion(right, group),
                proportion(right[~fake], None if group is None else group[~fake]),
                auc_difference(first, two).estimate,
                accuracy_difference(first, two).estimate,
            )

    return tally(cell, truths(cell), estimates())


def simulate_curves(cell: Cell, runs: int, resamples: int) -> Result:
    """Coverage of the bootstrapped measures, and of the rest of the accuracy family, in one condition."""
    from touchstone.conclusions.metrics.resampling import resample_curves

    rng = np.random.default_rng([20241, cell.seed])
    fake, group = layout(cell)

    def estimates() -> Iterator[tuple[Estimate, ...]]:
        for run in range(runs):
            first, _ = draw(cell, rng, fake, group)
            ranking, judged = rank(first, resamples=resamples, seed=run), decide(first)
            draws = resample_curves(first, resamples, run).auc
            percentile = replace(
                ranking.auc, low=float(np.quantile(draws, 0.025)), high=float(np.quantile(draws, 0.975))
            )
            yield (
                ranking.auc,
                percentile,
                ranking.average_precision,
                ranking.eer,
                ranking.tpr_at_5_fpr,
                judged.balanced_accuracy,
                judged.mcc,
                judged.f1,
            )

    return tally(cell, curve_truths(cell), estimates())


def curve_truths(cell: Cell) -> tuple[float, ...]:
    """True values of the measures of the smaller grid."""
    d = distance(cell.auc)
    real, fake = accuracies(cell.auc)
    balanced = (real + fake) / 2
    called = (fake + 1 - real) / 2
    mcc = (fake + real - 1) / (4 * math.sqrt(0.25 * called * (1 - called)))
    at_five = float(special.ndtr(d - special.ndtri(0.95)))
    threshold = np.linspace(10 + d, -10, 200_001)
    tpr, fpr = special.ndtr(d - threshold), special.ndtr(-threshold)
    precision = tpr / (tpr + fpr)
    average = float(np.sum(np.diff(tpr) * (precision[1:] + precision[:-1]) / 2))
    eer = float(special.ndtr(-d / 2))
    f1 = 2 * fake / (2 * fake + (1 - real) + (1 - fake))
    return cell.auc, cell.auc, average, eer, at_five, balanced, mcc, f1


def tally(cell: Cell, truth: tuple[float, ...], runs: Iterable[tuple[Estimate, ...]]) -> Result:
    """Count how often each interval held the truth."""
    held, width, warned = (np.zeros(len(truth)) for _ in range(3))
    count = 0
    for row in runs:
        count += 1
        for i, estimate in enumerate(row):
            assert estimate.low is not None
            assert estimate.high is not None
            held[i] += estimate.low <= truth[i] <= estimate.high
            width[i] += estimate.high - estimate.low
            warned[i] += estimate.warning is not None
    return Result(cell, tuple(held / count), tuple(width / count), tuple(warned / count))


def _simulate(task: tuple[Cell, int, int]) -> Result:
    cell, runs, resamples = task
    return simulate(cell, runs) if resamples == 0 else simulate_curves(cell, runs, resamples)


def run(tasks: list[tuple[Cell, int, int]], jobs: int) -> list[Result]:
    """Simulate all conditions and print progress."""
    started, results = time.monotonic(), list[Result]()
    with ProcessPoolExecutor(jobs) as pool:
        for result in pool.map(_simulate, tasks, chunksize=2):
            results.append(result)
            print(
                f"\r{len(results)} of {len(tasks)}, {time.monotonic() - started:.0f} s",
                end="",
                file=sys.stderr,
            )
    print(file=sys.stderr)
    return results


def summary(results: list[Result], measures: tuple[str, ...]) -> list[str]:
    """Number of conditions by coverage, per measure."""
    lines = [
        "| measure | conditions | below 92 % | 92–97 % | above 97 % | lowest | median | highest "
        "| below 92 % without a warning |",
        "|---|---|---|---|---|---|---|---|---|",
    ]
    for i, name in enumerate(measures):
        values = np.array([result.coverage[i] for result in results])
        below, above = int((values < LOW).sum()), int((values > HIGH).sum())
        silent = sum(result.coverage[i] < LOW and result.warned[i] < 0.5 for result in results)
        lines.append(
            f"| {name} | {values.size} | {below} | {values.size - below - above} | {above} "
            f"| {values.min():.1%} | {np.median(values):.1%} | {values.max():.1%} | {silent} |"
        )
    return lines


def by_size(results: list[Result], measures: tuple[str, ...]) -> list[str]:
    """Lowest and highest coverage over intra-class correlation and AUC, per design, n and groups."""
    lines = [
        "| design | n | groups | " + " | ".join(measures) + " |",
        "|---|---|---|" + "---|" * len(measures),
    ]
    keys = list(dict.fromkeys((r.cell.design, r.cell.n, r.cell.groups) for r in results))
    for design, n, groups in keys:
        same_cell = [r for r in results if (r.cell.design, r.cell.n, r.cell.groups) == (design, n, groups)]
        spans = []
        for i in range(len(measures)):
            values = [r.coverage[i] for r in same_cell]
            span = f"{min(values) * 100:.1f}–{max(values) * 100:.1f}"
            spans.append(f"**{span}**" if min(values) < LOW else span)
        lines.append(f"| {design} | {n} | {groups or '–'} | " + " | ".join(spans) + " |")
    return lines


def failures(results: list[Result], measures: tuple[str, ...]) -> list[str]:
    """Every condition below 92 %."""
    lines = [
        "| measure | design | n | groups | intra-class correlation | AUC | coverage | mean width | warned in |",
        "|---|---|---|---|---|---|---|---|---|",
    ]
    for i, name in enumerate(measures):
        for r in sorted(results, key=lambda r: r.coverage[i]):
            if r.coverage[i] < LOW:
                c = r.cell
                lines.append(
                    f"| {name} | {c.design} | {c.n} | {c.groups or '–'} | {c.rho} | {c.auc} "
                    f"| {r.coverage[i]:.1%} | {r.width[i]:.3f} | {r.warned[i]:.0%} of runs |"
                )
    return lines if len(lines) > 2 else ["None."]


def curve_table(results: list[Result]) -> list[str]:
    """Coverage in each condition of the smaller grid."""
    lines = [
        "| design | n | groups | AUC | " + " | ".join(CURVES) + " |",
        "|---|---|---|---|" + "---|" * len(CURVES),
    ]
    for r in results:
        c = r.cell
        cells = (f"**{v * 100:.1f}**" if v < LOW else f"{v * 100:.1f}" for v in r.coverage)
        lines.append(f"| {c.design} | {c.n} | {c.groups or '–'} | {c.auc} | " + " | ".join(cells) + " |")
    return lines


def main() -> None:
    parser = argparse.ArgumentParser(description="Coverage of the nominal 95 % intervals.")
    parser.add_argument("--quick", action="store_true", help="a small grid, 300 runs")
    parser.add_argument("--jobs", type=int, default=1, help="processes (default 1)")
    parser.add_argument("--runs", type=int, help="runs per condition (default 2000)")
    parser.add_argument("--write", type=Path, help="Markdown file whose part between the two markers is replaced")
    options = parser.parse_args()
    runs = options.runs or (300 if options.quick else 2000)
    curve_runs, resamples = (100, 300) if options.quick else (500, 300)
    started = time.monotonic()
    results = run([(cell, runs, 0) for cell in grid(options.quick)], options.jobs)
    curves = run([(cell, curve_runs, resamples) for cell in curve_grid(options.quick)], options.jobs)
    command = "python benchmarks/coverage.py" + (" --quick" if options.quick else "") + f" --jobs {options.jobs}"
    lines = [
        f"{machine()}, {(time.monotonic() - started) / 60:.0f} minutes: `{command}`",
        "",
        f"{runs:,} runs per condition: the standard error of a coverage of 95 % is {math.sqrt(0.0475 / runs):.1%}.",
        "",
        "### All conditions",
        "",
        *summary(results, MEASURES),
        "",
        "### Lowest and highest coverage over intra-class correlation and AUC, in %",
        "",
        "Bold: some condition below 92 %.",
        "",
        *by_size(results, MEASURES),
        "",
        "### Every condition below 92 %",
        "",
        *failures(results, MEASURES),
        "",
        "### The smaller grid: what is read off the curves, and the rest of the accuracy family, in %",
        "",
        f"{curve_runs:,} runs of {resamples} resamples, intra-class correlation 0.3: standard error "
        f"{math.sqrt(0.0475 / curve_runs):.1%}.",
        "",
        *summary(curves, CURVES),
        "",
        *curve_table(curves),
    ]
    print("\n".join(lines))
    if options.write is not None:
        write_between(options.write, "coverage", lines)


if __name__ == "__main__":
    main()
