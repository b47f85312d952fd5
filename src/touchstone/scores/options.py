"""Options for score files: corrections where recognition is wrong, and facts that only the user knows."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

import polars as pl

from touchstone.vocabulary.allowed import check_options
from touchstone.vocabulary.defaults import FAKE_AUDIO, FakeAudio, FilesAre, Polarity, RowsAre, Scale
from touchstone.vocabulary.door import option
from touchstone.vocabulary.errors import UsageError
from touchstone.vocabulary.excerpts import quoted, shortened
from touchstone.vocabulary.sheets import Meaning
from touchstone.vocabulary.words import DONOR

_NOTHING: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """Corrections of what is recognised; options that are left out are recognised and printed.

    Attributes:
        columns: field → column of the files: ``{"p_fake": "score", "label": "klass"}``; ``p_NAME`` is the score of the
            detector NAME, ``property_NAME`` a property of the videos, which nothing else is read into, and
            ``predicted`` the class that a detector chose. ``{"label": "path"}``, where ``path`` holds paths of videos, takes
            the labels of their folders.
        fake_is: whether high or low scores mean fake; ``None``: as the form says (high, except in forms where low means
            fake).
        label_fake: values of the label column that mean fake; all others then mean real.
        fake_audio: what a video with real pictures and fake sound counts as; it depends on what the detector should find.
        scale: scale of the scores: ``probability`` in [0, 1], ``logit`` (log-odds of fake) or ``percent``; ``None``: as the
            form or the name of the column says, otherwise probability.
        files_are: whether several files of one form are ``datasets`` of one detector or ``detectors`` over one data set;
            ``None`` decides by their names and videos.
        rows_are: whether several rows with the same name are ``frames`` of one video or different ``videos``; ``None`` decides by
            their scores.
        group_pattern: regular expression whose first group, found in the key of a video, names the group, and whose part
            ``(?P<donor>…)`` names the donor.

    Raises:
        UsageError: a value is not one that :mod:`touchstone.vocabulary.allowed` names, or the pattern is none.
    """

    columns: Mapping[str, str] = field(default_factory=lambda: _NOTHING)
    fake_is: Polarity | None = None
    label_fake: tuple[str, ...] = ()
    fake_audio: FakeAudio = FAKE_AUDIO
    scale: Scale | None = None
    files_are: FilesAre | None = None
    rows_are: RowsAre | None = None
    group_pattern: str | None = None

    @property
    def meaning(self) -> Meaning:
        """The options for labels and groups."""
        return Meaning(label_fake=self.label_fake, fake_audio=self.fake_audio, group_pattern=self.group_pattern)

    def __post_init__(self) -> None:
        check_options(self)
        if self.group_pattern is None:
            return
        shown = quoted(self.group_pattern)
        try:
            read = re.compile(self.group_pattern)
            groups = read.groups - (DONOR in read.groupindex)
            pl.Series([""]).str.extract(self.group_pattern)  # polars knows fewer expressions than Python
        except (re.error, pl.exceptions.PolarsError, OverflowError, RecursionError, UnicodeEncodeError) as error:
            raise UsageError(
                f"the group pattern {shown} is not a regular expression that can be used: {_why(error)}; correct it"
            ) from error
        if not groups:
            raise UsageError(
                f"the group pattern {shown} has no (…); put it around the part that names the group, "
                "as in '^(id[0-9]+)_'"
            )


def _why(error: Exception) -> str:
    """What is wrong with an expression, in one line: polars draws it over several, and names the reason in the last."""
    lines = str(error).strip().splitlines()
    return shortened(lines[-1].removeprefix("error: "), 100) if lines else type(error).__name__


def parse_map(pairs: tuple[str, ...]) -> dict[str, str]:
    """Read pairs ``FIELD=COLUMN`` from the command line.

    Raises:
        UsageError: a pair has no equals sign, or a field is named twice.

    >>> parse_map(("p_fake=score", "label=klass"))
    {'p_fake': 'score', 'label': 'klass'}
    """
    columns: dict[str, str] = {}
    for pair in pairs:
        name, equals, column = pair.partition("=")
        if not equals or not name.strip() or not column.strip():
            raise UsageError(f"{option('columns')} takes FIELD=COLUMN, as in p_fake=score, not {quoted(pair)}")
        if name.strip() in columns:
            raise UsageError(f"{option('columns')} names the field {quoted(name.strip())} twice; name it once")
        columns[name.strip()] = column.strip()
    return columns
