"""Columns that count the parts of a video, or say when they are: numbers of frames, names of pictures, times, segments."""

from __future__ import annotations

import re

import polars as pl

from touchstone.vocabulary.words import names_a_row, spelled_plainly

_PARTS = frozenset({
    "frame", "frames", "frm", "image", "images", "img", "picture", "pic", "segment", "segments", "seg", "second", "seconds",
    "sec", "secs", "minute", "time", "timecode", "timestamp", "interval", "part", "scene", "shot", "clip", "chunk", "window",
    "slice", "snippet", "position", "pos", "offset", "moment", "tta", "run", "repeat", "rep", "repetition", "pass", "step",
    "iteration", "iter",
})  # fmt: skip
"""Words for a part of a video, or for one of several runs over it."""

_BESIDE = frozenset({
    "name", "file", "filename", "path", "no", "nr", "num", "number", "id", "idx", "index", "of", "in", "start", "end", "begin",
    "from", "to", "label", "code", "stamp", "s", "ms", "video", "view",
})  # fmt: skip
"""Words that may be beside them: ``frame_name`` names frames, ``image_quality`` does not."""

_PICTURE = r"(?i)\.(?:png|jpe?g|bmp|webp|tiff?)$"
_TIME = r"^#:#(?::#)?(?:[.,]#)?$"
_RANGE = r"(?i)^#(?:\.#)?\s*(?:s|sec|ms)?\s*(?:-|–|/|of|to)\s*#(?:\.#)?\s*(?:s|sec|ms)?$"
_UNIT = r"(?i)^#(?:\.#)?\s*(?:s|sec|secs|seconds|ms|min)$"
_ORDINAL = r"(?i)^#(?:st|[nr]d|th)$"
_NUMBERED = re.compile(r"([a-z]*)[_\- ]?#")
_FEWEST = 3
_EVEN_FROM = 3


def counts_parts(column: str, values: pl.Series) -> bool:
    """Whether a column counts rows, names a part of a video, or measures a time: its name, its words or its numbers say so.

    Args:
        column: its name, without what marks a property.
        values: its cells.

    >>> counts_parts("frame_name", pl.Series(["a", "b"])), counts_parts("image_quality", pl.Series(["a", "b"]))
    (True, False)
    >>> counts_parts("x", pl.Series([0, 1, 2])), counts_parts("x", pl.Series([7, 7, 7]))
    (True, False)
    """
    words = set(spelled_plainly(column).split("_"))
    if names_a_row(column) or (words & _PARTS and words <= _PARTS | _BESIDE):
        return True
    numbers = values.cast(pl.Float64, strict=False).drop_nulls().unique().sort()
    if numbers.len() < values.drop_nulls().n_unique() or not numbers.len():
        return _words_count(values.cast(pl.String).drop_nulls().unique().str.strip_chars())
    steps = numbers.diff().drop_nulls()
    whole = bool((numbers == numbers.round(0)).all())
    even = steps.n_unique() <= 1
    return not whole or (even and (steps.len() + 1 >= _EVEN_FROM or steps.to_list()[:1] == [1.0]))


def _words_count(values: pl.Series) -> bool:
    """Whether words are names of pictures, times, ranges, or a word for a part with a number."""
    if not values.len():
        return False
    if values.str.contains(_PICTURE).all():
        return True
    forms = values.str.replace_all(r"\d+", "#").unique()
    if values.len() < _FEWEST:
        return False
    if any(forms.str.contains(form).all() for form in (_TIME, _RANGE, _UNIT, _ORDINAL)):
        return True
    word = _NUMBERED.fullmatch(forms[0].lower()) if forms.len() == 1 else None
    return word is not None and word[1] in _PARTS | {"f", "s", "t"}
