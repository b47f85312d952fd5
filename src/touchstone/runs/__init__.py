"""The run folder, and the workflows that join both sides.

What needs footage and networks stands in modules of its own, :mod:`touchstone.runs.analysis` and
:mod:`touchstone.runs.demo`, so that a finished run can be read without them; :mod:`touchstone.runs.scores` needs neither.
"""

from .conclusions import RunConclusions, conclude, draw_conclusions, question_of, read_tables
from .folder import RunFolder

__all__ = ["RunConclusions", "RunFolder", "conclude", "draw_conclusions", "question_of", "read_tables"]
