"""Seconds by stage: sums, order, the slowest videos, and what bounds a run."""

import time

import pytest

from touchstone.vocabulary.laps import MOST_SLOW, STAGES, Lap, Laps, TimeSpent


def times(**seconds):
    laps = tuple(Lap(stage=stage.replace("_", " "), of="", seconds=value) for stage, value in seconds.items())
    return TimeSpent(wall=10.0, videos=3, readers=1, cores=2, laps=laps, reading=(), slowest=())


def test_seconds_of_one_stage_and_part_add_up():
    laps = Laps()
    for _ in range(3):
        with laps.of("networks", "cm"):
            time.sleep(0.01)
    with laps.of("networks", "av"):
        pass
    with laps.of("starting"):
        pass
    laps.readers = 2
    seen = laps.times(cores=4)
    assert [(lap.stage, lap.of) for lap in seen.laps] == [("starting", ""), ("networks", "cm"), ("networks", "av")]
    assert 0.03 <= seen.of_stage("networks") <= seen.wall
    assert (seen.readers, seen.cores, seen.videos) == (2, 4, 0)
    assert seen.rest == pytest.approx(seen.wall - sum(lap.seconds for lap in seen.laps), abs=1e-9)


def test_a_stage_that_fails_is_counted_too():
    laps = Laps()
    with pytest.raises(KeyError), laps.of("conclusions"):
        raise KeyError
    assert [lap.stage for lap in laps.times(1).laps] == ["conclusions"]


def test_reading_is_not_part_of_what_follows_each_other():
    laps = Laps()
    laps.read("a.mp4", {"decoding": 2.0, "hashing": 0.5})
    laps.read("b.mp4", {"decoding": 3.0})
    seen = laps.times(1)
    assert seen.laps == ()
    assert seen.reading == (
        Lap(stage="hashing", of="", seconds=0.5), Lap(stage="decoding", of="", seconds=5.0)
    )  # fmt: skip
    assert (seen.videos, seen.of_stage("decoding")) == (2, 5.0)
    assert seen.rest == seen.wall


def test_the_slowest_videos_are_kept_and_no_more():
    laps = Laps()
    for k in (*range(0, 100, 2), *range(1, 100, 2)):
        laps.read(f"{k:02d}.mp4", {"decoding": float(k)})
    slowest = laps.times(1).slowest
    assert [slow.video for slow in slowest] == [f"{k}.mp4" for k in range(99, 99 - MOST_SLOW, -1)]
    assert slowest[0].by_stage == {"decoding": 99.0}


def test_what_is_of_no_stage_is_the_rest():
    laps = Laps()
    with laps.of("faces"):
        time.sleep(0.01)
    time.sleep(0.02)
    spent = laps.with_rest("decoding")
    assert list(spent) == ["faces", "decoding"]
    assert spent["faces"] >= 0.01
    assert spent["decoding"] >= 0.02


def test_a_video_that_is_read_twice_in_no_time_is_listed_twice():
    laps = Laps()
    for _ in range(2):
        laps.read("dead.mp4", {})
    assert [slow.video for slow in laps.times(1).slowest] == ["dead.mp4", "dead.mp4"]


@pytest.mark.parametrize("stage", STAGES)
def test_the_stage_that_takes_longest_bounds_the_run(stage):
    others = {name.replace(" ", "_"): 1.0 for name in STAGES}
    assert times(**{**others, stage.replace(" ", "_"): 3.0}).bound == stage


def test_parts_side_by_side_share_the_seconds_of_their_stage():
    laps = Laps()
    with laps.side_by_side("networks") as count:
        time.sleep(0.02)
        count("cm", 0.3)
        count("av", 0.1)
        count("cm", 0.3)
    with laps.side_by_side("conclusions"):
        pass
    seen = laps.times(2)
    assert [(lap.stage, lap.of) for lap in seen.laps] == [("networks", "cm"), ("networks", "av"), ("conclusions", "")]
    cm, av, _ = seen.laps
    assert cm.seconds == pytest.approx(6 * av.seconds, abs=1e-3)
    assert 0.02 <= seen.of_stage("networks") <= seen.wall
