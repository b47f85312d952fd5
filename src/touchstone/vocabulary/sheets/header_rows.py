"""Tables whose header is several lines: those of Markdown, and of pandas with columns of several levels."""

from __future__ import annotations

import csv
import re
from collections.abc import Sequence

from touchstone.vocabulary.words import COLUMNS, spelled_plainly

_RULE = re.compile(rb"\|?\s*:?-{2,}:?\s*(?:\|\s*:?-{2,}:?\s*)*\|?")
_BAR = re.compile(rb"[ \t]*\|[ \t]*")
_MOST = 3
_LOOKED_AT = 12
_LONGEST = 1 << 16
_COLUMN_WORDS = {name for names in COLUMNS.values() for name in names}


def without_rule(data: bytes) -> tuple[bytes, int]:
    """A table of Markdown as lines with bars between the cells, and how many lines were left out; other text as it is.

    >>> without_rule(b"| video | p |\\n|---|---|\\n| a | 0.1 |\\n")
    (b'video|p\\na|0.1\\n', 1)
    """
    first, _, rest = data.partition(b"\n")
    second = rest[:_LONGEST].partition(b"\n")[0].strip()
    if b"|" not in first or b"|" not in second or not _RULE.fullmatch(second):
        return data, 0
    lines = [first, *rest.split(b"\n")[1:]]
    return b"\n".join(_bare(line) for line in lines), 1


def _bare(line: bytes) -> bytes:
    """A line without the bars around it, and without blanks beside bars."""
    line = _BAR.sub(b"|", line.strip())
    return line.removeprefix(b"|").removesuffix(b"|") if line.startswith(b"|") else line


def one_header(data: bytes, separator: str) -> tuple[bytes, int]:
    """A table with one line of names in place of the two or three of columns with levels, and how many lines were left out.

    Data frames write a line for each level, and one that names the index and leaves the cells of the columns empty; without an
    index, the second line leaves the cells of plain columns empty. Names of levels are joined: ``prob`` above ``mean`` is
    ``prob_mean``. Below a level that is called ``model`` or the like, a column is the detector of its name.
    """
    lines = data[:_LONGEST].split(b"\n")[:_LOOKED_AT]
    try:
        rows = [next(csv.reader([line.decode()], delimiter=separator), list[str]()) for line in lines]
    except (csv.Error, UnicodeDecodeError):
        return data, 0
    for above in range(_MOST, 1, -1):
        names = _joined(rows[:above], rows[above:])
        if names is not None:
            rest = data.split(b"\n", above)[above]
            return separator.join(names).encode() + b"\n" + rest, above - 1
    return data, 0


def _joined(heads: Sequence[Sequence[str]], below: Sequence[Sequence[str]]) -> list[str] | None:
    """One name for each column; ``None`` where the lines are something else."""
    width = len(heads[0])
    rows = [row for row in below if len(row) == width]
    if width < 2 or not rows or any(len(head) != width or any(map(reads_as_number, head)) for head in heads):
        return None
    filled = [[bool(cell.strip()) for cell in head] for head in heads]
    index = [at for at in range(width) if filled[-1][at]]
    if _names_index(heads, filled, index) and _are_numbers(rows, [at for at in range(width) if at not in index]):
        lead = spelled_plainly(next((head[index[0]] for head in heads[:-1] if head[index[0]].strip()), ""))
        return _names(heads[:-1], heads[-1], index, "p_" if lead in COLUMNS["detector"] else "")
    levelled = [at for at in range(width) if any(head[at] for head in filled[1:])]
    if all(filled[0]) and 0 < len(levelled) < width and _are_numbers(rows, levelled):
        return _names(heads, heads[0], [at for at in range(width) if at not in levelled], "")
    return None


def _names_index(heads: Sequence[Sequence[str]], filled: Sequence[Sequence[bool]], index: Sequence[int]) -> bool:
    """Whether the last line names an index: its other cells are empty, and so are those above it, but for the first."""
    rest = [at for at in range(len(filled[0])) if at not in index]
    if not index or not rest or not any(spelled_plainly(heads[-1][at]) in _COLUMN_WORDS for at in index):
        return False
    above = [any(head[at] for head in filled[:-1]) for at in range(len(filled[0]))]
    return all(above[at] for at in rest) and not any(above[at] for at in index[1:])


