"""Words of files that users bring: names of columns, labels, states, truth values, and how they are compared."""

from .columns import COLUMNS, FIELDS, METADATA, column_of
from .labels import CODED, FAILURES, FAKE_AUDIO, FOLDERS, LABELS, NOTHING, STATES, TRUTHS, Label
from .spelling import near, nearest, plain

__all__ = [
    "CODED",
    "COLUMNS",
    "FAILURES",
    "FAKE_AUDIO",
    "FIELDS",
    "FOLDERS",
    "LABELS",
    "METADATA",
    "NOTHING",
    "STATES",
    "TRUTHS",
    "Label",
    "column_of",
    "near",
    "nearest",
    "plain",
]
