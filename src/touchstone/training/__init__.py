"""Training: reference specialists and the full layouts, on the built-in corpus or footage of one's own; calibration.

Reading footage happens in processes of its own that never load torch, and they import this room; so what needs torch is
imported where it is used.
"""

from .changes import Change, read_change
from .folder import Trained
from .learn import train
from .reading import Ask, look
from .recalibrate import Calibrating, Recalibrated, calibrate
from .settings import RECIPES, NetworkKind, Training, TrainingRecipe, recipe
from .splits import Split, draw_split

__all__ = [
    "RECIPES",
    "Ask",
    "Calibrating",
    "Change",
    "NetworkKind",
    "Recalibrated",
    "Split",
    "Trained",
    "Training",
    "TrainingRecipe",
    "calibrate",
    "draw_split",
    "look",
    "read_change",
    "recipe",
    "train",
]
