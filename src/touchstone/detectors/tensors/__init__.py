"""What the numbers of a state dict tell without footage: rows of the ``tensors`` table."""

from touchstone.detectors import packages  # noqa: F401  says what is missing

from .gradient import Gradient, gradients
from .noise import Noise, likeness
from .rows import checkpoint_rows, tensor_rows
from .sample import Sample, draw

__all__ = ["Gradient", "Noise", "Sample", "checkpoint_rows", "draw", "gradients", "likeness", "tensor_rows"]
