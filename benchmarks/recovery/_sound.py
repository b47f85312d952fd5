"""Doses of sound, and of the mouth that it belongs to."""

from __future__ import annotations

import io
from collections.abc import Callable
from fractions import Fraction

import av
import numpy as np
from av.audio.frame import AudioFrame
from av.audio.stream import AudioStream
from scipy.signal import correlate, correlation_lags, resample, welch

from touchstone.footage.interventions import Clip

from ._base import Array, Recovery


def _samples(clip: Clip) -> Array:
    return np.zeros(1) if clip.sound is None else clip.sound.astype(float)


def lag(sham: Clip, treated: Clip) -> float:
    """Peak of the cross-correlation, milliseconds."""
    a, b = _samples(sham), _samples(treated)
    values = correlate(b, a, method="fft")
    return float(correlation_lags(len(b), len(a))[values.argmax()] / sham.rate * 1000)


def swapped(sham: Clip, treated: Clip) -> float:
    """As loud as before (within 3 dB), and not correlated with what it was (below 0.5)."""
    a, b = _samples(sham), _samples(treated)
    alike = (a @ b) / max(np.linalg.norm(a) * np.linalg.norm(b), 1e-12)
    loud = np.linalg.norm(b) / max(np.linalg.norm(a), 1e-12)
    return float(alike < 0.5 and 0.7 < loud < 1.4)


def silent(sham: Clip, treated: Clip) -> float:
    """Below -80 dB of the sham."""
    return float(np.linalg.norm(_samples(treated)) < 1e-4 * np.linalg.norm(_samples(sham)))


def upper_limit(sham: Clip, treated: Clip) -> float:
    """Twice the highest frequency at which a quarter of the sham's power is left (Welch)."""
    f, a = welch(_samples(sham), sham.rate, nperseg=1024)
    _, b = welch(_samples(treated), sham.rate, nperseg=1024)
    return float(2 * f[np.flatnonzero(b > a / 4)[-1]])


def _damage_of(a: Array, b: Array, rate: int) -> float:
    """Coherence lost, in decibels, in the louder half of the moments, where speech is understood (300 to 3,400 Hz)."""
    size = round(0.032 * rate)
    count = len(a) // size
    window = np.hanning(size)
    spectra = [np.fft.rfft(x[: count * size].reshape(count, size) * window, axis=1) for x in (a, b)]
    f = np.fft.rfftfreq(size, 1 / rate)
    use = (f > 300) & (f < 3400)
    loud = np.argsort((np.abs(spectra[0][:, use]) ** 2).sum(axis=1))[count // 2 :]
    x, y = (s[loud][:, use] for s in spectra)
    gain = (x.conj() * y).sum(axis=0) / (np.abs(x) ** 2).sum(axis=0)
    error = (np.abs(y - gain * x) ** 2).sum() / (np.abs(gain * x) ** 2).sum()
    return float(10 * np.log10(error + 1e-6))


def _through(sound: Array, rate: int, codec: str, inner: int, bits: int) -> tuple[Array, float]:
    """Sound as it comes back from PyAV alone, aligned by cross-correlation, and its kbit/s as packets count them."""
    values = resample(sound, round(len(sound) * inner / rate)).astype(np.float32)
    stream, size = io.BytesIO(), 0
    with av.open(stream, "w", format="matroska") as output:
        track = output.add_stream(codec, rate=inner)
        assert isinstance(track, AudioStream)
        track.codec_context.layout, track.codec_context.bit_rate = "mono", bits
        whole = AudioFrame.from_ndarray(values[None], format="flt" if codec == "libopus" else "fltp", layout="mono")
        whole.sample_rate, whole.pts, whole.time_base = inner, 0, Fraction(1, inner)
        for packet in [*track.encode(whole), *track.encode(None)]:
            size += packet.size
            output.mux(packet)
    stream.seek(0)
    with av.open(stream, "r") as source:
        heard = np.concatenate([frame.to_ndarray().reshape(-1) for frame in source.decode(audio=0)]).astype(float)
    late = correlation_lags(len(heard), len(values))[correlate(heard, values.astype(float), method="fft").argmax()]
    heard = np.pad(heard, (max(0, -late), len(values)))[max(0, late) :][: len(values)]
    return resample(heard, len(sound)), 8 * size / 1000 / (len(values) / inner)


_RATES = {
    "libmp3lame": ((8, 16_000), (16, 16_000), (24, 24_000), (32, 24_000), (48, 44_100), (64, 44_100), (96, 44_100)),
    "libopus": tuple((k, 48_000) for k in (6, 8, 12, 16, 24, 32, 48)),
}


def kilobits(codec: str) -> Callable[[Clip, Clip], float]:
    """The bits that do as much damage to the sham's sound played backwards."""

    def estimate(sham: Clip, treated: Clip) -> float:
        backwards = _samples(sham)[::-1].copy()
        rows = []
        for kilo, inner in _RATES[codec]:
            rates = (16_000, 24_000, 44_100, 48_000) if codec == "libmp3lame" else (48_000,)
            usual = min((r for r in rates if r <= inner), key=lambda r: abs(r - sham.rate))
            back, spent = _through(backwards, sham.rate, codec, usual, kilo * 1000)
            rows.append((spent, _damage_of(backwards, back, sham.rate)))
        doses, damage = np.array(sorted(rows)).T
        measured = _damage_of(_samples(sham), _samples(treated), sham.rate)
        return float(np.exp(np.interp(-measured, -np.minimum.accumulate(damage), np.log(doses))))

    return estimate


def mouth_swing(sham: Clip, treated: Clip) -> float:
    """The swing of one second whose moments of the sham have the mouths that the treated arm shows: amplitude by search."""
    pieces: list[list[Array]] = [[], []]
    for arm, clip in enumerate((sham, treated)):
        for frame, box in zip(clip.frames, clip.faces, strict=True):
            assert box is not None
            x, y = round(box.x + box.width / 2), round(box.y + 0.78 * box.height)
            w, h = int(0.14 * box.width), int(0.09 * box.height)
            pieces[arm].append(frame[y - h : y + h, x - w : x + w].astype(float))
    fps, count = float(sham.fps), len(sham.frames)
    size = min(p.shape for p in pieces[0])
    flat = [np.stack([p[: size[0], : size[1]].ravel() for p in arm]) for arm in pieces]
    distance = ((flat[1][:, None] - flat[0][None]) ** 2).mean(axis=2)
    at = np.arange(count)
    best = (np.inf, 0.0)
    for size in range(0, 600, 10):
        for phase in np.linspace(0, 2 * np.pi, 24, endpoint=False):
            moment = at + size / 1000 * fps * np.sin(2 * np.pi * at / fps + phase)
            moment = np.clip(np.rint(moment), 0, count - 1).astype(int)
            best = min(best, (float(distance[at, moment].mean()), float(size)))
    return best[1]


RECOVERIES = {
    "sound_offset": Recovery(lag, 2, 0, "peak of the cross-correlation"),
    "sound_swap": Recovery(swapped, 0, 0, "as loud, but not correlated with the sham's sound"),
    "mute": Recovery(silent, 0, 0, "below -80 dB of the sham"),
    "sound_resample": Recovery(upper_limit, 100, 0.05, "highest frequency with a quarter of its power left"),
    "sound_mp3": Recovery(kilobits("libmp3lame"), 2, 0.6, "packets' bits that damage the sound played backwards as much"),
    "sound_opus": Recovery(kilobits("libopus"), 2, 0.6, "the same"),
    "mouth_warp": Recovery(mouth_swing, 15, 0.2, "swing whose moments of the sham match the mouths best, by search"),
}  # fmt: skip
