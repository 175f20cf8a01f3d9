"""Signalling over REST (2023 R1): POST Session, PATCH the answer, GET IceCandidates until the way is found."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable

from aiortc import RTCIceCandidate

from smartclient.adapters.xprotect.http import Answer
from smartclient.adapters.xprotect.values import child, children, guid
from smartclient.adapters.xprotect.webrtc.description import MOST_CANDIDATES, read_candidate
from smartclient.adapters.xprotect.webrtc.signalling import Wish
from smartclient.domain.errors import BadAnswer, ServerError
from smartclient.runtime.secret import Secret

POLL_S = 0.1
MOST_POLLS = 100
MOST_FAILURES = 3
_ABOUT = "show video over WebRTC"

Ask = Callable[[str, str, str, object], Awaitable[Answer]]
"""Method, path, what it is about, body; as Rest.ask, from any loop."""


class RestSignalling:
    """One session by REST calls."""

    def __init__(self, ask: Ask) -> None:
        self._ask = ask
        self._session = ""

    async def open(self, wish: Wish) -> object:
        """Asks for the session; the offer, unread."""
        body: dict[str, object] = {
            "deviceId": wish.device,
            "resolution": "notInUse",
            "includeAudio": wish.is_sound,
            "iceServers": [],
        }
        if wish.stream:
            body["streamId"] = wish.stream
        if wish.start is not None:
            body["playbackTimeNode"] = {
                "playbackTime": wish.start_text,
                "speed": wish.speed,
                "skipGaps": wish.skips_gaps,
            }
        told = (await self._ask("POST", "WebRTC/Session", _ABOUT, body)).json()
        self._session = guid(child(told, "sessionId"))
        if not self._session:
            raise BadAnswer("The gateway opened a WebRTC session and did not name it.")
        return child(told, "offerSDP")

    async def answer(self, text: str) -> None:
        """Hands over our answer."""
        await self._ask("PATCH", f"WebRTC/Session/{self._session}", _ABOUT, {"answerSDP": text})

    async def candidates(self) -> AsyncIterator[RTCIceCandidate]:
        """Further addresses; the gateway is asked again and again until nobody wants more, or it fails thrice."""
        failures = found = 0
        for _ in range(MOST_POLLS):
            try:
                told = (await self._ask("GET", f"WebRTC/IceCandidates/{self._session}", _ABOUT, None)).json()
                failures = 0
            except ServerError:
                failures += 1
                if failures == MOST_FAILURES:
                    return
                told = None
            for each in children(told, "candidates", limit=MOST_CANDIDATES):
                if (candidate := read_candidate(each)) is not None and found < MOST_CANDIDATES:
                    found += 1
                    yield candidate
            await asyncio.sleep(POLL_S)

    async def renew(self, token: Secret) -> None:
        """Lets the session live by a newer token."""
        await self._ask("PATCH", f"WebRTC/Session/{self._session}", _ABOUT, {"token": token.reveal()})

    async def close(self) -> None:
        """Nothing to say: the gateway sees the connection end."""
