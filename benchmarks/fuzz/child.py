"""One case in a process of its own: a copy of this process, with everything imported, that runs the command and ends."""

from __future__ import annotations

import faulthandler
import json
import os
import sys
import time
import traceback
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import NoReturn

from .case import Case, look
from .watch.watching import CANARY, RECORD, trap_internet, watch_process

UNWRITTEN = 121
"""Exit code where the case itself fails, before the command is called."""

WATCH = Path(__file__).parent / "watch"


def start(case: Case, folder: Path, command: Callable[[list[str]], int]) -> int:
    """Start a case in a new session of processes; return the number of its process.

    Args:
        case: the case.
        folder: new folder for its files (``files``), its output, and what was seen.
        command: called with the arguments; returns the exit code.
    """
    (folder / "files").mkdir(parents=True)
    (folder / "canary").mkdir()
    sys.stdout.flush()
    sys.stderr.flush()
    process = os.fork()
    if process == 0:
        _work(case, folder, command)
    return process


def _work(case: Case, folder: Path, command: Callable[[list[str]], int]) -> NoReturn:
    code = UNWRITTEN
    try:
        os.setsid()
        os.chdir(folder / "files")
        code = _call(case, folder, command)
    except BaseException:
        (folder / "harness").write_text(traceback.format_exc())
    finally:
        os._exit(code)


def _call(case: Case, folder: Path, command: Callable[[list[str]], int]) -> int:
    arguments = case.write(Path.cwd())
    (folder / "command").write_text(json.dumps(arguments))
    _watched(folder)
    (folder / "began").write_text(repr(time.monotonic()))
    code = _answer(command, arguments)
    (folder / "ended").write_text(repr(time.monotonic()))
    os.chdir(folder)
    (folder / "seen").write_text(json.dumps(asdict(look(case, folder / "files", code))))
    return code


def _watched(folder: Path) -> None:
    os.environ.update({RECORD: str(folder / "record"), CANARY: str(folder / "canary")})
    os.environ["PYTHONPATH"] = os.pathsep.join([str(WATCH), os.environ.get("PYTHONPATH", "")]).rstrip(os.pathsep)
    for number, name in ((1, "stdout"), (2, "stderr")):
        os.dup2(os.open(folder / name, os.O_WRONLY | os.O_CREAT | os.O_APPEND), number)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    faulthandler.enable(file=(folder / "crash").open("a"))
    watch_process()
    trap_internet()


def _answer(command: Callable[[list[str]], int], arguments: list[str]) -> int:
    """The exit code, with a traceback on standard error where Python would print one."""
    try:
        return command(arguments)
    except BaseException:
        traceback.print_exc()
        return 1
    finally:
        sys.stdout.flush()
        sys.stderr.flush()


def touchstone(arguments: list[str]) -> int:
    """The command itself, as its entry runs it."""
    from touchstone.cli import main

    sys.argv = ["touchstone", *arguments]
    try:
        main()
    except SystemExit as ended:
        return ended.code if isinstance(ended.code, int) else int(ended.code is not None)
    return 0
