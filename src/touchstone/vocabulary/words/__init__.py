"""Words of files that users bring: names of columns, labels, states, truth values, and how they are compared."""

from .columns import COLUMNS, FIELDS, METADATA, column_of
from .labels import CODED, FAILURES, FAKE_AUDIO_WORDS, FOLDERS, LABELS, NULL_WORDS, STATES, TRUTHS, Label
from .spelling import did_you_mean, near, spelled_plainly
from .subjects import SUBJECTS

__all__ = [
    "CODED",
    "COLUMNS",
    "FAILURES",
    "FAKE_AUDIO_WORDS",
    "FIELDS",
    "FOLDERS",
    "LABELS",
    "METADATA",
    "NULL_WORDS",
    "STATES",
    "SUBJECTS",
    "TRUTHS",
    "Label",
    "column_of",
    "did_you_mean",
    "near",
    "spelled_plainly",
]
