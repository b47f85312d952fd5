"""Clips from files and to files."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import numpy as np
import pytest
from tests.footage.interventions.clips import heard, small

from touchstone.footage.interventions import INTERVENTIONS, Encoding, read_clip, write_clip
from touchstone.footage.media import Box, open_video, write_video
from touchstone.vocabulary.errors import UsageError

LOSSLESS = Encoding(".mkv", "ffv1", {}, "bgr0", "pcm_s16le")


def test_what_is_written_is_read(tmp_path: Path) -> None:
    clip = dataclasses.replace(small(25), encoding=LOSSLESS)
    write_clip(clip, tmp_path / "a.mkv")
    back = read_clip(tmp_path / "a.mkv", faces=lambda frames: [Box(1, 2, 3, 4)] * len(frames))
    np.testing.assert_array_equal(back.frames, clip.frames)
    assert back.fps == clip.fps
    assert back.faces == (Box(1, 2, 3, 4),) * 25
    assert back.sound is not None
    assert len(back.sound) == back.rate == 16_000
    np.testing.assert_allclose(back.sound, heard(clip), atol=1e-4)


def test_the_middle_of_a_longer_clip_with_its_sound(tmp_path: Path) -> None:
    clip = dataclasses.replace(small(100), encoding=LOSSLESS)
    at = np.arange(4 * 16_000) / 16_000
    clip = dataclasses.replace(clip, sound=(at / 8).astype(np.float32))  # a sound that tells its time
    write_clip(clip, tmp_path / "a.mkv")
    back = read_clip(tmp_path / "a.mkv", seconds=2)
    np.testing.assert_array_equal(back.frames, clip.frames[25:75])
    assert back.sound is not None
    assert len(back.sound) == 2 * 16_000
    np.testing.assert_allclose(back.sound, heard(clip)[16_000:48_000], atol=1e-3)
    assert back.faces == (None,) * 50


def test_large_pictures_are_made_smaller(tmp_path: Path) -> None:
    write_video(tmp_path / "a.mp4", small(3, 120, 200).frames, 25)
    assert read_clip(tmp_path / "a.mp4", max_side=100).frames.shape == (3, 60, 100, 3)
    assert read_clip(tmp_path / "a.mp4", max_side=200).frames.shape == (3, 120, 200, 3)


def test_a_clip_without_sound(tmp_path: Path) -> None:
    write_clip(small(3, sound=False), tmp_path / "a.mp4")
    clip = read_clip(tmp_path / "a.mp4")
    assert clip.sound is None
    assert clip.duration == pytest.approx(3 / 25)


@pytest.mark.parametrize("suffix", [".mp4", ".mkv", ".mov"])
def test_the_sham_is_a_plain_encoding_bit_for_bit(suffix: str, tmp_path: Path) -> None:
    write_clip(small(12), tmp_path / f"source{suffix}")
    clip = read_clip(tmp_path / f"source{suffix}")
    write_video(
        tmp_path / f"plain{suffix}", clip.frames, clip.fps, options={"crf": "18"}, sound=clip.sound, rate=clip.rate
    )
    for name in ("jpeg", "sound_offset", "shuffle"):
        write_clip(INTERVENTIONS[name].apply(clip, None, 5), tmp_path / f"sham{suffix}")
        assert (tmp_path / f"sham{suffix}").read_bytes() == (tmp_path / f"plain{suffix}").read_bytes()


def test_both_arms_say_the_same_of_themselves(tmp_path: Path) -> None:
    clip, facts = small(25), []
    for name, dose in (("h265_quality", None), ("h265_quality", 44), ("mute", 1), ("double", 3)):
        write_clip(INTERVENTIONS[name].apply(clip, dose, 5), tmp_path / "a.mp4")
        with open_video(tmp_path / "a.mp4") as video:
            row = video.facts.row()
        facts.append({k: v for k, v in row.items() if k not in ("bitrate", "bits_per_pixel", "compression_ratio")})
    assert all(fact == facts[0] for fact in facts)


def test_odd_sizes_lose_a_row_where_the_format_is_even(tmp_path: Path) -> None:
    write_clip(small(3, 47, 63), tmp_path / "a.mp4")
    assert read_clip(tmp_path / "a.mp4").frames.shape == (3, 46, 62, 3)


def test_mistakes_are_told(tmp_path: Path) -> None:
    write_clip(small(3), tmp_path / "a.mp4")
    with pytest.raises(UsageError, match="longer than 0 seconds"):
        read_clip(tmp_path / "a.mp4", seconds=0)
    with pytest.raises(UsageError, match="at least 16 pixels, not 8"):
        read_clip(tmp_path / "a.mp4", max_side=8)
    with pytest.raises(UsageError, match="1 answers for 3 frames"):
        read_clip(tmp_path / "a.mp4", faces=lambda _: [None])
