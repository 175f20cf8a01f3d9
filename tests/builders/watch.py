"""A small watch for the places beside the map: a store, a workspace, a clock that moves when told, and what was sent."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import cached_property

from smartclient.domain.alarms import Alarm, AlarmState, Priority
from smartclient.domain.commands import Command
from smartclient.domain.connection import Connection, Line
from smartclient.domain.devices import Device, DeviceKind, Placement
from smartclient.domain.events import AlarmChanged, EventKind, Happened
from smartclient.domain.ids import AlarmId, DeviceId, EventId
from smartclient.domain.site import Site
from smartclient.domain.snapshot import Snapshot
from smartclient.runtime.clock import ManualClock
from smartclient.store.site_store import SiteStore
from smartclient.store.workspace import Workspace
from smartclient.ui import theme as themes
from tests.builders.later import Later

START = datetime(2026, 3, 2, 14, 0, tzinfo=UTC)
DOOR, CAMERA, SENSOR = DeviceId("doors/7"), DeviceId("cameras/1"), DeviceId("sensors/1")
_KINDS = {
    DOOR: (DeviceKind.DOOR, "Door 7"),
    CAMERA: (DeviceKind.CAMERA, "Hall B · north"),
    SENSOR: (DeviceKind.VAPE_SENSOR, "Vape sensor"),
}


def place_of(device: DeviceId) -> str:
    """Words for a place, as the shell gives them."""
    return {DOOR: "HS Main · 1F · H4", CAMERA: "HS Main · 2F · B2"}.get(device, "Elsewhere")


def alarm_of(
    name: str,
    priority: Priority = Priority.HIGH,
    state: AlarmState = AlarmState.NEW,
    age_s: float = 10,
    device: DeviceId | None = DOOR,
) -> Alarm:
    """An alarm called and known as `name`, `age_s` old."""
    at = START - timedelta(seconds=age_s)
    words = state.name.replace("_", " ").capitalize()
    return Alarm(AlarmId(name), 1, name, "", priority, state, words, at, at, device)


@dataclass
class Watch:
    """Everything a widget is given; `sent` is what it asked, `refusal` what `permitted` answers."""

    store: SiteStore
    workspace: Workspace
    clock: ManualClock
    tell: Callable[[], None]
    sent: list[Command] = field(default_factory=list)
    refusal: str | None = None
    where: Callable[[DeviceId], str] = place_of

    @cached_property
    def theme(self) -> themes.Theme:
        """Made when asked for, since it needs an application."""
        return themes.dark()

    def send(self, command: Command) -> None:
        """Takes a command."""
        self.sent.append(command)

    def permitted(self, command: Command) -> str | None:  # noqa: ARG002
        """Why not."""
        return self.refusal

    def raise_alarms(self, *alarms: Alarm) -> None:
        """The server tells of alarms."""
        self.store.apply([AlarmChanged(alarm) for alarm in alarms])
        self.tell()

    def move(self, alarm: Alarm, state: AlarmState) -> None:
        """The server tells that an alarm is in another state."""
        told = replace(alarm, state=state, state_name=state.name, changed_at=self.clock.now() + timedelta(seconds=1))
        self.store.apply([AlarmChanged(told)])
        self.tell()

    def happen(
        self, number: int, kind: EventKind, device: DeviceId | None = DOOR, age_s: float = 0, *, tell: bool = True
    ) -> Happened:
        """The server tells of an event."""
        event = Happened(EventId(f"e{number}"), self.clock.now() - timedelta(seconds=age_s), kind, device)
        self.store.apply([event])
        if tell:
            self.tell()
        return event

    def cut(self) -> None:
        """The line to the server is cut."""
        self.store.set_connection(Connection(Line.OFFLINE, self.clock.now(), self.clock.now()))
        self.tell()


def new_watch() -> Watch:
    """A live line, three devices, nothing open; after `tell` the observers have heard of everything."""
    later = Later()
    store = SiteStore(Site("Test"), Connection(Line.LIVE, START, START), later)
    devices = tuple(
        Device(id_, kind, name, Placement((-89.5, 43.1)), is_on_server=True) for id_, (kind, name) in _KINDS.items()
    )
    store.take_snapshot(Snapshot(START, "demo", "dispatcher", devices, commandable=frozenset({DOOR})))
    later.run()
    return Watch(store, Workspace(), ManualClock(START), later.run)
