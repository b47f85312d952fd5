"""Sound changed in known ways, alone and against the mouth."""

from __future__ import annotations

from collections.abc import Iterator

import cv2
import numpy as np

from touchstone.footage.faces import Face, open_face_detector, track_faces
from touchstone.footage.indicators import ClipMeter
from touchstone.footage.media import Box, Sound

from ._case import Row, ranked, within
from ._material import Moving

_RATE = 16_000


def sound_rows() -> Iterator[Row]:
    """Level, silence, bandwidth of made sounds."""
    dice = np.random.default_rng(0)
    noise = dice.standard_normal(3 * _RATE).astype(np.float32) * 0.1
    pairs = [(20 * np.log10(0.1) + g, _heard(noise * 10 ** (g / 20))["sound_level"]) for g in (-40.0, -20, -10, 0)]
    yield within("sound_level", "white noise at −60 … −20 dBFS", "made", pairs, absolute=0.1, unit="dB")
    pairs, leading = [], []
    for share in (0.1, 0.25, 0.5, 0.8):
        part = noise.copy()
        part[: round(share * len(part))] = 0
        measured = _heard(part)
        pairs.append((share, measured["silence_share"]))
        leading.append((3 * share, measured["leading_silence"]))
    yield within("silence_share", "10 … 80 % of it silent", "made", pairs, absolute=0.01)
    yield within("leading_silence", "silent for its first 0.3 … 2.4 s", "made", leading, absolute=0.01, unit="second")
    pairs = []
    for cutoff in (1000, 2000, 3400, 5500, 7000):
        spectrum = np.fft.rfft(noise)
        spectrum[np.fft.rfftfreq(len(noise), 1 / _RATE) > cutoff] = 0
        filtered = np.fft.irfft(spectrum)
        pairs.append((float(cutoff), _heard(filtered.astype(np.float32))["sound_bandwidth"]))
    yield within(
        "sound_bandwidth",
        "white noise cut off at 1 … 7 kHz",
        "made",
        pairs,
        relative=0.05,
        unit="hertz",
    )


def sync_rows(seconds: float) -> Iterator[Row]:
    """Drawn mouths with syllables that come early or late."""
    pairs, correlations, early, wrong = [], [], [], []
    offsets = (-320, -200, -120, -40, 0, 40, 120, 200, 320)
    for seed in range(8):
        values = []
        for offset in offsets:
            measured = _drawn(seed, offset / 1000, seconds)
            pairs.append((float(offset), measured["av_offset"]))
            values.append(measured["av_correlation"])
        correlations.append(([abs(o) for o in offsets[4:]], values[4:]))
        half = _drawn(seed, 0.08, seconds)["av_correlation"]
        early.append(((0, 40, 80, 120), (*values[4:6], half, values[6])))
        wrong.append((0.0, 0.0 if _drawn(seed, 0.0, seconds, other=True)["av_offset"] is None else 1.0))
    label = f"{seconds:g} s, mouth drawn, sound shifted by −320 … 320 ms"
    yield within("av_offset", label, "made", pairs, absolute=20, unit="millisecond")
    yield within(
        "av_offset", f"{seconds:g} s, sound of another mouth: an offset is an error", "made", wrong, absolute=0.5
    )
    more = [0.0 if _drawn(seed, 0.0, seconds, other=True)["av_offset"] is None else 1.0 for seed in range(200, 280)]
    label = f"the same: {seconds:g} s, sound of another mouth, 80 more"
    yield within("av_offset", label, "made", [(0.0, value) for value in more], absolute=0.5)
    yield ranked("av_correlation", f"{seconds:g} s, sound late by 0 … 320 ms", "made", correlations, falling=True)
    label = f"{seconds:g} s, sound late by 0 … 120 ms, half a syllable"
    yield ranked("av_correlation", label, "made", early, falling=True)


