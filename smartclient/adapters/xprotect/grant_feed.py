"""Follows the grants of one server: reads them when an event says so, and from time to time, and tells what is new."""

import asyncio
from collections.abc import Awaitable, Callable

from smartclient.adapters.xprotect.grants import GrantWay
from smartclient.adapters.xprotect.present_grants import PresentGrants
from smartclient.domain.events import Event, Happened

EVERY_S = 5.0
"""How often it is read without any event: a nudge may have been lost."""
REST_S = 0.1


class GrantFeed:
    """`renew` reads this user's rights again, before news are told: what is open by them is open already."""

    def __init__(self, way: GrantWay, present: PresentGrants, renew: Callable[[], Awaitable[None]]) -> None:
        self.way = way
        self._present, self._renew = present, renew
        self._wanted = asyncio.Event()

    def hear(self, event: Happened) -> bool:
        """Whether the event is about grants: then they are read soon."""
        if not self.way.concerns(event):
            return False
        self._wanted.set()
        return True

    def soon(self) -> None:
        """There may be news."""
        self._wanted.set()

    async def next_turn(self) -> None:
        """Waits until it is time to read again."""
        await asyncio.sleep(REST_S)
        try:
            async with asyncio.timeout(EVERY_S):
                await self._wanted.wait()
        except TimeoutError:
            return
        finally:
            self._wanted.clear()

    async def poll(self) -> list[Event]:
        """What is new. Raises ServerErrors."""
        now = await self.way.read()
        news = list(now.news(self._present))
        if now.grants != self._present.grants:
            await self._renew()
        self._present = now
        return news
