"""The search over the alarms of all months: keeps the archive up with the journal, asks it in a thread, and looks back on the server."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial

from smartclient.domain.alarms import Alarm
from smartclient.domain.errors import ServerError
from smartclient.runtime.clock import Clock
from smartclient.runtime.signal import Signal
from smartclient.runtime.tasks import Tasks
from smartclient.store.alarm_archive import AlarmArchive
from smartclient.store.alarm_course import Course, Piece
from smartclient.store.alarm_filter import AlarmFilter
from smartclient.store.alarm_places import AlarmPlaces
from smartclient.store.changes import Changes
from smartclient.store.places import Places
from smartclient.store.site_store import SiteStore

HEAD = 100
"""So many alarms are shown before all others are counted."""
PAGE = 200
MOST_PAGES = 25
"""So many pages of the server's list are read at once, before a person asks for more."""
MOST_OWN = 500
REST_S, SHARE = 0.3, 2.0
"""Between two looks at the journal, so that a flood is taken in pieces worth their while: this long, or so much longer than a look."""
RUSH_S = 2.0
"""While nobody searches, what an alarm begins comes first: writing it to the archive would slow down its card."""
_OVERLAP = timedelta(milliseconds=1)

Older = Callable[[datetime, int], Awaitable[Sequence[Alarm]]]
"""The server's alarms before a time, newest first, no more than so many. May raise ServerErrors."""


@dataclass(frozen=True, slots=True)
class Found:
    """What a filter keeps: how many alarms there are in each hour, and the newest of them. While not `is_all`, there may be more."""

    kept: AlarmFilter
    course: Course
    first: tuple[Alarm, ...]
    is_all: bool


@dataclass(frozen=True, slots=True)
class Reach:
    """How far back the archive knows: from `since` on. `is_end`: the server has nothing older; `trouble`: why it could not be asked."""

    since: datetime | None = None
    is_reading: bool = False
    is_end: bool = False
    trouble: str = ""


