"""Tasks in processes: in order, one thread each, and a crash costs one task."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time

import psutil
import pytest

from touchstone.vocabulary.errors import TaskCrashError, TaskMemoryError, WorkerStartError
from touchstone.vocabulary.hashes import ROOT, hash_of_code
from touchstone.vocabulary.processes import cores, in_order


def late_first(number: int) -> tuple[int, str | None]:
    if number == 0:
        time.sleep(0.5)
    if number == 3:
        os._exit(7)
    return number, os.environ.get("OMP_NUM_THREADS")


def test_results_come_in_order_and_a_crash_costs_its_own_task_alone(monkeypatch):
    monkeypatch.setenv("OMP_NUM_THREADS", "5")
    results = []
    for (number,), future in in_order(late_first, ((n,) for n in range(6)), 2):
        if number == 3:
            with pytest.raises(TaskCrashError, match=r"^crashed twice \(exit code 7\)$"):
                future.result()
        else:
            results.append(future.result())
    assert results == [(n, "1") for n in (0, 1, 2, 4, 5)]
    assert os.environ["OMP_NUM_THREADS"] == "5"


def test_a_task_that_takes_too_long_is_given_up_and_the_others_are_not():
    results = []
    for (seconds,), future in in_order(time.sleep, [(30,), (0,), (30,), (0,)], 2, timeout=0.5):
        if seconds:
            with pytest.raises(TimeoutError, match=r"took longer than 0\.5 s"):
                future.result()
        else:
            results.append(future.result())
    assert results == [None, None]


def dies_once(mark, sign):
    if not mark.exists():
        mark.touch()
        os.kill(os.getpid(), sign)
    return mark.name


@pytest.mark.parametrize("sign", [signal.SIGKILL, signal.SIGSEGV])
def test_the_task_of_a_process_that_dies_is_tried_once_more(tmp_path, sign):
    tasks = [(tmp_path / str(number), sign) for number in range(4)]
    assert [future.result() for _, future in in_order(dies_once, tasks, 2)] == ["0", "1", "2", "3"]


def alone(folder, number):
    """Dies the first time, and says whether other tasks ran when it was tried again."""
    mark = folder / f"{number}.running"
    mark.touch()
    try:
        if number == 1:
            if not (folder / "died").exists():
                time.sleep(0.3)
                (folder / "died").touch()
                os._exit(1)
            time.sleep(0.5)
            return sorted(path.name for path in folder.glob("*.running"))
        time.sleep(0.4)
        return []
    finally:
        mark.unlink()


def test_the_second_try_is_alone(tmp_path):
    results = [future.result() for _, future in in_order(alone, [(tmp_path, n) for n in range(6)], 3)]
    assert results[1] == ["1.running"]


def too_much(number):
    if number == 2:
        return len(bytearray(1 << 40))
    if number == 4:
        held = []
        while True:  # slowly, so that what it holds is seen and not what it asks for
            held.append(b"x" * 20_000_000)
            time.sleep(0.01)
    return number


def test_a_task_that_takes_too_much_memory_costs_itself_alone():
    results = []
    for (number,), future in in_order(too_much, [(n,) for n in range(8)], 2, memory=600_000_000):
        if number in (2, 4):
            with pytest.raises(TaskMemoryError, match=r"^took more memory than the 0\.6 GB it may take$"):
                future.result()
        else:
            results.append(future.result())
    assert results == [0, 1, 3, 5, 6, 7]


def pid_after(number):
    time.sleep(0.02)
    return number


def test_processes_killed_at_any_moment_at_start_too_cost_no_task():
    """What is killed is drawn; a task is tried twice, so the draw leaves each its second try."""
    dice = random.Random(1)
    kills = 0
    results = []
    for _, future in in_order(pid_after, [(n,) for n in range(160)], 2):
        results.append(future.result())
        if len(results) % 20 == 0:
            time.sleep(dice.uniform(0, 0.3))
            for child in dice.sample(children(), 1) if children() else []:
                os.kill(child, dice.choice([signal.SIGKILL, signal.SIGSEGV]))
                kills += 1
    assert results == list(range(160))
    assert kills >= 6


def children():
    """Processes of this pool, also those that are starting."""
    running = psutil.Process().children()
    return [child.pid for child in running if "spawn_main" in " ".join(child.cmdline())]


class Unloadable:
    """Work that a process cannot load."""

    def __reduce__(self):
        return _no_library, ()


def _no_library():
    raise ImportError("libav.so.62: cannot open shared object file")


class DiesAtStart:
    """Work that ends a process while it is loaded."""

    def __reduce__(self):
        return os._exit, (9,)


@pytest.mark.parametrize(
    ("work", "words"),
    [
        (Unloadable(), "cannot load what it needs: ImportError: libav.so.62"),
        (DiesAtStart(), r"end before they can begin \(20 in a row, the last by exit code 9\)"),
    ],
)
def test_processes_that_cannot_start_end_the_work_with_a_clear_line(work, words):
    futures = [future for _, future in in_order(work, [(1,), (2,)], 2)]
    for future in futures:
        with pytest.raises(WorkerStartError, match=words):
            future.result()


class OddError(Exception):
    def __init__(self, first, second):
        super().__init__(f"{first} and {second}")


def raises(kind):
    if kind == "odd":
        raise OddError("this", "that")
    raise ValueError(kind)


def test_what_the_work_raises_comes_back_also_where_it_cannot_be_pickled():
    for (kind,), future in in_order(raises, [("plain",), ("odd",)], 1):
        with pytest.raises(ValueError if kind == "plain" else RuntimeError, match=r"plain|this and that"):
            future.result()


PARENT = """
import sys, time
from touchstone.vocabulary.processes import in_order
for _, future in in_order(time.sleep, [(0,), (600,)], 1):
    future.result()
    print("first", flush=True)
"""


def test_processes_end_with_the_one_that_started_them_whatever_they_do():
    parent = subprocess.Popen([sys.executable, "-c", PARENT], stdout=subprocess.PIPE, text=True)
    assert parent.stdout is not None
    assert parent.stdout.readline() == "first\n"
    workers = [child for child in psutil.Process(parent.pid).children() if "spawn_main" in " ".join(child.cmdline())]
    assert workers
    parent.kill()
    parent.wait()
    parent.stdout.close()
    _, alive = psutil.wait_procs(workers, timeout=20)
    assert not alive


def test_closed_early_it_ends_what_runs():
    begun, before = time.monotonic(), set(children())  # of other tests, that are ending by themselves
    results = in_order(time.sleep, [(0,), (600,), (600,)], 2)
    next(results)[1].result()
    results.close()
    assert time.monotonic() - begun < 60
    assert not set(children()) - before


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
