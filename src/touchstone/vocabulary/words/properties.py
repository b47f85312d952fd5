"""Names of columns that describe videos: who is shown, how it was recorded and encoded, how it was forged."""

from __future__ import annotations

import re

from .spelling import spelled_plainly

STATED = "property "
"""What the name of a column begins with that holds a property which a table states: no other column's name has a space."""

PERSONS = frozenset({"gender", "race", "ethnicity", "age", "skin_tone"})
"""Properties of the person who is shown: gaps between their groups are what audits of fairness ask for."""

FORGERY = frozenset({"manipulation_strength"})
"""Properties of the forgery: those of real videos say nothing."""

COMMON: dict[str, tuple[str, ...]] = {
    "gender": ("gender", "sex"),
    "race": ("race",),
    "ethnicity": ("ethnicity", "ethnic_group"),
    "age": ("age", "age_years", "age_group", "age_range"),
    "skin_tone": ("skin_tone", "skintone", "skin_color", "skin_colour", "skin_type", "fitzpatrick", "monk_skin_tone"),
    "language": ("language", "lang"),
    "accent": ("accent",),
    "country": ("country", "nationality"),
    "emotion": ("emotion", "expression"),
    "pose": ("pose", "head_pose"),
    "occlusion": ("occlusion", "glasses", "mask"),
    "recorder": ("recorder", "recording_device"),
    "device": ("device", "phone", "phone_model", "device_model"),
    "camera": ("camera", "camera_model", "lens"),
    "platform": ("platform", "social_network", "social_media", "app"),
    "lighting": ("lighting", "light", "illumination"),
    "environment": ("environment", "location", "scene", "background"),
    "compression": ("compression", "compression_level", "compression_rate"),
    "crf": ("crf", "constant_rate_factor"),
    "quality": ("quality", "video_quality", "jpeg_quality"),
    "resolution": ("resolution", "video_resolution"),
    "manipulation_strength": ("manipulation_strength", "forgery_strength", "strength", "intensity"),
}  # fmt: skip
"""Property → names that columns of it have, in plain spelling; a column of any other name may hold a property too."""

_KILO, _MEGA = 1e3, 1e6
_MEASURED: dict[str, tuple[tuple[str, ...], dict[str, float]]] = {
    "bitrate": (
        ("bitrate", "bit_rate", "video_bitrate"),
        {"": 1.0, "bps": 1.0, "bit_s": 1.0, "kbps": _KILO, "kbit_s": _KILO, "kb_s": _KILO, "mbps": _MEGA, "mbit_s": _MEGA},
    ),
    "duration": (
        ("duration", "length", "video_duration", "video_length", "clip_length"),
        {"s": 1.0, "sec": 1.0, "secs": 1.0, "seconds": 1.0, "ms": 1e-3, "msec": 1e-3, "milliseconds": 1e-3, "min": 60.0},
    ),
    "file_size": (
        ("file_size", "filesize", "size"),
        {"bytes": 1.0, "b": 1.0, "kb": 1e3, "mb": 1e6, "gb": 1e9, "kib": 2.0**10, "mib": 2.0**20, "gib": 2.0**30},
    ),
    "fps": (("fps", "frame_rate", "framerate", "frames_per_second", "video_fps"), {"": 1.0, "hz": 1.0, "fps": 1.0}),
    "width": (("width", "frame_width", "video_width", "image_width"), {"": 1.0, "px": 1.0, "pixels": 1.0}),
    "height": (("height", "frame_height", "video_height", "image_height"), {"": 1.0, "px": 1.0, "pixels": 1.0}),
    "audio_rate": (
        ("audio_rate", "sample_rate", "sampling_rate", "audio_sample_rate"), {"": 1.0, "hz": 1.0, "khz": _KILO},
    ),
    "audio_channels": (("audio_channels", "channels"), {"": 1.0}),
    "audio_duration": (
        ("audio_duration", "audio_length"), {"s": 1.0, "sec": 1.0, "seconds": 1.0, "ms": 1e-3, "milliseconds": 1e-3},
    ),
}  # fmt: skip

MEASURED: dict[str, tuple[str, float]] = {
    f"{name}_{unit}".strip("_"): (field, factor)
    for field, (names, units) in _MEASURED.items()
    for name in names
    for unit, factor in units.items()
}
"""Name of a column in plain spelling, with its unit → column of ``videos``, and what its numbers are multiplied by."""

def units_of(field: str) -> dict[str, float]:
    """Units of a column of ``videos``, or of ``time``, in plain spelling, and what numbers in them are multiplied by.

    >>> units_of("width"), units_of("codec")
    ({'px': 1.0, 'pixels': 1.0}, {})
    """
    units = _MEASURED.get("duration" if field == "time" else field, ((), {}))[1]
    return {unit: factor for unit, factor in units.items() if unit}


WORDED: dict[str, str] = {
    **dict.fromkeys(("video_codec", "vcodec"), "codec"),
    **dict.fromkeys(("container_format", "file_format"), "container"),
    **dict.fromkeys(("sound_codec", "acodec"), "audio_codec"),
    **dict.fromkeys(("has_sound", "with_audio", "with_sound"), "has_audio"),
}
"""Name of a column in plain spelling → column of ``videos`` that holds words or truth values."""

_OF_SCORES = re.compile(
    r"(^|_)(p|prob|probs|probability|probabilities|score|scores|logit|logits|odds|pred|preds|predicted|prediction|output|outputs|"
    r"confidence|conf|decision|verdict|answer|correct|wrong|error|threshold|loss|margin|called|label|labels|target|gt|truth|"
    r"yhat|liveness|embedding|emb|feature|feat|real|fake|y|class|klass)(_|$)"
)
_OF_ROWS = re.compile(
    r"(^|_)(id|ids|uid|uuid|guid|index|idx|row|nr|number|no|hash|md5|sha1|sha256|seed|timestamp)(_|$)"
)

_CANONICAL = {name: canonical for canonical, names in COMMON.items() for name in names}
_PREFIX = "property_"


def common_property(column: str) -> str | None:
    """The common property that a column is named after; ``None`` for other names. ``property_NAME`` always is one.

    >>> common_property("Skin-Tone"), common_property("sex"), common_property("property_mood"), common_property("studio")
    ('skin_tone', 'gender', 'property_mood', None)
    """
    name = spelled_plainly(column)
    if is_property(column):
        return _CANONICAL.get(name.removeprefix(_PREFIX), name)
    return _CANONICAL.get(name)


def is_property(column: str) -> bool:
    """Whether a column is called ``property_NAME``: it describes videos, and nothing else is read into it.

    >>> is_property("property_mood"), is_property("property_"), is_property("gender")
    (True, False, False)
    """
    name = spelled_plainly(column)
    return name.startswith(_PREFIX) and name != _PREFIX


def names_a_score(column: str) -> bool:
    """Whether a column's name is that of a score, a decision or a label.

    >>> names_a_score("P Fake"), names_a_score("loss"), names_a_score("lossless")
    (True, True, False)
    """
    return _OF_SCORES.search(spelled_plainly(column)) is not None


def names_a_row(column: str) -> bool:
    """Whether a column's name is that of an identifier.

    >>> names_a_row("clip_id"), names_a_row("identity")
    (True, False)
    """
    return _OF_ROWS.search(spelled_plainly(column)) is not None


def shown_property(column: str) -> str:
    """The name of a property without what marks its column.

    >>> shown_property("property gender"), shown_property("codec")
    ('gender', 'codec')
    """
    return column.removeprefix(STATED)
