"""Kinds of detectors, one file each, found by themselves; :class:`Kind` says how to add one."""

from touchstone.detectors.detector import Detector, DetectorCard

from .contracts import InputSettings, OutputSettings, fed, log_odds
from .kind import FileSetting, Keep, Kind, Settings, WordSetting, content, kinds, stamp

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
    "content",
    "fed",
    "kinds",
    "log_odds",
    "stamp",
]
