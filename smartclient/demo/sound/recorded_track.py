"""What a session sends of a microphone's past: what was heard then, at the speed of life, and silence where nothing is recorded."""

from __future__ import annotations

import asyncio
from datetime import datetime
from fractions import Fraction
from typing import Any

import av
from aiortc import MediaStreamTrack

from smartclient.demo.past.recorded import Recorded
from smartclient.demo.sound.microphones import Microphone
from smartclient.demo.sound.mixing import heard
from smartclient.demo.sound.mu_law import encode
from smartclient.demo.sound.noises import RATE_HZ
from smartclient.demo.sound.track import PACKET
from smartclient.demo.world import World

_CLOCK = Fraction(1, RATE_HZ)
_SILENCE = b"\xff" * PACKET
_SAMPLES_A_MS = RATE_HZ // 1_000


class RecordedMicrophoneTrack(MediaStreamTrack):
    """One microphone from `start` on, never ahead of the world's clock. Stamps count samples since `start`."""

    kind = "audio"

    def __init__(self, microphone: Microphone, world: World, recorded: Recorded, start: datetime) -> None:
        super().__init__()
        self._microphone, self._world, self._recorded = microphone, world, recorded
        self._start = round(start.timestamp() * 1_000) * _SAMPLES_A_MS
        self._sent = 0
        self._begun_s: float | None = None
        self.first_stamp: int | None = None

    async def recv(self) -> av.Packet[Any]:
        """The next packet, when it is due and was heard."""
        loop = asyncio.get_running_loop()
        if self._begun_s is None:
            self._begun_s = loop.time()
            self.first_stamp = 0
        await asyncio.sleep(max(0.0, self._begun_s + self._sent / RATE_HZ - loop.time()))
        begin = self._start + self._sent
        await asyncio.sleep(max(0.0, (begin + PACKET) / RATE_HZ - self._world.clock().timestamp()))
        packet = av.Packet(self._coded(begin))
        packet.pts, packet.time_base = self._sent, _CLOCK
        self._sent += PACKET
        return packet

    def _coded(self, begin: int) -> bytes:
        if not self._recorded.holds(self._microphone.device.guid, begin // _SAMPLES_A_MS):
            return _SILENCE
        return encode(heard(self._microphone, self._world, begin, PACKET))
