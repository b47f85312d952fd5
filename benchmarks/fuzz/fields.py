"""Damage to videos that knows their form: boxes, elements, chunks and packets, and the numbers in them."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from random import Random

from .damage import Damage, number, put

_NUMBERED = (
    b"mvhd", b"tkhd", b"mdhd", b"stts", b"ctts", b"stsz", b"stco", b"stsc", b"stss", b"elst", b"stsd", b"avcC", b"trun",
    b"tfhd", b"tfdt", b"mehd", b"trex", b"sidx", b"esds", b"dOps",
    b"\x2a\xd7\xb1", b"\x44\x89", b"\x23\xe3\x83", b"\xb0\x81", b"\xba\x81", b"\xe7\x81", b"\xe7\x82", b"\xb5\x88",
    b"\x1f\x43\xb6\x75", b"\x16\x54\xae\x6b", b"\xa3", b"\xa0", b"\x63\xa2", b"\x56\xaa",
    b"avih", b"strh", b"strf", b"idx1", b"LIST", b"RIFF", b"00dc", b"01wb",
    b"FLV", b"onMetaData", b"duration", b"filesize", b"\x12\x00", b"\x09\x00", b"\x08\x00",
    b"\x47\x40\x00", b"\x47\x41\x00", b"\x00\x00\x01\xe0", b"\x00\x00\x01\xc0", b"\x00\x00\x01\xba", b"\x00\x00\x01\xb3",
    b"GIF89a", b"\x21\xf9\x04", b"\x2c\x00\x00", b"OggS", b"OpusHead", b"DKIF", b"YUV4MPEG2", b"fmt ", b"data",
    b"\x00\x00\x00\x01\x67", b"\x00\x00\x01\x65", b"\xa1\xdc\xab\x8c", b"\xb7\xdc\x07\x91", b"\x06\x0e\x2b\x34",
)  # fmt: skip
"""Marks before numbers that a reader believes: sizes, counts, scales, times, widths and heights."""

_BOXES = frozenset(
    {b"moov", b"trak", b"mdia", b"minf", b"stbl", b"edts", b"dinf", b"moof", b"traf", b"mvex", b"udta", b"meta"}
)
_PACKET = 188
_FLV_HEAD, _TAG = 13, 11


def field(rng: Random, data: bytes, _other: bytes) -> bytes:
    """A number right behind one of the marks is an extreme one."""
    marks = [mark for mark in _NUMBERED if mark in data]
    if not marks:
        return data
    mark = rng.choice(marks)
    places = [at for at in range(len(data)) if data.startswith(mark, at)][:200]
    at = rng.choice(places) + len(mark) + rng.randrange(0, rng.choice((4, 16, 96)))
    return put(data, at, number(rng, rng.choice((1, 2, 4, 4, 8)), rng.choice(("big", "big", "little"))))[: len(data)]


def boxes(data: bytes, begin: int = 0, end: int | None = None) -> Iterator[tuple[int, int]]:
    """Begin and end of each box of an MP4 file, the outer before the inner ones."""
    end = len(data) if end is None else end
    while begin + 8 <= end:
        size, name = struct.unpack_from(">I4s", data, begin)
        if size < 8 or begin + size > end:
            return
        yield begin, begin + size
        if name in _BOXES:
            yield from boxes(data, begin + 8, begin + size)
        begin += size


def box(rng: Random, data: bytes, _other: bytes) -> bytes:
    """A box is missing, there twice, of another size or name, or in the place of another."""
    places = list(boxes(data))
    if len(places) < 2:
        return field(rng, data, b"")
    begin, end = rng.choice(places)
    match rng.randrange(6):
        case 0:
            return data[:begin] + data[end:]
        case 1:
            return data[:end] + data[begin:end] + data[end:]
        case 2:
            return put(data, begin, number(rng, 4, "big"))
        case 3:
            return put(data, begin + 4, rng.choice((b"free", b"trak", b"moov", b"mdat", b"\0\0\0\0", b"uuid", b"cmov")))
        case 4:
            return put(data, begin + 8 + rng.randrange(max(1, end - begin - 8)), number(rng, 4, "big"))[: len(data)]
        case _:
            return _swapped(data, (begin, end), rng.choice(places))


def _swapped(data: bytes, first: tuple[int, int], second: tuple[int, int]) -> bytes:
    (a, b), (c, d) = sorted((first, second))
    return data if c < b else data[:a] + data[c:d] + data[b:c] + data[a:b] + data[d:]


def packet(rng: Random, data: bytes, other: bytes) -> bytes:
    """Packets of a transport stream are missing, swapped, of another stream, or carry another number."""
    count = len(data) // _PACKET
    if count < 3:
        return field(rng, data, other)
    first, second = (_PACKET * rng.randrange(count) for _ in range(2))
    match rng.randrange(4):
        case 0:
            return data[:first] + data[first + _PACKET * rng.choice((1, 5, 50)) :]
        case 1:
            return put(data, first, data[second : second + _PACKET])
        case 2:
            return put(data, first + 1, number(rng, 2, "big"))
        case _:
            return put(data, first + 4 + rng.randrange(24), number(rng, rng.choice((1, 4)), "big"))


def tags(data: bytes) -> Iterator[int]:
    """Where the tags of an FLV file begin."""
    at = _FLV_HEAD
    while at + _TAG < len(data):
        yield at
        at += _TAG + int.from_bytes(data[at + 1 : at + 4], "big") + 4


def tag(rng: Random, data: bytes, _other: bytes) -> bytes:
    """The head announces other streams than follow, so that one appears late; a tag is of another kind, codec or time."""
    places = list(tags(data))
    if len(places) < 2:
        return put(data, 4, b"\1")
    at = rng.choice(places)
    match rng.randrange(5):
        case 0:
            return put(data, 4, bytes([rng.choice((0, 1, 1, 4, 5))]))
        case 1:
            return put(put(data, 4, b"\1"), at, bytes([rng.choice((8, 9, 18, 15, 52))]))
        case 2:
            return put(data, at + rng.choice((4, 7, 8)), number(rng, rng.choice((1, 3)), "big"))
        case 3:
            return put(put(data, 4, b"\1"), at + _TAG, bytes([rng.getrandbits(8)]))
        case _:
            return put(data, at + 1, number(rng, 3, "big"))


def formal(rng: Random, data: bytes, other: bytes) -> bytes:
    """Damage to what the container is made of: tags, packets or boxes; a number where it is made of nothing that is known."""
    if data.startswith(b"FLV"):
        return tag(rng, data, other)
    if data[:1] == b"\x47":
        return packet(rng, data, other)
    return (box if data[4:8] == b"ftyp" else field)(rng, data, other)


FIELDS: tuple[Damage, ...] = (field, field, formal, formal)
"""Every kind of damage that knows the form."""
