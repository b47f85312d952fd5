"""Tables that users bring, of any form: from a file to a sheet, its fields and cells, and what it says of its videos.

Nothing of a file is executed, and no more of it is read than a limit allows.
"""

from .bare_labels import bare_labels
from .cells import Meaning, numbers, says_failed, share_of, states, text, truths, with_slashes
from .document import plain_values, series_of, sheet_of_document
from .facts import read_facts
from .fields import find_fields, holds_fractions
from .groups import grouped
from .label_cells import are_labels, label_words, labels
from .label_files import Labels, LabelSheet, read_labels, special_form
from .lineage import with_lineage
from .listed import with_lists_read
from .measures import measures
from .number_cells import number_cells
from .properties import as_property, described, not_used, settled, stated_columns, written_names
from .read import read_sheet
from .repeated_names import counts_rows
from .sheet import Sheet
from .spelled import plainly_spelled
from .split_columns import marks_of_splits
from .sums import Numbers, sums_to_one, without_answer
from .telling import telling_column
from .typed import frame_of_columns

__all__ = [
    "LabelSheet",
    "Labels",
    "Meaning",
    "Numbers",
    "Sheet",
    "are_labels",
    "as_property",
    "bare_labels",
    "counts_rows",
    "described",
    "find_fields",
    "frame_of_columns",
    "grouped",
    "holds_fractions",
    "label_words",
    "labels",
    "marks_of_splits",
    "measures",
    "not_used",
    "number_cells",
    "numbers",
    "plain_values",
    "plainly_spelled",
    "read_facts",
    "read_labels",
    "read_sheet",
    "says_failed",
    "series_of",
    "settled",
    "share_of",
    "sheet_of_document",
    "special_form",
    "stated_columns",
    "states",
    "sums_to_one",
    "telling_column",
    "text",
    "truths",
    "with_lineage",
    "with_lists_read",
    "with_slashes",
    "without_answer",
    "written_names",
]
