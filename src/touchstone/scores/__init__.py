"""Read score files of any form into the tables of a run, and state every guess.

::

    files = read_score_files([Path("scores.csv")], options=Options(columns={"label": "klass"}))
    files.tables["scores"], files.tables["videos"], files.notes

A form is recognised by the content of a file (:mod:`touchstone.scores.forms`). The other modules hold what is common to all
forms: numbers, labels, duplicates, several files at once. No code in a file is executed, and no more of it is read than
:mod:`touchstone.vocabulary.sheets` allows.
"""

from .collect import ScoreFiles, read_score_files
from .given import is_values, sheet_of_data, sheet_of_labels, sheets_of_data
from .indexed import names_videos
from .options import Options, parse_map

__all__ = [
    "Options", "ScoreFiles", "is_values", "names_videos", "parse_map", "read_score_files", "sheet_of_data", "sheet_of_labels",
    "sheets_of_data",
]  # fmt: skip
