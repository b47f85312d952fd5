"""How often the diagnosis names the planted fault, and how often it blames what is healthy.

    python benchmarks/diagnosis_scores.py [--split tune|test] [--only CODE...] [--verbose] [--write docs/diagnosis.md]
    python benchmarks/diagnosis_scores.py --learn        # tuning split: writes the counts that confidence rests on
    python benchmarks/diagnosis_scores.py --stamp        # after a change of the causes that changed no finding

Faults are planted by the modules of ``benchmarks/planted`` that :data:`MODULES` names. The two splits share neither seeds nor
base tables, and the held-out split has score shapes that the other lacks (``planted/_base.py``). Measures:

- **top-1**: the first confirmed or suspected root of the planted subject, confirmed before suspected, then by confidence,
  is the planted code. If the planted code is a symptom or an info, no root may come before it. A finding that lists the
  planted code as a cause that it cannot be distinguished from counts as right, and is also counted separately.
- Cases whose fault no oracle could detect at their size (``decidable`` is false) count in top-1 only if a cause was named,
  right or wrong; no answer and *cannot tell* are left out.
- **recall**: decidable cases in which the code was found (confirmed or suspected) on its subject. **precision**: findings of
  a code, over all runs and subjects, that are planted, that the case lists as also true, or that the planted root explains.
- **false alarms**: healthy runs with a confirmed root on any subject, except roots that the run lists as true: some runs of
  footage distort the calibration of their detectors by construction.
"""

from __future__ import annotations

import argparse
import importlib
import random
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

from _machine import machine, write_between
from planted import Case
from planted._base import TEST_SEED, TUNE_SEED
from planted._learn import Tally, stamp
from touchstone.conclusions.diagnosis import CAUSES, Finding, diagnose
from touchstone.conclusions.examination import examine
from touchstone.conclusions.metrics.proportion import wilson

MODULES = ("scores", "data", "ensemble", "checkpoints")
BARS = {"n ≥ 400": 0.90, "n = 100": 0.75}
HEALTHY = 75
_BINS = ((0.5, "< 0.5"), (0.8, "0.5–0.8"), (0.95, "0.8–0.95"), (2.0, "≥ 0.95"))


@dataclass(frozen=True, slots=True, eq=False)
class Outcome:
    """One case and what was found.

    Attributes:
        case: what was planted.
        findings: everything that was found.
        top: first code that is named for the planted subject; ``None`` if none is.
        right: whether it is the planted code, or lists it as a cause that it cannot be distinguished from.
        paired: whether it is right only because of that list.
    """

    case: Case
    findings: tuple[Finding, ...]
    top: str | None
    right: bool
    paired: bool

    @property
    def counts(self) -> bool:
        """Whether the case enters top-1."""
        return self.case.decidable or self.right or self.top is not None


def modules() -> list[ModuleType]:
    """The modules of planted faults."""
    return [importlib.import_module(f"planted.{name}") for name in MODULES]


def claims(findings: Sequence[Finding]) -> list[Finding]:
    """The findings, the most certain first."""
    order = {"confirmed": 0, "suspected": 1}
    return sorted((f for f in findings if f.verdict in order), key=lambda f: (order[f.verdict], -f.confidence))


def judge(case: Case, tally: Tally | None = None) -> Outcome:
    """Examine and diagnose one case."""
    tables = dict(case.tables)
    examined = examine(tables)
    findings = diagnose(examined, tables, "touchstone scores TABLE --out NEW")
    if tally is not None:
        tally.add(case, examined, findings)
    of_case = [
        f for f in claims(findings) if f.subject == case.subject and (f.code == case.code or f.code not in case.also)
    ]
    first = next((f for f in of_case if f.kind == "root"), None)
    if first is None and case.code is not None and CAUSES[case.code].kind != "root":
        first = next((f for f in of_case if f.code == case.code), None) or next(iter(of_case), None)
    if first is None:
        return Outcome(case, findings, None, False, False)
    same, pair = first.code == case.code, case.code in {a.code for a in first.alternatives}
    return Outcome(case, findings, first.code, same or pair, pair and not same)


def run(cases: Iterator[Case], title: str, tally: Tally | None = None) -> list[Outcome]:
    """Judge all cases and print progress."""
    outcomes: list[Outcome] = []
    start = time.monotonic()
    for case in cases:
        outcomes.append(judge(case, tally))
        if sys.stderr.isatty() or len(outcomes) % 25 == 0:
            end = "\r" if sys.stderr.isatty() else "\n"
            print(
                f"{title}: {len(outcomes)} runs, {time.monotonic() - start:.0f} s", end=end, file=sys.stderr, flush=True
            )
    return outcomes


