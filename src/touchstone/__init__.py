"""Touchstone examines deepfake-video detectors: how good each one is, why it fails, what to do about it."""

__version__ = "0.1.0"
