"""Objects that run code when a careless reader unpickles them: each would write a file, set a variable or start a program."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable
from typing import Any

from .watch.watching import CANARY

_TOUCH = f'touch "${CANARY}/shell"'
_PYTHON = f"import os; open(os.path.join(os.environ['{CANARY}'], 'python'), 'w').close()"
_CONTACT = "import socket; socket.create_connection(('192.0.2.1', 80), 1)"


class Hostile:
    """Calls a function when it is unpickled."""

    def __init__(self, function: Callable[..., Any], *arguments: Any) -> None:
        self._answer = (function, arguments)

    def __reduce__(self) -> tuple[Callable[..., Any], tuple[Any, ...]]:
        return self._answer


def payloads() -> list[Hostile]:
    """One of each kind."""
    import importlib
    import runpy
    import webbrowser

    import numpy as np
    import torch

    return [
        Hostile(os.system, _TOUCH),
        Hostile(exec, _PYTHON),
        Hostile(eval, f"__import__('os').system('{_TOUCH}')"),
        Hostile(subprocess.Popen, ["sh", "-c", _TOUCH]),
        Hostile(os.putenv, CANARY + "_SET", "1"),
        Hostile(exec, _CONTACT),
        Hostile(importlib.import_module, "antigravity"),
        Hostile(runpy.run_module, "this"),
        Hostile(webbrowser.open, "http://192.0.2.1/"),
        Hostile(torch.load, "/dev/zero"),
        Hostile(np.fromfile, "/dev/zero"),
        Hostile(bytearray, 1 << 40),
        Hostile(torch.zeros, 1 << 40),
    ]
