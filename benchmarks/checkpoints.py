"""How well checkpoint faults are found, on planted faults and healthy networks: rates by code with Wilson intervals.

python benchmarks/checkpoints.py --seeds 100 101 --families shufflenet_v2_x0_5 resnet18
"""

from __future__ import annotations

import argparse
import time
from collections import Counter, defaultdict

import numpy as np
import torch
from benchmarks.planted.checkpoints import HELD_OUT, TUNING, cases, healthy

from touchstone.conclusions.diagnosis import Finding, diagnose_checkpoints
from touchstone.conclusions.metrics import proportion


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seeds", type=int, nargs="+", default=[0])
    parser.add_argument("--families", nargs="+", default=TUNING, choices=[*TUNING, *HELD_OUT])
    given = parser.parse_args()
    torch.set_num_threads(1)
    started = time.time()
    right, total, skipped = Counter[str](), Counter[str](), Counter[str]()
    claimed, correct = Counter[str](), Counter[str]()
    missed: list[str] = []
    alarms: dict[str, list[str]] = defaultdict(list)
    healthy_total = 0
    for seed in given.seeds:
        for case in cases(seed, tuple(given.families)):
            assert case.code is not None
            findings = diagnose_checkpoints(case.tables, "")
            top = _top(findings, info=case.code == "structure.dead_parameters")
            if not case.decidable:
                skipped[case.code] += 1
                right["undecidable, found or nothing said"] += top in (case.code, None)
                total["undecidable, found or nothing said"] += 1
                continue
            total[case.code] += 1
            right[case.code] += top == case.code
            if top is not None:
                claimed[top] += 1
                correct[top] += top == case.code
            if top != case.code:
                missed.append(f"{case.name}: {case.code}, found {[(f.code, f.verdict) for f in findings]}")
        for case in healthy(seed, tuple(given.families)):
            healthy_total += 1
            for finding in diagnose_checkpoints(case.tables, ""):
                if finding.kind == "root":
                    alarms[finding.verdict].append(f"{case.name}: {finding.code}: {finding.evidence[0].statement}")
    print(f"seeds {given.seeds}, families {list(given.families)}, {time.time() - started:.0f} s\n")
    print("| code | cases | top finding right | claims right | undecidable |\n|---|---|---|---|---|")
    for code in sorted(total):
        claims = _share(correct[code], claimed[code]) if claimed[code] else "–"
        print(f"| {code} | {total[code]} | {_share(right[code], total[code])} | {claims} | {skipped[code]} |")
    for verdict in ("confirmed", "suspected"):
        count = len({line.split(": ")[0] + line.split(": ")[1] for line in alarms[verdict]})
        print(f"\nhealthy with a {verdict} root: {_share(count, healthy_total)}")
        print("\n".join(f"  {line}" for line in alarms[verdict]))
    print("\nnot right:")
    print("\n".join(f"  {line}" for line in missed) or "  none")


def _share(hits: int, count: int) -> str:
    return str(proportion(np.arange(count) < hits))


def _top(findings: tuple[Finding, ...], *, info: bool) -> str | None:
    """The first root; for a code that is only information, its finding."""
    kinds = ("root", "info") if info else ("root",)
    return next((f.code for f in findings if f.kind in kinds), None)


if __name__ == "__main__":
    main()
