"""How processes are started, and how many there are."""

from __future__ import annotations

import os
import sys
from multiprocessing.context import SpawnContext, SpawnProcess
from threading import RLock
from types import ModuleType


def cores() -> int:
    """Processors that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


class _Process(SpawnProcess):
    """A process that starts without the script or notebook of whoever called.

    A spawned process reads the module ``__main__`` again before it works. The tasks here never need it, and a script that
    calls Touchstone at its top level would start itself over and over.
    """

    _starting = RLock()

    def start(self) -> None:
        with self._starting:
            main = sys.modules["__main__"]
            sys.modules["__main__"] = ModuleType("__main__")
            try:
                super().start()
            finally:
                sys.modules["__main__"] = main


class _Context(SpawnContext):
    Process = _Process


def spawning() -> SpawnContext:
    """How every process of Touchstone is started: a fresh interpreter that does not read the caller's script."""
    return _Context()
