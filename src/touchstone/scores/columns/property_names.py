"""Names that say that a column describes videos: its 0 and 1 are not classes that a detector chose."""

from __future__ import annotations

from touchstone.vocabulary.words import (
    MEASURED,
    METADATA,
    WORDED,
    common_property,
    is_property,
    names_a_score,
    spelled_plainly,
)

_OF_ENCODING = (
    "compressed", "compression", "uncompressed", "recompressed", "lossless", "crf", "quality", "resolution", "codec", "bitrate",
    "jpeg", "hq", "lq", "hd", "raw", "c0", "c23", "c40",
)  # fmt: skip
_OF_CHANGES = (
    "augmented", "augmentation", "flipped", "flip", "mirrored", "cropped", "resized", "upscaled", "rotated", "blurred", "blurry",
    "blur", "noisy", "noise", "filtered", "watermark", "watermarked", "logo", "subtitle", "subtitles",
)  # fmt: skip
_OF_PERSONS = (
    "male", "female", "man", "woman", "gender", "sex", "adult", "child", "young", "age", "glasses", "mask", "masked", "occluded",
    "occlusion", "beard", "hat", "makeup", "smiling", "frontal", "profile", "pose", "skin", "speaking", "celebrity",
)  # fmt: skip
_OF_SCENES = (
    "indoor", "indoors", "outdoor", "outdoors", "day", "night", "dark", "light", "lighting", "camera", "phone", "device",
    "webcam", "platform", "portrait", "landscape", "audio", "sound", "music", "background", "scene",
)  # fmt: skip
_OF_LISTS = ("split", "train", "val", "test", "unseen", "holdout", "public", "duplicate", "usable", "reviewed", "annotated")
_WORDS = frozenset({*_OF_ENCODING, *_OF_CHANGES, *_OF_PERSONS, *_OF_SCENES, *_OF_LISTS})
_ENDS = ("_label", "_class")


def describes_videos(column: str) -> bool:
    """Whether the name of a column is that of a property of videos, and holds no word for a score or a decision.

    >>> [describes_videos(name) for name in ("is_compressed", "has_audio", "gender_label")]
    [True, True, True]
    >>> [describes_videos(name) for name in ("detected", "flag", "predicted_compression", "fake_audio_label")]
    [False, False, False, False]
    """
    name = spelled_plainly(column)
    for end in _ENDS:
        name = name.removesuffix(end)
    if is_property(column) or common_property(name) is not None or name in MEASURED or name in WORDED or name in METADATA:
        return True
    return bool(_WORDS & {*name.split("_")}) and not names_a_score(name)