def rate(hits: int, count: int) -> str:
    """A share with its Wilson interval."""
    if not count:
        return "–"
    low, high = wilson(hits / count, count)
    return f"{hits}/{count} = {hits / count:.2f} [{low:.2f}, {high:.2f}]"


def of_size(outcomes: Sequence[Outcome], name: str) -> list[Outcome]:
    """The cases of one size."""
    sizes = {"n = 100": lambda n: n <= 100, "100 < n < 400": lambda n: 100 < n < 400, "n ≥ 400": lambda n: n >= 400}
    return [o for o in outcomes if sizes[name](o.case.n)]


def top_lines(planted: Sequence[Outcome], frequent: str) -> list[str]:
    """Top-1 by size, with two baselines."""
    codes = sorted({o.case.code for o in planted if o.case.code})
    guess = random.Random(0)
    lines = [
        "| size | top-1 root [95 %] | bar | of these by a named pair | planted, decidable | most frequent code | random code |",
        "|---|---|---|---|---|---|---|",
    ]
    for name in ("n = 100", "100 < n < 400", "n ≥ 400"):
        chosen = of_size(planted, name)
        counted = [o for o in chosen if o.counts]
        hits = sum(o.right for o in counted)
        always = sum(o.case.code == frequent for o in counted)
        by_luck = sum(o.case.code == guess.choice(codes) for o in counted)
        bar = (
            f"{BARS[name]:.2f} {'met' if counted and hits / len(counted) >= BARS[name] else 'MISSED'}"
            if name in BARS
            else "–"
        )
        decidable = sum(o.case.decidable for o in chosen)
        lines.append(
            f"| {name} | {rate(hits, len(counted))} | {bar} | {sum(o.paired for o in counted)} | {len(chosen)}, {decidable} | "
            f"{always / max(1, len(counted)):.2f} | {by_luck / max(1, len(counted)):.2f} |"
        )
    return lines


def is_true(finding: Finding, case: Case) -> bool:
    """Whether a finding is planted, listed as also true, or explained by the planted root."""
    if finding.code in case.also:
        return True
    if case.code is None or finding.subject != case.subject:
        return False
    explained = CAUSES[case.code].explains
    return finding.code == case.code or (finding.kind == "symptom" and finding.code in explained)


def true_or_paired(finding: Finding, case: Case) -> bool | None:
    """The same, but a finding that lists the planted code as a cause that it cannot be distinguished from is true as well.

    ``None`` for the effect of a planted fault of a member on the ensemble: some tables show it and others do not, and no case
    says which.
    """
    pair = case.subject in (finding.subject, "footage") and case.code in {a.code for a in finding.alternatives}
    if pair or is_true(finding, case):
        return True
    of_member = case.subject not in (None, "footage", "ensemble") and finding.subject in (case.subject, "ensemble")
    return None if of_member and finding.code in _HARM else False


_HARM = ("ensemble.broken_member", "ensemble.worse_than_member")


def code_lines(planted: Sequence[Outcome], healthy: Sequence[Outcome]) -> list[str]:
    """Recall and precision per code."""
    right: Counter[str] = Counter()
    said: Counter[str] = Counter()
    for outcome in (*planted, *healthy):
        for finding in claims(outcome.findings):
            if finding.kind == "info" and outcome.case.code != finding.code:
                continue  # an info is a fact about the tables, planted or not
            true = true_or_paired(finding, outcome.case)
            if true is not None:
                said[finding.code] += 1
                right[finding.code] += true
    by_code: dict[str, list[Outcome]] = defaultdict(list)
    for outcome in planted:
        by_code[outcome.case.code or ""].append(outcome)
    lines = ["| code | planted | recall, decidable [95 %] | precision [95 %] | top-1 |", "|---|---|---|---|---|"]
    for code in CAUSES:
        cases = by_code.get(code, [])
        if not cases and not said[code]:
            continue
        able = [o for o in cases if o.case.decidable]
        hits = sum(_is_hit(o) for o in able)
        counted = [o for o in cases if o.counts]
        lines.append(
            f"| `{code}` | {len(cases)} | {rate(hits, len(able))} | {rate(right[code], said[code])} | "
            f"{sum(o.right for o in counted)}/{len(counted)} |"
        )
    return lines


def _is_hit(outcome: Outcome) -> bool:
    case = outcome.case
    return any(
        f.subject == case.subject and (f.code == case.code or case.code in {a.code for a in f.alternatives})
        for f in claims(outcome.findings)
    )


