"""From the bytes of a JSON document, or of lines of JSON, to objects; of a bounded size and depth."""

from __future__ import annotations

import json
import math
import sys
from pathlib import Path
from typing import Any, cast

from touchstone.vocabulary.errors import TableError
from touchstone.vocabulary.excerpts import quoted

MIB = 1024 * 1024

JSON = 256 * MIB
"""Bytes of a JSON document: as objects it takes about ten times as much memory."""

MOST_OBJECTS = 20_000_000
"""Objects and lists in a JSON document: an empty one has two bytes in the file, and 64 in memory."""


def document_of(path: Path, data: bytes) -> Any:
    """What a file of JSON holds, or a list of what its lines hold.

    Raises:
        TableError: it is too large, is not UTF-8, is nested too deeply, or is not JSON; the message names the line.
    """
    if len(data) > JSON or data.count(b"{") + data.count(b"[") > MOST_OBJECTS:
        raise TableError(
            f"{path}: {len(data) / MIB:,.0f} MiB of JSON are more than is read ({JSON // MIB} MiB, {MOST_OBJECTS:,} objects); "
            "write it as CSV or Parquet"
        )
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise TableError(f"{path}: byte {error.start} is not UTF-8; write the file as UTF-8") from error
    try:
        return _parsed(text)
    except RecursionError as error:
        raise TableError(f"{path}: the JSON is nested too deeply for a table") from error
    except _RepeatedNameError as error:
        raise TableError(_said_of_repeated(path, str(error))) from error
    except ValueError as whole:
        lines = [line for line in text.split("\n") if line.strip()]
        if len(lines) < 2 or not lines[0].rstrip().endswith(("}", "]")):
            raise TableError(
                f"{path} begins as JSON does and is not valid JSON ({whole}); correct it, or write a table with a header"
            ) from whole
        return _of_all(lines) or [
            _of_line(path, number, line) for number, line in enumerate(text.split("\n"), start=1) if line.strip()
        ]


def _of_all(lines: list[str]) -> list[Any] | None:
    """All lines at once, which is faster; ``None`` where they are not all objects, or all lists."""
    try:
        values: list[Any] = json.loads(f"[{','.join(lines)}]", object_pairs_hook=_object)
    except (ValueError, RecursionError, _RepeatedNameError):
        return None
    kinds: set[type[object]] = {type(value) for value in values}
    alike = len(values) == len(lines) and len(kinds) == 1
    first: object = values[0] if values else None
    return values if alike and isinstance(first, dict | list) else None


def _of_line(path: Path, number: int, line: str) -> Any:
    try:
        value = _parsed(line)
    except RecursionError as error:
        raise TableError(f"{path}, line {number}: the JSON is nested too deeply for a table") from error
    except _RepeatedNameError as error:
        raise TableError(_said_of_repeated(f"{path}, line {number}", str(error))) from error
    except ValueError as error:
        raise TableError(f"{path}, line {number} is not valid JSON: {error}") from error
    if not isinstance(value, dict):
        raise TableError(f"{path}, line {number}: each line must be an object {{…}}, not {quoted(line[:40])}")
    return cast(dict[str, Any], value)


class _RepeatedNameError(Exception):
    """An object has a name twice, with different values."""


def _said_of_repeated(where: Path | str, name: str) -> str:
    return (
        f"{where}: one object holds {quoted(name)} twice, with different values, and only one could be used; give each name "
        "once, or write a list of objects, one per row"
    )


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """The object of its names and values; a name may be repeated with its value."""
    read = dict(pairs)
    if len(read) < len(pairs):
        repeated = next((name for name, value in pairs if read[name] != value), None)
        if repeated is not None:
            raise _RepeatedNameError(repeated)
    return read


def _parsed(text: str) -> Any:
    try:
        return json.loads(text, object_pairs_hook=_object)
    except json.JSONDecodeError:
        raise
    except ValueError:  # Python reads no whole number of more digits than its limit
        return json.loads(text, parse_int=_whole, object_pairs_hook=_object)


def _whole(digits: str) -> int | float:
    """A whole number; one of thousands of digits is infinite, as JSON reads 1e999."""
    if len(digits) <= (sys.get_int_max_str_digits() or len(digits)):
        return int(digits)
    return -math.inf if digits.startswith("-") else math.inf
