"""The drawing of what imports what, on a package whose imports are known."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

SCRIPT = Path(__file__).parents[2] / "scripts" / "arrows.py"

FILES = {
    "__init__.py": "",
    "vocabulary/__init__.py": "",
    "vocabulary/errors.py": "",
    "footage/__init__.py": "",
    "footage/media/__init__.py": "",
    "footage/media/video.py": "from touchstone.vocabulary.errors import x\n",
    "footage/corpus/__init__.py": "from touchstone.footage.media import video\nfrom touchstone.vocabulary import errors\n",
    "cli.py": "def run():\n    from touchstone.footage import corpus\n",
}


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    for name, text in FILES.items():
        path = tmp_path / "touchstone" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return tmp_path


def said(*words: str | Path) -> str:
    done = subprocess.run([sys.executable, SCRIPT, *words], capture_output=True, text=True, check=True)
    return done.stdout


def test_arrows_are_counted_between_wings_and_between_rooms(tree: Path) -> None:
    lines = [" ".join(line.split()) for line in said("--package", tree).splitlines()]
    assert lines == [
        "3 wings, 2 arrows, 3 imports",
        "cli → footage 1",
        "footage → vocabulary 2",
        "5 rooms, 4 arrows, 4 imports",
        "cli → footage.corpus 1",
        "footage.corpus → footage.media 1",
        "footage.corpus → vocabulary 1",
        "footage.media → vocabulary 1",
    ]


def test_the_drawing_has_one_line_for_each_arrow(tree: Path) -> None:
    drawn = said("--package", tree, "--mermaid").splitlines()
    assert drawn == ["flowchart TD", "    cli -- 1 --> footage", "    footage -- 2 --> vocabulary"]


def test_the_package_itself_is_drawn() -> None:
    assert "detectors -- " in said("--mermaid")
