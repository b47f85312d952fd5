"""All known changes, by name."""

from __future__ import annotations

from . import (
    _av_mouth,
    _av_sound,
    _bg_backdrop,
    _bg_light,
    _cm_codec,
    _cm_jpeg,
    _common_cues,
    _common_levels,
    _ll_enhance,
    _ll_noise,
    _rr_rerecord,
    _rr_scale,
    _tm_order,
    _tm_region,
)
from ._intervention import Intervention

_FAMILIES = (
    _bg_light,
    _bg_backdrop,
    _cm_jpeg,
    _cm_codec,
    _av_sound,
    _av_mouth,
    _rr_scale,
    _rr_rerecord,
    _ll_noise,
    _ll_enhance,
    _tm_order,
    _tm_region,
    _common_levels,
    _common_cues,
)

INTERVENTIONS: dict[str, Intervention] = {
    intervention.name: intervention for family in _FAMILIES for intervention in family.INTERVENTIONS
}
"""Every intervention, by its name; in the order of the domains."""
