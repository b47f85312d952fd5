"""What the room says without its packages."""

from __future__ import annotations

import subprocess
import sys

import pytest


@pytest.mark.parametrize("package", ["torch", "torchvision", "safetensors"])
def test_without_its_packages(package: str) -> None:
    code = (
        f"import sys; sys.modules['{package}'] = None\n"
        "from touchstone.vocabulary.errors import MissingExtraError\n"
        "try:\n    import touchstone.detectors.specialists\n"
        "except MissingExtraError as error:\n    print(error)\n"
    )
    done = subprocess.run([sys.executable, "-W", "error", "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.startswith("running networks needs packages that are not installed; run: pip install")
