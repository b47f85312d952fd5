"""Tables of runs that never happened: detectors with known manners over videos of known sources."""

from __future__ import annotations

import io
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import polars as pl
from PIL import Image, ImageDraw

from touchstone.conclusions.diagnosis import diagnose
from touchstone.conclusions.examination import examine
from touchstone.conclusions.prescription import prescribe
from touchstone.report import Run, Written, write_report
from touchstone.vocabulary.domains import CLIP_INDICATORS, DOMAINS, FRAME_INDICATORS, InputContract, OutputContract
from touchstone.vocabulary.tables import CLIPS, DETECTORS, FRAMES, PREVIEWS, SCORES, TENSORS, VIDEOS, from_rows

FRAMES_PER_VIDEO = 8
SOURCES = ("studio", "street cameras", "web clips")
METHODS = ("AniTalker", "FaceSwap", "Wav2Lip")
MANNERS = {"cm": "good", "bg": "weak", "av": "inverted", "ll": "shifted", "rr": "broken", "tm": "constant"}
"""Detector → how it behaves; ``broken`` could not be loaded, ``silent`` loads and scores nothing."""

RUN = Run(
    command="touchstone analyze footage --detectors detectors.toml --out NEW",
    started="2026-01-05T10:00:00+00:00",
    scored="2026-01-05T10:04:30+00:00",
    touchstone="0.1.0",
    settings={"corpus": "footage", "corpus_hash": "c0ffee", "frames": 8, "window": 2.0, "seed": 0, "device": "cpu"},
)


def make_tables(
    real: int = 32,
    fake: int = 32,
    *,
    manners: Mapping[str, str] = MANNERS,
    confounded: bool = False,
    failed: int = 2,
    hostile: str = "",
    seed: int = 7,
) -> dict[str, pl.DataFrame]:
    """All tables of a run.

    Args:
        real: real videos.
        fake: fake videos.
        manners: detectors and how they behave.
        confounded: whether nearly every source holds one label.
        failed: how many of the fakes could not be read.
        hostile: text that is put into every name and reason.
        seed: of everything that is drawn.
    """
    rng = np.random.default_rng(seed)
    videos = [
        _video(i, "real" if i < real else "fake", i >= real + fake - failed, confounded, hostile, rng)
        for i in range(real + fake)
    ]
    ok = [v for v in videos if v["status"] == "ok"]
    names = [(f"{name}{hostile}" if name not in DOMAINS else name, manner) for name, manner in manners.items()]
    # Drawn apart from the scores, which then do not depend on how many indicators there are.
    footage = np.random.default_rng([seed, 1])
    measured = {str(v["video"]): _indicators(v, footage) for v in ok}
    return {
        "videos": from_rows(videos, VIDEOS),
        "previews": from_rows([{"video": v["video"], "jpeg": _strip(i)} for i, v in enumerate(ok)], PREVIEWS),
        "frames": from_rows([_frame(v, k, measured, footage) for v in ok for k in range(FRAMES_PER_VIDEO)], FRAMES),
        "clips": from_rows([_clip(v, footage) for v in ok], CLIPS),
        "detectors": from_rows([_detector(name, manner, hostile) for name, manner in names], DETECTORS),
        "scores": from_rows([row for name, manner in names for row in _scores(name, manner, videos, rng)], SCORES),
        "tensors": from_rows([], TENSORS),
    }


def report(tables: Mapping[str, pl.DataFrame], folder: Path, run: Run = RUN) -> Written:
    """From tables to files, as a run does it."""
    examined = examine(tables)
    findings = diagnose(examined, tables, run.command)
    return write_report(folder, run, tables, examined, findings, prescribe(examined, findings, run.command))


def _video(
    i: int, label: str, failed: bool, confounded: bool, hostile: str, rng: np.random.Generator
) -> dict[str, object]:
    fake = label == "fake"
    one_sided = "street cameras" if i % 5 == 0 else "web clips" if fake else "studio"
    source = one_sided if confounded else SOURCES[i % 3]
    base: dict[str, object] = {
        "video": f"{label}/{source.split()[0]}-{i:04d}{hostile}.mp4",
        "label": label,
        "method": METHODS[i % 3] + hostile if fake else None,
        "dataset": f"made up{hostile}",
        "source": source + hostile,
        "group": f"person {i // 2}{hostile}",
        "sha256": f"{i // 31 if i in (30, 31) else 1000 + i:064x}",
        "status": "failed" if failed else "ok",
        "reason": f"the file ends in the middle of a frame{hostile}" if failed else None,
    }
    if failed:
        return base
    side = (256, 512)[i % 2]
    duration = float(rng.uniform(6, 20))
    bitrate = float(rng.uniform(2e5, 9e5))
    return base | {
        "file_size": int(bitrate * duration / 8), "container": "mov,mp4", "codec": "h264", "pixel_format": "yuv420p",
        "width": side, "height": side, "fps": 25.0, "frame_count": int(duration * 25), "duration": duration,
        "bitrate": bitrate, "bits_per_pixel": bitrate / (side * side * 25),
        "compression_ratio": side * side * 600 / bitrate, "has_audio": i % 5 != 0,
    }  # fmt: skip


