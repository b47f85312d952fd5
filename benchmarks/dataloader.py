"""The loop of public benchmarks, as a baseline: a DataLoader of torch reads the clips, networks run eagerly on each batch.

    python benchmarks/dataloader.py CHECKPOINTS CLIPS OUT.json [--once]

A batch is one clip; two worker processes decode ahead, frame after frame with OpenCV, as far as the last frame that is wanted.
Each detector reads all clips for itself; with --once every clip is read once for all detectors. Nothing but scores is computed.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import cv2
import numpy as np
import torch
from PIL import Image
from torch.utils.data import DataLoader, Dataset

from touchstone.detectors.specialists import load_specialist

FRAMES = 8
WORKERS = 2
MEAN = np.array([0.485, 0.456, 0.406], np.float32)
STD = np.array([0.229, 0.224, 0.225], np.float32)


class Clips(Dataset[tuple[str, list[int], torch.Tensor]]):
    """Eight frames of each clip, ready for the network."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._paths = sorted(folder.rglob("*.mp4"))

    def __len__(self) -> int:
        return len(self._paths)

    def __getitem__(self, number: int) -> tuple[str, list[int], torch.Tensor]:
        path = self._paths[number]
        capture = cv2.VideoCapture(str(path))
        count = int(capture.get(cv2.CAP_PROP_FRAME_COUNT))
        wanted = [(2 * part + 1) * count // (2 * FRAMES) for part in range(FRAMES)]
        frames: list[np.ndarray] = []
        for index in range(wanted[-1] + 1):
            capture.grab()
            if index in wanted:
                _, bgr = capture.retrieve()
                rgb = Image.fromarray(cv2.cvtColor(bgr, cv2.COLOR_BGR2RGB))
                small = np.asarray(rgb.resize((224, 224), Image.Resampling.BILINEAR), np.float32)
                frames.append(((small / 255 - MEAN) / STD).transpose(2, 0, 1))
        capture.release()
        return path.relative_to(self._folder).as_posix(), wanted, torch.from_numpy(np.stack(frames))


def main() -> None:
    """Score every clip with every checkpoint ``KEY.pt``."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("checkpoints", type=Path)
    parser.add_argument("clips", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--once", action="store_true")
    options = parser.parse_args()
    networks = {path.stem: load_specialist(path, path.stem).network for path in sorted(options.checkpoints.glob("*.pt"))}
    scores: dict[str, dict[str, dict[int, float]]] = {key: {} for key in networks}
    for together in [list(networks)] if options.once else [[key] for key in networks]:
        clips = DataLoader(Clips(options.clips), batch_size=None, num_workers=WORKERS)
        for name, indices, pixels in clips:
            for key in together:
                with torch.no_grad():
                    fake = networks[key](pixels).softmax(1)[:, 1].tolist()
                scores[key][name] = dict(zip(indices, fake, strict=True))
    options.out.write_text(json.dumps(scores))


if __name__ == "__main__":
    main()
