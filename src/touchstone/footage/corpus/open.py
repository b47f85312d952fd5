"""Recognise how footage is laid out."""

from __future__ import annotations

from pathlib import Path

from touchstone.vocabulary.errors import CorpusError

from .entry import Corpus
from .layouts.folders import read_folders
from .layouts.manifest import read_manifest

_MANIFESTS = ("manifest.csv", "manifest.parquet", "manifest.json")


def open_corpus(path: Path) -> Corpus:
    """Open a manifest, a folder that holds one, or a folder with ``real/`` and ``fake/`` below it.

    Raises:
        CorpusError: there is nothing that can be used; the message says what was looked for.
    """
    if path.is_file():
        return read_manifest(path)
    if not path.is_dir():
        raise CorpusError(f"{path}: no such folder or manifest")
    for name in _MANIFESTS:
        if (path / name).is_file():
            return read_manifest(path / name)
    return read_folders(path)
