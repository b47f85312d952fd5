"""The summary that the terminal shows when a run is done: the main results of the report on one screen."""

from __future__ import annotations

from collections.abc import Iterator
from textwrap import shorten

from rich.console import Console, Group
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from touchstone.conclusions.diagnosis import CAUSES, TOO_SMALL, Finding, headlines, meaning_of
from touchstone.conclusions.examination import CountedFile, DetectorExamination
from touchstone.report import (
    MOST_GAPS,
    Written,
    coverage_sentences,
    gap_sentences,
    independence_sentences,
    one_answer_sentences,
    operating_sentences,
    percent,
    score,
    signed,
    split_sentences,
    time_sentences,
    verdict_cell,
)

from .plain import SEVERITIES, line_of, plain_table, text_of

FINDINGS = 8
"""Most findings that are shown; the report holds the rest."""

_WORDS = {
    "ranks": "green", "below chance": "red", "no signal": "yellow", "cannot tell": "bright_black", "not scored": "red",
    "not loaded": "red", "above chance": "green", "one answer": "red",
}  # fmt: skip
_PRIORITIES = {"HIGH": "red", "MEDIUM": "yellow", "LOW": "green"}
_SPECIALISTS_ON_THEIR_GROUND = (
    "Each specialist is judged without the fakes whose known defects are all in other domains. Its AUC on all videos is in the "
    "last column."
)
_WIDE = 112
"""Width in characters at which real, fake and bias fit with their intervals."""

_NARROW = 72
"""Width in characters below which real and fake are left out; the bias is their difference."""


def print_summary(written: Written, console: Console) -> None:
    """Print the verdicts, the gravest findings, the ensemble and the path of the report.

    Args:
        written: what a run has written.
        console: where it is printed; without colours if it is not a terminal.
    """
    examined = written.examined
    footage = examined.footage
    console.print()
    if footage.videos:
        console.print(_heading(written))
        for sentence in split_sentences(examined.split):
            console.print(Text(sentence, style="dim"))
    if examined.detectors:
        console.print()
        for sentence in one_answer_sentences(examined):
            console.print(text_of(sentence, style="red"))
        console.print(_verdicts(written, wide=console.width >= _WIDE, narrow=console.width < _NARROW))
        for sentence in coverage_sentences(examined):
            console.print(text_of(sentence, style="dim"))
        for sentence in operating_sentences(examined, written.findings):
            console.print(text_of(sentence))
        for sentence in independence_sentences(examined.independence):
            console.print(text_of(sentence, style="dim"))
        if any(d.judged_on is not None for d in examined.detectors):
            console.print(text_of(_SPECIALISTS_ON_THEIR_GROUND, style="dim"))
    said = gap_sentences(examined)
    if said:
        console.print(text_of("\nProperties of the videos", style="bold"))
        for sentence in said[:MOST_GAPS]:
            console.print(Padding(text_of(sentence), (0, 0, 0, 2), expand=False))
        if len(said) > MOST_GAPS:
            console.print(text_of(f"  + {len(said) - MOST_GAPS} more in the report", style="dim"))
    for file in examined.counted:
        console.print()
        console.print(_counted(file, wide=console.width >= _WIDE))
    console.print(Group(*_findings(written)))
    for finding in written.findings:
        if finding.code == TOO_SMALL.code:
            console.print(line_of(("\nCollect next  ", "bold"), finding.remedy))
    if examined.detectors:
        console.print(line_of(("\nEnsemble  ", "bold"), written.prescription.ensemble.because))
    if written.run.times is not None:
        console.print(line_of(("\nTime  ", "bold"), f"{'. '.join(time_sentences(written.run.times))}."))
    console.print(line_of(("\nReport  ", "bold"), str(written.report)), soft_wrap=True)


def _heading(written: Written) -> Text:
    footage, question = written.examined.footage, written.examined.question
    unread = footage.failed_real + footage.failed_fake
    framed = bool((written.examined.scores["units_ok"] > 1).any())
    unreadable = f", {unread} unreadable" if unread else ""
    over = f", {question.aggregation.replace('_', ' ')} over frames" if framed else ""
    rest = f"{unreadable}; fake if P(fake) ≥ {question.threshold:g}{over}"
    return line_of((f"{footage.real} real and {footage.fake} fake videos", "bold"), rest)


