"""The areas that are fuzzed, and the cases of each."""

from __future__ import annotations

import os
import shutil
import signal
import traceback
from collections.abc import Callable, Iterable, Iterator
from importlib import import_module
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from pathlib import Path
from typing import NoReturn

from touchstone.vocabulary.hashes import ROOT, hash_of_code

from .case import Case

AREAS = {"media": 3000, "checkpoints": 1500, "tables": 2000, "folders": 100}
"""Name of the area, also of its module → inputs of a whole run."""

DEFAULT_SHARE = 6
"""Without a count, one in so many of a whole run is tried."""

_PREPARED = "prepared"


def cases_of(area: str, seed: int, count: int, root: Path) -> Iterator[Case]:
    """Cases that hold ``count`` inputs together. They and what they are made from are made in processes of their own, because
    libraries start threads, after which no process can be copied safely.
    """
    module = import_module(f"{__package__}.{area}")
    if not hasattr(module, "prepare"):
        return _streamed(lambda: module.cases(seed, count))
    originals = root / "originals" / area
    version = hash_of_code(ROOT.rglob("*.py"))  # a run continues with the code that began it
    marker = originals / _PREPARED
    if not marker.exists() or marker.read_text() != version:
        shutil.rmtree(originals, ignore_errors=True)
        _apart(module.prepare, originals)
        marker.write_text(version)
    return _streamed(lambda: module.cases(seed, count, originals))


def _apart(prepare: Callable[[Path], None], folder: Path) -> None:
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


def _streamed(make: Callable[[], Iterable[Case]]) -> Iterator[Case]:
    """The cases as another process makes them, a few ahead."""
    receiver, sender = Pipe(duplex=False)
    process = os.fork()
    if process == 0:
        receiver.close()
        _send(make, sender)
    sender.close()
    ended = False
    try:
        while (case := _next(receiver)) is not None:
            yield case
        ended = True
    finally:
        receiver.close()
        status = os.waitpid(process, 0)[1]
    if ended and status:
        raise SystemExit("not all cases could be made")


def _send(make: Callable[[], Iterable[Case]], sender: Connection) -> NoReturn:
    code = 1
    try:
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        for case in make():
            sender.send(case)
        code = 0
    except BrokenPipeError:  # no more are wanted
        code = 0
    except BaseException:
        traceback.print_exc()
    finally:
        os._exit(code)


def _next(receiver: Connection) -> Case | None:
    try:
        return receiver.recv()
    except EOFError:
        return None