def _are_numbers(rows: Sequence[Sequence[str]], places: Sequence[int]) -> bool:
    """Whether the cells at these places are numbers, or empty."""
    cells = [row[at] for row in rows for at in places]
    return any(map(reads_as_number, cells)) and all(reads_as_number(cell) or not cell.strip() for cell in cells)


def _names(levels: Sequence[Sequence[str]], plain: Sequence[str], index: Sequence[int], lead: str) -> list[str]:
    """Names of plain columns as they are, and of others with their levels joined."""
    joined = ["_".join(head[at].strip() for head in levels if head[at].strip()) for at in range(len(plain))]
    return [plain[at].strip() if at in index else lead + name for at, name in enumerate(joined)]


def without_index(data: bytes) -> tuple[bytes, int]:
    r"""A table that pandas prints, with one name for each column, and how many lines were left out; other text as it is.

    The index of a printed data frame has no name above it, or its name alone in a second line. Rows that count from 0 are left
    out; an index with a name is a column.

    >>> without_index(b"   video    p\n0  a.mp4  0.1\n1  b.mp4  0.2\n")
    (b'video p\na.mp4 0.1\nb.mp4 0.2', 0)
    >>> without_index(b"         p\nvideo\na.mp4  0.1\n")
    (b'video p\na.mp4 0.1', 1)
    """
    first = data[:_LONGEST].partition(b"\n")[0]
    if any(mark in first for mark in (b"\t", b"|", b";", b",")) or not first[:1].isspace():
        return data, 0
    lines = [line.split() for line in data.split(b"\n") if line.strip()]
    named = len(lines) > 1 and len(lines[1]) == 1
    head, rows = lines[0], lines[1 + named :]
    if not rows or any(len(row) != len(head) + 1 for row in rows):
        return data, 0
    if named:
        return b"\n".join(map(b" ".join, [[*lines[1], *head], *rows])), 1
    if any(row[0] != b"%d" % at for at, row in enumerate(rows)):
        return data, 0
    return b"\n".join(map(b" ".join, [head, *(row[1:] for row in rows)])), 0


def numbers_classes(lines: Sequence[Sequence[str]]) -> bool:
    """Whether the first line holds nothing but names of columns and numbers of classes, 0 first, above numbers of another kind.

    >>> numbers_classes([["path", "label", "0", "1"], ["a.mp4", "1", "0.2", "0.8"]])
    True
    >>> numbers_classes([["path", "0", "1"], ["a.mp4", "1", "0"]]), numbers_classes([["a", "0", "1"], ["b", "0.2", "0.8"]])
    (False, False)
    """
    head = [cell.strip() for cell in lines[0]]
    classes = [at for at, cell in enumerate(head) if cell.isdigit()]
    names = [spelled_plainly(cell) for at, cell in enumerate(head) if at not in classes and cell]
    if [head[at] for at in classes] != [str(number) for number in range(len(classes))] or not classes:
        return False
    if not names or not set(names) <= _COLUMN_WORDS or not set(names) & {*COLUMNS["video"]}:
        return False
    below = [line for line in lines[1:] if len(line) == len(head)]
    return _are_numbers(below, classes) and any("." in line[at] for line in below for at in classes)


def names_one_series(lines: Sequence[Sequence[str]]) -> bool:
    """Whether the first line is an empty cell and 0, as pandas names the index and the values of a series without a name.

    >>> names_one_series([["", "0"], ["a.mp4", "0.2"]]), names_one_series([["", "0"], ["a.mp4", "1"]])
    (True, False)
    """
    below = [line for line in lines[1:] if len(line) == 2]
    if [cell.strip() for cell in lines[0]] != ["", "0"] or not below:
        return False
    return _are_numbers(below, [1]) and any("." in line[1] for line in below) and all(line[0].strip() for line in below)


def reads_as_number(cell: str) -> bool:
    """Whether a cell of text is a number, as Python reads one."""
    try:
        float(cell)
    except ValueError:
        return False
    return True
