"""What the numbers of a state dict tell without footage: rows of the ``tensors`` table."""

from touchstone.detectors import packages  # noqa: F401  says what is missing

from .gradient import Gradient, gradients
from .noise import NoiseLikeness, likeness
from .rows import checkpoint_rows, tensor_rows
from .sample import TensorSample, draw

__all__ = [
    "Gradient",
    "NoiseLikeness",
    "TensorSample",
    "checkpoint_rows",
    "draw",
    "gradients",
    "likeness",
    "tensor_rows",
]
