"""Files that are no videos, damaged videos, and files that try to reach beyond themselves."""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest
from PIL import Image
from tests.footage.media.clips import encode, scene, scenes

from touchstone.footage.media import Limits, open_video, write_video
from touchstone.vocabulary.errors import MediaError, UsageError
from touchstone.vocabulary.install import install_line

SIX_SECONDS = list(range(150))
EVERY_SECOND = {"preset": "fast", "g": "25", "sc_threshold": "0"}
FASTSTART = {"movflags": "faststart"}


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("good")
    return encode(folder / "good.mp4", "libx264", EVERY_SECOND, SIX_SECONDS, container=FASTSTART)


def read_all(path: Path, **settings: Any) -> None:
    with open_video(path, **settings) as video:  # pyright: ignore[reportArgumentType]
        for frame in video.frames():
            assert frame.luma.size == frame.rgb.size // 3
        video.sound()


def reason(path: Path | str, **settings: Any) -> str:
    """Why a video cannot be read; it is one line."""
    with pytest.raises(MediaError) as caught:
        read_all(Path(path), **settings)
    text = str(caught.value)
    assert text
    assert text.isprintable()
    return text


def file(path: Path, data: bytes) -> Path:
    path.write_bytes(data)
    return path


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "an empty file"),
        (b"hello world\n" * 50, "text, not a video"),
        (bytes(10_000), "not a video in a known container"),
        (random.Random(1).randbytes(20_000), "not a video in a known container"),
        (b"#EXTM3U\n#EXT-X-TARGETDURATION:5\n#EXTINF:5,\nfile:///etc/passwd\n#EXT-X-ENDLIST\n", "playlist (HLS)"),
        (b"ffconcat version 1.0\nfile good.mp4\n", "playlist (concat)"),
        (b"v=0\no=- 0 0 IN IP4 127.0.0.1\nm=video 5004 RTP/AVP 96\n", "session description (SDP)"),
        (b'<?xml version="1.0"?><MPD xmlns="urn:mpeg:dash:schema:mpd:2011"></MPD>', "playlist (DASH)"),
    ],
)
@pytest.mark.parametrize("ending", ["mp4", "m3u8", "txt", "sdp", "mpd", "ffconcat"])
def test_what_is_no_video(data: bytes, words: str, ending: str, tmp_path: Path) -> None:
    assert words in reason(file(tmp_path / f"a.{ending}", data))


@pytest.mark.parametrize("ending", ["jpg", "png", "bmp", "webp"])
def test_still_pictures(ending: str, tmp_path: Path) -> None:
    Image.fromarray(scene(0)).save(tmp_path / f"a.{ending}")
    assert reason(tmp_path / f"a.{ending}") == "a still picture, not a video"


def test_a_playlist_beside_a_good_video_does_not_open_it(good: Path, tmp_path: Path) -> None:
    shutil.copy(good, tmp_path / "good.mp4")
    text = "#EXTM3U\n#EXT-X-TARGETDURATION:6\n#EXTINF:6,\ngood.mp4\n#EXT-X-ENDLIST\n"
    assert "playlist" in reason(file(tmp_path / "a.m3u8", text.encode()))
    assert "playlist" in reason(file(tmp_path / "a.mp4", b"ffconcat version 1.0\nfile good.mp4\n"))


@pytest.mark.parametrize(
    "name", ["img%03d.mp4", "concat:good.mp4", "http:x.mp4", "a|b.mp4", "-i.mp4", "a b.mp4", "é世.mp4"]
)
def test_names_mean_nothing_to_the_reader(name: str, good: Path, tmp_path: Path) -> None:
    shutil.copy(good, tmp_path / name)
    with open_video(tmp_path / name) as video:
        assert video.facts.frame_count == 150


@pytest.mark.skipif(sys.platform != "linux", reason="other systems keep file names in Unicode")
def test_a_name_that_is_not_utf8(good: Path, tmp_path: Path) -> None:
    name = os.fsdecode(os.fsencode(tmp_path) + b"/\xff\xfe.mp4")
    shutil.copy(good, name)
    with open_video(Path(name)) as video:
        assert len(list(video.frames())) == 56


def test_missing_file_and_folder(tmp_path: Path) -> None:
    assert reason(tmp_path / "none.mp4") == "no such file"
    assert reason(tmp_path) == "a folder, not a plain file"
    assert "cannot be opened" in reason("a\0b")


def test_pipes_and_devices_are_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.mp4")
    reasons: list[str] = []
    worker = threading.Thread(target=lambda: reasons.append(reason(tmp_path / "pipe.mp4")), daemon=True)
    worker.start()
    worker.join(10)
    assert reasons == ["a named pipe, not a plain file"]
    assert reason("/dev/zero") == "a device, not a plain file"


