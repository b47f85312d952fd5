"""The Python interface: what ``import touchstone as ts`` offers, and the results that it returns.

``touchstone/__init__.py`` names these things without loading them; each is imported when it is first used.
"""

from .calls import analyze, examine, inspect, load
from .checkpoints import CheckpointResult
from .run import RunResult
from .tables import TableFrame, Tables

__all__ = ["CheckpointResult", "RunResult", "TableFrame", "Tables", "analyze", "examine", "inspect", "load"]
