"""How every result becomes JSON, and how its JSON Schema is made.

A dataclass becomes an object with a key per field. In the schema, the docstring's text on the field, under ``Attributes:``,
becomes the description of the key. :mod:`.shapes` lists where a file differs from the fields. NaN and infinity become null,
because JSON has no number for them.
"""

from __future__ import annotations

import inspect
import json
import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from functools import cache
from types import NoneType, UnionType
from typing import Any, Literal, Union, cast, get_args, get_origin, get_type_hints

from touchstone.vocabulary.printable import json_escaped

from .shapes import SHAPES, Shape

_SECTION = re.compile(r"\n(?=\S)")
_ENTRY = re.compile(r"\n(?= {4}\S)")
_NAMED = {str: "string", bool: "boolean", int: "integer", float: "number", NoneType: "null"}


@dataclass(frozen=True, slots=True, kw_only=True)
class JsonKey:
    """One key of an object.

    Attributes:
        name: the key.
        attribute: attribute or property that it is read from.
        kind: type of its value.
        meaning: its description.
        beside: whether the keys of its value are put among the other keys, in place of the value itself.
    """

    name: str
    attribute: str
    kind: Any
    meaning: str
    beside: bool


def to_json(result: object) -> bytes:
    """A result as the text of a file; hidden characters in it are escapes of JSON."""
    text = json.dumps(json_values(result), indent=2, ensure_ascii=False, allow_nan=False)
    return (json_escaped(text) + "\n").encode("utf-8", "backslashreplace")


def json_values(value: object) -> Any:
    """A result as JSON values: objects, arrays, texts, numbers, true, false and null.

    Raises:
        TypeError: something in it has no form in JSON, for instance a table.
    """
    if value is None or isinstance(value, str | bool | int):
        return value
    if isinstance(value, float):
        return float(value) if math.isfinite(value) else None
    if isinstance(value, Mapping):
        return {name: json_values(inner) for name, inner in cast(Mapping[str, object], value).items()}
    if isinstance(value, tuple | list):
        return [json_values(inner) for inner in cast(list[object], value)]
    if is_dataclass(value) and not isinstance(value, type):
        return dict(_items(value))
    raise TypeError(f"{type(value).__name__} has no form in JSON")


def _items(result: object) -> Iterator[tuple[str, Any]]:
    for key in _keys(type(result)):
        value = getattr(result, key.attribute)
        if key.beside:
            yield from json_values(value).items()
        else:
            number = isinstance(value, int) and not isinstance(value, bool) and key.kind in (float, float | None)
            yield key.name, float(value) if number else json_values(value)


@cache
def _keys(kind: type) -> tuple[JsonKey, ...]:
    """The keys of a dataclass, in order."""
    shape, meanings = SHAPES.get(kind, Shape()), documented(kind)
    hints = get_type_hints(kind)
    for name in shape.also:
        getter = getattr(kind, name).fget
        hints[name], meanings[name] = get_type_hints(getter)["return"], _sentence(inspect.getdoc(getter) or "")
    names = [field.name for field in fields(kind) if field.name not in shape.without]
    return tuple(
        JsonKey(
            name=shape.renamed.get(name, name),
            attribute=name,
            kind=hints[name],
            meaning=meanings.get(name, ""),
            beside=name in shape.beside,
        )
        for name in (*names, *shape.also)
    )


def documented(kind: type) -> dict[str, str]:
    """The description of each field in the docstrings of a dataclass and of its bases."""
    meanings: dict[str, str] = {}
    for base in reversed(kind.__mro__):
        if is_dataclass(base):
            _, _, section = inspect.cleandoc(base.__doc__ or "").partition("\nAttributes:\n")
            lines = _SECTION.split(section)[0]
            for entry in _ENTRY.split(lines):
                name, _, meaning = entry.strip().partition(":")
                meanings[name] = _sentence(meaning)
    return meanings


def schema_of(kind: type) -> dict[str, Any]:
    """JSON Schema (draft 2020-12) of the JSON that :func:`json_values` makes from a dataclass."""
    definitions: dict[str, Any] = {}
    top = _object(kind, definitions)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **top,
        "$defs": dict(sorted(definitions.items())),
    }


def _object(kind: type, definitions: dict[str, Any]) -> dict[str, Any]:
    properties: dict[str, Any] = {}
    others: Any = False
    for key in _keys(kind):
        if not key.beside:
            properties[key.name] = {**_schema(key.kind, definitions), "description": key.meaning}
        elif is_dataclass(key.kind):
            properties |= _object(cast(type, key.kind), definitions)["properties"]
        else:
            others = _schema(get_args(key.kind)[1], definitions)
    return {
        "title": _title(kind),
        "description": _sentence(inspect.getdoc(kind) or ""),
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": others,
    }


def _schema(kind: Any, definitions: dict[str, Any]) -> dict[str, Any]:
    origin, inner = get_origin(kind), get_args(kind)
    if kind in _NAMED:
        return {"type": _NAMED[kind]}
    if origin is Literal:
        return {"enum": list(inner)}
    if origin in (Union, UnionType):
        return {"anyOf": [_schema(choice, definitions) for choice in inner]}
    if origin is tuple and inner[-1] is Ellipsis:
        return {"type": "array", "items": _schema(inner[0], definitions)}
    if origin is tuple:
        items = [_schema(item, definitions) for item in inner]
        return {"type": "array", "prefixItems": items, "minItems": len(items), "maxItems": len(items)}
    if origin in (dict, Mapping):
        return {"type": "object", "additionalProperties": _schema(inner[1], definitions)}
    if kind is Any:
        return {}
    if not is_dataclass(kind):
        raise TypeError(f"{kind} has no form in JSON")
    name = _title(cast(type, kind))
    if name not in definitions:
        definitions[name] = {}
        definitions[name] = _object(cast(type, kind), definitions)
    return {"$ref": f"#/$defs/{name}"}


def _title(kind: type) -> str:
    return SHAPES.get(kind, Shape()).title or kind.__name__


def _sentence(text: str) -> str:
    """The first paragraph on one line, in the words of JSON."""
    return " ".join(text.split("\n\n")[0].split()).replace("``None``", "null").replace("``", "`")
