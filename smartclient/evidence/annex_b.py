"""The two ways a picture's units are told apart: start codes (ITU-T H.264 and H.265, Annex B) and lengths (ISO/IEC 14496-15)."""

import struct
from collections.abc import Iterable, Iterator

from smartclient.domain.footage import Codec, Packet

_START = b"\0\0\0\1"
_H265_ARRAYS_AT = 22
_H264_SETS_AT = 5
_H264_COUNT = 0x1F


def with_lengths(data: bytes) -> bytes:
    """A picture in Annex B with four bytes of length before each unit."""
    *first, last = data.split(b"\0\0\1")
    units = [*(unit.rstrip(b"\0") for unit in first), last]
    return b"".join(struct.pack(">I", len(unit)) + unit for unit in units if unit)


def with_start_codes(packet: Packet) -> bytes:
    """A picture in Annex B; a key frame that keeps its parameter sets apart has them before it."""
    if not packet.configuration:
        return packet.data
    sets = _sets(packet.configuration, packet.codec) if packet.is_key else ()
    return b"".join(_START + unit for unit in (*sets, *_units(packet.data)))


def _units(data: bytes) -> Iterator[bytes]:
    at = 0
    while at + 4 <= len(data):
        length = int.from_bytes(data[at : at + 4], "big")
        if unit := data[at + 4 : at + 4 + length]:
            yield unit
        at += 4 + length


def _sets(record: bytes, codec: Codec) -> Iterable[bytes]:
    """The parameter sets of a decoder configuration record (ISO/IEC 14496-15 5.3.3.1.2 and 8.3.3.1.2)."""
    return tuple(_h265_sets(record) if codec is Codec.H265 else _h264_sets(record))


def _h264_sets(record: bytes) -> Iterator[bytes]:
    at = _H264_SETS_AT
    for mask in (_H264_COUNT, 0xFF):
        count = record[at] & mask if at < len(record) else 0
        at += 1
        for _ in range(count):
            unit, at = _counted(record, at)
            yield unit


def _h265_sets(record: bytes) -> Iterator[bytes]:
    arrays, at = record[_H265_ARRAYS_AT] if len(record) > _H265_ARRAYS_AT else 0, _H265_ARRAYS_AT + 1
    for _ in range(arrays):
        count = int.from_bytes(record[at + 1 : at + 3], "big")
        at += 3
        for _ in range(count):
            if at >= len(record):
                return
            unit, at = _counted(record, at)
            yield unit


def _counted(record: bytes, at: int) -> tuple[bytes, int]:
    length = int.from_bytes(record[at : at + 2], "big")
    return record[at + 2 : at + 2 + length], at + 2 + length
