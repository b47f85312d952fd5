"""What findings are about, beside the detectors by their names."""

SUBJECTS = frozenset({"footage", "ensemble"})
"""Subjects that are not detectors, so no detector has such a name."""
