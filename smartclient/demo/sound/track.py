"""What a session sends of a microphone: µ-law packets of 20 ms, each when its last sample has been heard."""

from __future__ import annotations

import asyncio
from fractions import Fraction
from typing import Any

import av
from aiortc import MediaStreamTrack

from smartclient.demo.faults import Faults
from smartclient.demo.sound.microphones import Microphone
from smartclient.demo.sound.mixing import heard
from smartclient.demo.sound.mu_law import encode
from smartclient.demo.sound.noises import RATE_HZ
from smartclient.demo.world import World

PACKET = 160
_CLOCK = Fraction(1, RATE_HZ)


class MicrophoneTrack(MediaStreamTrack):
    """One microphone, live, on the world's clock. While its camera is dead no packet comes."""

    kind = "audio"

    def __init__(self, microphone: Microphone, world: World, faults: Faults) -> None:
        super().__init__()
        self._microphone, self._world, self._faults = microphone, world, faults
        heard(microphone, world, 0, 1)
        self._next = self._sample()

    async def recv(self) -> av.Packet[Any]:
        """The next packet, when it is due."""
        while True:
            behind = self._sample() - self._next - PACKET
            if behind < 0:
                await asyncio.sleep(-behind / RATE_HZ)
            elif behind > RATE_HZ:
                self._next += behind // PACKET * PACKET
            begin, self._next = self._next, self._next + PACKET
            if self._microphone.device.guid not in self._faults.dead_cameras:
                break
        packet = av.Packet(encode(heard(self._microphone, self._world, begin, PACKET)))
        packet.pts, packet.time_base = begin, _CLOCK
        return packet

    def _sample(self) -> int:
        return int(self._world.clock().timestamp() * RATE_HZ)
