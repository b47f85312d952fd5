"""Kinds of detectors, one file each, found by themselves; :class:`Kind` says how to add one."""

from touchstone.detectors.detector import Detector, DetectorCard

from .contracts import InputSettings, OutputSettings, answered_log_odds, fed
from .kind import FileSetting, Keep, Kind, Settings, WordSetting, content, forget, kinds, stamp

__all__ = [
    "Detector",
    "DetectorCard",
    "FileSetting",
    "InputSettings",
    "Keep",
    "Kind",
    "OutputSettings",
    "Settings",
    "WordSetting",
    "answered_log_odds",
    "content",
    "fed",
    "forget",
    "kinds",
    "stamp",
]
