"""Where the time of a run went."""

from __future__ import annotations

from dataclasses import dataclass

from touchstone.vocabulary.laps import TimeSpent

from .base import Artefact
from .material import Material


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile(Artefact):
    """Where the time of a run went.

    Attributes:
        times: seconds by stage, by detector and by video.
    """

    times: TimeSpent


def profile(material: Material) -> Profile | None:
    """The file; ``None`` for a run that was not asked for it."""
    times = material.run.times
    return None if times is None else Profile(run=material.provenance, times=times)
