"""Where the pictures of an MP4 or Matroska file end and its index begins (ISO/IEC 14496-12 4.2, RFC 8794)."""

import struct
from typing import BinaryIO

from smartclient.evidence.manifest import Container

_PICTURES = {Container.MP4: (b"moof", b"mdat"), Container.MKV: (b"\x1f\x43\xb6\x75",)}


def end_of_blocks(file: BinaryIO, start: int, container: Container) -> int:
    """The position after the last run of pictures that follow each other from `start` on."""
    position = start
    while True:
        file.seek(position)
        kind, length = _box(file.read(16)) if container is Container.MP4 else _element(file.read(16))
        if kind not in _PICTURES[container] or length <= 0:
            return position
        position += length


def _box(head: bytes) -> tuple[bytes, int]:
    """Kind and whole length of an MP4 box."""
    if len(head) < 8:
        return b"", 0
    (length,), kind = struct.unpack(">I", head[:4]), head[4:8]
    if length == 1 and len(head) == 16:
        (length,) = struct.unpack(">Q", head[8:])
    return kind, length


def _element(head: bytes) -> tuple[bytes, int]:
    """Kind and whole length of a Matroska element with an id of four bytes."""
    if len(head) < 5 or head[4] == 0:
        return b"", 0
    width = 9 - head[4].bit_length()
    size = int.from_bytes(head[4 : 4 + width], "big") & (1 << 7 * width) - 1
    return head[:4], 4 + width + size
