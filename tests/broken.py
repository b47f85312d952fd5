"""Files that no run may stumble over, each broken in its own way."""

from __future__ import annotations

import wave
from pathlib import Path

import av
import numpy as np
from tests.conftest import moving_square

from touchstone.footage.media import write_video

KINDS = ("truncated", "empty", "text", "zero frames", "sound only", "1×1")


def broken(folder: Path, kind: str) -> Path:
    """Write a file of this kind; its name is that of a video."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{kind.replace(' ', '-')}.mp4"
    match kind:
        case "truncated":
            write_video(path, moving_square(75), 25)
            path.write_bytes(path.read_bytes()[:2000])
        case "empty":
            path.touch()
        case "text":
            path.write_text("this is not a video\n" * 100)
        case "zero frames":
            path = path.with_suffix(".mkv")
            with av.open(str(path), "w") as container:
                stream = container.add_stream("ffv1", rate=25)
                stream.width, stream.height, stream.pix_fmt = 64, 48, "bgr0"
                container.start_encoding()
        case "sound only":
            path = path.with_suffix(".wav")
            with wave.open(str(path), "wb") as file:
                file.setparams((1, 2, 8000, 0, "NONE", ""))
                file.writeframes(bytes(16_000))
        case "1×1":
            path = path.with_suffix(".mkv")
            dots = (np.zeros((1, 1, 3), np.uint8) for _ in range(10))
            write_video(path, dots, 25, codec="ffv1", pixel_format="bgr0")
        case _:
            raise ValueError(kind)
    return path
