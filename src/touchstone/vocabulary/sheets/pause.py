"""A pause of Python's search for objects that hold each other, while a document becomes objects and these become rows."""

from __future__ import annotations

import gc
from collections.abc import Generator
from contextlib import contextmanager


@contextmanager
def without_collection() -> Generator[None]:
    """Look for no objects that hold each other: records of a document hold none, and each search looks at all of them again."""
    before = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if before:
            gc.enable()
