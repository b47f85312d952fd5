"""Anything that scores what is shown of a video, behind one small interface."""

from ._config import REFERENCE_KEYS, SPECIALIST_KEYS, DetectorSpec, find_checkpoints, read_detectors
from ._detector import Detector, DetectorCard
from ._load import Loaded, checkpoint_rows, choose_device, load_detectors
from ._reference import ReferenceDetector
from ._specialist import SpecialistDetector

__all__ = [
    "REFERENCE_KEYS",
    "SPECIALIST_KEYS",
    "Detector",
    "DetectorCard",
    "DetectorSpec",
    "Loaded",
    "ReferenceDetector",
    "SpecialistDetector",
    "checkpoint_rows",
    "choose_device",
    "find_checkpoints",
    "load_detectors",
    "read_detectors",
]
