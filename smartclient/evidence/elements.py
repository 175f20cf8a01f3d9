"""Where the pictures of a Matroska file end and its index begins (RFC 8794)."""

from typing import BinaryIO

_CLUSTER = b"\x1f\x43\xb6\x75"


def end_of_blocks(file: BinaryIO, start: int) -> int:
    """The position after the last run of pictures that follow each other from `start` on."""
    position = start
    while True:
        file.seek(position)
        kind, length = _element(file.read(16))
        if kind != _CLUSTER or length <= 0:
            return position
        position += length


def _element(head: bytes) -> tuple[bytes, int]:
    """Kind and whole length of an element with an id of four bytes."""
    if len(head) < 5 or head[4] == 0:
        return b"", 0
    width = 9 - head[4].bit_length()
    size = int.from_bytes(head[4 : 4 + width], "big") & (1 << 7 * width) - 1
    return head[:4], 4 + width + size
