"""How a result is shown: a few lines of text, or HTML in a notebook."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from html import escape

from touchstone.conclusions.diagnosis import Finding, meaning_of
from touchstone.vocabulary.printable import printable

SHOWN = 5
"""Most findings that are shown; ``.findings`` holds all."""


def finding_line(finding: Finding) -> str:
    """One finding as a line of text."""
    return printable(f"{finding.grade}: {finding.subject}: {meaning_of(finding)} ({finding.code})")


class Shown(ABC):
    """A result that shows itself: a heading, a table whose first row names its columns, findings, and lines with titles."""

    @abstractmethod
    def _shown(self) -> tuple[str, list[tuple[str, ...]], Sequence[Finding], list[tuple[str, str]]]: ...

    def _printable(self) -> tuple[str, list[tuple[str, ...]], Sequence[Finding], list[tuple[str, str]]]:
        """The same, with hidden characters in names as escapes."""
        heading, rows, findings, rest = self._shown()
        cells = [tuple(printable(cell) for cell in row) for row in rows]
        return printable(heading), cells, findings, [(title, printable(text)) for title, text in rest]

    def __repr__(self) -> str:
        heading, rows, findings, rest = self._printable()
        widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
        table = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]
        lines = [heading, *table] if len(rows) > 1 else [heading]
        lines += [f"finding: {finding_line(finding)}" for finding in findings[:SHOWN]]
        if len(findings) > SHOWN:
            lines.append(f"+ {len(findings) - SHOWN} more in .findings")
        return "\n".join([*lines, *(f"{title}: {text}" for title, text in rest)])

    def _repr_html_(self) -> str:
        """The same for a notebook; every text is escaped."""
        heading, (head, *body), findings, rest = self._printable()
        parts = [f"<p><strong>{escape(heading)}</strong></p>"]
        if body:
            cells = "".join(f"<th>{escape(name)}</th>" for name in head)
            lines = "".join("<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>" for row in body)
            parts.append(f"<table><thead><tr>{cells}</tr></thead><tbody>{lines}</tbody></table>")
        if findings:
            items = "".join(f"<li>{escape(finding_line(finding))}</li>" for finding in findings[:SHOWN])
            more = f"<p>+ {len(findings) - SHOWN} more in .findings</p>" if len(findings) > SHOWN else ""
            parts.append(f"<ul>{items}</ul>{more}")
        parts += [f"<p><em>{escape(title)}</em> {escape(text)}</p>" for title, text in rest]
        return "<div>" + "".join(parts) + "</div>"
