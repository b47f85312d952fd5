"""Writing videos."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from tests.footage.media.clips import scene, scenes

from touchstone.footage.media import open_video, write_video
from touchstone.vocabulary.errors import MediaError, UsageError


@pytest.mark.parametrize(
    ("file", "codec", "pixel_format"),
    [
        ("a.mp4", "libx264", "yuv420p"),
        ("a.mp4", "libx264", "yuv444p"),
        ("a.mp4", "libx265", "yuv420p"),
        ("a.mp4", "mpeg4", "yuv420p"),
        ("a.mpg", "mpeg1video", "yuv420p"),
        ("a.mkv", "ffv1", "bgr0"),
        ("a.avi", "mjpeg", "yuvj420p"),
    ],
)
def test_what_is_written_can_be_read(
    file: str, codec: str, pixel_format: str, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    count = write_video(tmp_path / file, scenes(30), 25, codec=codec, pixel_format=pixel_format)
    assert count == 30
    with open_video(tmp_path / file) as video:
        assert video.facts.frame_count == 30
        assert video.facts.fps == pytest.approx(25, rel=1e-3)
        for frame in video.frames():
            assert np.abs(frame.rgb.astype(int) - scene(frame.index)).mean() < 15
    assert capfd.readouterr() == ("", "")


def test_lossless_is_lossless(tmp_path: Path) -> None:
    write_video(tmp_path / "a.mkv", scenes(5), 25, codec="ffv1", pixel_format="bgr0")
    with open_video(tmp_path / "a.mkv") as video:
        for frame in video.frames():
            np.testing.assert_array_equal(frame.rgb, scene(frame.index))


@pytest.mark.parametrize("fps", [25, 29.97, Fraction(30_000, 1001), 12.5])
def test_frame_rates(fps: float | Fraction, tmp_path: Path) -> None:
    write_video(tmp_path / "a.mp4", scenes(40), fps)
    with open_video(tmp_path / "a.mp4") as video:
        assert video.facts.fps == pytest.approx(float(fps), rel=1e-4)
        assert video.facts.variable_frame_rate is False


def test_times_of_frames(tmp_path: Path) -> None:
    times = [0, 0.04, 0.08, 0.2, 0.24, 1.0]
    write_video(tmp_path / "a.mp4", scenes(6), 25, times=times)
    with open_video(tmp_path / "a.mp4") as video:
        assert [frame.time for frame in video.frames()] == pytest.approx(times, abs=1e-4)
        assert video.facts.variable_frame_rate is True


@pytest.mark.parametrize("ending", ["mp4", "mkv", "mov"])
@pytest.mark.parametrize("width", [96, 160, 320])
def test_the_same_input_gives_the_same_bytes(ending: str, width: int, tmp_path: Path) -> None:
    wave = np.sin(np.arange(48_000) / 20).astype(np.float32)
    pictures = list(scenes(25, width))
    contents = set()
    for number in range(4):
        path = tmp_path / f"{number}.{ending}"
        write_video(path, pictures, 25, sound=wave)
        contents.add(path.read_bytes())
    assert len(contents) == 1


def test_fewer_bits_make_a_smaller_file(tmp_path: Path) -> None:
    for bits in (50_000, 500_000):
        write_video(tmp_path / f"{bits}.mp4", scenes(50, 320, 240), 25, bits=bits)
    assert (tmp_path / "50000.mp4").stat().st_size < (tmp_path / "500000.mp4").stat().st_size / 3


def test_mistakes_are_told(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="at least one frame"):
        write_video(tmp_path / "a.mp4", [], 25)
    with pytest.raises(UsageError, match="not 45"):
        write_video(tmp_path / "a.mp4", scenes(1), 25, rotation=45)
    with pytest.raises(UsageError, match="frame 1 is"):
        write_video(tmp_path / "a.mp4", [scene(0), scene(0, 64, 64)], 25)
    with pytest.raises(MediaError, match=r"a\.mp4 cannot be written with libx264"):
        write_video(tmp_path / "a.mp4", [scene(0, 95, 63)], 25)
    with pytest.raises(MediaError, match="cannot be written with nonsense"):
        write_video(tmp_path / "a.mp4", scenes(1), 25, codec="nonsense")


@pytest.mark.parametrize("rate", [44_100, 22_050, 48_000])
def test_opus_takes_sound_of_any_rate(tmp_path, rate):
    """A tone keeps its pitch and its length."""
    time = np.arange(rate) / rate
    tone = (0.5 * np.sin(2 * np.pi * 440 * time)).astype(np.float32)
    path = tmp_path / "clip.webm"
    write_video(path, [np.full((64, 64, 3), 90, np.uint8)] * 25, 25, codec="libvpx-vp9", sound=tone, rate=rate)
    with open_video(path, frames=1, window=0) as video:
        sound = video.sound()
    assert sound is not None
    samples = sound.samples.reshape(len(sound.samples), -1)[:, 0]
    assert len(samples) / sound.rate == pytest.approx(1.0, abs=0.03)
    spectrum = np.abs(np.fft.rfft(samples * np.hanning(len(samples))))
    assert spectrum.argmax() * sound.rate / len(samples) == pytest.approx(440, abs=2)
