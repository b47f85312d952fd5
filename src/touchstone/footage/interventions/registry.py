"""All known changes, by name."""

from __future__ import annotations

from .av import mouth, sound
from .bg import backdrop, light
from .cm import codec, jpeg
from .common import cues, levels
from .intervention import Intervention
from .ll import enhance, noise
from .rr import rerecord, scale
from .tm import order, region

_FAMILIES = (
    light, backdrop, jpeg, codec, sound, mouth, scale, rerecord, noise, enhance, order, region, levels, cues,
)  # fmt: skip

INTERVENTIONS: dict[str, Intervention] = {
    intervention.name: intervention for family in _FAMILIES for intervention in family.INTERVENTIONS
}
"""Every intervention, by its name; in the order of the domains."""
