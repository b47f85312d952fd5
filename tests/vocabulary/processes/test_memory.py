"""What a process holds, asks for and may take, against what the system itself and psutil say."""

from __future__ import annotations

import os
import subprocess
import sys

import psutil
import pytest

from touchstone.vocabulary.processes import memory, memory_share


def test_what_a_process_holds_is_what_psutil_says():
    assert memory.resident(os.getpid()) == pytest.approx(psutil.Process().memory_info().rss, rel=0.1)
    assert memory.resident(2**22 + 1) == 0  # no such process


def test_the_share_falls_with_the_number_of_processes_and_never_below_the_least():
    free = psutil.virtual_memory().available
    assert memory.LEAST_SHARE <= memory_share(1) <= max(free, memory.LEAST_SHARE)
    shares = [memory_share(processes) for processes in (1, 2, 4, 1000)]
    assert shares == sorted(shares, reverse=True)
    assert shares[-1] == memory.LEAST_SHARE


def test_a_container_s_limit_counts(tmp_path, monkeypatch):
    monkeypatch.setattr(memory, "_GROUP", tmp_path)
    (tmp_path / "memory.max").write_text(f"{10 << 30}\n")
    (tmp_path / "memory.current").write_text(f"{5 << 30}\n")
    monkeypatch.setattr(memory, "_field", lambda *_: 1 << 40)
    assert memory_share(1) == int(0.8 * (5 << 30))
    (tmp_path / "memory.max").write_text("max\n")
    assert memory_share(1) > 5 << 30


LIMITED = """
from touchstone.vocabulary.processes.memory import limit_memory
limit_memory(300_000_000)
held = bytearray(200_000_000)
try:
    bytearray(200_000_000)
except MemoryError:
    print("refused")
"""


@pytest.mark.skipif(sys.platform != "linux", reason="other systems have no such limit")
def test_what_is_asked_for_beyond_the_limit_is_refused():
    done = subprocess.run([sys.executable, "-c", LIMITED], capture_output=True, text=True, check=True)
    assert done.stdout == "refused\n"


FRAGMENTS = """
import psutil
from touchstone.vocabulary.processes import return_unused
blocks = [bytearray(60_000) for _ in range(4_000)]
last = bytearray(60_000)  # what lies behind the others keeps them from the system
blocks.clear()
before = psutil.Process().memory_info().rss
return_unused()
print(before - psutil.Process().memory_info().rss)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="only glibc keeps what was freed")
def test_unused_memory_goes_back_to_the_system():
    freed = subprocess.run([sys.executable, "-c", FRAGMENTS], capture_output=True, text=True, check=True).stdout
    assert int(freed) > 100e6


def test_without_glibc_nothing_happens(monkeypatch):
    def missing(name):
        raise OSError(name)

    monkeypatch.setattr(memory.ctypes, "CDLL", missing)
    memory.return_unused()
