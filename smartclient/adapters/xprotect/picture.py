"""One picture from a recorder: JPEG as it is, or coded video behind a 32-byte header."""

import struct
from datetime import UTC, datetime, timedelta

from smartclient.domain.errors import CannotDecode, NoPicture
from smartclient.domain.footage import Codec, Packet

LARGEST_PICTURE = 32 * 1024 * 1024

_HEADER = struct.Struct(">HIHHHqqi")
"""Data type, length with this header, codec, sequence number, flags, time of the last key frame, time of the picture, reserved."""
_KEY = 1
_CODECS = {0x01: Codec.JPEG, 0x0A: Codec.H264, 0x0E: Codec.H265}
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_YEAR_2100_MS = 4_102_444_800_000


def packet(body: bytes, at: datetime) -> Packet:
    """Reads the body of an image response; `at` is the time in its envelope, used where the body has none.

    Raises NoPicture when the body is damaged, CannotDecode for a codec no engine here knows.
    """
    if body[:2] == b"\xff\xd8":
        return Packet(body, Codec.JPEG, is_key=True, at=at)
    if len(body) <= _HEADER.size:
        raise NoPicture("The recorder sent a damaged picture.")
    _, length, code, _, flags, _, time_ms, _ = _HEADER.unpack_from(body)
    codec = _CODECS.get(code)
    if codec is None:
        raise CannotDecode(f"The camera's pictures are coded in a way that cannot be shown here (codec {code}).")
    if not _HEADER.size < length <= len(body):
        raise NoPicture("The recorder sent a damaged picture.")
    taken = _EPOCH + timedelta(milliseconds=time_ms) if 0 < time_ms < _YEAR_2100_MS else at
    is_key = codec is Codec.JPEG or bool(flags & _KEY)
    return Packet(body[_HEADER.size : length], codec, is_key, taken)
