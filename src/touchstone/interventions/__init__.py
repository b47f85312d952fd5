"""Known changes to footage, each with a dose, a unit and a sham: what is wrong with a clip, and how much, is known exactly."""

from ._av_sound import swap_sound
from ._clip import Clip, Encoding
from ._codec import codec_pass
from ._files import read_clip, with_faces, write_clip
from ._intervention import ON_OFF, Intervention
from ._region import Patch, change_part, mouth, patches
from ._registry import INTERVENTIONS

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
    "swap_sound",
    "with_faces",
    "write_clip",
]
