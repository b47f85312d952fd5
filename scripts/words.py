"""Words that Touchstone's prose avoids: ``python scripts/words.py [PATH ...]``; exit code 1 where there are any.

``words.toml`` lists them, with what to write instead. Looks into pages (Markdown, without code), Python sources (strings that
have a space, docstrings, comments) and templates (text, and attributes that a reader sees). A path is a file or a folder;
without one, the pages and ``src`` are checked. ``docs/reference`` is generated and left out.

One line for each find: ``docs/scores.md:12: "anew" → again``.
"""

from __future__ import annotations

import ast
import io
import re
import sys
import tokenize
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

ROOT = Path(__file__).parents[1]
LIST = Path(__file__).with_suffix(".toml")
CHECKED = ("README.md", "CHANGELOG.md", "CONTRIBUTING.md", "docs", "src")
GENERATED = ROOT / "docs" / "reference"
VALUE = "{}"
"""Takes the place of a value or a piece of code."""


@dataclass(frozen=True, slots=True)
class Rule:
    """Words to avoid, the texts in which they are meant otherwise, and what to write instead."""

    avoid: re.Pattern[str]
    prefer: str
    exceptions: tuple[re.Pattern[str], ...] = ()

    def finds(self, text: str) -> Iterator[re.Match[str]]:
        """Where the words are used."""
        meant = [span.span() for pattern in self.exceptions for span in pattern.finditer(text)]
        for match in self.avoid.finditer(text):
            if not any(start < match.end() and match.start() < end for start, end in meant):
                yield match


@dataclass(frozen=True, slots=True)
class Passage:
    """A text of a file, with its first and last line."""

    text: str
    first: int
    last: int

    def line(self, position: int) -> int:
        """Line of the file; of a string that is broken over lines without holding their ends, its first one."""
        return min(self.first + self.text.count("\n", 0, position), self.last)


def avoided(passage: Passage, checked: list[Rule]) -> Iterator[tuple[int, str, str]]:
    """Line, words and what to write instead; of rules that find the same words, the first one in the list."""
    covered: list[tuple[int, int]] = []
    for rule in checked:
        for match in rule.finds(passage.text):
            if not any(start < match.end() and match.start() < end for start, end in covered):
                covered.append(match.span())
                yield passage.line(match.start()), " ".join(match[0].split()), rule.prefer


def rules() -> list[Rule]:
    """The list of words."""
    rows = tomllib.loads(LIST.read_text(encoding="utf-8"))["words"]
    return [Rule(_pattern(row["avoid"]), row["prefer"], tuple(map(_pattern, row.get("except", ())))) for row in rows]


def _pattern(text: str) -> re.Pattern[str]:
    """A space means white space, with one line's end at most; a pattern may be written over several lines."""
    return re.compile(text.replace("\n", "").replace(" ", r"(?:[ \t]+|[ \t]*\n[ \t]*)"), re.IGNORECASE)


# ------------------------------------------------------------------------------------------------------- passages


def passages(path: Path) -> list[Passage]:
    """The texts of a file that a reader sees as prose."""
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".py":
        return [*_strings(text), *_comments(text)]
    plain = _page(text) if path.suffix == ".md" else _template(text)
    return [Passage(plain, 1, text.count("\n") + 1)]


def _without(pattern: str, text: str, instead: str = "") -> str:
    """The text without what matches; its lines stay where they are."""
    return re.sub(pattern, lambda match: instead + "\n" * match[0].count("\n"), text, flags=re.MULTILINE | re.DOTALL)


def _prose(text: str) -> str:
    """Without inline code, addresses and emphasis."""
    text = _without(r"(`+)(?!`).+?(?<!`)\1(?!`)", text, VALUE)
    return _without(r"https?://\S+|\*", text)


def _page(text: str) -> str:
    """Of Markdown: without blocks of code, comments and the targets of links."""
    text = _without(r"^ *(```+|~~~+).*?^ *\1", text)
    text = _without(r"<!--.*?-->|(?<=\])\([^)\s]*\)", text)
    text = re.sub(r"(?<=\n\n)(?: {4}\S.*\n)+(?=\n|\Z)", lambda block: "\n" * block[0].count("\n"), text)
    return _prose(text)


def _template(text: str) -> str:
    """Of a template: the text, and the attributes that are shown or read aloud."""
    text = _without(r"\{#.*?#\}|\{%.*?%\}|<!--.*?-->|<(script|style)\b.*?</\1>", text)
    text = _without(r"\{\{.*?\}\}|&\w+;", text, VALUE)
    shown = r"\b(?:title|alt|aria-label|placeholder)=[\"']([^\"']*)"

    def attributes(tag: re.Match[str]) -> str:
        values = " · ".join(re.findall(shown, tag[0]))
        return (f" {values} " if values else "") + "\n" * (tag[0].count("\n") - values.count("\n"))

    return re.sub(r"</?[a-zA-Z][^>]*>", attributes, text)


def _strings(source: str) -> Iterator[Passage]:
    """Strings with a space; one without is a code, a key or a name."""
    tree = ast.parse(source)
    joined = [node for node in ast.walk(tree) if isinstance(node, ast.JoinedStr)]
    parts = {id(part) for node in joined for part in node.values}
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            text = "".join(_value(part) for part in node.values)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in parts:
            text = node.value
        else:
            continue
        if " " in text.strip():
            yield Passage(_prose(text), node.lineno, node.end_lineno or node.lineno)


def _value(part: ast.expr) -> str:
    """A piece of an f-string."""
    return part.value if isinstance(part, ast.Constant) and isinstance(part.value, str) else VALUE


def _comments(source: str) -> Iterator[Passage]:
    """Comments; those on lines below each other are one text."""
    tokens = tokenize.generate_tokens(io.StringIO(source).readline)
    comments = [(token.start[0], token.string.lstrip("#")) for token in tokens if token.type == tokenize.COMMENT]
    for _, block in groupby(enumerate(comments), key=lambda item: item[1][0] - item[0]):
        lines = [line for _, line in block]
        yield Passage(_prose("\n".join(text for _, text in lines)), lines[0][0], lines[-1][0])


# ------------------------------------------------------------------------------------------------------------ files


def files(named: list[str]) -> list[Path]:
    """What is checked: the files that are named, and those in the folders that are."""
    files: list[Path] = []
    for path in map(Path, named) if named else [ROOT / name for name in CHECKED]:
        inside = sorted(path.rglob("*")) if path.is_dir() else [path]
        files += [file for file in inside if file.suffix in (".md", ".py", ".j2", ".html")]
    return [file for file in files if GENERATED not in file.resolve().parents]


def main(named: list[str]) -> int:
    """Print the finds, in the order of the files' lines."""
    missing = [name for name in named if not Path(name).exists()]
    if missing:
        print(f"not found: {', '.join(missing)}", file=sys.stderr)
        return 2
    checked = rules()
    count = 0
    for path in files(named):
        name = path.relative_to(ROOT) if path.is_relative_to(ROOT) else path
        finds = [find for passage in passages(path) for find in avoided(passage, checked)]
        for line, words, prefer in sorted(finds):
            print(f'{name}:{line}: "{words}" → {prefer}')
        count += len(finds)
    return int(count > 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