def real_sync_rows(clips: list[Moving], seconds: float) -> Iterator[Row]:
    """Real clips: the sound shifted, the change of the offset."""
    pairs: list[tuple[float, float | None]] = []
    familiar = strange = 0
    others: list[tuple[float, float | None]] = []
    tracked = [(c, track_faces(list(_small(c)), open_face_detector(), every=10)) for c in clips]
    for number, (clip, faces) in enumerate(tracked):
        before = _real(clip, faces, 0.0)
        other = clips[(number + 1) % len(clips)].sound
        strange += _real(clip, faces, 0.0, other)["av_offset"] is not None
        others += [
            (0.0, float(_real(clip, faces, 0.0, stranger.sound)["av_offset"] is not None))
            for stranger in clips[:number] + clips[number + 1 :]
        ]
        if before["av_offset"] is None:
            continue
        familiar += 1
        for offset in (-160, -80, 80, 160):
            offset_ms = _real(clip, faces, offset / 1000)["av_offset"]
            pairs.append((float(offset), None if offset_ms is None else offset_ms - before["av_offset"]))
    label = (
        f"{seconds:g} s, sound shifted by −160 … 160 ms: change, on the {familiar} of {len(clips)} clips with an offset"
    )
    yield within("av_offset", label, "real", pairs, absolute=30, unit="millisecond")
    yield within(
        "av_offset",
        f"{seconds:g} s, sound of another clip: an offset is an error",
        "real",
        [(0.0, 0.0)] * (len(clips) - strange) + [(0.0, 1.0)] * strange,
        absolute=0.5,
    )
    label = f"the same: {seconds:g} s, sounds of all other clips"
    yield within("av_offset", label, "real", others, absolute=0.5)


def _heard(samples: np.ndarray) -> dict[str, float | None]:
    sound = Sound(samples.astype(np.float32), _RATE, 0.0, 1)
    return ClipMeter().result(sound, sound)


def _drawn(seed: int, offset: float, seconds: float, *, other: bool = False) -> dict[str, float | None]:
    opening = _syllables(seed, seconds + 2)
    voice = _syllables(seed + 100, seconds + 2) if other else opening
    fine = np.arange(round(seconds * _RATE)) / _RATE
    envelope = np.interp(fine - offset + 1, np.arange(len(voice)) / 100, voice)
    dice = np.random.default_rng(seed)
    sound = Sound((envelope * 0.1 * dice.standard_normal(len(fine))).astype(np.float32), _RATE, 0.0, 1)
    meter = ClipMeter()
    plane = np.full((60, 60), 90, np.uint8)
    for frame in range(round(seconds * 25)):
        wide = np.interp(frame / 25 + 1, np.arange(len(opening)) / 100, opening)
        landmarks = np.zeros((68, 2))
        landmarks[36], landmarks[45] = (10, 20), (50, 20)
        landmarks[61:64], landmarks[65:68] = (30, 45), (30, 45 + 8 * wide + 0.3 * dice.standard_normal())
        meter.add_face(plane, Face(Box(5, 5, 50, 50), landmarks=landmarks), frame / 25)
    return meter.result(sound)


def _syllables(seed: int, seconds: float) -> np.ndarray:
    """How open a mouth is, 100 times a second: syllables of 120 to 320 ms, some of them pauses."""
    dice = np.random.default_rng(seed)
    values: list[np.ndarray] = []
    while sum(map(len, values)) < 100 * seconds:
        shape = np.sin(np.pi * (np.arange(length := dice.integers(12, 32)) + 0.5) / length) ** 2
        values.append(shape * dice.choice([0.0, 0.5, 1.0], p=[0.2, 0.3, 0.5]))
    return np.concatenate(values)


def _small(clip: Moving) -> np.ndarray:
    factor = min(1.0, 400 / min(clip.luma.shape[1:]))
    size = (round(clip.luma.shape[2] * factor), round(clip.luma.shape[1] * factor))
    return np.stack([cv2.resize(frame, size, interpolation=cv2.INTER_AREA) for frame in clip.luma])


def _real(clip: Moving, faces: list[Face | None], offset: float, other: Sound | None = None) -> dict[str, float | None]:
    meter = ClipMeter()
    small = _small(clip) if clip.luma.shape[1] > 400 else clip.luma
    for luma, face, time in zip(small, faces, clip.times, strict=True):
        meter.add_face(luma, face, time)
    sound = other or clip.sound
    assert sound is not None
    start = clip.sound.start if other is not None and clip.sound is not None else sound.start
    return meter.result(Sound(sound.samples, sound.rate, start + offset, sound.channels))
