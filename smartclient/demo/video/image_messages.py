"""The words of the ImageServer protocol: method calls in, responses, status and pictures out."""

from __future__ import annotations

import struct
from dataclasses import dataclass
from urllib.parse import parse_qsl
from xml.etree import ElementTree as ET
from xml.sax.saxutils import escape

from smartclient.demo.video.shots import Shot

END = b"\r\n\r\n"
LONGEST_CALL = 32 * 1024
LIVE_FEED_STARTED, CAMERA_CONNECTION_LOST = 1, 5

_DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>'
_HEADER = struct.Struct(">HIHHHqqi")
_VIDEO, _KEY = 0x10, 1
H264, H265, UNKNOWN = 0x0A, 0x0E, 0x63
_FIELDS = 40


class MalformedCallError(Exception):
    """What arrived is no method call of the protocol."""


@dataclass(frozen=True, slots=True)
class Call:
    """A method call: `fields` holds the texts of its elements by lower-case path (`transcode/width`)."""

    method: str
    request_id: int
    fields: dict[str, str]

    def number(self, name: str, otherwise: int) -> int:
        """A field as a whole number. Raises MalformedCallError when it is something else."""
        return whole_number(self.fields.get(name) or str(otherwise))

    @property
    def parameters(self) -> dict[str, str]:
        """`connectparam` taken apart: id, connectiontoken, streamid."""
        return {name.lower(): value for name, value in _pairs(self.fields.get("connectparam", ""))}


def _pairs(text: str) -> list[tuple[str, str]]:
    try:
        return parse_qsl(text.replace("+", "%2B"), keep_blank_values=True, max_num_fields=_FIELDS)
    except ValueError as error:
        raise MalformedCallError("connectparam has too many fields") from error


def whole_number(text: str) -> int:
    """A decimal of at most 18 digits. Raises MalformedCallError."""
    digits = text.strip()
    if not (digits.isascii() and digits.isdigit() and len(digits) <= 18):
        raise MalformedCallError(f"{digits[:20]!r} is no number")
    return int(digits)


def read_call(text: bytes) -> Call:
    """Reads one call, without the empty line that ends it. Raises MalformedCallError."""
    if len(text) > LONGEST_CALL or b"<!" in text:
        raise MalformedCallError("too long, or with a document type")
    try:
        root = ET.fromstring(text.strip())  # noqa: S314 - document types, and with them entities, were refused above
    except (ET.ParseError, ValueError, LookupError) as error:
        raise MalformedCallError(f"not XML: {error}") from error
    if root.tag.lower() != "methodcall":
        raise MalformedCallError("not a methodcall")
    fields: dict[str, str] = {}
    for element in root:
        fields[element.tag.lower()] = (element.text or "").strip()
        for inner in element:
            fields[f"{element.tag}/{inner.tag}".lower()] = (inner.text or "").strip()
    return Call(fields.get("methodname", "").lower(), whole_number(fields.get("requestid") or "0"), fields)


def response(call: Call, **answers: str) -> bytes:
    """A method response with these elements."""
    inner = "".join(f"<{name}>{escape(value)}</{name}>" for name, value in answers.items())
    known = f"<requestid>{call.request_id}</requestid><methodname>{escape(call.method)}</methodname>"
    return f"{_DECLARATION}<methodresponse>{known}{inner}</methodresponse>".encode() + END


def status(at_ms: int, items: dict[int, int]) -> bytes:
    """Live status items by number."""
    listed = "".join(
        f"<statusitem><statusid>{number}</statusid><value>{value}</value></statusitem>"
        for number, value in items.items()
    )
    return (
        f"{_DECLARATION}<livepackage><status><statustime>{at_ms}</statustime>{listed}</status></livepackage>".encode()
        + END
    )


def sequences(call: Call, found: list[tuple[int, int]]) -> bytes:
    """Recorded sequences: start and end in milliseconds since 1970."""
    listed = "".join(
        f'<alarm number="{number}" starttime="{start}" alarmtime="{start}" endtime="{end}" numimages="0"/>'
        for number, (start, end) in enumerate(found)
    )
    known = f"<requestid>{call.request_id}</requestid><methodname>alarms</methodname>"
    return f"{_DECLARATION}<methodresponse>{known}<alarms>{listed}</alarms></methodresponse>".encode() + END


def image(request_id: int, times_ms: tuple[int, int, int], body: bytes) -> bytes:
    """A picture with the times of the one before, itself and the one after, milliseconds since 1970."""
    kind = "image/jpeg" if body[:2] == b"\xff\xd8" else "application/x-genericbytedata-octet-stream"
    before, current, after = times_ms
    head = (
        f"ImageResponse\r\nRequestId: {request_id}\r\nPrev: {before}\r\nCurrent: {current}\r\nNext: {after}\r\n"
        f"Content-type: {kind}\r\nContent-length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body + END


def coded(shot: Shot, codec: int | None = None) -> bytes:
    """A shot as the body of a picture: JPEG as it is, video behind the generic header; `codec` only to tell a wrong one."""
    if shot.stream.as_jpeg and codec is None:
        return shot.data
    length = _HEADER.size + len(shot.data)
    flags = _KEY if shot.is_key else 0
    number = codec or (H265 if shot.stream.as_h265 else H264)
    return _HEADER.pack(_VIDEO, length, number, shot.number & 0xFFFF, flags, shot.key_ms, shot.at_ms, 0) + shot.data
