"""The published JSON Schemas of the files in ``analysis/``."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from touchstone.vocabulary.domains import DOMAINS
from touchstone.vocabulary.errors import UsageError
from touchstone.vocabulary.tables import write_bytes

from .artefacts import FILES, Artefact, DetailedAnalysis, file_of
from .serialise import schema_of

SCHEMAS: dict[str, type[Artefact]] = {
    **{file_of(key): DetailedAnalysis for key in DOMAINS},
    **{name: kind for name, (kind, _) in FILES.items()},
}
"""Name of a file in ``analysis/`` → what it holds."""


def json_schema(name: str) -> dict[str, Any]:
    """JSON Schema (draft 2020-12) of a file in ``analysis/``.

    Raises:
        UsageError: no file has that name.

    >>> json_schema("findings.json")["properties"]["findings"]["type"]
    'array'
    """
    if name not in SCHEMAS:
        raise UsageError(f"analysis/ has no file {name!r}; name one of: {', '.join(SCHEMAS)}")
    return schema_of(SCHEMAS[name])


def write_schemas(folder: Path) -> tuple[Path, ...]:
    """Write one schema per kind of file; the six detailed files share ``model_detailed_analysis.schema.json``."""
    written: dict[Path, None] = {}
    for name, kind in SCHEMAS.items():
        stem = "model_detailed_analysis" if kind is DetailedAnalysis else name.removesuffix(".json")
        path = folder / f"{stem}.schema.json"
        if path not in written:
            write_bytes(path, (json.dumps(json_schema(name), indent=2, ensure_ascii=False) + "\n").encode())
            written[path] = None
    return tuple(written)
