"""torchvision's networks are there, with its compiled library and without."""

from __future__ import annotations

import subprocess
import sys

import pytest
import torch

from touchstone.detectors.specialists import torchvision


def test_networks() -> None:
    with torch.device("meta"):
        assert torchvision.efficientnet_b4_features()(torch.empty(1, 3, 64, 64)).shape == (1, 1792, 2, 2)
        assert torchvision.resnet18()(torch.empty(1, 3, 64, 64)).shape == (1, 1000)


def test_import_is_clean() -> None:
    """In a fresh process, with warnings as errors, and whatever was imported stays importable."""
    code = (
        "from touchstone.detectors.specialists import layout\n"
        "layout('cm')\n"
        "import torchvision.models\n"
        "from torchvision.transforms.functional import resize\n"
    )
    subprocess.run([sys.executable, "-W", "error", "-c", code], check=True, timeout=300)


def test_other_failures_are_not_hidden(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_name: str) -> None:
        raise RuntimeError("something else")

    monkeypatch.setattr(torchvision.importlib, "import_module", fail)
    with pytest.raises(RuntimeError, match="something else"):
        torchvision.resnet18()


def test_no_endless_retry(monkeypatch: pytest.MonkeyPatch) -> None:
    """An operator that is still missing after it was declared ends the attempt."""
    tries: list[str] = []

    def fail(name: str) -> None:
        tries.append(name)
        raise RuntimeError("operator torchvision::declared_twice does not exist")

    saved = {name: module for name, module in sys.modules.items() if name.partition(".")[0] == "torchvision"}
    monkeypatch.setattr(torchvision.importlib, "import_module", fail)
    try:
        with pytest.raises(RuntimeError, match="declared_twice"):
            torchvision.resnet18()
    finally:
        sys.modules.update(saved)
    assert len(tries) == 2
