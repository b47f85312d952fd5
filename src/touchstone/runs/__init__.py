"""The run folder, and the workflows that join both sides.

What needs footage and networks stands in modules of its own, :mod:`touchstone.runs.analysis` and
:mod:`touchstone.runs.demo`, so that a finished run can be read without them; :mod:`touchstone.runs.scores` needs neither.
"""

from .conclusions import Conclusions, conclude
from .folder import RunFolder

__all__ = ["Conclusions", "RunFolder", "conclude"]
