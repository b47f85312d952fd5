"""An encoder leaves no thread of the process at real-time priority."""

import os
import threading
from pathlib import Path

import numpy as np
import pytest

from touchstone.footage.media.scheduling import keeper
from touchstone.footage.media.write import write_video

TASKS = Path("/proc/self/task")
pytestmark = pytest.mark.skipif(not TASKS.is_dir(), reason="only Linux tells how threads are scheduled")


def policies():
    return {os.sched_getscheduler(int(task.name)) for task in TASKS.iterdir()}


@pytest.mark.parametrize("codec", ["libsvtav1", "libx264", "libvpx-vp9"])
def test_encoding_leaves_threads_as_they_were(tmp_path, codec):
    frames = [np.full((64, 64, 3), 8 * i, np.uint8) for i in range(12)]
    seen: set[int] = set()

    def watched():
        for frame in frames:
            yield frame
            seen.update(policies())

    write_video(tmp_path / "clip.mkv", watched(), 10, codec=codec)
    assert policies() == {os.SCHED_OTHER}
    assert seen - {os.SCHED_OTHER} <= set()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root may take real-time priority")
def test_a_thread_that_its_owner_made_real_time_stays_so():
    started, done, policy = threading.Event(), threading.Event(), []

    def work():
        os.sched_setscheduler(0, os.SCHED_FIFO, os.sched_param(1))
        started.set()
        done.wait(30)
        policy.append(os.sched_getscheduler(0))

    thread = threading.Thread(target=work)
    thread.start()
    started.wait(30)
    keeper()()
    done.set()
    thread.join()
    assert policy == [os.SCHED_FIFO]


@pytest.mark.skipif(os.geteuid() != 0, reason="only root may take real-time priority")
def test_what_became_real_time_is_usual_again():
    put_back = keeper()
    os.sched_setscheduler(0, os.SCHED_FIFO, os.sched_param(1))
    try:
        put_back()
        assert os.sched_getscheduler(0) == os.SCHED_OTHER
    finally:
        os.sched_setscheduler(0, os.SCHED_OTHER, os.sched_param(0))
