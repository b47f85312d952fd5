"""How a long computation says where it is, without knowing who listens."""

from __future__ import annotations

from typing import Protocol


class Progress(Protocol):
    """Receives every step; shows it, logs it or ignores it."""

    def note(self, text: str) -> None:
        """Something a user should know, in one line."""
        ...

    def start(self, total: int, done: int, estimate: float | None) -> None:
        """``done`` of ``total`` videos are there already; the rest takes about ``estimate`` seconds."""
        ...

    def advance(self, videos: int) -> None:
        """So many more videos are saved."""
        ...

    def stop(self) -> None:
        """No more will come."""
        ...


class Silent:
    """Listens to nothing."""

    def note(self, text: str) -> None:
        """Ignore."""

    def start(self, total: int, done: int, estimate: float | None) -> None:
        """Ignore."""

    def advance(self, videos: int) -> None:
        """Ignore."""

    def stop(self) -> None:
        """Ignore."""
