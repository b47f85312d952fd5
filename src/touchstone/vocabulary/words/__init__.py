"""Words of files that users bring: names of columns, labels, states, truth values, and how they are compared."""

from .columns import COLUMNS, FIELDS, METADATA, column_of, columns_of_field
from .labels import CODED, FAILURES, FAKE_AUDIO_WORDS, FOLDERS, LABELS, NULL_WORDS, STATES, TRUTHS, Label
from .spelling import did_you_mean, near, spelled_plainly
from .splits import SPLIT_WORDS, Split
from .subjects import SUBJECTS
from .trials import TRIAL

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
    "SPLIT_WORDS",
    "STATES",
    "SUBJECTS",
    "TRIAL",
    "TRUTHS",
    "Label",
    "Split",
    "column_of",
    "columns_of_field",
    "did_you_mean",
    "near",
    "spelled_plainly",
]
