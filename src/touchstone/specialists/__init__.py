"""The six specialists, the reference specialists, the older temporal model: networks, checkpoints, contracts, exact rewrites."""

from __future__ import annotations

from importlib.util import find_spec

from touchstone.errors import MissingExtraError

for _package in ("torch", "torchvision", "safetensors"):
    if find_spec(_package) is None:
        raise MissingExtraError("running networks", "footage")

from ._checkpoint import Checkpoint, file_sha256, read_checkpoint  # noqa: E402
from ._contracts import Contract, contract  # noqa: E402
from ._fit import Fit, LayoutError, best_layout, fit  # noqa: E402
from ._fold import FoldedSpecialist, FoldedTemporal, fold  # noqa: E402
from ._layouts import LAYOUTS, Network, architecture, build, layout, skeleton  # noqa: E402
from ._load import LoadedSpecialist, load_specialist  # noqa: E402
from ._reference import (  # noqa: E402
    REFERENCE_PREFIX,
    REFERENCES,
    LoadedReference,
    Measured,
    Reference,
    ReferenceCard,
    build_reference,
    load_reference,
    reference_architecture,
    reference_key,
    save_reference,
    shipped_weights,
)
from ._specialist import CompressionSpecialist, Specialist  # noqa: E402
from ._temporal_legacy import TemporalLegacy  # noqa: E402
from ._tensors import Gradient, gradients, tensor_rows  # noqa: E402
from ._threads import torch_threads  # noqa: E402

__all__ = [
    "LAYOUTS",
    "REFERENCES",
    "REFERENCE_PREFIX",
    "Checkpoint",
    "CompressionSpecialist",
    "Contract",
    "Fit",
    "FoldedSpecialist",
    "FoldedTemporal",
    "Gradient",
    "LayoutError",
    "LoadedReference",
    "LoadedSpecialist",
    "Measured",
    "Network",
    "Reference",
    "ReferenceCard",
    "Specialist",
    "TemporalLegacy",
    "architecture",
    "best_layout",
    "build",
    "build_reference",
    "contract",
    "file_sha256",
    "fit",
    "fold",
    "gradients",
    "layout",
    "load_reference",
    "load_specialist",
    "read_checkpoint",
    "reference_architecture",
    "reference_key",
    "save_reference",
    "shipped_weights",
    "skeleton",
    "tensor_rows",
    "torch_threads",
]
