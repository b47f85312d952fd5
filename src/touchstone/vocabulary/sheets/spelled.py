"""Numbers as people, spreadsheets and libraries write them: decimal commas, percent signs, text of tensors."""

from __future__ import annotations

import re
from dataclasses import replace

import polars as pl

from touchstone.vocabulary.words import FAILURES, UNSCORED

from .number_cells import are_all_numbers
from .sheet import Sheet

_NUMBER = r"[-+−]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][-+]?\d+)?"
_COMMA = r"[-+−]?\d+(?:,\d+)?(?:[eE][-+]?\d+)?"
_PERCENT = rf"(?:{_NUMBER}|{_COMMA})[\s\u00a0\u202f]*%"
_WORD = r"[A-Za-z_][\w.]*"
_MAKER = r"(?:(?:np|numpy|jnp|torch|tf)\.[\w.]+|tensor|Tensor|array|Array|DeviceArray|EagerTensor)"
# tensor(0.29, device='cuda:0'), np.float32(0.29), array([0.29, 0.71], dtype=float32), [0.29 0.71], (0.29,)
_TENSOR = (
    rf"{_MAKER}?\s*[(\[]+\s*{_NUMBER}(?:[\s,]+{_NUMBER})*[\s,]*[)\]]*"
    rf"(?:\s*,\s*{_WORD}\s*=\s*(?:<[^<>]*>|'[^']*'|\([^()]*\)|[\w.]+))*\s*[)\]]*"
)
_KEYWORDS = rf"(?:\s*,\s*{_WORD}\s*=\s*(?:<[^<>]*>|'[^']*'|[\w.]+))*"
_SINGLE_TENSOR = rf"{_MAKER}\s*[(\[]+\s*{_NUMBER}\s*[)\]]*{_KEYWORDS}\s*[)\]]"
_TENSORS = rf"[(\[]\s*{_SINGLE_TENSOR}(?:\s*,\s*{_SINGLE_TENSOR})*\s*,?\s*[)\]]"  # [tensor(0.29), tensor(0.71)]
_KEY = r"['\"]?\w[\w -]*['\"]?"
_MEMBER = rf"{_KEY}\s*:\s*(?:{_SINGLE_TENSOR}|{_NUMBER})"
_OBJECT = rf"\{{\s*{_MEMBER}(?:\s*,\s*{_MEMBER})*\s*,?\s*\}}"  # {'real': 0.29, 'fake': 0.71}
_TEXT_OF_TENSOR = re.compile(_TENSOR)
_LOOKED_AT = 200
_LONGEST = 500
"""Characters of a cell that is compared here: the time may grow with their square."""

_FIRST = 64
_NO_NUMBERS = [*UNSCORED, *FAILURES]
_MARKS = frozenset("%,([")
"""What a number in another spelling has, where it begins with a letter: percent signs, commas, brackets."""


def plainly_spelled(sheet: Sheet) -> Sheet:
    """The sheet with columns of numbers in plain spelling, and a note on each column that was spelled otherwise.

    A column is respelled only where all its cells are numbers of one spelling, or words for none. Percent signs divide by 100.
    The text of a tensor that holds one number becomes that number; where each cell holds the same several numbers, each place
    becomes a column of its own, called ``NAME[0]``, ``NAME[1]`` … So does each member of objects of numbers, as ``NAME.real``.
    """
    frame, notes = sheet.frame, list(sheet.notes)
    for column in sheet.columns:
        if frame[column].dtype != pl.String:
            continue
        if _begins_with_a_word(frame[column]) or are_all_numbers(sheet, column):
            continue
        respelled = _respelled(frame[column])
        if respelled is None:
            continue
        series, note = respelled
        frame = _in_place(frame, column, series)
        notes.append(note)
    return replace(sheet, frame=frame, notes=tuple(notes)) if len(notes) > len(sheet.notes) else sheet


def _respelled(values: pl.Series) -> tuple[list[pl.Series], str] | None:
    head = values.head(_FIRST)
    numbers = head.cast(pl.Float64, strict=False).null_count() == head.null_count()
    first = head.clear() if numbers else _odd(head.str.strip_chars())
    if first.len() and not any(first.str.contains(rf"^(?:{p})$").all() for p in _SPELLINGS):
        return None
    if values.cast(pl.Float64, strict=False).null_count() == values.null_count():
        return None
    cells = values.str.strip_chars()
    some = _odd(cells)
    if not some.len():
        return None
    for pattern, respell in _SPELLINGS.items():
        whole = rf"^(?:{pattern})$"
        if some.head(_LOOKED_AT).str.contains(whole).all() and some.str.contains(whole).all():
            return respell(values.name, cells)
    return None


def _begins_with_a_word(cells: pl.Series) -> bool:
    """Whether the first cell is a word that is not a number in any spelling, nor one for none: the column holds no numbers."""
    cell = cells[0] if cells.len() else None
    if cell is None or not cell.isascii() or not cell[:1].isalpha() or cell != cell.strip() or _MARKS & {*cell}:
        return False
    return cell.lower() not in _NO_NUMBERS and cells.head(1).cast(pl.Float64, strict=False)[0] is None