@pytest.mark.parametrize("share", [0.99, 0.5, 0.01])
def test_truncated_with_the_index_in_front(share: float, good: Path, tmp_path: Path) -> None:
    data = good.read_bytes()
    pictures = data.index(b"mdat") + 4
    said = reason(file(tmp_path / "a.mp4", data[: pictures + int((len(data) - pictures) * share)]))
    assert said.startswith("truncated")
    assert "index" not in said


@pytest.mark.parametrize("large", [False, True], ids=["32 bits", "64 bits"])
@pytest.mark.parametrize("front", [True, False], ids=["in front", "at the end"])
@pytest.mark.parametrize("there", [0, 40, 300, 900])
def test_truncated_inside_the_index(there: int, front: bool, large: bool, good: Path, tmp_path: Path) -> None:
    data = good.read_bytes() if front else encode(tmp_path / "w.mp4", "libx264", EVERY_SECOND, SIX_SECONDS).read_bytes()
    start = data.index(b"moov") - 4
    size = int.from_bytes(data[start : start + 4], "big")
    index = data[start + 8 : start + size]
    box = (1).to_bytes(4, "big") + b"moov" + (size + 8).to_bytes(8, "big") if large else data[start : start + 8]
    rest = index[:there]
    missing = size - 8 - len(rest)
    assert reason(file(tmp_path / "a.mp4", data[:start] + box + rest)) == (
        f"truncated: the file ends inside its index (moov), of which {missing:,} bytes are missing"
    )


@pytest.mark.parametrize("size", [0, 7, 1 << 31, (1 << 64) - 1])
def test_a_box_of_any_size_is_no_index(size: int, tmp_path: Path) -> None:
    length = size.to_bytes(4, "big") if size < 1 << 32 else (1).to_bytes(4, "big")
    odd = length + b"free" + (size if size >= 1 << 32 else 0).to_bytes(8, "big")
    head = (20).to_bytes(4, "big") + b"ftypisom" + bytes(8)
    assert "truncated: the file ends" not in reason(file(tmp_path / "a.mp4", head + odd + bytes(200)))


