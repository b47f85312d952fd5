"""The areas that are fuzzed, and the cases of each."""

from __future__ import annotations

import os
import shutil
import traceback
from collections.abc import Callable, Iterable
from importlib import import_module
from pathlib import Path

from touchstone.vocabulary.hashes import ROOT, hash_of_code

from .case import Case

AREAS = {"media": 3000, "checkpoints": 1500, "tables": 2000, "folders": 100}
"""Name of the area, also of its module → inputs of a whole run."""

DEFAULT_SHARE = 6
"""Without a count, one in so many of a whole run is tried."""

_PREPARED = "prepared"


def cases_of(area: str, seed: int, count: int, root: Path) -> Iterable[Case]:
    """Cases that hold ``count`` inputs together; what they are made from is prepared once, in a process of its own."""
    module = import_module(f"{__package__}.{area}")
    if not hasattr(module, "prepare"):
        return module.cases(seed, count)
    originals = root / "originals" / area
    version = hash_of_code(ROOT.rglob("*.py"))  # a run continues with the code that began it
    marker = originals / _PREPARED
    if not marker.exists() or marker.read_text() != version:
        shutil.rmtree(originals, ignore_errors=True)
        _apart(module.prepare, originals)
        marker.write_text(version)
    return module.cases(seed, count, originals)


def _apart(prepare: Callable[[Path], None], folder: Path) -> None:
    """In a copy of this process, because libraries start threads, after which no process can be copied safely."""
    folder.mkdir(parents=True, exist_ok=True)
    process = os.fork()
    if process == 0:
        try:
            prepare(folder)
            os._exit(0)
        except BaseException:
            traceback.print_exc()
        finally:
            os._exit(1)
    if os.waitpid(process, 0)[1]:
        raise SystemExit(f"what the cases are made from cannot be prepared in {folder}")
