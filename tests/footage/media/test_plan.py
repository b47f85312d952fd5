"""Which frames are chosen, and which packets have to be decoded for them."""

from __future__ import annotations

from array import array

import pytest
from hypothesis import given
from hypothesis import strategies as st

from touchstone.footage.media import evenly
from touchstone.footage.media.plan import Packets, select


@given(st.integers(1, 5000), st.integers(0, 60))
def test_evenly_gives_distinct_frames_in_the_middle_of_equal_parts(count: int, frames: int) -> None:
    chosen = evenly(range(count), min(count, frames))
    assert len(chosen) == min(count, frames)
    assert list(chosen) == sorted(set(chosen))
    assert all(0 <= index < count for index in chosen)
    if frames and count >= frames:
        part = count / frames
        for number, index in enumerate(chosen):
            assert abs(index + 0.5 - (number + 0.5) * part) <= 0.5 + 1e-9


def times(count: int, rate: float) -> array[float]:
    return array("d", (index / rate for index in range(count)))


def test_the_window_is_centred_and_holds_its_seconds() -> None:
    chosen = select(times(250, 25), 10.0, 8, 2.0)
    assert (chosen.window.start, len(chosen.window)) == (100, 50)
    assert chosen.start == pytest.approx(4.0)
    assert chosen.duration == pytest.approx(2.0)
    assert chosen.wanted == sorted({*chosen.sampled, *range(100, 150)})


def test_a_short_video_is_its_own_window() -> None:
    chosen = select(times(30, 25), 1.2, 8, 2.0)
    assert chosen.window == range(30)
    assert (chosen.start, chosen.duration) == (0.0, pytest.approx(1.2))


def test_no_window() -> None:
    assert select(times(30, 25), 1.2, 4, 0).window == range(0)


def test_a_pause_longer_than_the_window_gives_the_frame_on_the_screen() -> None:
    assert select(array("d", [0, 1, 9, 10]), 11.0, 8, 2.0).window == range(1, 2)


def test_a_window_of_absurdly_many_frames_is_narrowed_around_the_middle() -> None:
    chosen = select(times(100_000, 50_000), 2.0, 8, 2.0)
    assert len(chosen.window) == 512
    assert abs(chosen.window.start + 256 - 50_000) <= 1


def packets(stamps: list[int], entries: list[int]) -> Packets:
    return Packets(array("q", stamps), entries, bytearray(b"\1" * len(stamps)))


def test_stretches_without_wanted_frames_are_left_out() -> None:
    runs = packets(list(range(30)), [0, 10, 20]).runs([3, 22, 24])
    assert [(run.first, run.last) for run in runs] == [(0, 3), (20, 24)]


def test_neighbouring_stretches_are_one() -> None:
    runs = packets(list(range(30)), [0, 10, 20]).runs([3, 9, 12])
    assert [(run.first, run.last) for run in runs] == [(0, 12)]


def test_leading_frames_need_the_stretch_before() -> None:
    # Decoding order: key 10, then 8 and 9, which are shown before it.
    stamps = [0, 1, 2, 3, 4, 5, 6, 7, 10, 8, 9, 11, 12]
    assert [(run.first, run.last) for run in packets(stamps, [0, 8]).runs([8, 11])] == [(8, 11)]
    assert [(run.first, run.last) for run in packets(stamps, [0, 8]).runs([8, 9])] == [(0, 9)]
