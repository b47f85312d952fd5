"""Kinds of detectors, each behind the same small interface."""

from .detector import Detector, DetectorCard
from .reference import ReferenceDetector
from .specialist import SpecialistDetector

__all__ = ["Detector", "DetectorCard", "ReferenceDetector", "SpecialistDetector"]
