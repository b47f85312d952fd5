"""The window's sound."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from tests.footage.media.clips import encode, scenes

from touchstone.footage.media import Sound, open_video, write_video


def sweep(seconds: float, rate: int) -> NDArray[np.float32]:
    """A tone whose pitch rises steadily, so that every moment sounds different."""
    t = np.arange(round(seconds * rate)) / rate
    return (0.5 * np.sin(2 * np.pi * (200 * t + 100 * t**2))).astype(np.float32)


def sound_of(path: Path, window: float = 2.0) -> Sound:
    with open_video(path, window=window) as video:
        sound = video.sound()
        assert sound is not None
        assert sound.start == pytest.approx(video.window_start, abs=2e-3)
        assert sound.duration == pytest.approx(video.window_duration, abs=2e-3)
        return sound


@pytest.mark.parametrize("rate", [8000, 11_025, 44_100, 48_000, 96_000])
def test_sound_without_loss_comes_back_in_place(rate: int, tmp_path: Path) -> None:
    wave = sweep(5, rate)
    write_video(tmp_path / "a.mov", scenes(125), 25, sound=wave, rate=rate)
    sound = sound_of(tmp_path / "a.mov")
    assert (sound.rate, sound.channels, sound.samples.dtype) == (rate, 1, np.float32)
    first = round(sound.start * rate)
    np.testing.assert_allclose(sound.samples, wave[first : first + len(sound.samples)], atol=2e-4)


@pytest.mark.parametrize(
    ("file", "codec", "rate"),
    [
        ("a.mp4", "aac", 44_100),
        ("a.mpg", "mp2", 44_100),
        ("a.webm", "libopus", 48_000),
        ("a.mkv", "libmp3lame", 44_100),
    ],
)
def test_lossy_sound_is_aligned_with_the_frames(file: str, codec: str, rate: int, tmp_path: Path) -> None:
    wave = sweep(5, rate)
    encoder = {"a.mpg": "mpeg1video", "a.webm": "libvpx-vp9"}.get(file, "libx264")
    fast = {"deadline": "realtime", "cpu-used": "8"} if encoder == "libvpx-vp9" else {}
    write_video(tmp_path / file, scenes(125), 25, codec=encoder, options=fast, sound=wave, rate=rate, sound_codec=codec)
    sound = sound_of(tmp_path / file)
    errors = []
    for lag in range(-3000, 3001, 5):
        first = round(sound.start * rate) + lag
        part = wave[first : first + len(sound.samples)]
        errors.append((float(np.mean((part - sound.samples[: len(part)]) ** 2)), lag))
    error, lag = min(errors)
    assert error < 5e-3
    assert abs(lag) / rate < 0.03  # Program streams and MP3 do not store the encoder's delay.


@pytest.mark.parametrize("channels", [2, 6])
def test_channels_are_averaged(channels: int, tmp_path: Path) -> None:
    wave = np.zeros((48_000, channels), np.float32)
    wave[:, 0] = sweep(1, 48_000)
    write_video(tmp_path / "a.mov", scenes(25), 25, sound=wave, sound_codec="pcm_s16le")
    sound = sound_of(tmp_path / "a.mov")
    assert sound.channels == channels
    np.testing.assert_allclose(sound.samples, wave[: len(sound.samples), 0] / channels, atol=2e-4)


@pytest.mark.parametrize("codec", ["pcm_u8", "pcm_s16le", "pcm_s32le", "pcm_f32le", "pcm_f64le", "flac"])
def test_sample_formats(codec: str, tmp_path: Path) -> None:
    wave = sweep(1, 16_000)
    write_video(tmp_path / "a.mkv", scenes(25), 25, sound=wave, rate=16_000, sound_codec=codec)
    sound = sound_of(tmp_path / "a.mkv")
    np.testing.assert_allclose(sound.samples, wave[: len(sound.samples)], atol=0.01)
    assert np.abs(sound.samples).max() <= 1


def test_no_sound(tmp_path: Path) -> None:
    with open_video(encode(tmp_path / "a.mp4", "libx264", {}, list(range(10)))) as video:
        assert video.sound() is None


def test_sound_that_ends_before_the_window_is_no_sound_there(tmp_path: Path) -> None:
    write_video(tmp_path / "a.mov", scenes(150), 25, sound=sweep(1, 16_000), rate=16_000)
    with open_video(tmp_path / "a.mov") as video:
        assert video.sound() is None
        assert video.facts.has_audio


def test_sound_that_ends_within_the_window_is_shorter(tmp_path: Path) -> None:
    write_video(tmp_path / "a.mov", scenes(150), 25, sound=sweep(3, 16_000), rate=16_000)
    with open_video(tmp_path / "a.mov") as video:
        sound = video.sound()
    assert sound is not None
    assert sound.duration == pytest.approx(1.0, abs=0.01)


def test_sound_can_be_read_while_frames_are(tmp_path: Path) -> None:
    write_video(tmp_path / "a.mov", scenes(75), 25, sound=sweep(3, 16_000), rate=16_000)
    with open_video(tmp_path / "a.mov") as video:
        before = video.sound()
        frames = video.frames()
        next(frames)
        during = video.sound()
        assert len(list(frames)) > 40
    assert before is not None
    assert during is not None
    np.testing.assert_array_equal(before.samples, during.samples)
