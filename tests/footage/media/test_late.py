"""Streams that appear after a file was opened, and frames that stand on the screen for hours."""

# Streams and sound that are not there fail their test by themselves.
# pyright: reportArgumentType=false, reportOptionalMemberAccess=false

from __future__ import annotations

import io
import tracemalloc
from fractions import Fraction
from types import SimpleNamespace

import av
import numpy as np
import pytest
from tests.conftest import moving_square

from touchstone.footage.media import open_video, write_video
from touchstone.footage.media import sound as sound_module
from touchstone.footage.media.container import Streams, only_this_file
from touchstone.vocabulary.errors import MediaError

RATE = 44_100
TONE = (0.3 * np.sin(np.arange(8 * RATE) / 20)).astype(np.float32)


def late_in_flv(path, seconds):
    """An FLV file that announces pictures alone, and in which sound begins later: each tag says what it is."""
    whole = path.with_name("whole.flv")
    write_video(whole, moving_square(200), 25, sound=TONE, rate=RATE)
    data = whole.read_bytes()
    tags, at = [], 13
    while at < len(data):
        end = at + 11 + int.from_bytes(data[at + 1 : at + 4], "big") + 4
        tags.append(data[at:end])
        at = end
    kept = [tag for tag in tags if tag[0] != 8 or int.from_bytes(tag[4:7], "big") >= 1000 * seconds]
    path.write_bytes(data[:4] + b"\x01" + data[5:13] + b"".join(tag for tag in kept if tag[0] != 18))
    return path


@pytest.mark.parametrize("seconds", [2, 6])
def test_pictures_are_read_where_sound_appears_later(tmp_path, seconds):
    path = late_in_flv(tmp_path / "late.flv", seconds)
    for _ in range(5):  # what PyAV makes of the stream depends on what lies beside its list
        with open_video(path, frames=4) as video:
            assert video.facts.frame_count == 200
            assert len([frame for frame in video.frames() if frame.sampled]) == 4
            video.sound()


def test_the_packets_before_pyav_stumbles_are_all_read():
    def demux(*streams):
        yield from streams
        raise IndexError("list index out of range")

    source = Streams(SimpleNamespace(demux=demux), None, None)
    assert list(source.packets("a", "b")) == ["a", "b"]


def pictures_after(form, seconds):
    """A programme stream in which pictures begin after so many seconds of sound alone."""
    out = io.BytesIO()
    for begin, length, shown in ((0, seconds, False), (seconds, 2, True)):
        part = io.BytesIO()
        with av.open(part, "w", format=form) as container:
            video = container.add_stream("mpeg2video", rate=25) if shown else None
            audio = container.add_stream("mp2", rate=RATE)
            if video is not None:
                video.width, video.height, video.pix_fmt = 64, 48, "yuv420p"
                for number in range(25 * length):
                    frame = av.VideoFrame.from_ndarray(np.full((48, 64, 3), 4 * number, np.uint8), format="rgb24")
                    frame.pts, frame.time_base = number + 25 * begin, Fraction(1, 25)
                    container.mux(video.encode(frame))
                container.mux(video.encode(None))
            for start in range(0, length * RATE - 1152, 1152):
                frame = av.AudioFrame.from_ndarray(np.zeros((1, 1152), np.int16), format="s16", layout="mono")
                frame.sample_rate, frame.pts, frame.time_base = RATE, start + begin * RATE, Fraction(1, RATE)
                container.mux(audio.encode(frame))
            container.mux(audio.encode(None))
        out.write(part.getvalue())
    return out.getvalue()


def test_pictures_that_begin_after_long_sound_are_looked_for(tmp_path):
    path = tmp_path / "late.mpg"
    path.write_bytes(pictures_after("mpeg", 40))
    with open_video(path, frames=3) as video:
        assert video.facts.frame_count == 50
        assert len([frame for frame in video.frames() if frame.sampled]) == 3


def test_whatever_a_library_raises_costs_the_file():
    with pytest.raises(MediaError, match=r"^cannot be read: IndexError: list index out of range$"), only_this_file():
        raise IndexError("list index out of range")
    with pytest.raises(MemoryError), only_this_file():
        raise RuntimeError("(-4:Insufficient memory) Failed to allocate 12345 bytes")
    with pytest.raises(MediaError, match=r"^as it is$"), only_this_file():
        raise MediaError("as it is")


@pytest.mark.parametrize("hours", [1, 20])
def test_a_frame_that_stands_for_hours_takes_no_memory_for_its_sound(tmp_path, hours):
    path = tmp_path / "sparse.mkv"
    times = [0.0, 3600.0 * hours]
    write_video(path, moving_square(2), 25, times=times, sound=TONE[: 2 * RATE], rate=RATE, sound_codec="pcm_s16le")
    tracemalloc.start()
    with open_video(path) as video:
        assert video.window_duration == 60
        heard = video.sound()
        peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert heard is not None
    assert heard.duration == pytest.approx(2, abs=0.05)
    assert peak < 50_000_000


def test_no_more_sound_is_read_than_fits(tmp_path, monkeypatch):
    path = tmp_path / "clip.mkv"
    write_video(path, moving_square(50), 25, sound=TONE[: 2 * RATE], rate=RATE, sound_codec="pcm_s16le")
    with open_video(path) as video:
        whole = video.sound()
        monkeypatch.setattr(sound_module, "MOST_SAMPLES", RATE // 2)
        part = video.sound()
    assert len(part.samples) == RATE // 2
    assert np.array_equal(part.samples, whole.samples[: RATE // 2])
