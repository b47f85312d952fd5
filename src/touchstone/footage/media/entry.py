"""What may be left undecoded without changing a single pixel of what is decoded: rules per codec."""

from __future__ import annotations

# Codecs whose packets hold one shown frame each, so that timestamps of packets are timestamps of frames. Of
# all others (hidden frames in packets of their own: VP8; several frames in a packet: MPEG-4 in AVI; …) the
# frames are counted by decoding.
ONE_FRAME_PER_PACKET = frozenset(
    {
        "h264", "hevc", "mpeg1video", "mpeg2video", "mpeg4", "vp9", "av1", "libdav1d", "mjpeg", "prores",
        "ffv1", "png", "qtrle", "rawvideo", "dvvideo", "dnxhd", "huffyuv", "ffvhuff", "utvideo", "v210",
    }
)  # fmt: skip

# Decoders that leave out exactly the frames that no other frame refers to when told to skip NONREF: H.264 by
# nal_ref_idc, MPEG-1, MPEG-2 and MPEG-4 B-pictures. Not HEVC: there a "sub-layer non-reference" picture may
# serve higher sub-layers.
SKIPS_NON_REFERENCE = frozenset({"h264", "mpeg1video", "mpeg2video", "mpeg4"})

# Every frame stands alone.
INTRA_ONLY = frozenset(
    {"mjpeg", "prores", "png", "rawvideo", "dvvideo", "dnxhd", "huffyuv", "ffvhuff", "utvideo", "v210"}
)
# A key frame resets all references and the entropy coder's state.
_KEY_RESETS = frozenset({"vp9", "av1", "libdav1d"})

_H264_SLICES = range(1, 6)
_H264_IDR = 5
_HEVC_SLICES = range(32)
_HEVC_INTRA_RANDOM_ACCESS = range(16, 22)  # BLA, IDR, CRA


def is_entry(codec: str, packet: bytes | memoryview, extradata: bytes | None) -> bool:
    """Whether decoding can begin at a key packet and give what decoding from the start gives.

    In H.264, only an IDR picture promises that; a recovery point may recover gradually. In HEVC every random
    access picture does, for the pictures that follow it in order of presentation. MPEG-1, -2 and -4 keep
    quantiser matrices across key frames and get no entry but their first.

    Args:
        codec: codec as FFmpeg names it.
        packet: the key packet.
        extradata: the stream's configuration record.
    """
    if codec in INTRA_ONLY or codec in _KEY_RESETS:
        return True
    if codec == "h264":
        kind = _first_slice(packet, _length_size(extradata, 4), mask=0x1F, shift=0, slices=_H264_SLICES)
        return kind == _H264_IDR
    if codec == "hevc":
        kind = _first_slice(packet, _length_size(extradata, 21), mask=0x3F, shift=1, slices=_HEVC_SLICES)
        return kind in _HEVC_INTRA_RANDOM_ACCESS
    return False


def _length_size(extradata: bytes | None, position: int) -> int:
    """Bytes of the length before each NAL unit (ISO/IEC 14496-15); 0 where start codes part them."""
    if not extradata or len(extradata) <= position or extradata[:3] in (b"\0\0\1", b"\0\0\0"):
        return 0
    return (extradata[position] & 3) + 1


def _first_slice(packet: bytes | memoryview, length_size: int, *, mask: int, shift: int, slices: range) -> int | None:
    """Type of the first NAL unit of the packet that carries a slice."""
    data = bytes(packet)
    position = 0
    while True:
        if length_size:
            start = position + length_size
            if start >= len(data):
                return None
            position = start + int.from_bytes(data[position:start], "big")
        else:
            prefix = data.find(b"\0\0\1", position)
            start = prefix + 3
            if prefix < 0 or start >= len(data):
                return None
            position = start
        kind = (data[start] >> shift) & mask
        if kind in slices:
            return kind