def _indicators(video: Mapping[str, object], rng: np.random.Generator) -> dict[str, float]:
    shift = 0.4 if video["label"] == "fake" else 0.0
    found: dict[str, float] = {}
    for indicator in FRAME_INDICATORS:
        high = min(indicator.high, 200.0)
        low = max(indicator.low, 0.0)
        share = float(np.clip(rng.beta(2 + shift, 4), 0, 1))
        found[indicator.name] = low + (high - low) * share
    return found


def _frame(
    video: Mapping[str, object], k: int, measured: Mapping[str, dict[str, float]], rng: np.random.Generator
) -> dict[str, object]:
    row: dict[str, object] = {"video": video["video"], "index": k * 20, "time": k * 0.8}
    for indicator in FRAME_INDICATORS:
        value = measured[str(video["video"])][indicator.name] * rng.uniform(0.97, 1.03)
        row[indicator.name] = float(np.clip(value, indicator.low, indicator.high))
    return row


def _clip(video: Mapping[str, object], rng: np.random.Generator) -> dict[str, object]:
    row: dict[str, object] = {"video": video["video"], "start": 1.0, "duration": 2.0, "frame_count": 50}
    for indicator in CLIP_INDICATORS:
        low, high = max(indicator.low, -60.0), min(indicator.high, 40.0)
        row[indicator.name] = float(low + (high - low) * rng.beta(2, 5))
        if indicator.name in ("sound_level", "silence_share") and not video["has_audio"]:
            row[indicator.name] = None
    return row


def _detector(name: str, manner: str, hostile: str) -> dict[str, object]:
    domain = DOMAINS.get(name.split("_")[0])
    broken = manner == "broken"
    return {
        "detector": name, "kind": "specialist" if domain else "onnx", "domain": domain.key if domain else None,
        "path": f"models/{name}.pt", "sha256": "ab" * 32, "layout": domain.key if domain else None,
        "architecture": f"EfficientNet-B4 + module{hostile}", "parameters": None if broken else 17_716_000,
        "status": "failed" if broken else "ok",
        "reason": f"2 of 710 tensors are missing{hostile}" if broken else None,
        "missing_keys": [f"classifier.weight{hostile}", "classifier.bias"] if broken else [], "unexpected_keys": [],
        "input": InputContract().to_json(), "output": OutputContract().to_json(), "expects": [],
    }  # fmt: skip


def _scores(
    name: str, manner: str, videos: list[dict[str, object]], rng: np.random.Generator
) -> list[dict[str, object]]:
    if manner in ("broken", "silent"):
        return []
    rows: list[dict[str, object]] = []
    separation, offset, spread = {
        "good": (2.2, 0.0, 1.0), "weak": (0.5, 0.2, 0.8), "inverted": (-2.0, 0.0, 1.0), "shifted": (2.2, 2.2, 1.0),
        "constant": (0.0, -9.0, 0.0), "source": (0.0, 0.0, 0.5),
    }[manner]  # fmt: skip
    for video in videos:
        if video["status"] != "ok":
            continue
        side = 0.5 if video["label"] == "fake" else -0.5
        if manner == "source":
            offset = {"studio": -1.5, "web clips": 1.5}.get(str(video["source"]), 0.0)
        centre = offset + separation * side + spread * rng.normal()
        for k in range(FRAMES_PER_VIDEO):
            logit = centre + 0.4 * spread * rng.normal()
            rows.append(
                {
                    "detector": name, "video": video["video"], "unit": "frame", "index": k * 20, "time": k * 0.8,
                    "p_fake": float(1 / (1 + np.exp(-logit))), "logit": float(logit), "status": "ok",
                }
            )  # fmt: skip
    return rows


def _strip(i: int) -> bytes:
    """Four little pictures of a face that is none."""
    hue = (i * 37) % 255
    image = Image.new("RGB", (384, 96), (hue // 3, 60, 90))
    draw = ImageDraw.Draw(image)
    for k in range(4):
        x = 96 * k
        draw.rectangle((x, 0, x + 95, 95), fill=(hue // 2, 70 + 10 * k, 110), outline=(20, 20, 20))
        draw.ellipse((x + 24, 14, x + 72, 82), fill=(210, 170 - hue // 4, 140))
        for eye in (38, 54):
            draw.ellipse((x + eye, 36, x + eye + 6, 42), fill=(30, 30, 30))
        draw.arc((x + 36, 50, x + 62, 72 - 3 * k), 0, 180, fill=(120, 30, 40), width=3)
    buffer = io.BytesIO()
    image.save(buffer, "JPEG", quality=70)
    return buffer.getvalue()
