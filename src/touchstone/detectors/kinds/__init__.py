"""Kinds of detectors, one file each, found by themselves; :class:`Kind` says how to add one."""

from touchstone.detectors.detector import Detector, DetectorCard

from .kind import File, Keep, Kind, Settings, Word, content, stamp
from .registry import kinds

__all__ = ["Detector", "DetectorCard", "File", "Keep", "Kind", "Settings", "Word", "content", "kinds", "stamp"]
