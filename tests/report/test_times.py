"""What is said of where the time went: figures, shares, subject and bound."""

import pytest

from touchstone.report import time_sentences
from touchstone.vocabulary.laps import STAGES, Lap, TimeSpent


def times(laps, reading=(), *, wall=100.0, videos=8, readers=1):
    return TimeSpent(
        wall=wall, videos=videos, readers=readers, cores=2, slowest=(),
        laps=tuple(Lap(stage=stage, of=of, seconds=seconds) for stage, of, seconds in laps),
        reading=tuple(Lap(stage=stage, of="", seconds=seconds) for stage, seconds in reading),
    )  # fmt: skip


def test_the_networks_bound_a_run():
    said = time_sentences(
        times(
            [("starting", "cm", 6.0), ("waiting for videos", "", 5.0), ("networks", "cm", 50.0), ("networks", "av", 30.0),
             ("writing tables", "", 0.01), ("conclusions", "", 4.0)],
            [("decoding", 20.0), ("faces", 10.5)],
            readers=2,
        )
    )  # fmt: skip
    assert said == (
        "100.0 s for 8 videos: networks 80.0 s (80 %), starting 6.0 s (6 %), waiting for videos 5.0 s (5 %), conclusions 4.0 s "
        "(4 %), between them 5.0 s",
        "The networks bounded the run, 80 % of the time (cm 50.0 s, av 30.0 s)",
        "Reading took 30.5 s in 2 processes, beside the networks: decoding 20.0 s, faces 10.5 s",
    )


def test_reading_bounds_a_run():
    said = time_sentences(times([("waiting for videos", "", 60.0), ("networks", "cm", 40.0)], [("decoding", 70.0)], videos=1))
    assert said == (
        "100.0 s for 1 video: waiting for videos 60.0 s (60 %), networks 40.0 s (40 %)",
        "Reading bounded the run: the networks waited for videos, 60 % of the time",
        "Reading took 70.0 s in 1 process, beside the networks: decoding 70.0 s",
    )


@pytest.mark.parametrize(
    ("stage", "words"),
    [
        ("starting", "The start took longest, 90 % of the time (of 90.0 s)"),
        ("writing tables", "Writing tables took longest, 90 % of the time (of 90.0 s)"),
        ("conclusions", "The conclusions took longest, 90 % of the time (of 90.0 s)"),
    ],
)
def test_any_other_stage_that_bounds_a_run_is_named(stage, words):
    assert time_sentences(times([(stage, "of", 90.0)]))[1:] == (words,)


def test_many_detectors_are_summed_up():
    said = time_sentences(times([("networks", f"d{k}", 10.0 - k) for k in range(8)]))[1]
    assert said.endswith("(d0 10.0 s, d1 9.0 s, d2 8.0 s, d3 7.0 s, d4 6.0 s, d5 5.0 s, 2 more 7.0 s)")


def test_every_stage_has_words():
    assert all(time_sentences(times([(stage, "", 1.0)]))[1] for stage in STAGES)
