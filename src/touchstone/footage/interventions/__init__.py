"""Known changes to footage, each with a dose, a unit and a sham: what is wrong with a clip, and how much, is known exactly."""

from .clip import Clip, Encoding
from .codec import codec_pass
from .files import read_clip, write_clip
from .intervention import ON_OFF, Intervention
from .region import Patch, change_part, mouth, patches
from .registry import INTERVENTIONS

__all__ = [
    "INTERVENTIONS",
    "ON_OFF",
    "Clip",
    "Encoding",
    "Intervention",
    "Patch",
    "change_part",
    "codec_pass",
    "mouth",
    "patches",
    "read_clip",
    "write_clip",
]
