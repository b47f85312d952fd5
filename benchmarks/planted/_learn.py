"""Learn how often each witness speaks with and without its fault, and write the table of the diagnosis."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from pathlib import Path

from touchstone.conclusions.diagnosis import CODES, Finding
from touchstone.conclusions.diagnosis.labels import contradicted
from touchstone.conclusions.diagnosis.scores import conclusions
from touchstone.conclusions.diagnosis.slices import slice_conclusions
from touchstone.conclusions.diagnosis.witness import Conclusion
from touchstone.conclusions.examination import Examination

from ._case import Case

TABLE = Path(__file__).parents[2] / "src/touchstone/conclusions/diagnosis/likelihoods.py"
_BEGIN, _END = "# learned: begin", "# learned: end"


def asked(examined: Examination) -> list[Conclusion]:
    """Everything that was asked of measured witnesses in a run."""
    found: list[Conclusion] = []
    for detector in examined.detectors:
        found += conclusions(detector, examined.footage, labels=contradicted(examined.labels))
        found += slice_conclusions(detector) if detector.performance is not None else []
    return found


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
        for conclusion in asked(examined):
            own = conclusion.subject == case.subject
            pairs = {p.code for p in CODES[conclusion.code].pairs}
            planted = own and (conclusion.code == case.code or case.code in pairs)
            explained = own and case.code is not None and conclusion.code in CODES[case.code].explains
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
        """Put the counts between the markers of the table."""
        lines = [_BEGIN, "LEARNED: dict[str, dict[str, Likelihood]] = {"]
        for code in CODES:
            if code in self._spoke:
                lines.append(f'    "{code}": {{')
                lines += [
                    f'        "{name}": Likelihood({", ".join(map(str, c))}),' for name, c in self._spoke[code].items()
                ]
                lines.append("    },")
        lines += [
            "}",
            '"""Code → witness → times that it spoke with the fault, of so many asked, and without it, of so many asked."""',
            "",
            "VERDICTS: dict[str, tuple[int, int]] = {",
            *(f'    "{key}": ({self._right[key]}, {self._said[key]}),' for key in sorted(self._said)),
            "}",
            '"""Code and verdict → findings of it that were true, and all of them."""',
        ]
        text = TABLE.read_text()
        head, tail = text.split(_BEGIN)[0], text.split(_END)[1]
        TABLE.write_text(head + "\n".join(lines) + "\n" + _END + tail)
