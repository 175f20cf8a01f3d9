"""Alarms by polling, because the event stream has none: the open ones are read, and only what changed is told."""

import asyncio
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

from smartclient.adapters.xprotect.rest import Rest
from smartclient.adapters.xprotect.translate.alarms import alarm as translated
from smartclient.adapters.xprotect.values import Item, guid
from smartclient.domain.alarms import Alarm, AlarmState
from smartclient.domain.commands import MoveAlarm
from smartclient.domain.errors import Refused, Unsupported
from smartclient.domain.events import AlarmChanged, EventKind, Happened
from smartclient.domain.ids import AlarmId, DeviceId
from smartclient.runtime.clock import Clock

SOON_S = 0.3
"""After an event that may raise an alarm: at once, and again after this."""
REST_S = 0.1
PAGE = 200
MOST_PAGES = 10
MOST_LOOK_UPS = 20
MOST_KNOWN = 20_000

_RAISES_NONE = {
    EventKind.MOTION_STARTED,
    EventKind.MOTION_STOPPED,
    EventKind.RECORDING_STARTED,
    EventKind.RECORDING_STOPPED,
    EventKind.DOOR_CLOSED,
    EventKind.DOOR_LOCKED,
    EventKind.DOOR_OPENED,
    EventKind.DOOR_UNLOCKED,
    EventKind.ACCESS_GRANTED,
    EventKind.SENSOR_CLEARED,
    EventKind.DEVICE_RECOVERED,
}


def may_raise_alarm(event: Happened) -> bool:
    """Whether it is worth asking for alarms at once."""
    return event.kind not in _RAISES_NONE


class Alarms:
    """The alarms of one server as they were last told."""

    def __init__(
        self, rest: Rest, states: Mapping[AlarmState, str], by_guid: Mapping[str, DeviceId], clock: Clock
    ) -> None:
        self._rest, self._states, self._by_guid, self._clock = rest, states, by_guid, clock
        self._known: dict[AlarmId, Alarm] = {}
        self._wanted = asyncio.Event()

    @property
    def open(self) -> tuple[Alarm, ...]:
        """All that want somebody."""
        return tuple(alarm for alarm in self._known.values() if alarm.is_open)

    async def poll(self) -> list[AlarmChanged]:
        """Reads the open alarms; tells the new and the changed ones, and those that were closed meanwhile, oldest change first."""
        told, is_complete = await self._open_alarms()
        found = {alarm.id: alarm for item in told if (alarm := translated(item, self._by_guid)) is not None}
        oldest = min((alarm.at for alarm in found.values()), default=None)
        gone = [
            alarm
            for alarm in self.open
            if alarm.id not in found and (is_complete or (oldest is not None and alarm.at > oldest))
        ]
        for alarm in gone[:MOST_LOOK_UPS]:
            found[alarm.id] = await self._look_up(alarm)
        changed = [alarm for new in found.values() if (alarm := self._if_changed(new)) is not None]
        return [AlarmChanged(alarm) for alarm in sorted(changed, key=lambda alarm: alarm.changed_at)]

    async def next_turn(self, every_s: float) -> None:
        """Waits until it is time to poll again: after `every_s`, or at once when somebody called `soon`, but never in a rush."""
        await asyncio.sleep(min(REST_S, every_s))
        try:
            async with asyncio.timeout(every_s):
                await self._wanted.wait()
        except TimeoutError:
            return
        self._wanted.clear()

    def soon(self) -> None:
        """There may be news: poll at once, and again shortly after, since a server takes a moment to make an alarm."""
        self._wanted.set()
        asyncio.get_running_loop().call_later(SOON_S, self._wanted.set)

    async def move(self, command: MoveAlarm) -> None:
        """Asks the server to put an alarm into another state. Raises Refused, NotPermitted, Unsupported …"""
        state = self._states.get(command.state)
        if state is None:
            raise Unsupported(f"This server has no alarm state “{command.state.name.replace('_', ' ').lower()}”.")
        body = {"state": state} | ({"comment": command.comment} if command.comment else {})
        await self._rest.ask("PATCH", f"alarms/{command.alarm}", "change the alarm", body=body)
        self.soon()

    async def _open_alarms(self) -> tuple[list[Item], bool]:
        found: dict[str, Item] = {}
        for page in range(MOST_PAGES):
            params = {
                "page": str(page),
                "size": str(PAGE),
                "orderBy": "desc:'time'",
                "state.name": "notEquals:'Closed'",
            }
            items = await self._rest.items("alarms", "list its alarms", params)
            before = len(found)
            found |= {guid(item.get("id")): item for item in items}
            if len(items) < PAGE or len(found) == before:
                return list(found.values()), True
        return list(found.values()), False

    async def _look_up(self, gone: Alarm) -> Alarm:
        """An alarm that left the list: as the server tells it, or, when the server has forgotten it, as closed."""
        try:
            item = await self._rest.item(f"alarms/{gone.id}", "show the alarm")
        except (Refused, Unsupported):
            item = None
        told = translated(item, self._by_guid) if isinstance(item, Mapping) else None
        return told or replace(gone, state=AlarmState.CLOSED, state_name="Closed", changed_at=self._clock.now())

    def _if_changed(self, alarm: Alarm) -> Alarm | None:
        """What to tell of an alarm. A change that the server did not date is dated now, or it would be taken for old news."""
        known = self._known.get(alarm.id)
        if known is not None and replace(alarm, changed_at=known.changed_at) == known:
            return None
        if known is not None and alarm.changed_at <= known.changed_at:
            alarm = replace(alarm, changed_at=max(self._clock.now(), known.changed_at + timedelta(microseconds=1)))
        self._known[alarm.id] = alarm
        if len(self._known) > MOST_KNOWN:
            self._known = {alarm.id: alarm for alarm in self.open}
        return alarm