def test_truncated_before_the_index(tmp_path: Path) -> None:
    data = encode(tmp_path / "whole.mp4", "libx264", {}, SIX_SECONDS).read_bytes()
    assert "without a usable index" in reason(file(tmp_path / "a.mp4", data[: len(data) // 2]))


def test_truncated_matroska_tells_both_lengths(tmp_path: Path) -> None:
    data = encode(tmp_path / "whole.mkv", "libx264", EVERY_SECOND, SIX_SECONDS).read_bytes()
    assert reason(file(tmp_path / "a.mkv", data[: len(data) // 2])).startswith("truncated: 6.0 s are announced")


@pytest.mark.parametrize(
    ("ending", "codec"), [("mp4", "libx264"), ("mkv", "libx264"), ("mpg", "mpeg1video"), ("webm", "libvpx-vp9")]
)
def test_any_damage_gives_a_reason_or_exact_frames(ending: str, codec: str, tmp_path: Path) -> None:
    """Whatever bytes are changed: an answer in time, a reason in one line, never a crash."""
    options = {"deadline": "realtime", "cpu-used": "8", "g": "25"} if codec == "libvpx-vp9" else {"g": "25"}
    data = encode(tmp_path / f"whole.{ending}", codec, options, SIX_SECONDS).read_bytes()
    reasons: list[str] = []
    for seed in range(12):
        dice = random.Random(seed)
        changed = bytearray(data)
        for _ in range(10 ** dice.randrange(4)):
            changed[dice.randrange(len(data))] = dice.randrange(256)
        path = file(tmp_path / f"a.{ending}", bytes(changed))
        try:
            read_all(path)
        except MediaError as error:
            reasons.append(str(error))
    assert reasons
    assert all(text.isprintable() for text in reasons)


def test_damage_in_the_middle_is_counted(good: Path, tmp_path: Path) -> None:
    with av.open(str(good)) as container:
        places = [(packet.pos, packet.size) for packet in container.demux(video=0) if packet.size]
    assert places[80][0] is not None
    data = bytearray(good.read_bytes())
    start = int(places[80][0]) + 8  # past the length and the header of the slice
    data[start : start + places[80][1] - 8] = bytes(places[80][1] - 8)
    # The window is frames 50 to 99; packet 80 and what follows it up to the key frame 100 are lost.
    text = reason(file(tmp_path / "a.mp4", bytes(data)))
    assert text.startswith("damaged: ")
    assert text.endswith("of the 56 frames to be read cannot be decoded")
    assert 15 <= int(text.split()[1]) <= 22


def test_damage_outside_what_is_read_does_not_matter(good: Path, tmp_path: Path) -> None:
    with av.open(str(good)) as container:
        places = [(packet.pos, packet.size) for packet in container.demux(video=0) if packet.size]
    data = bytearray(good.read_bytes())
    start = int(places[20][0] or 0) + 8
    data[start : start + places[20][1] - 8] = bytes(places[20][1] - 8)
    with open_video(file(tmp_path / "a.mp4", bytes(data)), frames=0) as video:
        assert len(list(video.frames())) == 50


def test_sound_only(tmp_path: Path) -> None:
    with av.open(str(tmp_path / "a.mp4"), "w") as container:
        stream = container.add_stream("aac", rate=48_000, layout="mono")
        for index in range(20):
            frame = av.AudioFrame.from_ndarray(np.zeros((1, 1024), np.float32), format="fltp", layout="mono")
            frame.sample_rate, frame.pts = 48_000, index * 1024
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    assert reason(tmp_path / "a.mp4") == "no video stream, only sound"


def test_too_small_and_too_large(good: Path, tmp_path: Path) -> None:
    tiny = encode(tmp_path / "a.mkv", "ffv1", {}, [0, 1], size=(1, 1), pixel_format="bgr0")
    assert reason(tiny) == "1×1 pixels: too small to analyse (at least 16×16 needed)"
    with open_video(tiny, limits=Limits(min_side=1)) as video:
        assert next(video.frames()).rgb.shape == (1, 1, 3)
    assert reason(good, limits=Limits(max_pixels=5000)) == "96×64 pixels: above the limit of 0.005 megapixels per frame"


def test_too_long(good: Path, tmp_path: Path) -> None:
    assert reason(good, limits=Limits(max_frames=100)) == "more than 100 frames: too long to analyse"
    assert "too long to analyse" in reason(good, limits=Limits(max_duration=5))
    absurd = encode(tmp_path / "a.mkv", "libx264", {}, [0, 1, 2, 10**9])
    assert reason(absurd) == "40,000,000 s by its timestamps: too long to analyse"


def test_no_frames(tmp_path: Path) -> None:
    with av.open(str(tmp_path / "a.mkv"), "w") as container:
        stream = container.add_stream("ffv1", rate=25)
        stream.width, stream.height, stream.pix_fmt = 32, 32, "bgr0"
        container.start_encoding()
    assert "no frames" in reason(tmp_path / "a.mkv") or "known container" in reason(tmp_path / "a.mkv")


def test_misuse_is_told(good: Path) -> None:
    with pytest.raises(UsageError, match="negative"):
        open_video(good, frames=-1)
    with open_video(good, frames=1, window=0) as video:
        list(video.frames())
        with pytest.raises(UsageError, match="once"):
            list(video.frames())


def test_nothing_is_written_to_the_terminal(good: Path, tmp_path: Path) -> None:
    data = good.read_bytes()
    dice = random.Random(5)
    changed = bytearray(data)
    for _ in range(300):
        changed[dice.randrange(len(data) // 2, len(data))] = 255
    file(tmp_path / "a.mp4", bytes(changed))
    file(tmp_path / "b.mp4", data[:5000])
    code = """
import sys
from touchstone.vocabulary.errors import MediaError
from touchstone.footage.media import open_video
for path in sys.argv[1:]:
    try:
        with open_video(path) as video:
            for frame in video.frames():
                frame.rgb
    except MediaError:
        pass
assert "torch" not in sys.modules
"""
    done = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path / "a.mp4"), str(tmp_path / "b.mp4")],
        capture_output=True,
        check=True,
    )
    assert (done.stdout, done.stderr) == (b"", b"")


def test_missing_packages_are_named() -> None:
    code = """
import sys
sys.modules["av"] = None
from touchstone.vocabulary.errors import MissingExtraError
try:
    import touchstone.footage.media
except MissingExtraError as error:
    print(error)
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True)
    assert install_line("footage") in done.stdout


def test_files_are_closed(good: Path) -> None:
    open_files = Path("/proc/self/fd")
    if not open_files.exists():
        pytest.skip("no list of open files here")
    before = len(list(open_files.iterdir()))
    for _ in range(3):
        with open_video(good) as video:
            next(video.frames())
    assert len(list(open_files.iterdir())) <= before


def test_long_videos_need_no_more_memory(tmp_path: Path) -> None:
    """Frames are handed over one by one: at most a few are alive at a time."""
    write_video(tmp_path / "a.mp4", scenes(200), 100, options={"preset": "ultrafast"})
    with open_video(tmp_path / "a.mp4", frames=200) as video:
        assert sum(frame.luma.size for frame in video.frames()) == 200 * 96 * 64
