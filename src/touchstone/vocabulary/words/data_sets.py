"""Names of public data sets of fakes, as they stand in names of files and folders."""

from __future__ import annotations

import re

_PLAIN = re.compile(r"[^a-z0-9]+")
_VERSION = re.compile(r"(?:(?<!\d)v?\d+|pp|hq|lq|test|train|val)$")

DATA_SETS = frozenset({
    "celeb", "celebdf", "celebdfpp", "dfdc", "dfdcp", "dfd", "deepfakedetection", "ff", "ffpp", "faceforensics", "fakeavceleb",
    "favc", "wilddeepfake", "wdf", "deeperforensics", "dfo", "uadfv", "dftimit", "deepfaketimit", "kodf", "forgerynet", "ffiw",
    "avdeepfake", "avdeepfake1m", "lavdf", "df40", "deepfakeeval", "deepspeak", "asvspoof", "dfplatter", "openforensics",
})  # fmt: skip
"""Names of data sets in lower case, without what is between letters and digits."""


def names_data_set(word: str) -> bool:
    """Whether a word is the name of a public data set, with or without a version.

    >>> names_data_set("Celeb-DF-v2"), names_data_set("FF++"), names_data_set("meso")
    (True, True, False)
    """
    plain = _PLAIN.sub("", word.lower())
    return plain in DATA_SETS or _VERSION.sub("", plain) in DATA_SETS
