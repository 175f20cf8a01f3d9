"""What a decoder must know before the first picture: two groups with the same parameter sets fit into one file."""

import re

from smartclient.domain.footage import Codec, Packet

_START = re.compile(rb"\x00\x00\x01")
_MOST_BYTES_BEFORE_PICTURE = 4096
_H264_SETS = frozenset({7, 8})
_H265_SETS = frozenset({32, 33, 34})
_JPEG_SIZE = re.compile(rb"\xff[\xc0-\xc3\xc5-\xc7\xc9-\xcb\xcd-\xcf]..(.{5})", re.DOTALL)


def parameter_sets(key: Packet) -> bytes:
    """SPS, PPS and VPS of a key frame in Annex B (ITU-T H.264 and H.265), or depth and size of a JPEG (T.81 B.2.2).

    Where a container keeps them apart, its record of them.
    """
    if key.configuration:
        return key.configuration
    head = key.data[:_MOST_BYTES_BEFORE_PICTURE]
    if key.codec is Codec.JPEG:
        size = _JPEG_SIZE.search(key.data, 0, 65_536)
        return size.group(1) if size else b""
    places = [match.end() for match in _START.finditer(head)]
    ends = [*places[1:], len(head)]
    units = [head[begin:end].rstrip(b"\0\x01") for begin, end in zip(places, ends, strict=False)]
    return b"".join(unit for unit in units if unit and _is_set(unit[0], key.codec))


def _is_set(first_byte: int, codec: Codec) -> bool:
    if codec is Codec.H264:
        return first_byte & 0x1F in _H264_SETS
    return first_byte >> 1 & 0x3F in _H265_SETS
