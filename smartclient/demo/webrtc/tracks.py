"""What a session sends: pictures as they were encoded once, handed to aiortc as packets so that it never encodes."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import av
from aiortc import MediaStreamTrack
from aiortc.mediastreams import MediaStreamError

from smartclient.demo.webrtc.pictures import Pictures

_NINETY_KHZ = Fraction(1, 90_000)


class CodedTrack(MediaStreamTrack):
    """A video track of coded pictures. `first_stamp` is that of the first one sent; None before."""

    kind = "video"

    def __init__(self, pictures: Pictures) -> None:
        super().__init__()
        self._pictures = pictures
        self.first_stamp: int | None = None

    async def recv(self) -> av.Packet[Any]:
        """The next picture. Raises MediaStreamError when there are no more."""
        coded = await self._pictures.next()
        if coded is None:
            raise MediaStreamError
        if self.first_stamp is None:
            self.first_stamp = coded.stamp
        packet = av.Packet(coded.data)
        packet.pts, packet.time_base = coded.stamp, _NINETY_KHZ
        return packet

    def stop(self) -> None:
        """Ends the track and lets go of its pictures."""
        super().stop()
        self._pictures.close()