def _counted(file: CountedFile, *, wide: bool) -> Group:
    """Detectors of a file of counts."""
    table = plain_table("by counts", ["accuracy", "real", "fake", "bias", "p, coin"], word="support", wide=wide)
    for d in file.detectors:
        rates = (percent(rate, interval=wide) for rate in (d.real_accuracy, d.fake_accuracy))
        p = "< 0.001" if d.chance_p < 0.001 else f"{d.chance_p:.2g}"
        words = text_of(d.name, style="bold"), text_of(d.supports, style=_WORDS[d.supports])
        table.add_row(*words, percent(d.accuracy), *rates, signed(d.bias, interval=wide), p)
    apart = [f"{p.first}–{p.second}" for p in file.pairs if p.conclusion == "told apart"]
    open_ = sum(p.conclusion == "depends on the overlap" for p in file.pairs)
    named = f": {', '.join(apart)}" if apart else ""
    pairs = f"{len(apart)} of {len(file.pairs)} pairs told apart, however their errors overlap{named}"
    rest = f"; {open_} need the scores of single videos" if open_ else ""
    return Group(table, text_of(pairs + rest, style="dim"))


def _verdicts(written: Written, *, wide: bool, narrow: bool) -> Table:
    numbers = ["accuracy" if wide else "accuracy %", *(() if narrow else ("real", "fake")), "bias", "AUC"]
    table = plain_table("detector", numbers, word="verdict", wide=wide)
    table.add_column("priority", no_wrap=True)
    owned = any(d.judged_on is not None for d in written.examined.detectors)
    if owned:
        table.add_column("all", justify="right", no_wrap=True)
    priorities = {p.detector: p.priority for p in written.prescription.detectors}
    for detector in written.examined.detectors:
        word, priority = detector.assessment.word, priorities[detector.name]
        said, wanted = (
            text_of(verdict_cell(detector.assessment), style="red" if detector.assessment.one_answer else _WORDS[word]),
            text_of(priority, style=_PRIORITIES[priority]),
        )
        overall = [_overall(detector)] if owned else []
        table.add_row(
            text_of(detector.name, style="bold"), said, *_numbers(detector, wide=wide, narrow=narrow), wanted, *overall
        )
    return table


def _overall(detector: DetectorExamination) -> Text:
    """Its AUC on all videos, if it is judged on some of them only."""
    overall = detector.overall.auc.value if detector.judged_on is not None and detector.overall is not None else None
    return text_of("–" if overall is None else f"{overall:.2f}", style="dim")


def _numbers(detector: DetectorExamination, *, wide: bool, narrow: bool) -> Iterator[Text]:
    """Accuracy and AUC always with intervals; the other rates with theirs where there is room."""
    p = detector.performance
    if p is None:
        yield from (text_of("–", style="dim") for _ in range(3 if narrow else 5))
        return
    by_label = () if narrow else (p.real_accuracy, p.fake_accuracy)
    rates = (percent(p.accuracy), *(percent(rate, interval=wide) for rate in by_label))
    yield from (text_of(_short(rate) if wide else _short(rate).replace(" %", "")) for rate in rates)
    yield text_of(_short(signed(p.bias, interval=wide)))
    yield text_of(_short(score(p.auc)))


def _short(number: str) -> str:
    """A dash for what is not defined, so that the names keep their room."""
    return "–" if number == "not defined" else number


def _findings(written: Written) -> Iterator[Text | Padding]:
    """Two lines per finding: cause and subject, then the first evidence. A root's line lists the symptoms under it."""
    findings = headlines(written.findings)
    if not findings:
        return
    yield text_of("\nFindings", style="bold")
    for finding in findings[:FINDINGS]:
        yield _headline(finding)
        witness = f"{finding.code}: {finding.evidence[0].statement}"
        yield Padding(text_of(shorten(witness, 140, placeholder=" …"), style="dim"), (0, 0, 0, 4), expand=False)
    more = len(findings) - FINDINGS
    if more > 0:
        yield text_of(f"  + {more} more in the report", style="dim")


def _headline(finding: Finding) -> Text:
    undecided = finding.verdict == "cannot_tell"
    style = "bright_black" if undecided else SEVERITIES[finding.severity]
    which = [
        (f", which {verb}: {'; '.join(CAUSES[code].meaning for code in codes)}", "dim")
        for verb, codes in (("explains", finding.explains), ("goes with", finding.goes_with))
        if codes and not undecided
    ]
    return line_of(
        "  ",
        (f"{finding.grade} ", style),
        (finding.subject, "bold"),
        f": {meaning_of(finding)}",
        *which,
    )
