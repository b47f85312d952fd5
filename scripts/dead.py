"""List unused code: ``python scripts/dead.py``; exit code 1 if there is any.

Uses vulture, and leaves out uses that it cannot see: fields of results (they are written to files), names that templates or
strings use, methods that torch, pydantic or Python call, attributes of foreign objects, and the Python interface.
"""

from __future__ import annotations

import ast
import re
import sys
from pathlib import Path

from vulture import Vulture

ROOT = Path(__file__).parents[1]
SOURCES = sorted((ROOT / "src").rglob("*.py"))
CALLED_BY_OTHERS = frozenset(
    {"forward", "model_config", "__getattr__", "__dir__", "_repr_html_", "to_pandas", "roadmap"}
)
VALIDATORS = ["@field_validator*", "@model_validator*"]


def fields(tree: ast.Module) -> set[int]:
    """Lines of annotated names in class bodies."""
    classes = (node for node in ast.walk(tree) if isinstance(node, ast.ClassDef))
    return {item.lineno for owner in classes for item in owner.body if isinstance(item, ast.AnnAssign)}


def words() -> set[str]:
    """Names in templates and in strings of the code."""
    words = {word for page in (ROOT / "src").rglob("*.j2") for word in re.findall(r"\w+", page.read_text())}
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value.isidentifier():
                words.add(node.value)
    return words


def main() -> int:
    """Print what is dead."""
    vulture = Vulture(ignore_decorators=VALIDATORS)
    vulture.scavenge([ROOT / "src", ROOT / "benchmarks", ROOT / "scripts"])
    used = words() | CALLED_BY_OTHERS
    fields_of = {path: fields(ast.parse(path.read_text())) for path in SOURCES}
    dead = [
        item
        for item in vulture.get_unused_code(min_confidence=60)
        if item.filename in fields_of
        and item.typ != "attribute"
        and item.name not in used
        and item.first_lineno not in fields_of[item.filename]
    ]
    for item in dead:
        print(f"{item.filename.relative_to(ROOT)}:{item.first_lineno} nothing uses {item.typ} {item.name}")
    return int(bool(dead))


if __name__ == "__main__":
    sys.exit(main())
