"""The process that is kept: it does one task after another, and another one takes over where it dies."""

from __future__ import annotations

import operator
import os
import signal
import time
from contextlib import contextmanager
from multiprocessing import active_children

import pytest

from touchstone.detectors.isolation import standby
from touchstone.detectors.isolation.standby import Standby
from touchstone.vocabulary.errors import TaskCrashError


@contextmanager
def kept(work):
    keeper = Standby(work)
    before = {child.pid for child in active_children()}

    def children():
        return [child for child in active_children() if child.pid not in before]

    try:
        yield keeper, children
    finally:
        keeper.end()
    assert not children()


def test_tasks_share_one_process_until_a_longer_one_comes():
    with kept(operator.neg) as (keeper, children):
        assert [keeper.do(number, 60) for number in range(3)] == [0, -1, -2]
        (first,) = children()
        assert keeper.do(5, 30) == -5
        assert [child.pid for child in children()] == [first.pid]
        assert keeper.do(5, 120) == -5
        assert [child.pid for child in children()] != [first.pid]


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGSEGV])
def test_one_that_is_ended_while_it_waits_is_replaced(how):
    with kept(operator.neg) as (keeper, children):
        assert keeper.do(1, 60) == -1
        (child,) = children()
        assert child.pid is not None
        os.kill(child.pid, how)
        assert keeper.do(2, 60) == -2


def test_a_task_that_ends_every_process_says_how():
    with kept(os._exit) as (keeper, _), pytest.raises(TaskCrashError, match=r"^crashed twice \(exit code 3\)$"):
        keeper.do(3, 60)


def test_what_takes_too_long_is_ended_and_the_next_is_done():
    with kept(time.sleep) as (keeper, _):
        begun = time.monotonic()
        with pytest.raises(TimeoutError):
            keeper.do(600, 1)
        assert time.monotonic() - begun < 120
        assert keeper.do(0, 1) is None


def test_it_ends_where_it_has_nothing_to_do(monkeypatch):
    monkeypatch.setattr(standby, "_IDLE", 0.1)
    with kept(operator.neg) as (keeper, children):
        keeper.do(1, 60)
        ended = time.monotonic() + 60
        while children() and time.monotonic() < ended:
            time.sleep(0.05)
        assert not children()
        assert keeper.do(2, 60) == -2
