"""What every call of the Python interface has in common: messages worded for Python, and errors of Touchstone only."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from touchstone.vocabulary.door import in_python
from touchstone.vocabulary.system import system_errors

P = ParamSpec("P")
R = TypeVar("R")


def python_door(call: Callable[P, R]) -> Callable[P, R]:
    """The same call: its messages name keywords instead of command-line options, and what the system refuses is one line."""

    @wraps(call)
    def inside(*args: P.args, **kwargs: P.kwargs) -> R:
        with in_python(), system_errors():
            return call(*args, **kwargs)

    return inside
