"""Training: reference specialists and the full layouts, on the built-in corpus or footage of one's own; calibration.

Reading footage happens in processes of its own that never load torch, and they import this room; so what needs torch is
imported where it is used.
"""

from ._calibrate import Calibrating, Recalibrated, calibrate
from ._changes import Change, read_change
from ._reading import Ask, look
from ._recipes import RECIPES, Kind, Recipe, recipe
from ._settings import Training
from ._splits import Split, draw_split
from ._train import Trained, train

__all__ = [
    "RECIPES",
    "Ask",
    "Calibrating",
    "Change",
    "Kind",
    "Recalibrated",
    "Recipe",
    "Split",
    "Trained",
    "Training",
    "calibrate",
    "draw_split",
    "look",
    "read_change",
    "recipe",
    "train",
]
