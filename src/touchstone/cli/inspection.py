"""The terminal output of an inspection: a few lines and a table for each file, then the findings."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from textwrap import shorten

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from touchstone.conclusions.diagnosis import Finding, meaning_of
from touchstone.detectors.reference import ReferenceCard
from touchstone.report import CheckpointFacts, PairFacts, checkpoint_facts, pair_facts
from touchstone.runs.inspection import Inspected, Inspection
from touchstone.vocabulary.excerpts import in_one_screen, names_of

from .plain import SEVERITIES, line_of, plain_table, text_of

NAMES = 3
"""Most names of tensors that are listed of each kind; the tables hold the rest."""

COMPONENTS = 40
"""Most components that are listed; the tables hold the rest."""

PAIRS = 20
"""Most lines on what files share; the tables hold the rest."""

NUMBERS = 3
"""Most numbers and limits of a model card that are listed; the file holds the rest."""

EVIDENCE = 4
"""Most pieces of evidence that are shown for each finding."""


def show_inspection(inspection: Inspection, console: Console) -> None:
    """Print what was found.

    Args:
        inspection: what was found.
        console: where it is printed; without colours if it is not a terminal.
    """
    for file, facts in zip(inspection.files, checkpoint_facts(inspection.tables), strict=True):
        console.print()
        for line in _lines(file, facts):
            console.print(line, soft_wrap=False)
        if facts.components:
            console.print(Padding(_components(facts), (0, 0, 0, 2)))
        if len(facts.components) > COMPONENTS:
            console.print(_under(text_of(f"+ {len(facts.components) - COMPONENTS} more components")))
    for line in _pairs(pair_facts(inspection.tables)):
        console.print(line)
    for line in _findings(inspection.findings, several=len(inspection.files) > 1):
        console.print(line)
    if inspection.report is not None:
        console.print(line_of(("\nReport  ", "bold"), str(inspection.report)), soft_wrap=True)


def _lines(file: Inspected, facts: CheckpointFacts) -> Iterator[Text | Padding]:
    row = facts.row
    yield line_of((facts.name, "bold"), f"  {file.path}")
    if file.checkpoint is None:
        yield _under(text_of(str(file.reason), style="red"))
        return
    about = f"{file.checkpoint.format}, {len(file.checkpoint.state)} tensors, {row['parameters']:,} parameters"
    if file.network is not None:
        about = f"no known layout: {row['architecture']}; {about}"
    elif row["architecture"]:
        about = f"layout {row['layout']}: {row['architecture']}; {about}"
    elif file.reason is None:
        nearest = ""
        if file.fit is not None:
            nearest = f" (nearest: {file.fit.layout}, {file.fit.matching} of {file.fit.total} tensors match)"
        about = f"no known layout{nearest}; {about}"
    else:
        about = f"{file.reason}; {about}"
    yield _under(text_of(in_one_screen(about)))
    if file.reference is not None:
        for text in _card(file.reference.card):
            yield _under(text_of(text, style="dim"))
    metadata = file.checkpoint.metadata if file.domain is None else {}
    plain = {n: value for n, value in list(metadata.items())[:4] if not isinstance(value, dict | list | None)}
    said = ", ".join(f"{name} {value}" for name, value in plain.items())
    for note in (*file.checkpoint.notes, *([f"metadata: {shorten(said, 100)}"] if said else [])):
        yield _under(text_of(in_one_screen(note), style="dim"))
    if file.reason is not None and file.fit is not None:
        yield from _difference(file)
    if facts.norms is not None:
        count, low, high = facts.norms
        yield _under(text_of(f"{count} batch normalisations, counters {low}{f' to {high}' if high != low else ''}"))
    for names in facts.duplicates[:NAMES]:
        yield _under(text_of(f"equal values: {names_of(names, 4)}"))
    if len(facts.duplicates) > NAMES:
        yield _under(text_of(f"+ {len(facts.duplicates) - NAMES} more groups of equal tensors"))


def _card(card: ReferenceCard) -> Iterator[str]:
    """The main lines of the model card."""
    yield f"trained on {shorten(card.data, 100)}, seed {card.seed}, by: {shorten(card.command, 100)}"
    yield f"offset {card.offset:.3g}, temperature {card.temperature:.3g}; decides at P(fake) {card.threshold:.3g}"
    for number in card.numbers[:NUMBERS]:
        name = shorten(number.name, 100)
        yield f"{name}: {number.value:.3f} [{number.low:.3f}, {number.high:.3f}], n = {number.n}"
    for limit in card.limits[:NUMBERS]:
        yield f"limit: {shorten(limit, 140)}"


def _difference(file: Inspected) -> Iterator[Padding]:
    assert file.fit is not None, "called only where there is a fit"
    shapes = [f"{name} is {list(shape)}, not {list(wanted)}" for name, wanted, shape in file.fit.mismatched]
    kinds = {"missing": file.fit.missing, "unexpected": file.fit.unexpected, "of another shape": shapes}
    for what, names in kinds.items():
        if names:
            more = f" and {len(names) - NAMES} more" if len(names) > NAMES else ""
            yield _under(text_of(f"{len(names)} {what}: {names_of(names[:NAMES])}{more}"))


def _components(facts: CheckpointFacts) -> Table:
    """One row per component; columns that are zero everywhere are left out."""
    shown = [
        (title, field)
        for title, field in (("not finite", "non_finite"), ("zero/constant", "empty"), ("far out", "far"))
        if any(getattr(c, field) for c in facts.components)
    ]
    numbers = ["tensors", "values", "with structure", "median z", *(title for title, _ in shown)]
    table = plain_table("component", numbers)
    for c in facts.components[:COMPONENTS]:
        judged = f"{c.structured} of {c.judged}" if c.judged else "–"
        style = "red" if c.judged and not c.structured else ""
        counts = ((str(getattr(c, field)), "red" if getattr(c, field) else "dim") for _, field in shown)
        z = "–" if c.z is None else f"{c.z:.1f}"
        cells = (text_of(c.name), str(c.tensors), f"{c.values:,}", text_of(judged, style=style), z)
        table.add_row(*cells, *(text_of(text, style=colour) for text, colour in counts))
    return table


def _pairs(pairs: Sequence[PairFacts]) -> Iterator[Text | Padding]:
    if not pairs:
        return
    yield text_of("\nWhat the files share", style="bold")
    lines = list(_shared(pairs))
    for line in lines[:PAIRS]:
        yield _under(text_of(line))
    if len(lines) > PAIRS:
        yield _under(text_of(f"+ {len(lines) - PAIRS} more pairs"))


def _shared(pairs: Sequence[PairFacts]) -> Iterator[str]:
    """A line for each pair; one for all where each two of several files share as much as the others."""
    alike: dict[str, list[PairFacts]] = {}
    for pair in pairs:
        parts = ", ".join(f"{name} {equal} of {common}" for name, (common, equal) in pair.components.items())
        alike.setdefault(f"{pair.equal} of {pair.common} tensors equal ({parts})", []).append(pair)
    for shared, those in alike.items():
        names = list(dict.fromkeys(name for pair in those for name in (pair.first, pair.second)))
        if len(names) > 2 and len(those) == len(names) * (len(names) - 1) // 2:
            yield f"each two of {len(names)} files ({names_of(names, NAMES)}): {shared}"
        else:
            yield from (f"{pair.first}, {pair.second}: {shared}" for pair in those)


def _findings(findings: Sequence[Finding], *, several: bool) -> Iterator[Text | Padding]:
    if not findings:
        yield text_of("\nNothing was found.")
        return
    yield text_of("\nFindings", style="bold")
    for finding in findings:
        style = "bright_black" if finding.kind == "info" else SEVERITIES[finding.severity]
        subject = (f"{finding.subject}: " if several else "", "bold")
        what = (meaning_of(finding), (f"  {finding.code}", "dim"))
        yield line_of("  ", (finding.grade, style), "  ", subject, *what)
        for evidence in finding.evidence[:EVIDENCE]:
            yield Padding(text_of(evidence.statement, style="dim"), (0, 0, 0, 4), expand=False)
        if finding.kind == "root":
            yield Padding(text_of(f"→ {finding.remedy}"), (0, 0, 0, 4), expand=False)


def _under(text: Text) -> Padding:
    return Padding(text, (0, 0, 0, 2), expand=False)
