"""The reference specialists: small networks that see what their domain needs, and the files that hold them."""

from touchstone.detectors import packages  # noqa: F401  says what is missing

from .base import Reference
from .build import REFERENCES, build_reference
from .card import Measured, ReferenceCard
from .detector import ReferenceDetector
from .file import (
    LoadedReference,
    load_reference,
    reference_architecture,
    reference_domain,
    reference_key,
    save_reference,
)

__all__ = [
    "REFERENCES",
    "LoadedReference",
    "Measured",
    "Reference",
    "ReferenceCard",
    "ReferenceDetector",
    "build_reference",
    "load_reference",
    "reference_architecture",
    "reference_domain",
    "reference_key",
    "save_reference",
]
