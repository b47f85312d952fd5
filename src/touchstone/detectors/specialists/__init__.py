"""The six specialists and the older temporal model: networks, layouts of their checkpoints, contracts, exact rewrites."""

from touchstone.detectors import packages  # noqa: F401  says what is missing
from touchstone.detectors.keys import LAYOUTS

from .contracts import Contract, contract
from .detector import SpecialistDetector
from .efficientnet import EfficientNet
from .fitting import Fit, LayoutError, best_layout, fit, fit_of
from .folding import FoldedSpecialist, FoldedTemporal, fold
from .layouts import Network, architecture, build_network, layout, skeleton
from .load import LoadedSpecialist, load_specialist
from .misfits import Misfit, misfit_of, plain_efficientnet
from .ready import ReadySpecialist, folded, folded_before
from .settling import BY_ORDER, choose_state
from .specialist import CompressionSpecialist, Specialist
from .temporal_legacy import TemporalLegacy

__all__ = [
    "BY_ORDER",
    "LAYOUTS",
    "CompressionSpecialist",
    "Contract",
    "EfficientNet",
    "Fit",
    "FoldedSpecialist",
    "FoldedTemporal",
    "LayoutError",
    "LoadedSpecialist",
    "Misfit",
    "Network",
    "ReadySpecialist",
    "Specialist",
    "SpecialistDetector",
    "TemporalLegacy",
    "architecture",
    "best_layout",
    "build_network",
    "choose_state",
    "contract",
    "fit",
    "fit_of",
    "fold",
    "folded",
    "folded_before",
    "layout",
    "load_specialist",
    "misfit_of",
    "plain_efficientnet",
    "skeleton",
]
