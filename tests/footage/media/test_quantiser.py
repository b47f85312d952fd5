"""The quantiser that the bitstream states."""

from __future__ import annotations

import math

import pytest
from tests.conftest import moving_square

from touchstone.footage.media import open_video, write_video


def quantisers(path) -> list[float | None]:
    with open_video(path, frames=4, window=0) as video:
        return [frame.quantiser for frame in video.frames()]


@pytest.mark.parametrize("parameter", [12, 26, 40])
def test_h264_at_a_fixed_parameter(tmp_path, parameter: int) -> None:
    path = tmp_path / "clip.mp4"
    options = {"x264-params": f"qp={parameter}:ipratio=1:pbratio=1"}
    write_video(path, moving_square(8), 25, options=options)
    assert quantisers(path) == [pytest.approx(parameter)] * 4


@pytest.mark.parametrize("codec", ["mpeg1video", "mpeg2video"])
@pytest.mark.parametrize("scale", [4, 16])
def test_mpeg_by_the_size_of_its_step(tmp_path, codec: str, scale: int) -> None:
    path = tmp_path / "clip.mpg"
    write_video(path, moving_square(8), 25, codec=codec, options={"qmin": str(scale), "qmax": str(scale)})
    stated = [value for value in quantisers(path) if value is not None]
    # Steps of weight 16 are twice the scale; H.264's are 0.625 · 2^(QP / 6).
    assert stated
    assert stated == [pytest.approx(6 * math.log2(2 * scale / 0.625))] * len(stated)


def test_other_codecs_do_not_tell(tmp_path) -> None:
    path = tmp_path / "clip.avi"
    write_video(path, moving_square(4), 25, codec="ffv1", pixel_format="bgr0")
    assert quantisers(path) == [None] * 4
