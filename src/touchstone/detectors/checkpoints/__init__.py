"""Files of weights, read without executing anything in them."""

from touchstone.detectors import packages  # noqa: F401  says what is missing

from .bookkeeping import COUNTER, is_bookkeeping, is_imagenet_head
from .checkpoint import Checkpoint, checkpoint_of_state, read_checkpoint, ready_tensors
from .format import recognise, safetensors_header
from .pickles import Json
from .states import HeldState, first_choice, preference

__all__ = [
    "COUNTER",
    "Checkpoint",
    "HeldState",
    "Json",
    "checkpoint_of_state",
    "first_choice",
    "is_bookkeeping",
    "is_imagenet_head",
    "preference",
    "read_checkpoint",
    "ready_tensors",
    "recognise",
    "safetensors_header",
]
