"""Reading a small JSON file that Touchstone wrote, or that somebody put in its place."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, NoReturn, cast

LARGEST_JSON = 8 * 1024 * 1024
"""Bytes of a JSON file that are read at most; a record of ten thousand score files has three million."""

DEEPEST_JSON = 32
"""Objects and lists inside each other."""


def read_json(path: Path) -> Any:
    """The content of a JSON file; size and depth are bounded, numbers are finite and texts can be written again.

    Raises:
        OSError: it cannot be read.
        ValueError: it is not such a file; the text says why.
    """
    if path.exists() and not path.is_file():
        raise ValueError("it is not a file")
    with path.open("rb") as file:
        data = file.read(LARGEST_JSON + 1)
    if len(data) > LARGEST_JSON:
        raise ValueError(f"it is larger than {LARGEST_JSON // 1024**2} MiB")
    try:
        content = json.loads(data.decode(), parse_constant=_not_finite)
    except UnicodeDecodeError as error:
        raise ValueError("it is not UTF-8") from error
    except RecursionError as error:
        raise ValueError("it is too deep") from error
    except json.JSONDecodeError:
        raise
    except ValueError as error:
        if "digits" not in str(error):
            raise
        raise ValueError("it holds a number of thousands of digits") from error
    _check_depth(content)
    try:
        json.dumps(content, ensure_ascii=False, allow_nan=False).encode()
    except UnicodeEncodeError as error:
        raise ValueError("it holds half of a character") from error
    return content


def _not_finite(word: str) -> NoReturn:
    raise ValueError(f"it holds {word}, which is not a finite number")


def _check_depth(content: object) -> None:
    level: list[Any] = [content]
    for _ in range(DEEPEST_JSON + 1):
        level = [inner for value in level for inner in _inside(value)]
        if not level:
            return
    raise ValueError("it is too deep")


def _inside(value: Any) -> list[Any]:
    if isinstance(value, dict):
        return list(cast(dict[str, Any], value).values())
    return cast(list[Any], value) if isinstance(value, list) else []
