"""What the server keeps of the alarms somebody looks at: read when first wanted, and again when the alarm is another."""

from collections import OrderedDict
from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Generic, TypeVar

from smartclient.domain.errors import ServerError
from smartclient.domain.ids import AlarmId
from smartclient.domain.own_alarms import is_own
from smartclient.runtime.clock import Clock
from smartclient.runtime.signal import Signal
from smartclient.runtime.tasks import Tasks
from smartclient.store.site_store import SiteStore

MOST_KEPT = 20
AGAIN_S = 5.0
"""After a failure the server is asked again this much later, if somebody still looks."""

T = TypeVar("T")


class AlarmReading(Generic[T]):
    """`changed` tells of which alarm there is something else now. Needs a running loop."""

    def __init__(self, ask: Callable[[AlarmId], Awaitable[T]], store: SiteStore, clock: Clock) -> None:
        """`ask` asks the server and raises ServerErrors."""
        self._ask, self._store, self._clock = ask, store, clock
        self._tasks = Tasks("alarm reading")
        self._kept: OrderedDict[AlarmId, tuple[datetime, T]] = OrderedDict()
        self._running: set[AlarmId] = set()
        self._troubles: dict[AlarmId, tuple[float, str]] = {}
        self.changed: Signal[AlarmId] = Signal()

    def known(self, alarm: AlarmId) -> T | None:
        """As it was last read, which may be a moment before the alarm's last change; None before that."""
        kept = self._kept.get(alarm)
        return None if kept is None else kept[1]

    def trouble(self, alarm: AlarmId) -> str:
        """Why it cannot be read, in a sentence; empty while it can."""
        if is_own(alarm):
            return "A rule of this side raised it; its history is in the journal."
        if alarm not in self._kept and not self._store.is_live(alarm):
            return "There is no connection to the server."
        return self._troubles.get(alarm, (0.0, ""))[1]

    def want(self, alarm: AlarmId) -> None:
        """Somebody looks at that alarm; may be said as often as one likes."""
        now = self._store.alarms.get(alarm)
        if now is None or is_own(alarm) or alarm in self._running or not self._store.is_live(alarm):
            return
        kept, (failed_s, _sentence) = self._kept.get(alarm), self._troubles.get(alarm, (float("-inf"), ""))
        is_fresh = kept is not None and kept[0] >= now.changed_at
        if not is_fresh and self._clock.steady_s() >= failed_s + AGAIN_S:
            self._running.add(alarm)
            self._tasks.start("read", self._read(alarm, now.changed_at))

    def forget(self) -> None:
        """Keeps nothing of what was read: whoever still looks asks anew."""
        self._kept.clear()
        self._troubles.clear()

    async def stop(self) -> None:
        """Reads nothing more."""
        await self._tasks.cancel()

    async def _read(self, alarm: AlarmId, changed_at: datetime) -> None:
        try:
            told = await self._ask(alarm)
        except ServerError as error:
            self._troubles[alarm] = (self._clock.steady_s(), str(error))
        else:
            self._troubles.pop(alarm, None)
            self._kept[alarm] = (changed_at, told)
            self._kept.move_to_end(alarm)
            while len(self._kept) > MOST_KEPT:
                self._kept.popitem(last=False)
        finally:
            self._running.discard(alarm)
        self.changed.emit(alarm)
