"""Radio strings of spots on the plan: plain words at first, worked out in a thread when they are asked for."""

import asyncio
from collections.abc import Iterable
from copy import copy
from typing import TYPE_CHECKING

from smartclient.domain.ids import LevelId
from smartclient.runtime.signal import Signal
from smartclient.runtime.tasks import Tasks
from smartclient.store.places import Places
from smartclient.store.routes import Standpoint
from smartclient.store.walking import Walkable

if TYPE_CHECKING:
    from smartclient.store.radio_string import RadioStrings

_BATCH = 50


class SpotWords:
    """`changed` tells the level whose spots have been said that were asked for. Needs a running loop."""

    def __init__(self, places: Places, walkable: Walkable) -> None:
        self.changed: Signal[LevelId | None] = Signal()
        self._places, self._walkable = places, walkable
        self._said: dict[Standpoint, str] = {}
        self._wanted: dict[Standpoint, None] = {}
        self._tasks = Tasks("spots")
        self._is_working = False

    def where(self, spot: Standpoint) -> str:
        """The radio string of a spot, at first its place in plain words."""
        said = self._said.get(spot)
        if said is not None:
            return said
        self._wanted[spot] = None
        if not self._is_working:
            self._is_working = True
            self._tasks.start("say", self._work())
        return self._places.at_local(spot.x, spot.y, spot.level).words

    def forget(self) -> None:
        """The plan is another."""
        self._said.clear()
        self._wanted.clear()

    async def stop(self) -> None:
        """Works nothing out any more."""
        await self._tasks.cancel()

    async def _work(self) -> None:
        try:
            await self._say_all()
        finally:
            self._is_working = False

    async def _say_all(self) -> None:
        while self._wanted:
            batch = list(self._wanted)[:_BATCH]
            said = await asyncio.to_thread(_say, copy(self._places), self._walkable, batch)
            if any(spot in self._wanted for spot in batch):
                self._said |= zip(batch, said, strict=True)
                for spot in batch:
                    self._wanted.pop(spot, None)
                for level in {spot.level for spot in batch}:
                    self.changed.emit(level)


def strings_of(places: Places, walkable: Walkable) -> "RadioStrings":
    """Imported where it is used: in a thread."""
    from smartclient.store.radio_string import RadioStrings

    return RadioStrings(places, walkable)


def _say(places: Places, walkable: Walkable, spots: Iterable[Standpoint]) -> list[str]:
    strings = strings_of(places, walkable)
    return [strings.of_point(spot) for spot in spots]
