"""Cameras turned by hand over the data channel (2025 R1): a step with each message, so a steady turn is a row of steps."""

import asyncio
import json

from aiortc import RTCDataChannel

from smartclient.adapters.xprotect.webrtc.arrivals import Arrivals
from smartclient.adapters.xprotect.webrtc.session import Gateway, Session
from smartclient.adapters.xprotect.webrtc.signalling import Wish
from smartclient.domain.errors import ServerUnreachable, Unsupported
from smartclient.runtime.tasks import Tasks

STEP_S = 0.4
OPEN_S = 5.0
IDLE_S = 20.0
MOST_STEPS = 150
"""A turn that nobody stops ends by itself."""
LEAST = 0.1
"""Below this share of full speed a direction does not count."""


class Turning:
    """Turns one camera; its session is opened with the first step and ends a while after the last. Belongs to one loop."""

    def __init__(self, gateway: Gateway, wish: Wish, label: str) -> None:
        self._gateway, self._wish, self._label = gateway, wish, label
        self._one_at_a_time = asyncio.Lock()
        self._session: Session | None = None
        self._channel: RTCDataChannel | None = None
        self._tasks = Tasks("webrtc turning")
        self._turn: asyncio.Task[None] | None = None
        self._ending = Tasks("webrtc turning ending")
        self._idle: asyncio.TimerHandle | None = None

    async def turn(self, pan: float, tilt: float, zoom: float) -> None:
        """Turns that way until told otherwise; all zero stops. Raises Unsupported, NoPicture and other ServerErrors."""
        way = direction(pan, tilt)
        if not way and abs(zoom) >= LEAST:
            raise Unsupported("This server zooms cameras for no other program; presets may help.")
        async with self._one_at_a_time:
            self._wait_no_more()
            if self._turn is not None:
                self._turn.cancel()
                self._turn = None
            if way:
                channel = await self._opened()
                self._turn = self._tasks.start("turn", self._step_on(channel, way))
            loop = asyncio.get_running_loop()
            self._idle = loop.call_later(IDLE_S + STEP_S * MOST_STEPS * bool(way), self._end)

    def _end(self) -> None:
        self._ending.start("close", self.close())

    def _wait_no_more(self) -> None:
        if self._idle is not None:
            self._idle.cancel()
            self._idle = None

    async def close(self) -> None:
        """Ends it."""
        self._wait_no_more()
        await self._tasks.cancel()
        session, self._session, self._channel = self._session, None, None
        if session is not None:
            await session.close()

    async def _opened(self) -> RTCDataChannel:
        channel = self._channel
        if channel is not None and channel.readyState == "open":
            return channel
        await self.close()
        session = Session(self._gateway, self._wish, self._label, Arrivals(most_pictures=0))
        await session.open()
        self._session = session
        channel = session.channel()
        if channel is None:
            raise Unsupported("This server offers no way to turn cameras by hand.")
        await _until_open(channel)
        self._channel = channel
        return channel

    async def _step_on(self, channel: RTCDataChannel, way: str) -> None:
        params = {"direction": way}
        text = json.dumps({"ApiVersion": "1.0", "type": "request", "method": "ptzMove", "params": params})
        for _ in range(MOST_STEPS):
            if channel.readyState != "open":
                return
            channel.send(text)
            await asyncio.sleep(STEP_S)


async def _until_open(channel: RTCDataChannel) -> None:
    is_open = asyncio.Event()
    channel.on("open", is_open.set)
    if channel.readyState == "open":
        return
    try:
        async with asyncio.timeout(OPEN_S):
            await is_open.wait()
    except TimeoutError as error:
        raise ServerUnreachable("The gateway does not open its channel for turning cameras.") from error


def direction(pan: float, tilt: float) -> str:
    """The word for a direction, right and up being positive: one of eight, empty for none."""
    across = "right" if pan >= LEAST else "left" if pan <= -LEAST else ""
    along = "up" if tilt >= LEAST else "down" if tilt <= -LEAST else ""
    return along + across.capitalize() if along else across
