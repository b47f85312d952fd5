"""Tasks in processes: in order, one thread each, and a crash costs one task."""

from __future__ import annotations

import os
import subprocess
import sys
import time

import pytest
from pebble import ProcessExpired

from touchstone.vocabulary.hashes import ROOT, hash_of_code
from touchstone.vocabulary.processes import cores, in_order


def late_first(number: int) -> tuple[int, str | None]:
    if number == 0:
        time.sleep(0.5)
    if number == 3:
        time.sleep(0.5)  # the pool must have heard that the task began, or it cannot tell whose crash it was
        os._exit(7)
    return number, os.environ.get("OMP_NUM_THREADS")


def test_results_come_in_order_and_a_crash_costs_its_own_task_alone(monkeypatch):
    monkeypatch.setenv("OMP_NUM_THREADS", "5")
    results = []
    for (number,), future in in_order(late_first, ((n,) for n in range(6)), 2):
        if number == 3:
            with pytest.raises(ProcessExpired) as crashed:
                future.result()
            assert crashed.value.exitcode == 7
        else:
            results.append(future.result())
    assert results == [(n, "1") for n in (0, 1, 2, 4, 5)]
    assert os.environ["OMP_NUM_THREADS"] == "5"


def test_a_task_that_takes_too_long_is_given_up():
    for _, future in in_order(time.sleep, [(30,)], 1, timeout=0.5):
        with pytest.raises(TimeoutError):
            future.result()


SCRIPT = """
import os, sys
from touchstone.vocabulary.processes import in_order

print("script", flush=True)
print([future.result() for _, future in in_order(os.path.basename, [("a/b",), ("c/d",)], 2)], flush=True)
assert sys.modules["__main__"].__file__ == __file__
"""


def test_a_script_without_a_guard_is_not_read_again(tmp_path):
    script = tmp_path / "plain.py"
    script.write_text(SCRIPT)
    done = subprocess.run([sys.executable, script], capture_output=True, text=True, timeout=100, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout == "script\n['b', 'd']\n"


def test_nothing_to_do_starts_nothing():
    assert list(in_order(late_first, [], 2)) == []


def test_there_is_a_processor():
    assert 1 <= cores() <= (os.cpu_count() or 1)


def test_a_hash_of_code_depends_on_files_and_libraries_and_not_on_their_order():
    errors, init = ROOT / "vocabulary" / "errors.py", ROOT / "__init__.py"
    assert hash_of_code([errors, init]) == hash_of_code([init, errors])
    assert hash_of_code([errors]) != hash_of_code([errors, init])
    assert hash_of_code([errors], ["numpy"]) != hash_of_code([errors])
    assert hash_of_code([errors], ["no such library"]) == hash_of_code([errors])
