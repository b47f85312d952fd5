"""Train and calibrate reference specialists and the full layouts, on the built-in corpus or on your own footage.

Separate processes read the footage. They import this package but must not load torch, so modules that need torch are
imported only where they are used.
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
