"""Describe the machine that a benchmark ran on, and write its results into a page of the documentation."""

from __future__ import annotations

import os
import platform
from datetime import UTC, datetime
from pathlib import Path


def machine() -> str:
    """Date, number of cores and family of the processor, without exact model and host name."""
    return f"{datetime.now(UTC):%Y-%m-%d}, {os.cpu_count()} cores, {_cpu_family()}"


def _cpu_family() -> str:
    try:
        text = Path("/proc/cpuinfo").read_text()
    except OSError:
        return platform.machine()
    names = [line.split(":")[1].strip() for line in text.splitlines() if line.startswith("model name")]
    return " ".join(names[0].split()[:2]) if names else platform.machine()


def write_between(path: Path, name: str, lines: list[str]) -> None:
    """Replace the text between ``<!-- name: begin -->`` and ``<!-- name: end -->`` in ``path``."""
    begin, end = f"<!-- {name}: begin -->", f"<!-- {name}: end -->"
    text = path.read_text()
    if begin not in text or end not in text:
        raise SystemExit(f"{path} has no markers {begin} and {end}")
    head, rest = text.split(begin, 1)
    path.write_text(head + begin + "\n\n" + "\n".join(lines) + "\n\n" + end + rest.split(end, 1)[1])
