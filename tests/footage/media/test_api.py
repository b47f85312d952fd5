"""The room's contract: its public names, and what it does not import."""

from __future__ import annotations

import subprocess
import sys


def test_torch_is_not_imported() -> None:
    code = "import sys, touchstone.footage.media, touchstone.footage.indicators; sys.exit('torch' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
