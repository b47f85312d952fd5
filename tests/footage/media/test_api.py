"""The room's contract: its public names, and what it does not import."""

from __future__ import annotations

import subprocess
import sys

from touchstone.footage import media


def test_all_is_sorted_and_complete() -> None:
    public = {name for name in vars(media) if not name.startswith("_")}
    assert set(media.__all__) == public
    assert media.__all__ == sorted(media.__all__)


def test_torch_is_not_imported() -> None:
    code = "import sys, touchstone.footage.media, touchstone.footage.indicators; sys.exit('torch' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
