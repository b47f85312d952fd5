"""The container columns."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest
from av.stream import Disposition
from tests.footage.media.clips import encode, scene, scenes

from touchstone.footage.media import VideoFacts, open_video, write_video
from touchstone.vocabulary.tables import VIDEOS

SECOND = list(range(25))


def facts_of(path: Path) -> VideoFacts:
    with open_video(path) as video:
        return video.facts


def test_the_row_holds_the_container_columns_of_the_videos_table(tmp_path: Path) -> None:
    row = facts_of(encode(tmp_path / "a.mp4", "libx264", {}, SECOND)).row()
    names = [column.name for column in VIDEOS.columns]
    first, last = names.index("container"), names.index("audio_duration")
    assert list(row) == names[first : last + 1]
    VIDEOS.empty().select(list(row))


def test_sizes_follow_from_the_packets(tmp_path: Path) -> None:
    path = encode(tmp_path / "a.mp4", "libx264", {"crf": "20"}, list(range(50)))
    with av.open(str(path)) as container:
        size = sum(packet.size for packet in container.demux(video=0))
    facts = facts_of(path)
    assert (facts.codec, facts.pixel_format, facts.width, facts.height) == ("h264", "yuv420p", 96, 64)
    assert (facts.frame_count, facts.fps, facts.variable_frame_rate) == (50, 25.0, False)
    assert facts.duration == pytest.approx(2.0)
    assert facts.bitrate == pytest.approx(size * 8 / 2.0)
    assert facts.bits_per_pixel == pytest.approx(size * 8 / (96 * 64 * 50))
    assert facts.compression_ratio == pytest.approx(96 * 64 * 3 * 50 / size)
    assert not facts.has_audio
    assert facts.audio_codec is facts.audio_rate is facts.audio_duration is None


@pytest.mark.parametrize(
    ("stamps", "unit", "file", "variable"),
    [
        (SECOND, Fraction(1, 25), "a.mp4", False),
        (SECOND, Fraction(1, 30), "a.mkv", False),  # rounded to milliseconds: 33, 33, 34
        (SECOND, Fraction(1, 60), "a.mkv", False),
        ([*range(12), *range(13, 26)], Fraction(1, 25), "a.mp4", True),
        ([0, 1, 2, 4, 5, 8], Fraction(1, 25), "a.mkv", True),
    ],
)
def test_uneven_spacing_is_told_from_rounding(
    stamps: list[int], unit: Fraction, file: str, variable: bool, tmp_path: Path
) -> None:
    assert facts_of(encode(tmp_path / file, "libx264", {}, stamps, unit=unit)).variable_frame_rate is variable


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
def test_rotation_is_applied_to_pixels_luma_and_size(rotation: int, tmp_path: Path) -> None:
    write_video(tmp_path / "turned.mp4", scenes(4), 25, rotation=rotation, options={"qp": "1"})
    with open_video(tmp_path / "turned.mp4") as video:
        frame = next(video.frames())
        turned = np.rot90(scene(0), -rotation // 90)  # numpy turns counter-clockwise
        assert video.facts.rotation == rotation
        assert frame.rgb.shape == turned.shape == (video.facts.height, video.facts.width, 3)
        assert frame.luma.shape == turned.shape[:2]
        assert np.abs(frame.rgb.astype(int) - turned).mean() < 6


def test_one_frame(tmp_path: Path) -> None:
    facts = facts_of(encode(tmp_path / "a.mp4", "libx264", {}, [0]))
    assert (facts.frame_count, facts.variable_frame_rate) == (1, None)
    assert facts.fps == 25
    assert facts.duration == pytest.approx(1 / 25)


def test_a_cover_picture_is_not_the_video(tmp_path: Path) -> None:
    path = tmp_path / "cover.mp4"
    film = encode(tmp_path / "film.mp4", "libx264", {}, SECOND)
    with av.open(str(film)) as source, av.open(str(path), "w") as target:
        cover = target.add_stream("mjpeg", rate=1)
        cover.width, cover.height, cover.pix_fmt = 32, 32, "yuvj420p"
        cover.disposition = Disposition.attached_pic
        copy = target.add_stream_from_template(source.streams.video[0])
        target.mux(cover.encode(av.VideoFrame.from_ndarray(scene(9, 32, 32), format="rgb24")))
        target.mux(cover.encode(None))
        for packet in source.demux(video=0):
            if packet.dts is not None:
                packet.stream = copy
                target.mux(packet)
    facts = facts_of(path)
    assert (facts.codec, facts.frame_count) == ("h264", 25)


def test_the_sound_columns(tmp_path: Path) -> None:
    sound = np.zeros((44_100, 2), np.float32)
    write_video(tmp_path / "a.mp4", scenes(25), 25, sound=sound, rate=44_100)
    facts = facts_of(tmp_path / "a.mp4")
    assert (facts.has_audio, facts.audio_codec, facts.audio_rate, facts.audio_channels) == (True, "aac", 44_100, 2)
    assert facts.audio_duration == pytest.approx(1.0, abs=0.06)
