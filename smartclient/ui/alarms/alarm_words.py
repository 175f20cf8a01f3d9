"""What a row of alarms says: its state, who has it, what a person found it to be, and all of it as one line."""

from collections.abc import Callable
from datetime import datetime

from smartclient.domain.alarms import Alarm
from smartclient.domain.ids import DeviceId
from smartclient.domain.own_alarms import is_own
from smartclient.runtime.clock import Clock
from smartclient.store.alarm_groups import Path, Row, RowKind
from smartclient.store.alarm_places import NO_MAP, ON_NO_MAP
from smartclient.store.pending import Pending, PendingState
from smartclient.store.site_store import SiteStore
from smartclient.ui.signs import PRIORITY_WORDS
from smartclient.ui.words import duration, one_line, seconds_since, sentence, time_of_day

OWN_RULE = "smartclient's own rule"


class AlarmWords:
    """Knows the present; every telling is for now. `where` is a device's place for the radio, `path_of` says what is on no map."""

    def __init__(
        self, store: SiteStore, clock: Clock, where: Callable[[DeviceId], str], path_of: Callable[[Alarm], Path]
    ) -> None:
        self._store, self._clock, self._where, self._path_of = store, clock, where, path_of
        self.is_naming_people = True
        """Whether it says who has an alarm; not on a locked console."""

    def name(self, row: Row) -> str:
        """What the row is called."""
        return one_line(row.title if row.kind is RowKind.PLACE else row.alarm.name)

    def place(self, row: Row) -> str:
        """Where it happens, in words; of a place, what happens there."""
        if row.kind is RowKind.PLACE:
            parts = ", ".join(f"{one_line(name)}{f' ×{count}' if count > 1 else ''}" for name, count in row.parts)
            rest = row.count - sum(count for _name, count in row.parts)
            return f"{parts}, {rest} more" if rest else parts
        return self.place_of(row.alarm)

    def place_of(self, alarm: Alarm) -> str:
        """Where an alarm happens, in words."""
        if self._path_of(alarm)[0][0] != NO_MAP:
            return self._where(alarm.device) if alarm.device is not None else "No place given"
        device = self._store.devices.get(alarm.device) if alarm.device is not None else None
        source = one_line(device.name if device is not None else alarm.source_name) or "the server names no source"
        return f"{ON_NO_MAP[0][1]}, {source}"

    def state(self, row: Row) -> str:
        """The server's word for its state and who has it, or how far the operator's request has come."""
        return "" if row.kind is RowKind.PLACE else self.state_of(row.alarm)

    def state_of(self, alarm: Alarm) -> str:
        """`state` of one alarm."""
        pending = self._store.pending(alarm.id)
        if pending is not None:
            return _pending_words(pending, seconds_since(pending.asked_at, self._clock.now()))
        state = one_line(alarm.state_name) or sentence(alarm.state.name.replace("_", " ").lower())
        owner = f" · {one_line(alarm.owner)}" if alarm.owner and self.is_naming_people else ""
        return f"{state}{owner}{' · own rule' if is_own(alarm.id) else ''}"

    def verdict(self, alarm: Alarm) -> str:
        """What a person found it to be, and who; empty while only a machine has said something."""
        if alarm.judgement is None:
            return ""
        by = f" by {one_line(alarm.judgement.by)}" if alarm.judgement.by else ""
        return f"verified as {alarm.judgement.verdict.value}{by}"

    def line(self, row: Row) -> str:
        """All that the row says, as one line."""
        alarm = row.alarm
        age = f"{duration(seconds_since(alarm.at, self._clock.now()))} ago"
        head = f"{PRIORITY_WORDS[alarm.priority]}: {self.name(row)}"
        drill = "DRILL. " if alarm.is_drill else ""
        late = "Left alone too long. " if row.is_escalated else ""
        fold = {None: "", False: " · folded", True: " · unfolded"}[row.is_unfolded]
        if row.kind is RowKind.PLACE:
            return f"{late}{drill}{head}, {row.count} alarms · {self.place(row)} · newest {age}{fold}"
        times = f", {row.count} times" if row.count > 1 else ""
        parts = (f"{head}{times}", self.place_of(alarm), age, self.state_of(alarm), self.verdict(alarm))
        return f"{late}{drill}{' · '.join(part for part in parts if part)}{fold}"

    def past_line(self, alarm: Alarm) -> str:
        """One line about an alarm of any age, with its time."""
        head = f"{PRIORITY_WORDS[alarm.priority]}: {one_line(alarm.name)}"
        when = time_of_day(alarm.at, self._clock.now())
        parts = (head, self.place_of(alarm), when, self.state_of(alarm), self.verdict(alarm))
        return ("DRILL. " if alarm.is_drill else "") + " · ".join(part for part in parts if part)

    def when(self, at: datetime) -> str:
        """A time as the row writes it."""
        return time_of_day(at, self._clock.now())


def _pending_words(pending: Pending, waited_s: float) -> str:
    if pending.state is PendingState.WAITING:
        return f"Waiting {duration(waited_s)}"
    return "Refused" if pending.state is PendingState.REFUSED else "No answer"
