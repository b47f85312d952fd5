"""Hashes of a file, of bytes and texts, and of code and the libraries that it uses (results of other code are made again)."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

ROOT = Path(__file__).parents[1]
"""Folder of the package."""


def file_sha256(path: str | Path) -> str:
    """SHA-256 of a file, read in pieces.

    Raises:
        OSError: it cannot be read.
    """
    with Path(path).open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def sha256_of(*parts: bytes | str) -> bytes:
    """SHA-256 of bytes and texts, one after the other; texts as UTF-8.

    >>> sha256_of("a", b"bc").hex()[:8]
    'ba7816bf'
    """
    digest = hashlib.sha256()
    for part in parts:
        digest.update(part.encode() if isinstance(part, str) else part)
    return digest.digest()


def hash_of_code(paths: Iterable[Path], libraries: Iterable[str] = ()) -> str:
    """SHA-256 of the names and contents of files of the package, and of the versions of the libraries that are installed."""
    digest = hashlib.sha256()
    for path in sorted(paths):
        digest.update(path.relative_to(ROOT).as_posix().encode() + b"\0" + path.read_bytes())
    for library in libraries:
        try:
            digest.update(f"{library} {version(library)}".encode())
        except PackageNotFoundError:
            continue
    return digest.hexdigest()
