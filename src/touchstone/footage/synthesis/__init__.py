"""The built-in corpus: people, light, cameras and voices from code and a seed, with defects of known kind and strength."""

from .build import Built, build_corpus
from .camera import CAMERAS, Camera
from .defects import MEDIUM, PlantingPlan, check_domains, fakes_per_take
from .plan import PLANTED_BY_NAME, SIZES_BY_NAME, SPLITS, STORED_BY_NAME, TAKES_BY_NAME, TAKES_PER_PERSON, Plan, Stored
from .plan_own import OwnPlan
from .recipe import Defect, Recipe
from .scene import Footage, Take, shoot
from .show import ShownCorpus, show_corpus

__all__ = [
    "CAMERAS",
    "MEDIUM",
    "PLANTED_BY_NAME",
    "SIZES_BY_NAME",
    "SPLITS",
    "STORED_BY_NAME",
    "TAKES_BY_NAME",
    "TAKES_PER_PERSON",
    "Built",
    "Camera",
    "Defect",
    "Footage",
    "OwnPlan",
    "Plan",
    "PlantingPlan",
    "Recipe",
    "ShownCorpus",
    "Stored",
    "Take",
    "build_corpus",
    "check_domains",
    "fakes_per_take",
    "shoot",
    "show_corpus",
]
