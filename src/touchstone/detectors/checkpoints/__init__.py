"""Files of weights, read without executing anything in them."""

from touchstone.detectors import packages  # noqa: F401  says what is missing

from .checkpoint import Checkpoint, checkpoint_of_state, read_checkpoint, refusing, reopen_checkpoint
from .format import recognise, safetensors_header
from .pickles import Json
from .values import plain, require_values, sizes, unmeasured

__all__ = [
    "Checkpoint",
    "Json",
    "checkpoint_of_state",
    "plain",
    "read_checkpoint",
    "recognise",
    "refusing",
    "reopen_checkpoint",
    "require_values",
    "safetensors_header",
    "sizes",
    "unmeasured",
]
