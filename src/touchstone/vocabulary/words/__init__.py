"""Words of files that users bring: names of columns, labels, states, truth values, names of videos, and how they are compared."""

from .columns import COLUMNS, FIELDS, LABELS_BY_WORDS, METADATA, SPLITS_BY_WORDS, column_of, columns_of_field
from .data_sets import names_data_set
from .labels import (
    CODED,
    FAILURES,
    FAKE_AUDIO_WORDS,
    FOLDERS,
    LABEL_PAIRS,
    LABELS,
    NO_LABEL,
    NOBODY,
    NULL_WORDS,
    STATES,
    TRUTHS,
    Label,
)
from .languages import TRANSLATIONS
from .name_patterns import DONOR, NAME_PATTERNS, NameGroups, groups_by_name, groups_in_names
from .properties import (
    COMMON,
    FORGERY,
    MEASURED,
    PERSONS,
    STATED,
    WORDED,
    common_property,
    is_property,
    names_a_row,
    names_a_score,
    shown_property,
    units_of,
)
from .spelling import did_you_mean, near, parted_at_capitals, spelled_plainly
from .splits import SHORT_SPLITS, SPLIT_WORDS, Split, split_of
from .subjects import SUBJECTS
from .trials import TRIAL

__all__ = [
    "CODED",
    "COLUMNS",
    "COMMON",
    "DONOR",
    "FAILURES",
    "FAKE_AUDIO_WORDS",
    "FIELDS",
    "FOLDERS",
    "FORGERY",
    "LABELS",
    "LABELS_BY_WORDS",
    "LABEL_PAIRS",
    "MEASURED",
    "METADATA",
    "NAME_PATTERNS",
    "NOBODY",
    "NO_LABEL",
    "NULL_WORDS",
    "PERSONS",
    "SHORT_SPLITS",
    "SPLITS_BY_WORDS",
    "SPLIT_WORDS",
    "STATED",
    "STATES",
    "SUBJECTS",
    "TRANSLATIONS",
    "TRIAL",
    "TRUTHS",
    "WORDED",
    "Label",
    "NameGroups",
    "Split",
    "column_of",
    "columns_of_field",
    "common_property",
    "did_you_mean",
    "groups_by_name",
    "groups_in_names",
    "is_property",
    "names_a_row",
    "names_a_score",
    "names_data_set",
    "near",
    "parted_at_capitals",
    "shown_property",
    "spelled_plainly",
    "split_of",
    "units_of",
]
