"""Files of weights, read without executing anything in them."""

from touchstone.detectors import packages  # noqa: F401  says what is missing

from .checkpoint import Checkpoint, checkpoint_of_state, read_checkpoint
from .format import recognise, safetensors_header
from .pickles import Json

__all__ = ["Checkpoint", "Json", "checkpoint_of_state", "read_checkpoint", "recognise", "safetensors_header"]
