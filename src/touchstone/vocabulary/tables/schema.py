"""The tables: what one row of each is, and what every column holds.

The tables are the only thing that both sides of Touchstone share. The left side (footage, networks) writes them; everything
on the right is a pure function of them. A column that has no value for a row holds null, never NaN and never a stand-in.

What a user's table states of its videos beyond the columns of ``videos`` is the table ``properties``, one row per video and
property: its names differ from run to run, while the columns of a table are the same in every run, so that each can be checked
and explained.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import get_args

import polars as pl

from touchstone.vocabulary.domains import CLIP_INDICATORS, FRAME_INDICATORS, Indicator
from touchstone.vocabulary.errors import Failure


@dataclass(frozen=True, slots=True)
class Column:
    """One column.

    Attributes:
        name: its name in the table.
        dtype: polars type of its values.
        meaning: what it holds, with its unit.
        required: whether every row must have a value.
        low: smallest allowed value, where there is one.
        high: largest allowed value, where there is one.
        choices: allowed values, where they are few.
    """

    name: str
    dtype: pl.DataType
    meaning: str
    required: bool = False
    low: float | None = None
    high: float | None = None
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """One table: its name, what one row stands for, the columns that identify a row, and all columns in order."""

    name: str
    row: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]

    @property
    def schema(self) -> pl.Schema:
        """Names and types, in order."""
        return pl.Schema({column.name: column.dtype for column in self.columns})

    def empty(self) -> pl.DataFrame:
        """A table of this schema without rows."""
        return pl.DataFrame(schema=self.schema)


_TEXT = pl.String()
_REAL = pl.Float64()
_WHOLE = pl.Int64()
_FLAG = pl.Boolean()
_TEXTS = pl.List(pl.String())


def _text(name: str, meaning: str, *, required: bool = False, choices: tuple[str, ...] = ()) -> Column:
    return Column(name, _TEXT, meaning, required, choices=choices)


def _real(name: str, meaning: str, low: float | None = None, high: float | None = None) -> Column:
    return Column(name, _REAL, meaning, low=low, high=high)


def _whole(name: str, meaning: str, *, required: bool = False, low: float | None = 0) -> Column:
    return Column(name, _WHOLE, meaning, required, low=low)


def _finite(bound: float) -> float | None:
    return bound if abs(bound) != float("inf") else None


def _measured(indicators: tuple[Indicator, ...]) -> tuple[Column, ...]:
    return tuple(
        _real(i.name, f"{i.meaning} ({i.unit or 'pure number'})", _finite(i.low), _finite(i.high)) for i in indicators
    )


_STATUS = _text("status", "ok, or failed with a reason", required=True, choices=("ok", "failed"))
_REASON = _text("reason", "why it failed")
_VIDEO = _text("video", "key of the video: its path relative to the corpus, with forward slashes", required=True)
_DETECTOR = _text("detector", "name of the detector", required=True)

# fmt: off
VIDEOS = Table("videos", "video", ("video",), (
    _VIDEO,
    _text("label", "real or fake", required=True, choices=("real", "fake")),
    _text("method", "how the fake was made; null on real ones"),
    _text("dataset", "data set that the video belongs to"),
    _text("source", "where the clip comes from: site, camera, part of a data set"),
    _text("group", "person or clip whose footage it is: videos of one group are not independent"),
    _text("donor", "second identity, if any"),
    _text("split", "train, val or test, where the corpus says so"),
    _text("sha256", "hash of the file"),
    _whole("file_size", "bytes"),
    _text("container", "container format, as FFmpeg names it"),
    _text("codec", "video codec, as FFmpeg names it"),
    _text("pixel_format", "pixel format, as FFmpeg names it"),
    _whole("width", "pixels, after rotation"),
    _whole("height", "pixels, after rotation"),
    Column("rotation", _WHOLE, "degrees that the container asks to turn the picture by: 0, 90, 180, 270"),
    _real("fps", "mean frame rate, frames per second", 0),
    Column("variable_frame_rate", _FLAG, "whether frames are unevenly spaced in time"),
    _whole("frame_count", "frames that the file's packets announce"),
    _real("duration", "seconds of video", 0),
    _real("bitrate", "bits per second of the video stream", 0),
    _real("bits_per_pixel", "bits of the video stream per pixel and frame", 0),
    _real("compression_ratio", "8-bit RGB size over the size of the video stream", 0),
    Column("has_audio", _FLAG, "whether there is a sound stream"),
    _text("audio_codec", "sound codec, as FFmpeg names it"),
    _whole("audio_rate", "samples per second"),
    _whole("audio_channels", "channels of the sound"),
    _real("audio_duration", "seconds of sound", 0),
    _STATUS,
    _text("failure",
          "why it failed: the file itself (file), or the machine: the time limit (time), memory, the disk, or a process that "
          "died (crash), where reading it again may help",
          choices=get_args(Failure)),
    _REASON,
))

PROPERTIES = Table("properties", "video × property that a table states of it", ("video", "property"), (
    _VIDEO,
    _text("property", "name of the property, in lower case with underscores", required=True),
    _text("value", "its value, of a property with few values; null for a quantity"),
    _real("number", "its value, of a quantity; null for a property with few values"),
))

PREVIEWS = Table("previews", "video that could be read", ("video",), (
    _VIDEO,
    Column("jpeg", pl.Binary(), "film strip of a few sampled frames, JPEG", required=True),
))

FRAMES = Table("frames", "sampled frame", ("video", "index"), (
    _VIDEO,
    _whole("index", "position of the frame in the video, from 0, in order of presentation", required=True),
    _real("time", "seconds from the first frame"),
    _real("quantiser", "mean quantiser that the bitstream states, on the scale of H.264; null for most other codecs", 0),
    _real("face_x", "left edge of the face box, pixels; null without a face"),
    _real("face_y", "upper edge of the face box, pixels"),
    _real("face_width", "width of the face box, pixels", 0),
    _real("face_height", "height of the face box, pixels", 0),
    _text("face_status",
          "how the face was found: its place was known, detected in this frame, followed here from others; none where there "
          "is no face; null where none was looked for",
          choices=("known", "detected", "followed", "none")),
    *_measured(FRAME_INDICATORS),
))

CLIPS = Table("clips", "window of consecutive frames", ("video", "start"), (
    _VIDEO,
    Column("start", _REAL, "seconds from the first frame", required=True),
    _real("duration", "seconds that the window spans", 0),
    _whole("frame_count", "frames in the window"),
    *_measured(CLIP_INDICATORS),
))

TRUTH = Table("truth", "video × known change", ("video", "intervention", "start"), (
    _VIDEO,
    _text("intervention", "name of the known change", required=True),
    _text("domain", "key of the domain that it belongs to, or common", required=True),
    _real("dose", "how much of it; null for the sham: same decoding and encoding, nothing between"),
    _text("unit", "unit of the dose; empty for a pure number"),
    _text("region", "what of the clip is changed: frame, face, mouth, background, sound"),
    Column("start", _REAL, "seconds from the first frame to where it begins", required=True, low=0),
    _real("duration", "seconds that it lasts", 0),
    _whole("seed", "of its random numbers"),
))

DETECTORS = Table("detectors", "detector", ("detector",), (
    _DETECTOR,
    _text("kind", "what it is, as detectors.toml names it", required=True),
    _text("domain", "key of the domain that it is for: bg, av, cm, rr, ll, tm"),
    _text("path", "file of its weights, as it was given"),
    _text("sha256", "hash of that file"),
    _text("layout", "known checkpoint layout that was recognised"),
    _text("architecture", "network in one line"),
    _whole("parameters", "trainable parameters"),
    _STATUS,
    _REASON,
    Column("missing_keys", _TEXTS, "tensors that the network needs and the file lacks"),
    Column("unexpected_keys", _TEXTS, "tensors that the file holds and the network lacks"),
    _text("misfit", "what is the matter where the file does not fit, or is not read, and its shapes or its format tell",
          choices=("one output", "several outputs", "renamed", "efficientnet", "another format")),
    _text("input", "preprocessing contract, JSON"),
    _text("output", "output contract, JSON"),
    Column("expects", _TEXTS, "what it claims to use: time, audio"),
))

SCORES = Table("scores", "detector × video × unit", ("detector", "video", "unit", "index"), (
    _DETECTOR,
    _VIDEO,
    _text("unit", "what was scored", required=True, choices=("frame", "clip", "video")),
    _whole("index", "which unit of the video, from 0: a frame's index, or the number of the clip", required=True),
    _real("time", "seconds from the first frame to the unit's start"),
    _real("p_fake", "P(fake)", 0, 1),
    _real("logit", "log-odds of fake, before the sigmoid"),
    _text("status", "ok, failed or abstained", required=True, choices=("ok", "failed", "abstained")),
    _REASON,
    _text("answer",
          "kind of answer where it failed because the answer is not a probability; null for every other failure",
          choices=("not finite", "outside", "log-odds", "percent", "to 10")),
))

TENSORS = Table("tensors", "checkpoint × tensor, or row block of a packed one", ("detector", "tensor", "block"), (
    _DETECTOR,
    _text("tensor", "name in the state dict", required=True),
    _text("block", "rows of a packed tensor that are judged apart: query, key, value; null for all of the tensor"),
    Column("shape", pl.List(pl.Int64()), "size along each axis", required=True),
    _text("dtype", "type of its values, as torch names it", required=True),
    _whole("elements", "number of values", required=True),
    _text("unmeasured", "why measures are missing: it holds no values (device meta), is nested, sparse or quantised, has a "
          "type that torch does not compute with, or a measure failed",
          choices=("no values", "nested", "sparse", "quantised", "type", "failed")),
    _whole("non_finite", "values that are NaN or infinite; null where it is not measured"),
    _whole("zeros", "values that are exactly 0; null where it is not measured"),
    _real("mean", "mean of the finite values"),
    _real("std", "standard deviation of the finite values", 0),
    _real("skew", "skewness of the finite values"),
    _real("kurtosis", "excess kurtosis of the finite values: 0 for normal, -1.2 for uniform ones", -2),
    _real("low", "smallest finite value"),
    _real("high", "largest finite value"),
    _text("hash", "SHA-256 of type, shape and values; null for small or constant tensors"),
    _text("family",
          "usual initial distribution that the values fit best, at any scale: normal, uniform, truncated normal, orthogonal"),
    _real("family_p", "p value of that fit; null for orthogonal", 0, 1),
    _real("edge", "largest singular value over the edge of Marchenko and Pastur: about 1 for independent values", 0),
    _real("spectrum_z", "how far the spectrum lies above that of shuffled copies, in their standard deviations"),
    _real("spectrum_p", "probability of as strong a spectrum in independent values of any distribution", 0, 1),
    _real("pattern_z", "how far patterns of rows, channels and kernels lie above those of shuffled copies"),
    _real("pattern_p", "probability of as strong patterns in independent values of any distribution", 0, 1),
    _whole("sampled", "number of values that spectrum and pattern were computed from"),
    _real("outlier", "largest finite magnitude over the median one of values that are not 0", 0),
    _whole("far", "finite values beyond 1000 times that median"),
    _whole("stripe", "longest run of one repeated value that is cut across rows where few neighbours are equal; or 0"),
    _real("gap", "widest gap among the largest magnitudes: the smallest above it over the largest below it", 1),
    _whole("beyond", "number of values above that gap, at most 32"),
    _real("blank", "share of it that one stretch of zero rows, or of zero input channels, takes up", 0, 1),
    _real("blank_end", "share of it that zero rows, or zero positions of kernels, at one end take up, however few", 0, 1),
    _whole("codes", "number of different values, where all are whole numbers of a byte's range; else null"),
    Column("by_formula", pl.Boolean(),
           "whether its kernels or rows look calculated, as those of fixed filters do, or it is a mask of −∞ and 0"),
    _text("tied", "the earlier tensor whose memory it shares in the file; null for all others"),
    _real("gradient", "largest rms gradient on mixed batches, over the network's largest, in evaluation mode", 0, 1),
    _real("gradient_train", "the same in training mode", 0, 1),
    _real("gradient_fresh", "the same with fresh random weights, the larger of both modes", 0, 1),
))

COUNTS = Table("counts", "detector × label, where only counts are known", ("file", "detector", "label"), (
    _text("file", "score file that holds it", required=True),
    _DETECTOR,
    _text("label", "real or fake", required=True, choices=("real", "fake")),
    _whole("total", "videos of this label", required=True),
    _whole("correct", "videos among them that the detector called what they are", required=True),
    _real("threshold", "score from which on it called a video fake, where that is known"),
))

REJECTED = Table("rejected", "row of a score file that was not taken as it stands", ("file", "row", "detector", "kind"), (
    _text("file", "the score file", required=True),
    _whole("row", "number of the row in it, as a user would look for it", required=True),
    _text("detector", "name of the detector; empty where the row as a whole is meant", required=True),
    _text("video", "key of the video", required=True),
    _text("kind", "what is wrong with it", required=True,
          choices=("identical", "contradicting", "contradicting label", "unlabelled")),
    _real("value", "P(fake) that it gives"),
    _REASON,
))
# fmt: on

TABLES: dict[str, Table] = {
    table.name: table
    for table in (VIDEOS, PROPERTIES, PREVIEWS, FRAMES, CLIPS, TRUTH, DETECTORS, SCORES, TENSORS, COUNTS, REJECTED)
}
