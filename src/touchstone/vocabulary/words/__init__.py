"""Words of files that users bring: names of columns, labels, states, truth values, names of videos, and how they are compared."""

from .asked_class import asked_class
from .class_words import class_of_words, opposite
from .columns import COLUMNS, FIELDS, LABELS_BY_WORDS, METADATA, SPLITS_BY_WORDS, column_of, columns_of_field
from .data_sets import names_data_set
from .detector_names import names_a_detector
from .labels import (
    CODED,
    FAILURES,
    FAKE_AUDIO_WORDS,
    FOLDERS,
    FORGED,
    FORGED_PARTS,
    LABEL_PAIRS,
    LABELS,
    NO_LABEL,
    NOBODY,
    NULL_WORDS,
    STATES,
    TRUTHS,
    UNSCORED,
    Label,
)
from .languages import IS, TRANSLATIONS
from .media_files import MEDIA, MOVING, PICTURES, SOUND
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
from .scored_classes import CLASS_WORDS, FAKENESS, scored_class
from .spelling import did_you_mean, near, parted_at_capitals, spelled_plainly, words_of_name
from .splits import SHORT_SPLITS, SPLIT_WORDS, Split, split_of
from .subjects import SUBJECTS
from .trials import TRIAL

__all__ = [
    "CLASS_WORDS",
    "CODED",
    "COLUMNS",
    "COMMON",
    "DONOR",
    "FAILURES",
    "FAKENESS",
    "FAKE_AUDIO_WORDS",
    "FIELDS",
    "FOLDERS",
    "FORGED",
    "FORGED_PARTS",
    "FORGERY",
    "IS",
    "LABELS",
    "LABELS_BY_WORDS",
    "LABEL_PAIRS",
    "MEASURED",
    "MEDIA",
    "METADATA",
    "MOVING",
    "NAME_PATTERNS",
    "NOBODY",
    "NO_LABEL",
    "NULL_WORDS",
    "PERSONS",
    "PICTURES",
    "SHORT_SPLITS",
    "SOUND",
    "SPLITS_BY_WORDS",
    "SPLIT_WORDS",
    "STATED",
    "STATES",
    "SUBJECTS",
    "TRANSLATIONS",
    "TRIAL",
    "TRUTHS",
    "UNSCORED",
    "WORDED",
    "Label",
    "NameGroups",
    "Split",
    "asked_class",
    "class_of_words",
    "column_of",
    "columns_of_field",
    "common_property",
    "did_you_mean",
    "groups_by_name",
    "groups_in_names",
    "is_property",
    "names_a_detector",
    "names_a_row",
    "names_a_score",
    "names_data_set",
    "near",
    "opposite",
    "parted_at_capitals",
    "scored_class",
    "shown_property",
    "spelled_plainly",
    "split_of",
    "units_of",
    "words_of_name",
]
