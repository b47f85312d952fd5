"""Files of weights, read without executing anything in them."""

from .checkpoint import Checkpoint, checkpoint_of_state, file_sha256, read_checkpoint
from .format import recognise, safetensors_header
from .pickles import Json

__all__ = [
    "Checkpoint",
    "Json",
    "checkpoint_of_state",
    "file_sha256",
    "read_checkpoint",
    "recognise",
    "safetensors_header",
]
