"""The contract of each room is its ``__all__``."""

import importlib
import pkgutil
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

import touchstone

ROOMS = sorted(m.name for m in pkgutil.iter_modules(touchstone.__path__) if m.ispkg)


@pytest.mark.parametrize("room", ROOMS)
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
    assert extra == set() or (room == "specialists" and extra == {"MissingExtraError"})
    assert module.__doc__


@pytest.mark.parametrize("room", ["footage", "views", "media", "indicators", "corpus", "tables", "domains"])
def test_what_reader_processes_import_stays_light(room):
    code = f"import sys, touchstone.{room}; sys.exit('torch' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_the_reference_is_that_of_the_code():
    root = Path(__file__).parents[1]
    command = [sys.executable, "scripts/reference.py", "docs/reference", "--check"]
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
