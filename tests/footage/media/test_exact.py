"""Selected frames are those of a plain decode of the whole file: same pixels, same index, same time."""

from __future__ import annotations

import itertools
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest
from av.stream import Disposition
from tests.footage.media.clips import decode_plainly, encode

from touchstone.footage.media import open_video

EVEN = list(range(100))
UNEVEN = [index + index * index // 7 for index in EVEN]
LATE = [index + 500 for index in EVEN]


def x264(text: str) -> dict[str, str]:
    return {"preset": "fast", "x264-params": f"scenecut=0:{text}"}


def x265(text: str) -> dict[str, str]:
    return {"preset": "ultrafast", "x265-params": f"log-level=none:keyint=25:bframes=4:{text}"}


VP = {"deadline": "good", "cpu-used": "5", "auto-alt-ref": "1", "lag-in-frames": "20"}

# name: file, encoder, options, timestamps, pixel format
CLIPS: dict[str, tuple[str, str, dict[str, str], list[int], str]] = {
    "one key frame, B-frames": ("a.mp4", "libx264", x264("keyint=250:bframes=3"), EVEN, "yuv420p"),
    "B-pyramid": ("a.mp4", "libx264", x264("keyint=250:bframes=5:b-pyramid=normal:ref=4"), EVEN, "yuv420p"),
    "key frame per second": ("a.mp4", "libx264", x264("keyint=25:bframes=3"), EVEN, "yuv420p"),
    "open GOP": ("a.mp4", "libx264", x264("keyint=25:bframes=3:open-gop=1"), EVEN, "yuv420p"),
    "open GOP in Matroska": ("a.mkv", "libx264", x264("keyint=25:bframes=3:open-gop=1"), EVEN, "yuv420p"),
    "open GOP in MPEG-TS": ("a.ts", "libx264", x264("keyint=25:bframes=3:open-gop=1"), EVEN, "yuv420p"),
    "intra refresh": ("a.mp4", "libx264", x264("keyint=25:intra-refresh=1"), EVEN, "yuv420p"),
    "no B-frames": ("a.mp4", "libx264", x264("keyint=25:bframes=0"), EVEN, "yuv420p"),
    "interlaced": ("a.mp4", "libx264", x264("keyint=25:interlaced=1"), EVEN, "yuv420p"),
    "variable rate": ("a.mp4", "libx264", x264("keyint=25"), UNEVEN, "yuv420p"),
    "variable rate in Matroska": ("a.mkv", "libx264", x264("keyint=25"), UNEVEN, "yuv420p"),
    "late start": ("a.ts", "libx264", x264("keyint=25"), LATE, "yuv420p"),
    "Flash video": ("a.flv", "libx264", x264("keyint=25"), EVEN, "yuv420p"),
    "no timestamps": ("a.h264", "libx264", x264("keyint=25:bframes=3"), EVEN, "yuv420p"),
    "H.264 in AVI": ("a.avi", "libx264", x264("keyint=25:bframes=2"), EVEN, "yuv420p"),
    "HEVC, open GOP": ("a.mp4", "libx265", x265("open-gop=1"), EVEN, "yuv420p"),
    "HEVC, closed GOP": ("a.mkv", "libx265", x265("open-gop=0"), EVEN, "yuv420p"),
    "HEVC, temporal layers": ("a.mp4", "libx265", x265("temporal-layers=3"), EVEN, "yuv420p"),
    "HEVC in MPEG-TS": ("a.ts", "libx265", x265("open-gop=1"), EVEN, "yuv420p"),
    "MPEG-1 program stream": ("a.mpg", "mpeg1video", {"g": "12", "bf": "2", "b": "900k"}, EVEN, "yuv420p"),
    "MPEG-2 program stream": ("a.mpg", "mpeg2video", {"g": "12", "bf": "2", "b": "900k"}, EVEN, "yuv420p"),
    "MPEG-2 transport stream": ("a.ts", "mpeg2video", {"g": "12", "bf": "2", "b": "900k"}, EVEN, "yuv420p"),
    "MPEG-4": ("a.mp4", "mpeg4", {"g": "12", "bf": "2"}, EVEN, "yuv420p"),
    "MPEG-4 in AVI": ("a.avi", "mpeg4", {"g": "12", "bf": "2"}, EVEN, "yuv420p"),
    "Motion JPEG": ("a.avi", "mjpeg", {}, EVEN, "yuvj420p"),
    "VP8 with hidden frames": ("a.webm", "libvpx", {"g": "50", **VP}, EVEN, "yuv420p"),
    "VP9 with hidden frames": ("a.webm", "libvpx-vp9", {"g": "50", **VP}, EVEN, "yuv420p"),
    "AV1": ("a.mp4", "libsvtav1", {"preset": "12", "g": "30"}, EVEN, "yuv420p"),
    "FFV1": ("a.mkv", "ffv1", {}, EVEN, "yuv420p"),
    "ProRes": ("a.mov", "prores_ks", {}, EVEN, "yuv422p10le"),
    "GIF": ("a.gif", "gif", {}, EVEN, "rgb8"),
}


@pytest.fixture(autouse=True)
def _quiet_encoders(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SVT_LOG", "0")


def assert_exact(path: Path, frames: int, window: float, *, threads: int = 1) -> None:
    pictures, stamps = decode_plainly(path)
    times = [stamp for stamp in stamps if stamp is not None]
    # In AVI and in some program streams FFmpeg guesses presentation times, and guesses them out of order.
    usable = len(times) == len(stamps) and all(a < b for a, b in itertools.pairwise(times))
    with open_video(path, frames, window, threads=threads) as video:
        assert video.facts.frame_count == len(pictures)
        seen = []
        for frame in video.frames():
            seen.append(frame.index)
            np.testing.assert_array_equal(frame.rgb, pictures[frame.index])
            if usable:
                assert frame.time == pytest.approx(times[frame.index] - times[0], abs=1e-6)
            assert frame.sampled == (frame.index in video.sampled)
            assert frame.in_window == (frame.index in video.window)
        assert seen == sorted({*video.sampled, *video.window})


@pytest.mark.parametrize("name", CLIPS)
def test_frames_equal_a_plain_decode(name: str, tmp_path: Path) -> None:
    file, codec, options, stamps, pixel_format = CLIPS[name]
    unit = Fraction(1, 30) if codec == "mpeg1video" else Fraction(1, 25)
    path = encode(tmp_path / file, codec, options, stamps, unit=unit, pixel_format=pixel_format)
    for frames, window in ((8, 2.0), (3, 0.2), (1, 0), (0, 0.5), (33, 0.1), (1000, 0)):
        assert_exact(path, frames, window)


def test_several_threads_give_the_same_frames(tmp_path: Path) -> None:
    path = encode(tmp_path / "a.mp4", "libx264", x264("keyint=25:bframes=3"), EVEN)
    assert_exact(path, 8, 0.2, threads=2)


@pytest.mark.parametrize("shift", [-10, 0, 37])
def test_edit_lists_are_honoured(shift: int, tmp_path: Path) -> None:
    plain = encode(tmp_path / "plain.mp4", "libx264", x264("keyint=25:bframes=2"), EVEN)
    path = tmp_path / "shifted.mp4"
    with (
        av.open(str(plain)) as source,
        av.open(str(path), "w", container_options={"avoid_negative_ts": "disabled"}) as target,
    ):
        stream = source.streams.video[0]
        copy = target.add_stream_from_template(stream)
        for packet in source.demux(stream):
            if packet.pts is None or packet.dts is None or stream.time_base is None:
                continue
            offset = int(Fraction(shift, 25) / stream.time_base)
            packet.stream = copy
            packet.pts, packet.dts = packet.pts + offset, packet.dts + offset
            target.mux(packet)
    assert len(decode_plainly(path)[0]) == 100 + min(0, shift)
    assert_exact(path, 8, 1.0)


def test_a_stream_that_begins_between_key_frames(tmp_path: Path) -> None:
    data = encode(tmp_path / "a.ts", "libx264", x264("keyint=25:bframes=3"), EVEN).read_bytes()
    path = tmp_path / "cut.ts"
    path.write_bytes(data[len(data) // 3 // 188 * 188 :])
    assert_exact(path, 8, 1.0)


def test_an_open_mpeg1_group_at_the_start(tmp_path: Path) -> None:
    data = encode(tmp_path / "a.mpg", "mpeg1video", {"g": "12", "bf": "2"}, EVEN, unit=Fraction(1, 30)).read_bytes()
    path = tmp_path / "cut.mpg"
    path.write_bytes(data[len(data) // 3 :])
    assert_exact(path, 8, 1.0)


def test_several_streams_and_the_default_one(tmp_path: Path) -> None:
    small = encode(tmp_path / "one.mp4", "libx264", x264("keyint=25"), EVEN, size=(64, 48))
    large = encode(tmp_path / "two.mp4", "libx264", x264("keyint=25"), EVEN[:50])
    path = tmp_path / "both.mkv"
    with av.open(str(small)) as first, av.open(str(large)) as second, av.open(str(path), "w") as target:
        copies = [target.add_stream_from_template(source.streams.video[0]) for source in (first, second)]
        for copy, flags in zip(copies, (0, Disposition.default), strict=True):
            setattr(copy, "disposition", flags)  # noqa: B010 - PyAV's stubs say it is read-only
        for source, copy in ((first, copies[0]), (second, copies[1])):
            for packet in source.demux(video=0):
                if packet.dts is not None:
                    packet.stream = copy
                    target.mux(packet)
    with open_video(path) as video:
        assert (video.facts.width, video.facts.frame_count) == (96, 50)
        pictures, _ = decode_plainly(large)
        for frame in video.frames():
            np.testing.assert_array_equal(frame.rgb, pictures[frame.index])
