"""Small honest videos of many containers and codecs, ordinary and odd ones: what hostile videos are made from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np
from av.error import FFmpegError

_RATE = 16_000  # sound, samples per second
_TICK = Fraction(1, 1000)


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipe:
    """One video.

    Attributes:
        video: encoder of the pictures; ``None`` for sound alone.
        audio: encoder of the sound; ``None`` for a silent video.
        pixels: pixel format.
        size: width and height.
        frames: number of frames.
        rate: frames per second.
        stamps: when each frame is shown instead, milliseconds.
        sound: stretches of sound, seconds.
        options: of the encoder.
        form: format of the container, where the suffix does not say it.
    """

    video: str | None = "libx264"
    audio: str | None = None
    pixels: str = "yuv420p"
    size: tuple[int, int] = (64, 48)
    frames: int = 18
    rate: int = 12
    stamps: tuple[int, ...] = ()
    sound: tuple[tuple[float, float], ...] = ((0.0, 1.5),)
    options: dict[str, str] = field(default_factory=dict)
    form: str | None = None


_HOURS = (0, 3_600_000)
_UNEVEN = (0, 40, 80, 300, 310, 320, 900, 1500, 1501, 1502, 2500)

RECIPES: dict[str, Recipe] = {
    "h264.mp4": Recipe(audio="aac", options={"g": "6"}),
    "plain.mp4": Recipe(),
    "b.mp4": Recipe(options={"bf": "3", "g": "12"}),
    "fragmented.mp4": Recipe(audio="aac", options={"movflags": "frag_keyframe+empty_moov", "g": "4"}),
    "hevc.mp4": Recipe(video="libx265", options={"x265-params": "log-level=none:pools=none:frame-threads=1"}),
    "mpeg4.mp4": Recipe(video="mpeg4", audio="aac"),
    "mjpeg.mov": Recipe(video="mjpeg", pixels="yuvj420p", audio="pcm_s16le"),
    "prores.mov": Recipe(video="prores_ks", pixels="yuv422p10le"),
    "rgb.mov": Recipe(video="qtrle", pixels="rgb24"),
    "vp9.mkv": Recipe(video="libvpx-vp9", audio="libopus"),
    "vp8.webm": Recipe(video="libvpx", audio="libopus"),
    "vp9.webm": Recipe(video="libvpx-vp9"),
    "ffv1.mkv": Recipe(video="ffv1", pixels="bgr0", audio="flac"),
    "h264.mkv": Recipe(audio="pcm_s16le"),
    "hours.mkv": Recipe(frames=2, stamps=_HOURS, audio="aac", sound=((0.0, 0.5), (3600.0, 3600.5))),
    "hours_silent.mkv": Recipe(frames=2, stamps=_HOURS),
    "uneven.mkv": Recipe(frames=len(_UNEVEN), stamps=_UNEVEN),
    "uneven.mp4": Recipe(frames=len(_UNEVEN), stamps=_UNEVEN, audio="aac"),
    "late.mkv": Recipe(audio="aac", sound=((1.0, 1.5),)),
    "mpeg4.avi": Recipe(video="mpeg4", audio="mp3"),
    "mjpeg.avi": Recipe(video="mjpeg", pixels="yuvj420p"),
    "raw.avi": Recipe(video="rawvideo", pixels="yuv420p", frames=4),
    "flv1.flv": Recipe(video="flv"),
    "h264.flv": Recipe(audio="aac"),
    "late.flv": Recipe(audio="aac", sound=((1.0, 1.5),)),
    "h264.ts": Recipe(audio="aac", form="mpegts"),
    "mpeg2.ts": Recipe(video="mpeg2video", audio="mp2", form="mpegts"),
    "late.ts": Recipe(video="mpeg2video", audio="mp2", sound=((1.2, 1.5),), form="mpegts"),
    "mpeg2.mpg": Recipe(video="mpeg2video", audio="mp2", form="mpeg"),
    "mpeg1.mpg": Recipe(video="mpeg1video", form="mpeg", rate=25),
    "picture.gif": Recipe(video="gif", pixels="rgb8", frames=6),
    "wmv.asf": Recipe(video="wmv2", form="asf"),
    "vp8.ogv": Recipe(video="libvpx", audio="libopus", form="ogg"),
    "mpeg4.nut": Recipe(video="mpeg4", form="nut"),
    "mpeg2.mxf": Recipe(video="mpeg2video", form="mxf", rate=25),
    "h264.h264": Recipe(form="h264"),
    "raw.y4m": Recipe(video="wrapped_avframe", form="yuv4mpegpipe", frames=4),
    "vp8.ivf": Recipe(video="libvpx", form="ivf"),
    "one.mp4": Recipe(frames=1),
    "tiny.mkv": Recipe(video="ffv1", pixels="bgr0", size=(16, 16), frames=4),
    "narrow.mp4": Recipe(size=(16, 400), frames=4),
    "sound.mp4": Recipe(video=None, audio="aac"),
    "sound.wav": Recipe(video=None, audio="pcm_s16le"),
}
"""Name of the file → how it is made. What this build of FFmpeg cannot encode is left out."""


def write_originals(folder: Path) -> None:
    """Write all of them."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, recipe in RECIPES.items():
        try:
            _write(folder / name, recipe)
        except (FFmpegError, ValueError):
            (folder / name).unlink(missing_ok=True)


def _write(path: Path, recipe: Recipe) -> None:
    muxer = {k: v for k, v in recipe.options.items() if k == "movflags"}
    encoder = {k: v for k, v in recipe.options.items() if k != "movflags"}
    with av.open(str(path), "w", format=recipe.form, options=muxer) as container:
        video = _video_stream(container, recipe, encoder) if recipe.video else None
        audio = _audio_stream(container, recipe.audio) if recipe.audio else None
        for stream, media in ((video, _pictures(recipe)), (audio, _stretches(recipe))):
            if stream is not None:
                for piece in media:
                    container.mux(stream.encode(piece))
        for stream in filter(None, (video, audio)):
            container.mux(stream.encode(None))


def _video_stream(container: Any, recipe: Recipe, options: dict[str, str]) -> Any:
    stream = container.add_stream(recipe.video, rate=recipe.rate, options=options)
    stream.width, stream.height = recipe.size
    stream.pix_fmt = recipe.pixels
    stream.thread_count = 1
    if recipe.stamps:
        stream.codec_context.time_base = _TICK
    return stream


def _audio_stream(container: Any, codec: str) -> Any:
    return container.add_stream(codec, rate=_RATE)


def _pictures(recipe: Recipe) -> Iterator[av.VideoFrame]:
    width, height = recipe.size
    rng = np.random.default_rng(0)
    ground = rng.integers(40, 200, (height, width, 3), np.uint8)
    for number in range(recipe.frames):
        picture = av.VideoFrame.from_ndarray(np.roll(ground, number, axis=1), "rgb24").reformat(format=recipe.pixels)
        if recipe.stamps:
            picture.pts, picture.time_base = recipe.stamps[number], _TICK
        else:
            picture.pts, picture.time_base = number, Fraction(1, recipe.rate)
        yield picture


def _stretches(recipe: Recipe) -> Iterator[av.AudioFrame]:
    for begin, end in recipe.sound:
        for first in range(round(begin * _RATE), round(end * _RATE), 1600):
            wave = np.sin(np.arange(first, first + 1600) * 0.2)
            sound = av.AudioFrame.from_ndarray((wave * 8000).astype(np.int16)[None], format="s16", layout="mono")
            sound.sample_rate, sound.pts, sound.time_base = _RATE, first, Fraction(1, _RATE)
            yield sound
