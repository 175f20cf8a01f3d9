"""The clock of what is recorded: RTP timestamps count from the instant asked for, milliseconds of video, samples of sound."""

import struct
from typing import Protocol

from aiortc import RTCDtlsTransport

_SENDER_REPORT = 200
_RTCP = range(192, 224)
_STAMP = struct.Struct(">I")
_WRAP = 1 << 32


class Stamped(Protocol):
    """A track that knows its stamps."""

    @property
    def first_stamp(self) -> int | None:
        """That of the first packet sent; None before."""
        ...


class MillisecondClock:
    """Takes off what aiortc adds: it begins every stream's timestamps at a random number, as RFC 3550 wants of clocks without meaning."""

    def __init__(self, transport: RTCDtlsTransport, track: Stamped) -> None:
        """From now on all RTP that leaves through `transport` is that of `track` and bears its stamps."""
        self._track = track
        self._added: int | None = None
        self._send, name = transport._send_rtp, "_send_rtp"  # noqa: SLF001
        setattr(transport, name, self._send_stamped)

    async def _send_stamped(self, data: bytes) -> None:
        is_report = data[1] in _RTCP
        if is_report and (data[1] != _SENDER_REPORT or self._added is None):
            await self._send(data)
            return
        offset = 16 if is_report else 4
        stamp = _STAMP.unpack_from(data, offset)[0]
        if self._added is None:
            self._added = stamp - (self._track.first_stamp or 0)
        await self._send(data[:offset] + _STAMP.pack((stamp - self._added) % _WRAP) + data[offset + 4 :])
