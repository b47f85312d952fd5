"""Watch processes from outside: their memory, their time, how they ended."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

MIB = 1 << 20
_PAGE = os.sysconf("SC_PAGE_SIZE")
_SAMPLED = 0.05  # seconds between two looks at memory
GRACE = 1.1
"""A process that holds this many times its limit is ended."""


@dataclass(slots=True, kw_only=True)
class Watched:
    """A process with those that it started.

    Attributes:
        process: its number, also that of its session.
        folder: folder of its case.
        seconds: time limit, from the call of the command on.
        memory: limit of the resident memory of each process, bytes.
        peak: most resident memory of one process, bytes.
        stopped: why it was ended from outside: ``time`` or ``memory``.
        code: exit code; negative for a signal; ``None`` while it runs.
    """

    process: int
    folder: Path
    seconds: float
    memory: int
    peak: int = 0
    stopped: str | None = None
    code: int | None = None
    _created: float = field(default_factory=time.monotonic)
    _sampled: float = 0.0

    def poll(self) -> bool:
        """Look at it once; returns whether it has ended."""
        process, status, usage = os.wait4(self.process, os.WNOHANG)
        if process:
            self.code = os.waitstatus_to_exitcode(status)
            self.peak = max(self.peak, usage.ru_maxrss * 1024)
            self.end()
            return True
        now = time.monotonic()
        if now - self._sampled >= _SAMPLED and self.stopped is None:
            self._sampled = now
            self.peak = max([self.peak, *map(_resident, family(self.process))])
            self._judge(now)
        return False

    def _judge(self, now: float) -> None:
        if self.peak > self.memory * GRACE:
            self._stop("memory")
        elif now - self.began() > self.seconds:
            self._stop("time")

    def began(self) -> float:
        """When the command was called; while the files are written, when the process was started."""
        return _moment(self.folder / "began", self._created)

    def elapsed(self) -> float:
        """Seconds that the command took, or has taken until now."""
        return _moment(self.folder / "ended", time.monotonic()) - self.began()

    def _stop(self, why: str) -> None:
        self.stopped = why
        with suppress(OSError):
            os.kill(self.process, signal.SIGUSR1)  # it writes where it is
        time.sleep(0.1)
        self.end()

    def end(self) -> None:
        """End it and those that it started."""
        with suppress(OSError):
            os.killpg(self.process, signal.SIGKILL)


def _moment(path: Path, otherwise: float) -> float:
    try:
        return float(path.read_text())
    except (OSError, ValueError):
        return otherwise


def family(process: int) -> Iterator[int]:
    """A process and those below it."""
    yield process
    for file in Path(f"/proc/{process}/task").glob("*/children"):
        with suppress(OSError):
            for number in file.read_text().split():
                yield from family(int(number))


def _resident(process: int) -> int:
    try:
        return int(Path(f"/proc/{process}/statm").read_text().split()[1]) * _PAGE
    except (OSError, IndexError, ValueError):
        return 0
