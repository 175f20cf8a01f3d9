"""Alarms by polling, because the event stream has none: what changed is asked for, and only what is different is told.

That `alarmSessions` exist as a feed of changes is documented, what they are asked and answer is not, so they are not used. Two polls
and the rest between them are less than a second apart, so that what another console does is told here within that.
"""

import asyncio
from collections import OrderedDict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from smartclient.adapters.xprotect.alarm_changes import change_for
from smartclient.adapters.xprotect.alarm_feed import AlarmFeed
from smartclient.adapters.xprotect.alarm_remarks import AlarmRemarks
from smartclient.adapters.xprotect.alarm_snapshots import add_alarm_snapshot
from smartclient.adapters.xprotect.rest import Rest
from smartclient.adapters.xprotect.translate.alarm_history import Said
from smartclient.adapters.xprotect.translate.alarm_keys import AlarmKeys
from smartclient.adapters.xprotect.translate.alarms import alarm as translated
from smartclient.adapters.xprotect.translate.footage import utc_text
from smartclient.adapters.xprotect.values import Item
from smartclient.domain.alarms import Alarm, AlarmState
from smartclient.domain.commands import AddAlarmSnapshot, AlarmCommand, MoveAlarm, RaiseAlarm
from smartclient.domain.errors import Refused, Unsupported
from smartclient.domain.events import AlarmChanged, EventKind, Happened
from smartclient.domain.ids import AlarmId, DeviceId
from smartclient.runtime.clock import Clock

SOON_S = 0.3
"""After an event that may raise an alarm: at once, and again after this."""
REST_S = 0.1
WHOLE_S = 30.0
"""All open alarms are read this often, for what a change feed may have left out: alarms that the server forgot."""
WHOLE_PACE_S = 2.0
"""How often a server is asked that cannot tell what changed and has more open alarms than one page holds."""
MOST_LOOK_UPS = 20
MOST_KNOWN = 20_000
AT_ONCE = 100
"""Alarms translated in one turn of the loop: about 3 ms."""
_NEXT = timedelta(microseconds=1)
_MAKING = timedelta(seconds=1)
"""How long after an event a server may date the alarm it makes of it, without anybody having touched it."""

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
    EventKind.TAMPERING_ENDED,
    EventKind.POWER_RESTORED,
}


def may_raise_alarm(event: Happened) -> bool:
    """Whether it is worth asking for alarms at once."""
    return event.kind not in _RAISES_NONE


