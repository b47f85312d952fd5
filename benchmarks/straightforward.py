"""The straightforward loop, as the baseline: every specialist opens and decodes every video itself.

OpenCV seeks to each frame, networks run eagerly in float32 exactly as in their checkpoints, indicators are plain NumPy
with a Python loop over 8×8 blocks. Prints nothing; writes P(fake) per detector, video and frame as JSON.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import cv2
import numpy as np
import torch
from PIL import Image

from touchstone.detectors.specialists import load_specialist

FRAMES = 8
MEAN = np.array([0.485, 0.456, 0.406], np.float32)
STD = np.array([0.229, 0.224, 0.225], np.float32)


def read_frames(path: Path) -> list[tuple[int, np.ndarray]]:
    """Seek to the centres of 8 equal parts."""
    capture = cv2.VideoCapture(str(path))
    count = int(capture.get(cv2.CAP_PROP_FRAME_COUNT))
    frames = []
    for part in range(FRAMES):
        index = (2 * part + 1) * count // (2 * FRAMES)
        capture.set(cv2.CAP_PROP_POS_FRAMES, index)
        ok, bgr = capture.read()
        if ok:
            frames.append((index, cv2.cvtColor(bgr, cv2.COLOR_BGR2RGB)))
    capture.release()
    return frames


def measure(rgb: np.ndarray) -> dict[str, float]:
    """Straightforward indicators: one pass over the array each, and a loop over blocks."""
    grey = rgb.astype(np.float64) @ np.array([0.299, 0.587, 0.114])
    gy, gx = np.gradient(grey)
    laplacian = -4 * grey[1:-1, 1:-1] + grey[:-2, 1:-1] + grey[2:, 1:-1] + grey[1:-1, :-2] + grey[1:-1, 2:]
    height, width = grey.shape
    steps = []
    for y in range(8, height - 8, 8):
        for x in range(8, width - 8, 8):
            steps += [abs(grey[y, x] - grey[y - 1, x]), abs(grey[y, x] - grey[y, x - 1])]
    return {
        "brightness": float(grey.mean()),
        "contrast": float(grey.std()),
        "shadow": float((grey < 0.3 * grey.mean()).mean()),
        "highlight": float((grey > 1.7 * grey.mean()).mean()),
        "gradient": float(np.hypot(gx, gy).mean()),
        "blur": float(laplacian.var()),
        "blockiness": float(np.mean(steps)),
    }


def main(checkpoints: Path, clips: Path, out: Path) -> None:
    """Score every clip with every checkpoint ``KEY.pt``, one after the other."""
    by_key: dict[str, dict[str, dict[int, float]]] = {}
    for checkpoint in sorted(checkpoints.glob("*.pt")):
        network = load_specialist(checkpoint, checkpoint.stem).network
        by_key[checkpoint.stem] = {}
        for path in sorted(clips.rglob("*.mp4")):
            scores = {}
            for index, rgb in read_frames(path):
                measure(rgb)
                small = np.asarray(Image.fromarray(rgb).resize((224, 224), Image.Resampling.BILINEAR), np.float32)
                pixels = torch.from_numpy(((small / 255 - MEAN) / STD).transpose(2, 0, 1)[None])
                with torch.no_grad():
                    scores[index] = float(network(pixels).softmax(1)[0, 1])
            by_key[checkpoint.stem][path.relative_to(clips).as_posix()] = scores
    out.write_text(json.dumps(by_key))


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:4]))
