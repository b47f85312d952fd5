"""The run folder, and the workflows from footage or scores to the report.

Only :mod:`touchstone.runs.analysis` and :mod:`touchstone.runs.demo` need footage and networks; they are not imported here, so
that a finished run can be read without them. :mod:`touchstone.runs.scores` needs neither.
"""

from .conclusions import RunConclusions, conclude, draw_conclusions, question_of, read_tables, save_run
from .folder import RunFolder

__all__ = ["RunConclusions", "RunFolder", "conclude", "draw_conclusions", "question_of", "read_tables", "save_run"]
