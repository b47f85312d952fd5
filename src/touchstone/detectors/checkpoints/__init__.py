"""Files of weights, read without executing anything in them."""

from touchstone.detectors import packages  # noqa: F401  says what is missing

from .bookkeeping import COUNTER, is_bookkeeping, is_imagenet_head
from .checkpoint import Checkpoint, Choose, checkpoint_of_state, read_checkpoint, refusing, reopen_checkpoint
from .format import recognise, safetensors_header
from .pickles import Json
from .states import HeldState, first_choice, preference
from .values import plain, require_values, sizes, unmeasured

__all__ = [
    "COUNTER",
    "Checkpoint",
    "Choose",
    "HeldState",
    "Json",
    "checkpoint_of_state",
    "first_choice",
    "is_bookkeeping",
    "is_imagenet_head",
    "plain",
    "preference",
    "read_checkpoint",
    "recognise",
    "refusing",
    "reopen_checkpoint",
    "require_values",
    "safetensors_header",
    "sizes",
    "unmeasured",
]
