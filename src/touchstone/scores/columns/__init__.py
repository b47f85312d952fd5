"""What the columns of a score file hold, by their values: each rule rewrites a sheet and says so in one line."""

from __future__ import annotations

from touchstone.vocabulary.sheets import Sheet, plainly_spelled, with_lists_read

from ..options import Options
from .candidates import PREDICTED, class_words, detector_options, label_option, predicted_class, score_option
from .classes import are_of_classes, one_of_classes
from .coded import LABEL_CODE, index_of_real, read_as_labels
from .confidences import without_confidences
from .counters import without_idle_counters
from .decisions import without_echoed_labels
from .derived import without_derived, without_derived_of_classes
from .logits import odds_of_logits
from .long_form import rows_of_fake
from .manipulated_shares import without_manipulated_shares
from .methods_as_labels import REALS, label_of_methods
from .numbered import frames_of_columns
from .of_each_detector import scores_of_each_detector
from .one_hot import label_of_marks
from .percent import shares_of_percent
from .pictures import frames_of_pictures, videos_of_pictures
from .real_beside import fake_of_real
from .rows_of_means import without_rows_of_means
from .segments import parts_of_folders
from .something_else import without_something_else
from .spelled_codes import label_spelled_out
from .summaries import one_summary
from .truth_names import names_truth
from .truths import ask_for_truth, label_of_truth, never_below_half, winning_score
from .winner import fake_of_winner

_RULES = (
    without_manipulated_shares, frames_of_columns, frames_of_pictures, parts_of_folders, without_rows_of_means,
    without_idle_counters, without_confidences, shares_of_percent, one_summary, without_derived, one_of_classes, odds_of_logits,
    scores_of_each_detector, without_derived_of_classes, fake_of_real, without_something_else,
)  # fmt: skip

EXPLAINED = (PREDICTED[0], LABEL_CODE)
"""Names that rules give to columns of which they say what these hold."""

__all__ = [
    "EXPLAINED", "PREDICTED", "REALS", "are_of_classes", "ask_for_truth", "class_words", "detector_options", "index_of_real",
    "label_option", "names_truth", "never_below_half", "predicted_class", "prepared", "read_as_labels", "score_option",
    "videos_of_pictures", "winning_score",
]  # fmt: skip


def prepared(sheet: Sheet, options: Options, *, labelled: bool = False) -> Sheet:
    """The sheet with columns that later steps read by their names alone.

    Args:
        sheet: the file.
        options: corrections of what is recognised.
        labelled: whether labels come from another file.

    Raises:
        TableError: a column can be read in two ways, and nothing tells which; the message names the option that decides.
    """
    sheet = label_of_marks(plainly_spelled(with_lists_read(sheet)), options, labelled=labelled)
    sheet = label_of_truth(label_spelled_out(sheet, options), options)
    sheet = rows_of_fake(label_of_methods(sheet, options, labelled=labelled), options)
    sheet = without_echoed_labels(sheet, options, labelled=labelled)
    for rule in _RULES:
        sheet = rule(sheet, options)
    return fake_of_winner(sheet, options, labelled=labelled)
