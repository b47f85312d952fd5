"""Learn how often each witness speaks with and without its fault, and write the table of the diagnosis."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping

from touchstone.conclusions.diagnosis import CAUSES, Finding, conclusions
from touchstone.conclusions.diagnosis.learned import FILE, causes_hash
from touchstone.conclusions.examination import Examination

from ._case import Case


class Tally:
    """Counts over runs: witnesses by code, findings by code and verdict."""

    def __init__(self, true: Callable[[Finding, Case], bool | None]) -> None:
        """Args: ``true`` says whether a finding is true of a case; ``None`` where that is not counted."""
        self._true = true
        self._spoke: dict[str, dict[str, list[int]]] = defaultdict(lambda: defaultdict(lambda: [0, 0, 0, 0]))
        self._right: Counter[str] = Counter()
        self._said: Counter[str] = Counter()

    def add(self, case: Case, examined: Examination, findings: Iterable[Finding]) -> None:
        """Count one run. Where the case says that a code is true besides, nothing is learned about that code."""
        asked = [c for detector in examined.detectors for c in conclusions(examined, detector)]
        for conclusion in asked:
            of_case = conclusion.subject == case.subject
            pairs = {other.code for other in CAUSES[conclusion.code].look_alikes}
            planted = of_case and (conclusion.code == case.code or case.code in pairs)
            explained = of_case and case.code is not None and conclusion.code in CAUSES[case.code].explains
            if not planted and (conclusion.code in case.also or explained):
                continue
            if planted and not case.decidable:
                continue
            for witness in conclusion.witnesses:
                if witness.holds is not None:
                    counts = self._spoke[conclusion.code][witness.name]
                    counts[1 if planted else 3] += 1
                    counts[0 if planted else 2] += witness.holds
        for finding in findings:
            true = self._true(finding, case)
            if finding.kind != "info" and finding.verdict != "cannot_tell" and true is not None:
                self._said[f"{finding.code} {finding.verdict}"] += 1
                self._right[f"{finding.code} {finding.verdict}"] += true

    def write(self) -> None:
        """Put the counts into the file that the diagnosis reads, with the hash of the causes that were counted.

        Of a cause that was never planted nothing is learned: it would be wrong whenever it is named.
        """
        planted = {code for code, names in self._spoke.items() if any(of_fault for _, of_fault, *_ in names.values())}
        witnesses = {code: dict(self._spoke[code]) for code in CAUSES if code in planted}
        counted = [key for key in sorted(self._said) if key.split()[0] not in self._spoke.keys() - planted]
        verdicts = {key: [self._right[key], self._said[key]] for key in counted}
        FILE.write_text(in_lines(causes_hash(), witnesses, verdicts), "utf-8")


def in_lines(causes: str, witnesses: Mapping[str, Mapping[str, list[int]]], verdicts: Mapping[str, list[int]]) -> str:
    """JSON with one count per line, so that a change of the counts can be read."""
    by_code = [
        f"    {json.dumps(code)}: {{\n"
        + ",\n".join(f"      {json.dumps(name)}: {json.dumps(counts)}" for name, counts in names.items())
        + "\n    }"
        for code, names in witnesses.items()
    ]
    by_verdict = [f"    {json.dumps(key)}: {json.dumps(counts)}" for key, counts in verdicts.items()]
    inner_codes, inner_verdicts = ",\n".join(by_code), ",\n".join(by_verdict)
    return (
        f'{{\n  "causes": {json.dumps(causes)},\n'
        f'  "witnesses": {{\n{inner_codes}\n  }},\n'
        f'  "verdicts": {{\n{inner_verdicts}\n  }}\n}}\n'
    )


def stamp() -> None:
    """Write the hash of today's causes beside the counts: after a change that the freeze shows to change no finding."""
    counts = json.loads(FILE.read_text("utf-8"))
    FILE.write_text(in_lines(causes_hash(), counts["witnesses"], counts["verdicts"]), "utf-8")