def _odd(cells: pl.Series) -> pl.Series:
    """Cells that are neither numbers nor words for none."""
    odd = cells.is_not_null() & cells.cast(pl.Float64, strict=False).is_null() & (cells != "")
    return cells.filter((odd & ~cells.str.to_lowercase().is_in(_NO_NUMBERS)).fill_null(value=False))


def _of_percent(name: str, cells: pl.Series) -> tuple[list[pl.Series], str] | None:
    signed = cells.str.ends_with("%").fill_null(value=False)
    bare = cells.str.replace(r"[\s\u00a0\u202f]*%$", "").str.replace("−", "-").str.replace(",", ".", literal=True)
    numbers = bare.cast(pl.Float64, strict=False)
    plain = numbers.is_not_null() & ~signed
    if plain.any() and bool((numbers.filter(plain) != 0).any()):
        return None  # some cells in percent and some not: nobody can say what 0.5 means
    note = f"column {name!r} is written in percent; its numbers were divided by 100"
    return [_or_words(cells, numbers / 100).alias(name)], note


def _of_comma(name: str, cells: pl.Series) -> tuple[list[pl.Series], str] | None:
    after = cells.str.extract(r",(\d+)$")
    plain = cells.str.contains(r"^[-+−]?0,|,\d+[eE]").any()
    thousands = (after.str.len_chars() == 3).all() and not plain
    if thousands:
        return None  # 1,234 may be a thousand
    numbers = cells.str.replace("−", "-").str.replace(",", ".", literal=True).cast(pl.Float64, strict=False)
    return [_or_words(cells, numbers).alias(name)], f"column {name!r} is written with decimal commas"


def _of_tensor(name: str, cells: pl.Series) -> tuple[list[pl.Series], str] | None:
    # Names of types and devices hold digits too: float32, cuda:0.
    bare = cells.str.replace_all(rf"{_WORD}\s*=\s*(?:<[^<>]*>|'[^']*'|\([^()]*\)|[\w.]+)", "")
    bare = bare.str.replace_all(rf"{_MAKER}\s*([(\[])", "$1")
    lists = bare.str.extract_all(_NUMBER)
    lengths = lists.list.len().filter(cells.is_not_null() & cells.str.contains(r"[(\[]"))
    if lengths.n_unique() != 1:
        return None
    count = int(lengths[0])
    columns = [
        lists.list.get(i, null_on_oob=True).str.replace("−", "-").cast(pl.Float64, strict=False) for i in range(count)
    ]
    if count == 1:
        return [
            _or_words(cells, columns[0]).alias(name)
        ], f"column {name!r} holds the text of tensors; their number is read"
    names = [f"{name}[{i}]" for i in range(count)]
    note = f"column {name!r} holds the text of tensors of {count} numbers; they are read as {', '.join(names[:4])}"
    return [c.alias(n) for c, n in zip(columns, names, strict=True)], note + (" …" if count > 4 else "")


def _of_object(name: str, cells: pl.Series) -> tuple[list[pl.Series], str] | None:
    held = cells.drop_nulls().filter(cells.drop_nulls().str.starts_with("{"))
    keys = [key.strip("'\" ") for key in re.findall(rf"({_KEY})\s*:", str(held[0]))]
    members = [
        cells.str.extract(rf"[{{,]\s*['\"]?{key}['\"]?\s*:\s*(?:{_MAKER}\s*[(\[]+\s*)?({_NUMBER})") for key in keys
    ]
    if len({*keys}) < len(keys) or any(member.null_count() > len(cells) - len(held) for member in members):
        return None
    values = (member.str.replace("−", "-").cast(pl.Float64, strict=False) for member in members)
    numbers = [value.alias(f"{name}.{key}") for value, key in zip(values, keys, strict=True)]
    note = f"column {name!r} holds the text of objects; their members are read as {', '.join(n.name for n in numbers[:4])}"
    return numbers, note + (" …" if len(keys) > 4 else "")


_SPELLINGS = {_PERCENT: _of_percent, _COMMA: _of_comma, _TENSOR: _of_tensor, _TENSORS: _of_tensor, _OBJECT: _of_object}
"""Patterns of numbers in other spellings, and how a column of each is read."""


def _or_words(cells: pl.Series, numbers: pl.Series) -> pl.Series:
    """The numbers; where other cells are words, text that holds both."""
    lost = (cells.is_not_null() & numbers.is_null() & (cells != "")).any()
    if not lost:
        return numbers
    return pl.select(pl.coalesce(numbers.cast(pl.String), cells)).to_series()


def _in_place(frame: pl.DataFrame, column: str, series: list[pl.Series]) -> pl.DataFrame:
    at = frame.columns.index(column)
    return pl.DataFrame([*frame.get_columns()[:at], *series, *frame.get_columns()[at + 1 :]])


def is_tensor_text(cell: str) -> bool:
    """Whether a cell is the text of a tensor or of a list of numbers.

    >>> is_tensor_text("tensor([0.1, 0.9], device='cuda:0')"), is_tensor_text("clip (2)")
    (True, False)
    """
    return len(cell) <= _LONGEST and _TEXT_OF_TENSOR.fullmatch(cell.strip()) is not None
