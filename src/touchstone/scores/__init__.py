"""Score files from anywhere: any form of table becomes the tables of a run, and every guess is said aloud.

::

    files = read_score_files([Path("scores.csv")], options=Options(columns={"label": "klass"}))
    files.tables["scores"], files.tables["videos"], files.notes

A form is recognised from the content of a file (:mod:`touchstone.scores.forms`); what is common to all forms (numbers,
labels, duplicates, several files at once) stands beside it. Nothing of a file is executed, and no more of it is read than
:mod:`touchstone.vocabulary.sheets` allows.
"""

from .collect import ScoreFiles, read_score_files
from .given import is_values, sheet_of_data, sheet_of_labels
from .options import Options, parse_map

__all__ = ["Options", "ScoreFiles", "is_values", "parse_map", "read_score_files", "sheet_of_data", "sheet_of_labels"]
