"""How often faces are found, and how well one is followed: ``python benchmarks/faces.py FOOTAGE``.

Prints four tables: how often a face is found in four frames of every clip of a folder, and how long that takes on one core;
the time of one picture by its size; faces followed through the windows of 2 s of the same clips; and drawn heads that move
on known paths, compared with those paths.
"""

from __future__ import annotations

import argparse
import importlib.metadata
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

os.environ.setdefault("OMP_NUM_THREADS", "1")
ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

# Imported below, because NumPy and OpenCV read the number of threads at import and the drawn heads of the tests need the path.
import cv2  # noqa: E402
import numpy as np  # noqa: E402
from tests.footage.faces.heads import jitter, moving, paste, paths, room, true_centres  # noqa: E402

from _machine import machine, write_between  # noqa: E402
from touchstone.footage.faces import Face, FaceDetector, face_status, open_face_detector, track_faces  # noqa: E402
from touchstone.footage.media import open_video  # noqa: E402
from touchstone.vocabulary.errors import MediaError  # noqa: E402

FRAMES = 4
WINDOW = 2.0
DETECTORS = ("dlib", "cascade")


def timed(work: Callable[[], Any]) -> tuple[Any, float]:
    """A result and the milliseconds of processor time that it took."""
    start = time.process_time()
    result = work()
    return result, (time.process_time() - start) * 1e3


def read(path: Path) -> tuple[list[np.ndarray], list[np.ndarray]]:
    """Four frames as RGB, and the window of 2 s as luma."""
    pictures, window = [], []
    with open_video(path, FRAMES, WINDOW) as video:
        for frame in video.frames():
            if frame.sampled:
                pictures.append(frame.rgb)
            if frame.in_window:
                window.append(frame.luma)
    return pictures, window


def family(path: Path, root: Path) -> str:
    """Folder and name of a clip without its number: clips of one maker."""
    return f"{path.parent.relative_to(root).as_posix()}/{path.stem.rstrip('0123456789-_')}"


def detection(clips: dict[Path, tuple[list, list]], detectors: list[FaceDetector], root: Path) -> list[str]:
    """Per family: frames with a face of all, median time, frames with more than one."""
    lines = ["| clips | sizes | frames |" + "".join(f" {d.name}: found | ms | more than one |" for d in detectors)]
    lines.append("|---" * (3 + 3 * len(detectors)) + "|")
    names = sorted({family(path, root) for path in clips})
    for name in [*names, "all"]:
        pictures = [p for path, (ps, _) in clips.items() if name in (family(path, root), "all") for p in ps]
        sizes = sorted({f"{p.shape[1]}×{p.shape[0]}" for p in pictures})
        row = f"| {name} | {', '.join(sizes) if len(sizes) < 5 else f'{len(sizes)} sizes'} | {len(pictures)} |"
        for detector in detectors:
            timings = [timed(lambda p=p, d=detector: d.detect(p)) for p in pictures]
            counts = [len(faces) for faces, _ in timings]
            spent = np.median([ms for _, ms in timings])
            row += f" {sum(c > 0 for c in counts)} | {spent:.1f} | {sum(c > 1 for c in counts)} |"
        lines.append(row)
    return lines


def by_size(detectors: list[FaceDetector]) -> list[str]:
    """Time of one RGB picture with one drawn head, by its size."""
    lines = ["| picture |" + "".join(f" {d.name}, ms |" for d in detectors), "|---" * (1 + len(detectors)) + "|"]
    for height, width in ((240, 320), (288, 360), (480, 640), (720, 1280), (1080, 1920)):
        picture = paste(room(height, width), width / 2, 0.52 * height, 0.8 * height)
        spent = [np.median([timed(lambda d=d, p=picture: d.detect(p))[1] for _ in range(15)]) for d in detectors]
        lines.append(f"| {width}×{height} |" + "".join(f" {ms:.1f} |" for ms in spent))
    return lines


def following(clips: dict[Path, tuple[list, list]], detectors: list[FaceDetector]) -> list[str]:
    """Per detector: status of all frames of all windows, links, time per frame."""
    lines = [
        "| detector | frames | detected | followed | none | linked to the frame before | ms per frame |",
        "|---" * 7 + "|",
    ]
    for detector in detectors:
        tracks = [timed(lambda w=w, d=detector: track_faces(w, d)) for _, w in clips.values()]
        faces: list[Face | None] = [face for track, _ in tracks for face in track]
        status = [face_status(face) for face in faces]
        linked = sum(face.linked for face in faces if face) / max(1, len(faces) - len(tracks))
        spent = np.median([ms / len(track) for track, ms in tracks])
        counts = " | ".join(str(status.count(word)) for word in ("detected", "followed", "none"))
        lines.append(f"| {detector.name} | {len(faces)} | {counts} | {100 * linked:.1f} % | {spent:.1f} |")
    return lines


def known_paths(detectors: list[FaceDetector]) -> list[str]:
    """Per path and detector: error of position and size; true, detected and followed jitter."""
    lines = [
        "| path | detector | place, rms px | size, sd % | jitter: true | detected | followed | eyes |",
        "|---" * 8 + "|",
    ]
    for name, path in paths(50).items():
        frames = moving(path)
        for detector in detectors:
            track = [face for face in track_faces(frames, detector) if face]
            raw = [faces[0] for frame in frames if (faces := detector.detect(frame))]
            if len(track) < len(frames) or len(raw) < len(frames):
                lines.append(f"| {name} | {detector.name} | not found in every frame | | | | | |")
                continue
            places, seen = (np.array([_centre(face) for face in some]) for some in (track, raw))
            true = true_centres(path, places)
            sizes = np.array([face.box.width for face in track]) / path[:, 2]
            error = np.sqrt(((places - true) ** 2).mean())
            marks = [face.landmarks[36:48] for face in track if face.landmarks is not None]
            eyes = f"{jitter(np.array(marks)):.2f}" if marks else "–"
            lines.append(
                f"| {name} | {detector.name} | {error:.2f} | {100 * sizes.std() / sizes.mean():.2f} | {jitter(true):.2f} "
                f"| {jitter(seen):.2f} | {jitter(places):.2f} | {eyes} |"
            )
    return lines


def _centre(face: Face) -> tuple[float, float]:
    return face.box.x + face.box.width / 2, face.box.y + face.box.height / 2


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("footage", type=Path, help="folder of clips that all show a face")
    parser.add_argument("--write", type=Path, help="Markdown file whose part between the two markers is replaced")
    options = parser.parse_args()
    detectors = [open_face_detector(name) for name in DETECTORS]
    clips = {}
    for path in sorted(file for file in options.footage.rglob("*") if file.is_file()):
        try:
            clips[path] = read(path)
        except MediaError:
            print(f"left out, not a video: {path.name}", file=sys.stderr)
    versions = f"dlib-bin {importlib.metadata.version('dlib-bin')}, OpenCV {cv2.__version__}, one thread"
    lines = [f"{machine()}, {versions}; {len(clips)} clips; milliseconds are medians of processor time.", ""]
    lines += ["Four frames of every clip:", "", *detection(clips, detectors, options.footage), ""]
    lines += ["One picture of a drawn head, landmarks included:", "", *by_size(detectors), ""]
    lines += ["The window of 2 s in the middle of every clip, followed:", "", *following(clips, detectors), ""]
    lines += [
        "A drawn head, its face 160 pixels wide, moved over 50 frames under noise of σ 3:",
        "",
        *known_paths(detectors),
    ]
    print("\n".join(lines))
    if options.write:
        write_between(options.write, "faces", lines)


if __name__ == "__main__":
    main()
