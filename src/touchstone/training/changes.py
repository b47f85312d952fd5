"""Known changes that training clips are shown in, beside themselves."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches
from fractions import Fraction

import numpy as np

from touchstone.footage.interventions import INTERVENTIONS, Clip
from touchstone.footage.media import Box
from touchstone.vocabulary.errors import UsageError


@dataclass(frozen=True, slots=True)
class Change:
    """One intervention at one dose; the sham where there is no intervention.

    Attributes:
        name: of the intervention; ``sham`` for re-encoding alone.
        dose: in its unit; ``None`` for the sham.
    """

    name: str = "sham"
    dose: float | None = None

    @property
    def domain(self) -> str:
        """Domain of the intervention; ``common`` for the sham."""
        return "common" if self.dose is None else INTERVENTIONS[self.name].domain

    def __str__(self) -> str:
        return self.name if self.dose is None else f"{self.name}:{self.dose:g}"

    def positive(self, key: str, fake: bool) -> bool:
        """Whether a clip counts as fake for the specialist ``key`` after this change, if it did or did not before.

        >>> Change("jpeg", 50).positive("cm", False), Change("jpeg", 50).positive("tm", False)
        (True, False)
        """
        return fake or (self.domain == key and forges(self.name))


def forges(intervention: str) -> bool:
    """Whether a specialist is taught to call a clip with this intervention fake; for unknown names, yes.

    >>> forges("sound_offset"), forges("sound_mp3")
    (True, False)
    """
    change = INTERVENTIONS.get(intervention)
    return change is None or change.forges


SHAM = Change()


def read_change(text: str) -> Change:
    """Read ``NAME`` (at its medium dose) or ``NAME:DOSE``.

    Raises:
        UsageError: an unknown name, or an unknown dose.

    >>> str(read_change("region_jpeg:60"))
    'region_jpeg:60'
    """
    name, colon, said = text.partition(":")
    if name not in INTERVENTIONS:
        near = get_close_matches(name, INTERVENTIONS, 3)
        hint = f"; do you mean {' or '.join(near)}?" if near else "; docs/interventions.md lists them"
        raise UsageError(f"no known change is called {name!r}{hint}")
    intervention = INTERVENTIONS[name]
    try:
        dose = float(said) if colon else intervention.doses[1]
    except ValueError:
        raise UsageError(f"{text!r}: the dose must be a number, as in {name}:{intervention.doses[1]:g}") from None
    intervention.check(_ANY, dose)
    return Change(name, float(dose))


# Has whatever a change can need, so that a check is about the dose alone.
_ANY = Clip(
    frames=np.zeros((1, 16, 16, 3), np.uint8),
    fps=Fraction(25),
    faces=(Box(4, 4, 8, 8),),
    sound=np.zeros(640, np.float32),
)