def alarm_line(healthy: Sequence[Outcome]) -> str:
    """False alarms among healthy runs."""
    alarms, suspicions = (
        sum(
            any(f.verdict == verdict and f.kind == "root" and f.code not in o.case.also for f in o.findings)
            for o in healthy
        )
        for verdict in ("confirmed", "suspected")
    )
    count = len(healthy)
    met = count >= HEALTHY and alarms / count <= 0.05 and wilson(alarms / count, count)[1] <= 0.10
    return (
        f"False alarms (a confirmed root on any subject of a healthy run): {rate(alarms, count)}; bar at most 0.05 with an upper "
        f"limit of at most 0.10, {'met' if met else 'MISSED'}. Healthy runs with a suspected root: {rate(suspicions, count)}."
    )


def confidence_lines(outcomes: Sequence[Outcome]) -> list[str]:
    """Calibration of the confidence of roots and symptoms: stated confidence against the true share, in bins."""
    bins: dict[str, list[tuple[float, bool]]] = defaultdict(list)
    for o in outcomes:
        for f in claims(o.findings):
            true = true_or_paired(f, o.case)
            if f.kind != "info" and f.confidence < 1 and true is not None:
                name = next(
                    n
                    for limit, n in ((0.5, "< 0.5"), (0.8, "0.5–0.8"), (0.95, "0.8–0.95"), (2, "≥ 0.95"))
                    if f.confidence < limit
                )
                bins[name].append((f.confidence, true))
    lines = ["| confidence stated | findings | mean stated | true [95 %] |", "|---|---|---|---|"]
    for _, name in _BINS:
        in_bin = bins[name]
        if in_bin:
            mean = sum(c for c, _ in in_bin) / len(in_bin)
            lines.append(f"| {name} | {len(in_bin)} | {mean:.2f} | {rate(sum(t for _, t in in_bin), len(in_bin))} |")
    return lines


def wrong_lines(outcomes: Sequence[Outcome]) -> Iterator[str]:
    """Every case that counts against the diagnosis."""
    for o in outcomes:
        if o.case.code is None:
            for f in claims(o.findings):
                if f.kind == "root":
                    said = f"{f.verdict} {f.code} of {f.subject} ({f.confidence:.2f})"
                    yield f"{o.case.name}: {said} {f.evidence[0].statement[:150]}"
        elif o.counts and not o.right:
            named = ", ".join(
                f"{f.code} {f.verdict} {f.confidence:.2f}" for f in o.findings if f.subject == o.case.subject
            )
            yield f"{o.case.name}: planted {o.case.code}, named {o.top}; all: {named}"
        else:
            for f in claims(o.findings):
                if f.kind != "info" and true_or_paired(f, o.case) is False:
                    yield f"{o.case.name}: besides, {f.verdict} {f.code} of {f.subject} {f.evidence[0].statement[:120]}"


def main() -> int:
    """Run one split and print its tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--split", choices=("tune", "test"), default="test")
    parser.add_argument("--only", nargs="*", default=[], help="codes; 'healthy' for the healthy runs")
    parser.add_argument("--verbose", action="store_true", help="list what went wrong")
    parser.add_argument(
        "--learn", action="store_true", help="learn the likelihoods from the tuning split and write them"
    )
    parser.add_argument(
        "--stamp", action="store_true", help="write the hash of today's causes beside the counts, and run nothing"
    )
    parser.add_argument("--write", type=Path, help="page that gets the tables between its markers")
    options = parser.parse_args()
    if options.stamp:
        stamp()
        return 0
    split = "tune" if options.learn else options.split
    seed = TUNE_SEED if split == "tune" else TEST_SEED
    start = time.monotonic()

    def wanted(case: Case) -> bool:
        return not options.only or (case.code or "healthy") in options.only

    cause_modules = modules()
    tally = Tally(true_or_paired) if options.learn else None
    planted = run((c for m in cause_modules for c in m.cases(seed) if wanted(c)), "planted", tally)
    healthy = run(
        (c for m in cause_modules if hasattr(m, "healthy") for c in m.healthy(seed) if wanted(c)), "healthy", tally
    )
    frequent = Counter(o.case.code for o in planted).most_common(1)[0][0] if planted else ""
    lines = [
        f"`python benchmarks/diagnosis_scores.py --split {split}`: {len(planted)} planted and {len(healthy)} healthy runs, "
        f"modules {', '.join(m.__name__.removeprefix('planted.') for m in cause_modules)}; {machine()}; "
        f"{time.monotonic() - start:.0f} s.",
        "",
        *top_lines(planted, frequent or ""),
        "",
        alarm_line(healthy),
        "",
        *code_lines(planted, healthy),
        "",
        *confidence_lines([*planted, *healthy]),
    ]
    print("\n".join(lines))
    if options.verbose:
        print("\nWrong:", *wrong_lines([*planted, *healthy]), sep="\n  ")
    if tally is not None:
        tally.write()
    if options.write:
        write_between(options.write, f"diagnosis {split}", lines)
    return 0


if __name__ == "__main__":
    sys.exit(main())
