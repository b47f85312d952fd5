"""Import torchvision's network definitions, also beside a torch of another build.

Wheels of torch and torchvision come for CPU and for several versions of CUDA. When the two differ,
torchvision's compiled library does not load, and ``import torchvision`` ends in ``RuntimeError: operator
torchvision::nms does not exist``: its Python code attaches a shape function to operators that only that
library declares. We need nothing but the network definitions, which are pure Python. So upon exactly that
failure the missing operators are declared here, without an implementation, and the import is tried again.
Whoever calls such an operator gets an error from torch that it has no implementation, as it should be. With
matching builds nothing of this happens.
"""

from __future__ import annotations

import importlib
import re
import sys
from types import ModuleType

import torch

_MISSING = re.compile(r"operator torchvision::(\w+) does not exist")
# Of torchvision's declarations only the name matters here: a shape function can be attached to any of them.
_SIGNATURE = "(Tensor dets, Tensor scores, float iou_threshold) -> Tensor"
# Declarations live as long as the library object that made them.
_DECLARATIONS: list[torch.library.Library] = []


def _models() -> ModuleType:
    declared: set[str] = set()
    while True:
        try:
            return importlib.import_module("torchvision.models")
        except RuntimeError as error:
            missing = _MISSING.search(str(error))
            if missing is None or missing[1] in declared:
                raise
            declared.add(missing[1])
            library = torch.library.Library("torchvision", "FRAGMENT")
            library.define(missing[1] + _SIGNATURE)
            _DECLARATIONS.append(library)
            for name in [n for n in sys.modules if n.partition(".")[0] == "torchvision"]:
                del sys.modules[name]


def efficientnet_b4_features() -> torch.nn.Module:
    """The convolutional part of EfficientNet-B4: images [n, 3, h, w] to maps [n, 1792, h / 32, w / 32]."""
    return _models().efficientnet_b4(weights=None).features


def resnet18() -> torch.nn.Module:
    """ResNet-18 with its 1,000-class head ``fc``."""
    return _models().resnet18(weights=None)
