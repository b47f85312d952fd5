"""What the numbers of a state dict tell without footage: rows of the ``tensors`` table."""

from ._gradients import Gradient, gradients
from ._noise import Noise, likeness
from ._rows import tensor_rows
from ._sample import Sample, draw

__all__ = ["Gradient", "Noise", "Sample", "draw", "gradients", "likeness", "tensor_rows"]
