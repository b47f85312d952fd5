"""Pictures and sound through encoders in memory."""

from __future__ import annotations

import io
from fractions import Fraction

import av
import numpy as np
import pytest
from tests.footage.interventions.clips import small

from touchstone.footage.interventions import Encoding, codec_pass
from touchstone.footage.interventions.av.sound import through_codec
from touchstone.footage.interventions.codec import by_bits, by_quality, encode
from touchstone.vocabulary.errors import MediaError

CODECS = ("libx264", "libx265", "libvpx-vp9", "libsvtav1", "mpeg1video", "mpeg2video", "mpeg4", "mjpeg")


@pytest.mark.parametrize("codec", CODECS)
def test_as_many_pictures_come_back_near_what_went_in(codec: str, capfd: pytest.CaptureFixture[str]) -> None:
    frames = small(9, 63, 97).frames
    encoding = Encoding(
        codec=codec, options={}, bits=2_000_000, pixel_format="yuvj420p" if codec == "mjpeg" else "yuv420p"
    )
    passes = [codec_pass(frames, Fraction(25), encoding) for _ in range(2)]
    assert passes[0].shape == frames.shape
    np.testing.assert_array_equal(passes[0], passes[1])
    assert np.abs(passes[0].astype(int) - frames).mean() < 12
    assert capfd.readouterr() == ("", "")


def test_frame_rates_that_mpeg_1_does_not_know() -> None:
    frames = small(5).frames
    assert codec_pass(frames, Fraction(27, 2), by_quality("mpeg1video", 4)).shape == frames.shape


@pytest.mark.parametrize("codec", CODECS[:5])
def test_fewer_bits_make_fewer_bytes(codec: str) -> None:
    frames, fps = small(24, 128, 160).frames, Fraction(25)
    sizes = [len(encode(frames, fps, by_bits(codec, bits, frames, fps))) for bits in (1.0, 0.1)]
    assert sizes[1] < 0.6 * sizes[0]


def test_an_encoder_that_does_not_exist_is_told() -> None:
    with pytest.raises(MediaError, match="a video in memory cannot be written with nonsense"):
        codec_pass(small().frames, Fraction(25), Encoding(codec="nonsense"))


@pytest.mark.parametrize("rate", [16_000, 22_050, 44_100, 48_000])
@pytest.mark.parametrize(("codec", "bits"), [("libmp3lame", 64_000), ("libmp3lame", 24_000), ("libopus", 32_000)])
def test_sound_comes_back_in_time_and_as_long(codec: str, bits: int, rate: int) -> None:
    rng = np.random.default_rng(0)
    at = np.arange(int(1.3 * rate)) / rate
    chirp = (0.3 * np.sin(2 * np.pi * (200 * at + 900 * at**2)) + 0.01 * rng.standard_normal(len(at))).astype(
        np.float32
    )
    back = through_codec(chirp, rate, codec, bits)
    assert len(back) == len(chirp)
    cross = np.fft.irfft(np.fft.rfft(back, 2 * len(at)) * np.fft.rfft(chirp, 2 * len(at)).conj())
    late = int(cross.argmax())
    assert min(late, len(cross) - late) / rate < 0.0005


@pytest.mark.parametrize("count", [1, 2, 3, 4])
def test_a_few_frames_by_x265_are_decoded_when_they_are_shown(count):
    frames = np.full((count, 64, 64, 3), 90, np.uint8)
    for bits in (0.01, 0.1, 0.7):
        data = encode(frames, Fraction(25), by_bits("libx265", bits, frames, Fraction(25)))
        with av.open(io.BytesIO(data), "r") as file:
            times = [(packet.dts, packet.pts) for packet in file.demux(video=0) if packet.size]
        assert len(times) == count
        assert all(decoded == shown for decoded, shown in times)
