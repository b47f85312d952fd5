"""The contract of each room is its ``__all__``: what is public stands in it, and nobody reaches past it."""

import ast
import importlib
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

import touchstone

PACKAGE = Path(touchstone.__file__).parent
WINGS = ("vocabulary", "footage", "detectors", "conclusions")
"""Wings that hold rooms; the others are rooms themselves."""


def rooms() -> dict[str, Path]:
    """Every room by its dotted name below the package; a wing's plain module is a room of one file."""
    found: dict[str, Path] = {}
    for wing in sorted(p for p in PACKAGE.iterdir() if (p / "__init__.py").is_file()):
        if wing.name not in WINGS:
            found[wing.name] = wing
            continue
        for place in sorted(wing.iterdir()):
            if (place / "__init__.py").is_file() or (place.suffix == ".py" and place.stem != "__init__"):
                found[f"{wing.name}.{place.stem}"] = place
    return found


ROOMS = rooms()


def room_of(module: str) -> str | None:
    """The room that a module of the package is in; ``None`` for the package and a wing's face."""
    parts = module.split(".")[1:]
    if not parts:
        return None
    name = ".".join(parts[:2]) if parts[0] in WINGS else parts[0]
    return name if name in ROOMS else None


def imports(path: Path) -> set[str]:
    """Modules and names that a file imports absolutely from the package, inside functions too."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.ImportFrom) and node.level == 0 and (node.module or "").startswith("touchstone"):
            found |= {f"{node.module}.{name.name}" for name in node.names}
        elif isinstance(node, ast.Import):
            found |= {name.name for name in node.names if name.name.startswith("touchstone")}
    return found


@pytest.mark.parametrize("room", [name for name, place in ROOMS.items() if place.is_dir()])
def test_all_names_what_is_public(room):
    module = importlib.import_module(f"touchstone.{room}")
    public = {
        name
        for name, value in vars(module).items()
        if not name.startswith("_") and not isinstance(value, ModuleType) and name != "annotations"
    }
    assert set(module.__all__) <= public
    extra = {
        n
        for n in public - set(module.__all__)
        if getattr(getattr(module, n), "__module__", "").startswith("touchstone")
    }
    assert extra == set()
    assert list(module.__all__) == sorted(module.__all__, key=lambda n: (not n.isupper(), n[0].islower(), n))
    assert module.__doc__


OPEN = ("runs",)
"""Rooms whose modules are each a workflow of its own, imported by name so that one does not load what another needs."""


@pytest.mark.parametrize("room", list(ROOMS))
def test_nobody_reaches_past_the_face_of_a_room(room):
    place = ROOMS[room]
    reached: set[str] = set()
    for path in place.rglob("*.py") if place.is_dir() else [place]:
        for name in imports(path):
            target = room_of(name)
            if target in (None, room, *OPEN) or not ROOMS[target].is_dir():
                continue
            if (
                name.removeprefix(f"touchstone.{target}.")
                not in importlib.import_module(f"touchstone.{target}").__all__
            ):
                reached.add(f"{path.relative_to(PACKAGE)}: {name}")
    assert reached == set()


LIGHT = ["footage.observe", "footage.views", "footage.media", "footage.faces", "footage.indicators", "footage.corpus",
         "footage.interventions", "footage.synthesis", "vocabulary.tables", "vocabulary.domains", "scores"]  # fmt: skip


def test_what_reader_processes_import_stays_light():
    code = f"import sys, {', '.join(f'touchstone.{room}' for room in LIGHT)}; sys.exit('torch' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_the_reference_is_that_of_the_code():
    root = Path(__file__).parents[1]
    command = [sys.executable, "scripts/reference.py", "docs/reference", "--check"]
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
