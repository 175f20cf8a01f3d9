"""One picture from a recorder: the lines before it, and its body, JPEG as it is or coded video behind a 32-byte header."""

import struct
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from smartclient.adapters.xprotect.values import integer
from smartclient.domain.errors import CannotDecode, NoPicture
from smartclient.domain.footage import Codec, Packet

LARGEST_PICTURE = 32 * 1024 * 1024

_HEADER = struct.Struct(">HIHHHqqi")
"""Data type, length with this header, codec, sequence number, flags, time of the last key frame, time of the picture, reserved."""
_KEY = 1
_CODECS = {0x01: Codec.JPEG, 0x0A: Codec.H264, 0x0E: Codec.H265}
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_YEAR_2100_MS = 4_102_444_800_000
_MILLISECOND = timedelta(milliseconds=1)


@dataclass(frozen=True, slots=True)
class Image:
    """An image response: the time of its picture and of those beside it, None where not told; no `body` where there is no picture."""

    request: int | None = None
    at: datetime | None = None
    before: datetime | None = None
    after: datetime | None = None
    body: bytes = b""

    def holding(self, body: bytes) -> "Image":
        """The same with its picture."""
        return replace(self, body=body)


def image(header: bytes) -> tuple[Image | None, int]:
    """What the lines before a picture tell, and how many bytes of picture follow; None when that number is impossible."""
    fields = dict(line.partition(":")[::2] for line in header.decode(errors="replace").splitlines()[1:])
    told = {name.strip().lower(): integer(value.strip()) for name, value in fields.items()}
    length = told.get("content-length")
    if length is None or not 0 <= length <= LARGEST_PICTURE:
        return None, 0
    at, before, after = (moment_of(told.get(name)) for name in ("current", "prev", "next"))
    return Image(told.get("requestid"), at, before, after), length


def moment_of(time_ms: int | None) -> datetime | None:
    """Milliseconds since 1970 as a time; None for what is no time of any recording."""
    return None if time_ms is None or not 0 < time_ms < _YEAR_2100_MS else _EPOCH + timedelta(milliseconds=time_ms)


def milliseconds(at: datetime) -> int:
    """Whole milliseconds since 1970, rounded down."""
    return (at - _EPOCH) // _MILLISECOND


def key_time(body: bytes) -> datetime | None:
    """When the key frame was taken that a coded picture builds on, as far as its body tells."""
    return moment_of(_HEADER.unpack_from(body)[5]) if len(body) > _HEADER.size and body[:2] != b"\xff\xd8" else None


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
    is_key = codec is Codec.JPEG or bool(flags & _KEY)
    return Packet(body[_HEADER.size : length], codec, is_key, moment_of(time_ms) or at)
