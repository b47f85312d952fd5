"""The reference specialists: small networks that see what their domain needs, and the files that hold them."""

from .base import Reference
from .build import REFERENCES, build_reference
from .card import Measured, ReferenceCard
from .file import (
    REFERENCE_PREFIX,
    LoadedReference,
    load_reference,
    reference_architecture,
    reference_key,
    save_reference,
    shipped_weights,
)

__all__ = [
    "REFERENCES",
    "REFERENCE_PREFIX",
    "LoadedReference",
    "Measured",
    "Reference",
    "ReferenceCard",
    "build_reference",
    "load_reference",
    "reference_architecture",
    "reference_key",
    "save_reference",
    "shipped_weights",
]
