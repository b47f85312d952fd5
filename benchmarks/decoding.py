"""Time of reading 8 exact frames of a 10 s clip: ``python benchmarks/decoding.py``.

Prints seconds of processor time, medians of several runs in one process. With one thread and the file in memory this is
the wall time on an idle machine. Compares seeking by frame number and reading in sequence with OpenCV, and this package
with 8 frames alone and with its window of 2 s. First it checks that all ways give the same frames.
"""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

os.environ["OPENCV_FFMPEG_CAPTURE_OPTIONS"] = "threads;1"

import cv2
import numpy as np

from touchstone.footage.media import open_video, write_video

RUNS = 5
FRAMES = 250
SIZES = {"720p": (1280, 720), "1080p": (1920, 1080)}
KEY_FRAMES = {"one key frame": 250, "one per second": 25}


def scene(width: int, height: int) -> Iterator[np.ndarray]:
    """Texture that drifts, a disc that moves, and sensor noise."""
    dice = np.random.default_rng(0)
    texture = cv2.resize(dice.integers(0, 256, (height // 4, width // 2, 3), np.uint8), (2 * width, height))
    noise = [dice.integers(0, 9, (height, width, 3), np.uint8) for _ in range(4)]
    for index in range(FRAMES):
        frame = cv2.add(texture[:, 2 * index : 2 * index + width] // 2 + 60, noise[index % 4])
        centre = (int(width * (0.5 + 0.3 * np.cos(index / 20))), height // 2)
        yield cv2.circle(frame, centre, height // 6, (200, 150, 120), -1)


def seek(path: Path, wanted: tuple[int, ...]) -> list[np.ndarray]:
    """OpenCV, by frame number."""
    capture = cv2.VideoCapture(str(path), cv2.CAP_FFMPEG)
    frames = []
    for index in wanted:
        capture.set(cv2.CAP_PROP_POS_FRAMES, index)
        frames.append(cv2.cvtColor(capture.read()[1], cv2.COLOR_BGR2RGB))
    return frames


def in_sequence(path: Path, wanted: tuple[int, ...]) -> list[np.ndarray]:
    """OpenCV, decoding every frame up to the last one wanted and converting the wanted ones."""
    capture = cv2.VideoCapture(str(path), cv2.CAP_FFMPEG)
    frames = []
    for index in range(wanted[-1] + 1):
        capture.grab()
        if index in wanted:
            frames.append(cv2.cvtColor(capture.retrieve()[1], cv2.COLOR_BGR2RGB))
    return frames


def ours(path: Path, window: float) -> list[np.ndarray]:
    """This package: the sampled frames as RGB, the window's as luma."""
    frames = []
    with open_video(path, 8, window) as video:
        for frame in video.frames():
            if frame.in_window:
                assert frame.luma.size
            if frame.sampled:
                frames.append(frame.rgb)
    return frames


def seconds(work: Callable[[], object]) -> float:
    """Median time of a piece of work."""
    times = []
    for _ in range(RUNS):
        start = time.process_time()
        work()
        times.append(time.process_time() - start)
    return float(np.median(times))


def main() -> None:
    print(f"8 exact frames of {FRAMES} (10 s, H.264), one thread, median of {RUNS} runs, seconds of processor time")
    print(f"  {'clip':24}{'OpenCV seeking':>16}{'in sequence':>14}{'ours':>8}{'ours + window':>16}")
    with tempfile.TemporaryDirectory() as folder:
        for size, (width, height) in SIZES.items():
            for kind, distance in KEY_FRAMES.items():
                path = Path(folder) / f"{size}-{distance}.mp4"
                options = {"preset": "fast", "crf": "23", "g": str(distance), "sc_threshold": "0"}
                write_video(path, scene(width, height), 25, options=options, threads=2)
                with open_video(path, 8, 0) as video:
                    wanted = video.sampled
                for other in (seek(path, wanted), in_sequence(path, wanted)):
                    for mine, theirs in zip(ours(path, 0), other, strict=True):
                        np.testing.assert_array_equal(mine, theirs)
                spent = (
                    seconds(lambda path=path, wanted=wanted: seek(path, wanted)),
                    seconds(lambda path=path, wanted=wanted: in_sequence(path, wanted)),
                    seconds(lambda path=path: ours(path, 0)),
                    seconds(lambda path=path: ours(path, 2)),
                )
                print(f"  {size + ', ' + kind:24}{spent[0]:16.2f}{spent[1]:14.2f}{spent[2]:8.2f}{spent[3]:16.2f}")


if __name__ == "__main__":
    main()
