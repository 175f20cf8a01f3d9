"""What both kinds of signalling do: ask for a session, get an offer, hand over the answer, keep the session alive."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Protocol

from aiortc import RTCIceCandidate

from smartclient.domain.errors import ServerError
from smartclient.runtime.secret import Secret


class TokenRefused(ServerError):
    """The token is not good; a new one may be."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What to show: a camera and its stream (GUIDs; an empty stream is the default one), now or from `start` on at `speed`; or,
    with `is_sound`, the microphone to be heard.

    `start` is a whole millisecond, as timestamps count from it.
    """

    device: str
    stream: str = ""
    start: datetime | None = None
    speed: float = 1.0
    is_sound: bool = False

    @property
    def skips_gaps(self) -> bool:
        """Pictures jump over what is not recorded; sound is silent there, so that it keeps step."""
        return not self.is_sound

    @property
    def start_text(self) -> str:
        """`start` as the gateway reads it: ISO 8601 in UTC, milliseconds; empty for live."""
        if self.start is None:
            return ""
        return self.start.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


class Signalling(Protocol):
    """One session's talk with the gateway. All may raise ServerErrors."""

    async def open(self, wish: Wish) -> object:
        """Asks for the session; the gateway's offer, unread."""
        ...

    async def answer(self, text: str) -> None:
        """Hands over our answer."""
        ...

    def candidates(self) -> AsyncIterator[RTCIceCandidate]:
        """Further addresses of the gateway, as long as it may tell any."""
        ...

    async def renew(self, token: Secret) -> None:
        """Lets the session live by a newer token."""
        ...

    async def close(self) -> None:
        """Ends the talk."""
        ...
