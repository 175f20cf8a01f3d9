"""Pictures of an MPEG transport stream as they arrive: FFmpeg's parser holds each back until it has seen the next one begin."""

from collections.abc import Iterator

CODECS = frozenset({"h264", "hevc"})
_START = b"\0\0\1"
HEAD_BYTES = 512
"""What makes a picture a place to begin at stands in its first units."""
_H264_SLICES, _H264_KEYS = frozenset({1, 5}), frozenset({5, 7})
_H265_FIRST_PARAMETERS, _H265_KEYS = 32, frozenset({*range(16, 24), 32, 33})


def is_key(data: bytes, codec: str) -> bool:
    """Whether decoding can start at a picture in Annex B: it is an IDR picture, or parameter sets stand before it.

    ITU-T H.264 7.4.1 and H.265 7.4.2.2 name the units; H.222.0 2.14 asks for parameter sets wherever a stream may be entered.
    """
    keys = _H264_KEYS if codec == "h264" else _H265_KEYS
    return any(kind in keys for kind, _ in _units(data[:HEAD_BYTES], codec))


def count(data: bytes, codec: str) -> int:
    """How many pictures, or fields of one, begin in `data` (Annex B): slices that are the first of theirs."""
    if codec == "h264":
        firsts = [data[at + 1 : at + 2] for kind, at in _units(data, codec) if kind in _H264_SLICES]
    else:
        firsts = [data[at + 2 : at + 3] for kind, at in _units(data, codec) if kind < _H265_FIRST_PARAMETERS]
    return sum(first >= b"\x80" for first in firsts)


def _units(data: bytes, codec: str) -> Iterator[tuple[int, int]]:
    """Kind and place of each unit."""
    at = data.find(_START)
    while 0 <= at < len(data) - len(_START):
        at += len(_START)
        yield (data[at] & 0x1F if codec == "h264" else data[at] >> 1 & 0x3F), at
        at = data.find(_START, at)
