"""Progress: a bar in a terminal, a line every 30 seconds where the output goes to a file."""

from __future__ import annotations

import time

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, ProgressColumn, Task, TextColumn, TimeRemainingColumn
from rich.text import Text

from .options import say

_QUIET_SECONDS = 30.0


class TerminalProgress:
    """Shows progress in the terminal, as a :class:`touchstone.detectors.inference.Progress`.

    Args:
        console: where it is printed.
        work: name of the work, such as "scoring".
        things: what is counted, such as "videos".
    """

    def __init__(self, console: Console, work: str = "scoring", things: str = "videos") -> None:
        self._console = console
        self._work = work
        self._things = things
        self._bar: Progress | None = None
        self._task = None
        self._total = self._done = self._already = 0
        self._began = self._said = 0.0

    def note(self, text: str) -> None:
        """Print one line."""
        say(self._console, text, "dim")

    def start(self, total: int, done: int, estimate: float | None) -> None:
        """Print how much there is to do, and start the bar."""
        self._total, self._done, self._already = total, done, done
        self._began = self._said = time.monotonic()
        if done:
            self.note(f"{done} of {total} {self._things} are saved from an earlier call; continuing")
        if estimate is not None:
            about = f"about {duration(estimate)} for the networks"
            self.note(f"{total - done} videos to score: {about}, Ctrl-C saves and stops")
        if self._console.is_terminal and total > done:
            done_so_far = (TextColumn(self._work), BarColumn(), MofNCompleteColumn(), _Rate(self._things))
            self._bar = Progress(*done_so_far, TextColumn("left"), TimeRemainingColumn(), console=self._console)
            self._task = self._bar.add_task(self._work, total=total, completed=done)
            self._bar.start()

    def advance(self, videos: int) -> None:
        """Move the bar."""
        self._done += videos
        if self._bar is not None and self._task is not None:
            self._bar.advance(self._task, videos)
            return
        now = time.monotonic()
        if now - self._said >= _QUIET_SECONDS or self._done == self._total:
            self._said = now
            rate = (self._done - self._already) / max(now - self._began, 1e-9)
            left = (self._total - self._done) / rate if rate else 0.0  # nothing is done yet: nobody can tell
            ahead = f", {duration(left)} left" if left else ""
            self.note(f"{self._done}/{self._total} {self._things}, {rate:.2f} {self._things}/s{ahead}")

    def stop(self) -> None:
        """Remove the bar."""
        if self._bar is not None:
            self._bar.stop()
            self._bar = None


class _Rate(ProgressColumn):
    def __init__(self, things: str) -> None:
        super().__init__()
        self._things = things

    def render(self, task: Task) -> Text:
        return Text("…" if not task.speed else f"{task.speed:.2f} {self._things}/s")


def duration(seconds: float) -> str:
    """A number of seconds, rounded, in seconds, minutes or hours.

    >>> duration(42), duration(170), duration(7300)
    ('42 s', '3 min', '2.0 h')
    """
    if seconds < 90:
        return f"{max(round(seconds), 1)} s"
    return f"{round(seconds / 60)} min" if seconds < 5400 else f"{seconds / 3600:.1f} h"
