"""All forms that the page on forms lists, and how one is read."""

from __future__ import annotations

from pathlib import Path

from touchstone.scores import Options, read_score_files
from touchstone.scores.collect import ScoreFiles

from .collected import COLLECTED
from .documents import DOCUMENTS
from .example import Example, Files
from .nested import NESTED
from .tables import TABLES
from .told import TOLD
from .values import VALUES

EXAMPLES: tuple[Example, ...] = (*TABLES, *VALUES, *DOCUMENTS, *TOLD, *COLLECTED, *NESTED)


def read(folder: Path, files: Files, options: Options | None = None) -> ScoreFiles:
    """Write files into a folder and read them; those whose names begin with ``labels`` as labels."""
    for name, data in files.items():
        (folder / name).write_bytes(data)
    paths = [folder / name for name in files]
    labels = [path for path in paths if path.name.startswith("labels")]
    return read_score_files([path for path in paths if path not in labels], labels, options)
