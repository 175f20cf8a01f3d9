"""Takes encoded pictures off a DTLS transport, in the place of aiortc's own receiver, and answers with RTCP.

aiortc's receiver only hands out decoded frames, each one picture late because it waits for the next one's first packet, with
timestamps that no longer say where a recording stands. So this one is registered with the transport instead: it gives whole
pictures as they were encoded, as soon as their last packet has come, asks for lost packets and key frames, and reports.
"""

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from aiortc import RTCDtlsTransport
from aiortc.clock import datetime_from_ntp
from aiortc.rtcrtpparameters import RTCRtpCodecParameters, RTCRtpReceiveParameters
from aiortc.rtcrtpreceiver import StreamStatistics
from aiortc.rtp import (
    RTCP_PSFB_PLI,
    RTCP_RTPFB_NACK,
    AnyRtcpPacket,
    RtcpByePacket,
    RtcpPsfbPacket,
    RtcpReceiverInfo,
    RtcpRrPacket,
    RtcpRtpfbPacket,
    RtcpSrPacket,
    RtpPacket,
)
from aiortc.utils import random32

from smartclient.adapters.xprotect.webrtc.access_units import AccessUnit, RtpPart

REPORT_S = 1.0
ASK_KEY_S = 0.5
ASK_AGAIN_S = 0.05


@dataclass(frozen=True, slots=True)
class Listener:
    """Who hears of a stream: `taken` each picture with its arrival, seconds since 1970; `reported` as WallTime.report; `lost` once
    when packets did not come; `left` when the server has gone."""

    taken: Callable[[AccessUnit, float], None]
    reported: Callable[[int, float, float], None]
    lost: Callable[[], None]
    left: Callable[[], None]


class Units(Protocol):
    """Joins packets to whatever can be decoded as a whole."""

    @property
    def needs_key(self) -> bool:
        """Whether a key frame must come before anything can be shown."""
        ...

    @property
    def has_lost(self) -> bool:
        """Whether anything could not be completed so far."""
        ...

    def add(self, part: RtpPart) -> list[AccessUnit]:
        """What this packet completes."""
        ...

    def missing(self) -> list[int]:
        """The sequence numbers worth asking for again."""
        ...


class EncodedReceiver:
    """One stream of video or sound."""

    def __init__(
        self,
        transport: RTCDtlsTransport,
        codecs: tuple[RTCRtpCodecParameters, ...],
        units: Units,
        listener: Listener,
    ) -> None:
        self._transport, self._units, self._listener = transport, units, listener
        self._clock_rate = codecs[0].clockRate
        self._payload_types = {codec.payloadType for codec in codecs}
        self._ssrc = random32()
        self._source: int | None = None
        self._statistics: StreamStatistics | None = None
        self._last_report: tuple[int, float] | None = None
        self._asked_key_s = self._asked_missing_s = 0.0
        transport._register_rtp_receiver(self, RTCRtpReceiveParameters(codecs=list(codecs)))  # noqa: SLF001

    async def report(self) -> None:
        """Tells the server every second what arrived (RFC 3550 6.4.2), as long as it is not cancelled."""
        while True:
            await asyncio.sleep(REPORT_S)
            seen = self._statistics
            if seen is None or self._source is None:
                continue
            stamp, at_s = self._last_report or (0, 0.0)
            delay = min(0xFFFFFFFF, int((time.monotonic() - at_s) * 65_536)) if stamp else 0
            block = RtcpReceiverInfo(
                self._source,
                seen.fraction_lost,
                seen.packets_lost,
                seen.cycles + (seen.max_seq or 0),
                seen.jitter,
                stamp,
                delay,
            )
            await self._send(RtcpRrPacket(self._ssrc, [block]))

    def _handle_disconnect(self) -> None:
        self._listener.left()

    async def _handle_rtcp_packet(self, packet: AnyRtcpPacket) -> None:
        if isinstance(packet, RtcpSrPacket):
            ntp = packet.sender_info.ntp_timestamp
            self._last_report = ntp >> 16 & 0xFFFFFFFF, time.monotonic()
            if self._source == packet.ssrc:
                server_s = datetime_from_ntp(ntp).timestamp()
                self._listener.reported(packet.sender_info.rtp_timestamp, server_s, time.time())
        elif isinstance(packet, RtcpByePacket):
            self._listener.left()

    async def _handle_rtp_packet(self, packet: RtpPacket, arrival_time_ms: int) -> None:  # noqa: ARG002
        if packet.payload_type not in self._payload_types:
            return
        if self._statistics is None:
            self._source = packet.ssrc
            self._statistics = StreamStatistics(self._clock_rate)
        if packet.ssrc != self._source:
            return
        self._statistics.add(packet)
        part = RtpPart(packet.sequence_number, packet.timestamp, bool(packet.marker), packet.payload)
        had_lost = self._units.has_lost
        for unit in self._units.add(part):
            self._listener.taken(unit, time.time())
        if self._units.has_lost and not had_lost:
            self._listener.lost()
        await self._ask()

    async def _ask(self) -> None:
        """Asks for lost packets (RFC 4585 6.2.1), and for a key frame where nothing can be shown without one (6.3.1)."""
        now_s = time.monotonic()
        if now_s - self._asked_missing_s >= ASK_AGAIN_S and (missing := self._units.missing()):
            self._asked_missing_s = now_s
            await self._send(RtcpRtpfbPacket(RTCP_RTPFB_NACK, self._ssrc, self._source or 0, missing))
        if self._units.needs_key and now_s - self._asked_key_s >= ASK_KEY_S:
            self._asked_key_s = now_s
            await self._send(RtcpPsfbPacket(RTCP_PSFB_PLI, self._ssrc, self._source or 0))

    async def _send(self, packet: AnyRtcpPacket) -> None:
        try:
            await self._transport._send_rtp(bytes(packet))  # noqa: SLF001
        except ConnectionError:
            self._listener.left()
