"""Checkpoints, read and measured in a process of their own, with limits on time and memory.

What is in a file cannot end a run: at worst it ends that process, and the file has one line that says so.
"""

from touchstone.detectors import packages  # noqa: F401  says what is missing

from .apart import MeasuredCheckpoint, MeasuredFile, measure_apart, measured_file, read_apart
from .meant import Meant

__all__ = ["Meant", "MeasuredCheckpoint", "MeasuredFile", "measure_apart", "measured_file", "read_apart"]
