"""Fragments of an MP4 file (ISO/IEC 14496-12 8.8): one group of pictures each, written whole, final once written."""

import struct
from collections.abc import Sequence
from itertools import chain

_TRACK = 1
_KEY_FLAGS, _OTHER_FLAGS = 0x0200_0000, 0x0101_0000
"""Sample flags (8.8.3.1): leans on no other picture; leans on others and is no place to start at."""
_BASE_IS_MOOF, _DEFAULT_FLAGS = 0x02_0000, 0x20
_DATA_OFFSET, _FIRST_FLAGS, _DURATION, _SIZE, _SHOWN_LATER = 0x1, 0x4, 0x100, 0x200, 0x800
_LONGEST = 2**32 - 1
_ENTRY = struct.Struct(">QQBBB")
_INDEX_BYTES = 8 + 24 + 16


def fragment(
    number: int, decoded_us: int, durations_us: Sequence[int], later_us: Sequence[int], sizes: Sequence[int]
) -> bytes:
    """What stands before the pictures of group `number`, from 1, in a track whose clock counts microseconds: `moof`, head of `mdat`.

    The first picture, a key frame, is decoded at `decoded_us`, each other one a duration after the one before, and each is
    shown its `later_us` after it is decoded.
    """
    columns: list[Sequence[int]] = [[min(us, _LONGEST) for us in durations_us], sizes]
    flags = _DATA_OFFSET | _FIRST_FLAGS | _DURATION | _SIZE
    if any(later_us):
        columns.append(later_us)
        flags |= _SHOWN_LATER
    table = struct.pack(f">{len(columns) * len(sizes)}I", *chain.from_iterable(zip(*columns, strict=True)))
    head = _full_box(b"mfhd", 0, 0, struct.pack(">I", number))
    track = _full_box(b"tfhd", 0, _BASE_IS_MOOF | _DEFAULT_FLAGS, struct.pack(">II", _TRACK, _OTHER_FLAGS))
    start = _full_box(b"tfdt", 1, 0, struct.pack(">Q", decoded_us))
    run_bytes = 12 + 12 + len(table)
    moof_bytes = 8 + len(head) + 8 + len(track) + len(start) + run_bytes
    run = _full_box(b"trun", 0, flags, struct.pack(">III", len(sizes), moof_bytes + 8, _KEY_FLAGS), table)
    moof = _box(b"moof", head, _box(b"traf", track, start, run))
    return moof + struct.pack(">I4s", 8 + sum(sizes), b"mdat")


def index(places: Sequence[tuple[int, int]]) -> bytes:
    """`mfra`, by which players seek: the time in microseconds at which each group is shown first, and where its `moof` lies."""
    entries = b"".join(_ENTRY.pack(shown_us, offset, 1, 1, 1) for shown_us, offset in places)
    table = _full_box(b"tfra", 1, 0, struct.pack(">III", _TRACK, 0, len(places)), entries)
    return _box(b"mfra", table, _full_box(b"mfro", 0, 0, struct.pack(">I", 8 + len(table) + 16)))


def index_bytes(groups: int) -> int:
    """How long the index of so many groups is."""
    return _INDEX_BYTES + groups * _ENTRY.size


def head_of(file: bytes) -> bytes:
    """What stands before the first fragment of an MP4 file: `ftyp` and `moov`."""
    at = 0
    while file[at + 4 : at + 8] in {b"ftyp", b"moov"}:
        at += int.from_bytes(file[at : at + 4], "big")
    return file[:at]


def _full_box(kind: bytes, version: int, flags: int, *parts: bytes) -> bytes:
    return _box(kind, struct.pack(">I", version << 24 | flags), *parts)


def _box(kind: bytes, *parts: bytes) -> bytes:
    return struct.pack(">I4s", 8 + sum(map(len, parts)), kind) + b"".join(parts)
