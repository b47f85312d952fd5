"""Prepared clips on disk: one folder of memory-mapped arrays for each way of preparing them, a few clips per array."""

from __future__ import annotations

import io
import json
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from touchstone.vocabulary.hashes import file_sha256
from touchstone.vocabulary.tables import read_json, write_bytes

from .reading import Sight

SHARD = 32
"""Clips per file."""


class Store:
    """The prepared clips of one sight.

    A shard is an array and, written after it, its checksum and the reasons why clips of it cannot be used; it exists if both
    match. An earlier version wrote no checksum; then the form of the array must be right. The rows of clips that cannot be used
    are zero.

    Args:
        folder: folder of this sight; content with another digest is removed.
        sight: how the clips are prepared.
        count: number of clips.
        digest: hash of everything that the content depends on.
    """

    def __init__(self, folder: Path, sight: Sight, count: int, digest: str) -> None:
        self.sight = sight
        self.count = count
        self._folder = folder
        self._pages: dict[int, NDArray[np.generic]] = {}
        plan = {"digest": digest, "clips": count, "shape": list(sight.shape), "dtype": sight.dtype}
        stored = _read(folder / "plan.json")
        if stored != plan:
            shutil.rmtree(folder, ignore_errors=True)
            write_bytes(folder / "plan.json", json.dumps(plan).encode())
        self.replaced = stored is not None and stored != plan
        """Whether clips with another digest were removed."""

    @property
    def shards(self) -> range:
        """Numbers of the shards."""
        return range(-(-self.count // SHARD))

    def rows(self, shard: int) -> range:
        """Numbers of the clips of a shard."""
        return range(shard * SHARD, min(self.count, (shard + 1) * SHARD))

    def has(self, shard: int) -> bool:
        """Whether a shard exists and is complete."""
        reasons, checksum = _noted(self._path(shard, "json"))
        path = self._path(shard, "npy")
        if len(reasons) != len(self.rows(shard)):
            return False
        try:
            page = np.load(path, mmap_mode="r", allow_pickle=False)
            whole = checksum is None or file_sha256(path) == checksum
        except Exception:  # a damaged header raises errors of many kinds
            return False
        shape = (len(reasons), *self.sight.shape)
        return (
            whole and isinstance(page, np.ndarray) and page.shape == shape and page.dtype == np.dtype(self.sight.dtype)
        )

    def put(self, shard: int, seen: Sequence[NDArray[np.generic] | str]) -> None:
        """Write a shard: each of its clips, or the reason why it cannot be used."""
        page = np.zeros((len(seen), *self.sight.shape), self.sight.dtype)
        for row, clip in enumerate(seen):
            if not isinstance(clip, str):
                page[row] = clip
        buffer = io.BytesIO()
        np.save(buffer, page)
        path = self._path(shard, "npy")
        write_bytes(path, buffer.getbuffer())
        reasons = [clip if isinstance(clip, str) else None for clip in seen]
        noted = {"sha256": file_sha256(path), "reasons": reasons}
        write_bytes(self._path(shard, "json"), json.dumps(noted).encode())

    def reasons(self) -> list[str | None]:
        """For every clip the reason why it cannot be used; ``None`` if it can."""
        return [reason for shard in self.shards for reason in _noted(self._path(shard, "json"))[0]]

    def take(self, rows: Sequence[int] | NDArray[np.integer]) -> NDArray[np.generic]:
        """Clips by number, copied, ``[n, *shape]``."""
        taken = np.empty((len(rows), *self.sight.shape), self.sight.dtype)
        for at, row in enumerate(rows):
            shard, within = divmod(int(row), SHARD)
            if shard not in self._pages:
                self._pages[shard] = np.load(self._path(shard, "npy"), mmap_mode="r", allow_pickle=False)
            taken[at] = self._pages[shard][within]
        return taken

    def _path(self, shard: int, ending: str) -> Path:
        return self._folder / f"{shard:05d}.{ending}"


def _noted(path: Path) -> tuple[list[str | None], str | None]:
    """Reasons and checksum of a shard; no reasons where there is no such file."""
    noted: Any = _read(path)
    reasons, checksum = (noted.get("reasons"), noted.get("sha256")) if isinstance(noted, dict) else (noted, None)
    if not isinstance(reasons, list) or not all(reason is None or isinstance(reason, str) for reason in reasons):
        return [], None
    return reasons, checksum


def _read(path: Path) -> object:
    try:
        return read_json(path)
    except (OSError, ValueError):
        return None
