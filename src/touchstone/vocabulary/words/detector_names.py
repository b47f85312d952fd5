"""Names of detectors and of networks, as they stand in tables of several detectors."""

from __future__ import annotations

import re

from .media_files import MEDIA

_WORDS = re.compile(r"[A-Za-z]+")
_OF_VIDEOS = re.compile(rf"{MEDIA}|^clip[\s_-]?[0-9]+$")
"""Names of videos with such words: numbered clips, and whatever ends as a file does."""

_ENDINGS = ("net", "former", "forensics", "detector", "classifier", "ception")

_NAMES = frozenset({
    "xception", "meso", "mesonet", "mesoinception", "inception", "efficientnet", "effnet", "resnet", "resnext", "densenet",
    "vgg", "mobilenet", "convnext", "vit", "deit", "swin", "beit", "clip", "dino", "eva", "siglip", "mae", "capsule",
    "recce", "ucf", "sbi", "sbis", "spsl", "srm", "xray", "facexray", "ftcn", "altfreezing", "realforensics",
    "lipforensics", "rine", "cnndetect", "univfd", "npr", "gramnet", "lsda", "fwa", "dsp", "iid", "tall", "rawnet",
    "aasist", "lcnn", "wavlm", "whisper", "hubert", "xlsr", "timesformer", "videomae", "slowfast", "fusion", "ensemble",
    "baseline", "ours", "teacher", "student", "model", "network", "cnn", "lstm", "rnn", "gru", "transformer", "svm", "mlp",
})  # fmt: skip
"""Words that are names of detectors, or say that one is meant, in lower case."""


def names_a_detector(value: str) -> bool:
    """Whether a value has a word that is the name of a detector, or ends as such names do.

    >>> [names_a_detector(value) for value in ("xception_c23", "EfficientNet-B4", "f3net", "my detector", "YouTube", "internet")]
    [True, True, True, True, False, False]
    >>> [names_a_detector(value) for value in ("CLIP", "clip-vit-b32", "clip_012", "clip7", "model_1.mp4")]
    [True, True, False, False, False]
    """
    if _OF_VIDEOS.search(value):
        return False
    words = [word.lower() for word in _WORDS.findall(value)]
    return any(word in _NAMES or (word.endswith(_ENDINGS) and word not in _NO_NAMES) for word in words)


_NO_NAMES = frozenset({"internet", "magnet", "planet", "cabinet", "former", "reception", "perception", "exception", "deception"})
"""Words with such an end that do not name a detector."""