class AlarmSearch:
    """Belongs to the loop's thread. `found` tells the answers to what was asked last, also again when alarms changed."""

    def __init__(self, archive: AlarmArchive, store: SiteStore, places: Places, older: Older, clock: Clock) -> None:
        self.found: Signal[Found] = Signal()
        self.reached: Signal[Reach] = Signal()
        self.reach = Reach()
        self._archive, self._store, self._places, self._older, self._clock = archive, store, places, older, clock
        self._known_places: AlarmPlaces | None = None
        self._tasks = Tasks("alarm search")
        self._writing = asyncio.Lock()
        self._wanted, self._is_asked = asyncio.Event(), asyncio.Event()
        self._asked: AlarmFilter | None = None
        self._question = 0
        self._told = 0
        """How many alarms the last answer to the question had."""
        self._has_looked_back = False
        store.changed.connect(self._on_store)

    async def stop(self) -> None:
        """Ends everything."""
        await self._tasks.cancel()

    def ask(self, kept: AlarmFilter | None) -> None:
        """Answers by `found`, and goes on answering until asked something else; nothing more for None."""
        self._asked = kept
        self._question += 1
        self._told = 0
        if kept is None:
            self._is_asked.clear()
            return
        self._is_asked.set()
        self._begin()
        self._tasks.start("find", self._find(kept, self._question))
        if not self._has_looked_back:
            self._has_looked_back = True
            self._begin_to_look_back(self._clock.now(), is_first=True)

    def read(self, piece: Piece, then: Callable[[list[Alarm]], None]) -> None:
        """Calls `then` with these alarms a little later."""

        async def read() -> None:
            then(await asyncio.to_thread(self._read, piece))

        self._tasks.start("read", read())

    def _read(self, piece: Piece) -> list[Alarm]:
        """In a thread, which also works out where they are: the places of a floor take a while at first, and are then known to all."""
        alarms, places = self._archive.alarms(piece), self._known_places
        for alarm in alarms:
            if places is not None:
                places.words(alarm)
        return alarms

    def look_further_back(self) -> None:
        """Reads more of the server's own list, from the oldest known alarm on."""
        if not self.reach.is_reading:
            self._begin_to_look_back(self.reach.since or self._clock.now(), is_first=False)

    async def open_of_own_rules(self) -> list[Alarm]:
        """The open alarms that rules of this side raised in earlier watches."""
        self._begin()
        while await self._write(self._archive.read_journal):
            pass
        return await asyncio.to_thread(self._archive.alarms, Piece(AlarmFilter(is_own=True), most=MOST_OWN))

    def catch_up(self) -> None:
        """Takes what the journal has and the archive not yet."""
        self._begin()
        self._wanted.set()

    def _begin(self) -> None:
        if self._known_places is None:
            self._known_places = AlarmPlaces.frozen(self._store, self._places)
            self._wanted.set()
            self._tasks.start("follow the journal", self._follow())

    def _on_store(self, changes: Changes) -> None:
        if changes.everything and self._known_places is not None:
            self._known_places = AlarmPlaces.frozen(self._store, self._places)
        if changes.alarms or changes.everything:
            self.catch_up()

    async def _follow(self) -> None:
        while True:
            await self._wanted.wait()
            with suppress(TimeoutError):
                async with asyncio.timeout(RUSH_S):
                    await self._is_asked.wait()
            self._wanted.clear()
            is_news, started_s = False, self._clock.steady_s()
            while await self._write(self._archive.read_journal):
                is_news = True
            if is_news and self._asked is not None:
                await self._find(self._asked, self._question)
            await asyncio.sleep(max(REST_S, SHARE * (self._clock.steady_s() - started_s)))

    async def _write(self, work: Callable[[AlarmPlaces], int]) -> int:
        places = self._known_places or AlarmPlaces.frozen(self._store, self._places)
        async with self._writing:
            return await asyncio.to_thread(work, places)

    async def _find(self, kept: AlarmFilter, question: int) -> None:
        """The newest first, and when they are there, how many there are in all; both at once where a longer answer is known.

        An answer to an older question is thrown away.
        """
        first = tuple(await asyncio.to_thread(self._read, Piece(kept, most=HEAD + 1)))
        is_all, first = len(first) <= HEAD, first[:HEAD]
        if question == self._question and (is_all or self._told <= HEAD):
            self._tell_found(Found(kept, Course.of(first), first, is_all))
        if question == self._question and not is_all:
            course = await asyncio.to_thread(self._archive.course, kept)
            if question == self._question:
                self._tell_found(Found(kept, course, first, is_all=True))

    def _tell_found(self, found: Found) -> None:
        self._told = found.course.count
        self.found.emit(found)

    def _begin_to_look_back(self, before: datetime, *, is_first: bool) -> None:
        self._tell(replace(self.reach, is_reading=True, trouble=""))
        self._tasks.start("look back", self._look_back(before, is_first=is_first))

    async def _look_back(self, before: datetime, *, is_first: bool) -> None:
        """Reads the server's list backwards; the first time only until it tells nothing new."""
        is_end, trouble = False, ""
        try:
            for _page in range(MOST_PAGES):
                alarms = await self._older(before + _OVERLAP, PAGE)
                news = await self._write(partial(self._archive.add, alarms))
                oldest = min((alarm.at for alarm in alarms), default=before)
                is_end = oldest >= before
                if is_end or (is_first and not news):
                    break
                before = oldest
        except ServerError as error:
            trouble = str(error)
        since = await asyncio.to_thread(self._archive.oldest)
        self._tell(Reach(since, is_end=is_end, trouble=trouble))
        if self._asked is not None:
            await self._find(self._asked, self._question)

    def _tell(self, reach: Reach) -> None:
        self.reach = reach
        self.reached.emit(reach)