class Alarms:
    """The alarms of one server as they were last told."""

    def __init__(
        self, rest: Rest, keys: AlarmKeys, by_guid: Mapping[str, DeviceId], clock: Clock, user: str = ""
    ) -> None:
        """`user` takes what he acknowledges."""
        self._rest, self._keys, self._by_guid, self._clock, self._user = rest, keys, by_guid, clock, user
        self._feed, self._remarks = AlarmFeed(rest), AlarmRemarks(rest)
        self._known: OrderedDict[AlarmId, Alarm] = OrderedDict()
        self._whole_due_s = float("-inf")
        self._wanted = asyncio.Event()

    @property
    def open(self) -> tuple[Alarm, ...]:
        """All that want somebody."""
        return tuple(alarm for alarm in self._known.values() if alarm.is_open)

    @property
    def has_unread(self) -> bool:
        """Whether people may have said something that was not read yet."""
        return self._remarks.has_unread

    def look_at_all(self) -> None:
        """The next poll reads all open alarms."""
        self._whole_due_s = float("-inf")

    async def poll(self) -> list[AlarmChanged]:
        """Tells the new and the changed ones, and those that were closed meanwhile, oldest change first. Raises ServerErrors."""
        items = await self._feed.changed() if self._clock.steady_s() < self._whole_due_s else None
        found = await self._whole() if items is None else await self._translated(items)
        for alarm in found.values():
            if _may_be_worked_on(alarm, self._known.get(alarm.id)):
                self._remarks.want(alarm.id)
        return self._news(self._joined(alarm) for alarm in found.values())

    async def read_remarks(self) -> list[AlarmChanged]:
        """Tells what people said of alarms that changed, a few alarms at a time. Raises ServerErrors."""
        heard = [known for key in await self._remarks.read() if (known := self._known.get(key)) is not None]
        joined = ((known, self._joined(known)) for known in heard)
        return self._news(
            replace(alarm, changed_at=known.changed_at + _NEXT) for known, alarm in joined if alarm != known
        )

    async def next_turn(self, every_s: float) -> None:
        """Waits until it is time to poll again: after `every_s`, or at once when somebody called `soon`, but never in a rush."""
        is_cheap = self._feed.tells_changes or self._feed.is_short
        every_s = every_s if is_cheap else max(every_s, WHOLE_PACE_S)
        await asyncio.sleep(min(REST_S, every_s))
        if self.has_unread:
            return
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

    async def change(self, command: AlarmCommand) -> None:
        """Asks the server; after a refusal the alarm is read again, since somebody else may have been first. Raises ServerErrors."""
        known = self._known.get(command.alarm)
        change = change_for(command, known, self._keys, self._user)
        try:
            if known is not None and known.state is AlarmState.NEW and _takes(command):
                await self._check_free(known)
            await self._rest.ask("PATCH", f"alarms/{command.alarm}", "change the alarm", body=change.body)
        finally:
            self.soon()
        self._remarks.note(command, self._user, self._clock.now())
        self._remarks.want(command.alarm)

    async def _check_free(self, known: Alarm) -> None:
        """The server lets the last one who takes an alarm have it; whoever asks later is told instead. Raises Refused."""
        now = await self._look_up(known)
        if now.state is not AlarmState.NEW and now.owner and now.owner.casefold() != self._user.casefold():
            raise Refused(f"{now.owner} has it already.")

    async def add(self, command: RaiseAlarm | AddAlarmSnapshot) -> None:
        """Makes an alarm of the operator's own side, or gives one a picture; both come back with the next poll. Raises ServerErrors."""
        if isinstance(command, AddAlarmSnapshot):
            await add_alarm_snapshot(self._rest, command, self._known.get(command.alarm))
        else:
            body = {"name": command.name, "message": command.message, "source": command.device}
            await self._rest.ask("POST", "alarms", "raise the alarm", body=body)
        self.soon()

    async def before(self, at: datetime, most: int) -> list[Alarm]:
        """Those raised before that time, also closed ones, newest first. Raises ServerErrors."""
        params = {"page": "0", "size": str(most), "orderBy": "desc:'time'", "time": f"lt:'{utc_text(at)}'"}
        found = await self._translated(await self._rest.items("alarms", "list its older alarms", params))
        return sorted((alarm for alarm in found.values() if alarm.at < at), key=lambda alarm: alarm.at, reverse=True)

    async def _whole(self) -> dict[AlarmId, Alarm]:
        told, is_complete = await self._feed.open()
        found = await self._translated(told)
        oldest = min((alarm.at for alarm in found.values()), default=None)
        gone = [
            alarm
            for alarm in self.open
            if alarm.id not in found and (is_complete or (oldest is not None and alarm.at > oldest))
        ]
        for alarm in gone[:MOST_LOOK_UPS]:
            found[alarm.id] = await self._look_up(alarm)
        is_all = len(gone) <= MOST_LOOK_UPS
        self._whole_due_s = self._clock.steady_s() + WHOLE_S if is_all else float("-inf")
        return found

    async def _translated(self, items: list[Item]) -> dict[AlarmId, Alarm]:
        found: dict[AlarmId, Alarm] = {}
        for start in range(0, len(items), AT_ONCE):
            for item in items[start : start + AT_ONCE]:
                alarm = translated(item, self._by_guid, self._keys)
                if alarm is not None:
                    found[alarm.id] = alarm
            await asyncio.sleep(0)
        return found

    async def _look_up(self, gone: Alarm) -> Alarm:
        """An alarm that left the list: as the server tells it, or, when the server has forgotten it, as closed."""
        try:
            item = await self._rest.item(f"alarms/{gone.id}", "show the alarm")
        except (Refused, Unsupported):
            item = None
        told = translated(item, self._by_guid, self._keys) if isinstance(item, Mapping) else None
        return told or replace(gone, state=AlarmState.CLOSED, state_name="Closed", changed_at=self._clock.now())

    def _joined(self, alarm: Alarm) -> Alarm:
        """The alarm with what people said of it, as far as that was read."""
        known = self._known.get(alarm.id)
        if known is not None and alarm.state is AlarmState.NEW is not known.state:
            self._remarks.withdraw_verdict(alarm.id)
            return replace(alarm, judgement=None, comment=known.comment)
        said = self._remarks.of(alarm.id)
        heard = said or (Said(known.judgement, known.comment) if known is not None else Said())
        judgement = alarm.judgement
        if judgement is None or (heard.judgement is not None and heard.judgement.verdict is judgement.verdict):
            judgement = heard.judgement
        return replace(alarm, judgement=judgement, comment=heard.comment)

    def _news(self, alarms: Iterable[Alarm]) -> list[AlarmChanged]:
        changed = [alarm for new in alarms if (alarm := self._if_changed(new)) is not None]
        return [AlarmChanged(alarm) for alarm in sorted(changed, key=lambda alarm: alarm.changed_at)]

    def _if_changed(self, alarm: Alarm) -> Alarm | None:
        """What to tell of an alarm. A change that the server did not date is dated now, or it would be taken for old news."""
        known = self._known.get(alarm.id)
        if known is not None and replace(alarm, changed_at=known.changed_at) == known:
            return None
        if known is not None and alarm.changed_at <= known.changed_at:
            alarm = replace(alarm, changed_at=max(self._clock.now(), known.changed_at + _NEXT))
        self._known[alarm.id] = alarm
        self._known.move_to_end(alarm.id)
        if len(self._known) > MOST_KNOWN:
            self._known.popitem(last=False)
        return alarm


def _takes(command: AlarmCommand) -> bool:
    return isinstance(command, MoveAlarm) and command.state is AlarmState.IN_PROGRESS


def _may_be_worked_on(alarm: Alarm, known: Alarm | None) -> bool:
    if known is not None:
        return known.changed_at < alarm.changed_at
    return alarm.state is not AlarmState.NEW or alarm.changed_at > alarm.at + _MAKING
