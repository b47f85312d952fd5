"""Film strips of single videos, each embedded once and shown wherever it is needed."""

from __future__ import annotations

import base64
from collections.abc import Iterable
from dataclasses import dataclass

import polars as pl

BUDGET = 1_600_000
"""Bytes of pictures that a page holds at most; the page says how many it leaves out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PagePicture:
    """A film strip: name inside the page, size in pixels, content as base64."""

    name: str
    width: int
    height: int
    data: str


def pictures(previews: pl.DataFrame, wanted: Iterable[str]) -> tuple[dict[str, PagePicture], int]:
    """Pictures of the wanted videos by key, in that order while the budget lasts, and how many are left out."""
    order = list(dict.fromkeys(wanted))
    content = dict(previews.filter(pl.col("video").is_in(order)).select("video", "jpeg").iter_rows())
    embedded: dict[str, PagePicture] = {}
    spent = left_out = 0
    for video in order:
        jpeg = content.get(video)
        size = jpeg_size(jpeg) if jpeg else None
        if jpeg is None or size is None:
            continue
        if spent + len(jpeg) > BUDGET:
            left_out += 1
            continue
        spent += len(jpeg)
        name, data = f"strip-{len(embedded) + 1}", base64.b64encode(jpeg).decode()
        embedded[video] = PagePicture(name=name, width=size[0], height=size[1], data=data)
    return embedded, left_out


def jpeg_size(data: bytes) -> tuple[int, int] | None:
    """Width and height in the header of a JPEG; ``None`` where the bytes are not a JPEG.

    >>> jpeg_size(b"no picture") is None
    True
    """
    if not data.startswith(b"\xff\xd8"):
        return None
    at = 2
    while at + 9 <= len(data) and data[at] == 0xFF:
        kind, length = data[at + 1], int.from_bytes(data[at + 2 : at + 4])
        # Start of frame, of whatever coding; C4, C8 and CC are tables.
        if 0xC0 <= kind <= 0xCF and kind not in (0xC4, 0xC8, 0xCC):
            height, width = int.from_bytes(data[at + 5 : at + 7]), int.from_bytes(data[at + 7 : at + 9])
            return (width, height) if width and height else None
        at += 2 + length
    return None
