"""What falls into an open incident by itself, over a store that a test speaks to."""

import asyncio
from collections.abc import Callable, Coroutine
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from smartclient import plans
from smartclient.domain.alarms import Alarm, AlarmState, Judgement, Priority, Verdict
from smartclient.domain.connection import Connection, Line
from smartclient.domain.devices import Device, DeviceKind, Placement
from smartclient.domain.events import AlarmChanged, Event, EventKind, GrantChanged, Happened
from smartclient.domain.grants import GrantId
from smartclient.domain.ids import AlarmId, ConsoleId, DeviceId, EventId, VenueId
from smartclient.domain.incident_entries import (
    AlarmEntered,
    CommandEntered,
    DrillSet,
    Entry,
    EntryId,
    EventEntered,
    Exported,
    Granted,
    IncidentPriority,
    IncidentStatus,
    IncidentType,
    Opened,
    StatusSet,
    Watched,
)
from smartclient.domain.snapshot import Snapshot
from smartclient.runtime.clock import ManualClock
from smartclient.session.incidents import intake as intakes
from smartclient.session.incidents.intake import Intake
from smartclient.session.incidents.opening import Opening
from smartclient.session.incidents.presence import Presence
from smartclient.session.incidents.scope import Scope
from smartclient.session.incidents.watching import Watching
from smartclient.store.incidents.incident_log import IncidentLog
from smartclient.store.incidents.incidents import Incidents
from smartclient.store.journal import Act, Journal
from smartclient.store.notices import Notices
from smartclient.store.places import Places
from smartclient.store.site_store import SiteStore
from smartclient.store.wall_tiles import WallTiles
from smartclient.store.workspace import Workspace
from tests.builders.grants import PERSON, closed, opened, requested
from tests.builders.later import Later
from tests.builders.running import run, until
from tests.builders.tiny_site import write_tiny_archive

START = datetime(2026, 11, 23, 15, tzinfo=UTC)
NOBODY_KNOWS = DeviceId("doors/elsewhere")


class Post:
    """A watch post without a window."""

    def __init__(self, folder: Path) -> None:
        self.clock, self.later = ManualClock(START), Later()
        write_tiny_archive(folder / "site")
        self.site, _ = plans.read(folder / "site")
        self.store = SiteStore(self.site, Connection(Line.LIVE, START, START), self.later)
        near = next(level for level in self.site.levels if not level.outdoor)
        spot = self.site.units[0].display_point
        self.door = Device(DeviceId("doors/7"), DeviceKind.DOOR, "Door 7", Placement(spot, near.id), is_on_server=True)
        far = Device(NOBODY_KNOWS, DeviceKind.DOOR, "Far door", Placement((10.0, 50.0)), is_on_server=True)
        sensor = replace(self.door, id=DeviceId("sensors/1"), kind=DeviceKind.WEAPON_SENSOR, name="Weapon sensor")
        camera = replace(self.door, id=DeviceId("cameras/1"), kind=DeviceKind.CAMERA, name="Hall")
        self.store.take_snapshot(Snapshot(START, "demo", "dispatcher", (self.door, far, sensor, camera)))
        self.later.run()
        self.journal = Journal(folder / "journal.db")
        self.incidents = Incidents(
            IncidentLog(folder / "incidents.db"),
            lambda _file: "dispatcher",
            self.clock,
            self.later,
            Notices(self.clock),
        )
        self.presence = Presence(self.clock)
        self.scope = Scope(self.store, Places(self.site))
        self.opening = Opening(self.incidents, self.store, self.scope)
        self.workspace = Workspace()
        self.intake = Intake(
            self.incidents,
            self.presence,
            self.store,
            self.scope,
            lambda device: f"where {device} is",
            self.journal.happened,
            self.clock,
        )
        self.journal.acted.connect(self.intake.act)
        self.card: WallTiles | None = None
        self.watching = Watching(self.incidents, self.workspace, self.scope, self.clock, self.later, lambda: self.card)

    def hear(self, *events: Event) -> None:
        """The server tells."""
        self.store.apply(events)
        self.later.run()

    def alarm(self, name: str = "a1", device: DeviceId | None = None, **more: Any) -> Alarm:
        """A new alarm of now."""
        now = self.clock.now()
        made = Alarm(
            AlarmId(name),
            4,
            "Door forced open",
            "",
            Priority.HIGH,
            AlarmState.NEW,
            "New",
            now,
            now,
            device or self.door.id,
        )
        return replace(made, **more)

    def bodies(self, kind: type) -> list[Any]:
        """Entries of that kind."""
        current = self.incidents.current
        assert current is not None
        return [entry.body for entry in current.timeline if isinstance(entry.body, kind)]

    def event(self, number: int, kind: EventKind = EventKind.DOOR_OPENED, device: DeviceId | None = None) -> Happened:
        """Something of now."""
        return Happened(EventId(f"e{number}"), self.clock.now(), kind, device or self.door.id, person="A pupil")


def at_post(body: Callable[[Post], Coroutine[Any, Any, None]]) -> Callable[[Path], None]:
    """Runs a test at a post."""

    def wrapped(tmp_path: Path) -> None:
        async def play() -> None:
            post = Post(tmp_path)
            try:
                await body(post)
            finally:
                post.watching.stop()
                await post.intake.stop()
                post.incidents.close()
                post.journal.close()

        run(play())

    wrapped.__doc__ = body.__doc__
    return wrapped


@at_post
async def test_a_file_from_an_alarm_knows_what_it_can(post: Post) -> None:
    alarm = post.alarm(device=DeviceId("sensors/1"), priority=Priority.MEDIUM)
    post.hear(AlarmChanged(alarm))
    incident = post.opening.from_alarm(alarm)
    post.intake.enter_alarm(alarm)
    assert incident.opened.alarm == alarm.id
    assert incident.opened.venue == post.site.venues[0].id
    assert (incident.type, incident.priority) == (IncidentType.WEAPON, IncidentPriority.MEDIUM)
    assert incident.owner == "dispatcher"
    assert post.opening.with_alarm(alarm.id) == incident.id
    assert [each.where for each in post.bodies(AlarmEntered)] == ["where sensors/1 is"]


@at_post
async def test_alarms_and_door_events_of_the_place_fall_in(post: Post) -> None:
    post.opening.by_hand(post.scope.place(post.door.id))
    post.hear(post.event(1), post.event(2, EventKind.MOTION_STARTED), post.event(3, device=NOBODY_KNOWS))
    post.hear(AlarmChanged(post.alarm()), AlarmChanged(post.alarm("far", NOBODY_KNOWS)))
    assert [each.event for each in post.bodies(EventEntered)] == ["e1"]
    assert [each.alarm for each in post.bodies(AlarmEntered)] == ["a1"]
    assert "pupil" not in repr(post.incidents.current)


@at_post
async def test_an_alarm_that_was_put_in_is_followed_wherever_it_is_from(post: Post) -> None:
    post.opening.by_hand(post.scope.place(post.door.id))
    far = post.alarm("far", NOBODY_KNOWS)
    post.hear(AlarmChanged(far))
    post.intake.enter_alarm(far)
    post.clock.advance(1)
    post.hear(AlarmChanged(replace(far, state_name="In progress", changed_at=post.clock.now())))
    assert [each.state for each in post.bodies(AlarmEntered)] == ["New", "In progress"]


@at_post
async def test_what_happened_before_is_looked_up(post: Post) -> None:
    before, long_before = post.event(1), replace(post.event(2), at=START - timedelta(hours=3))
    post.journal.write_events([before, long_before], START)
    post.clock.advance(30)
    post.opening.by_hand(post.scope.place(post.door.id))
    post.intake.begin()
    await until(lambda: post.bodies(EventEntered))
    assert [each.event for each in post.bodies(EventEntered)] == ["e1"]
    current = post.incidents.current
    assert current is not None
    assert isinstance(current.timeline[0].body, EventEntered)


@at_post
async def test_what_the_operator_does_falls_in(post: Post) -> None:
    alarm = post.alarm()
    post.hear(AlarmChanged(alarm))
    post.opening.from_alarm(alarm)
    for act in (
        Act("dispatcher", "unlock door", post.door.id, "for the police"),
        Act("dispatcher", "acknowledge alarm", alarm.id),
        Act("dispatcher", "unlock door", NOBODY_KNOWS),
        Act("", "read the configuration again", "demo"),
        Act("dispatcher", "save plan", "somewhere"),
    ):
        post.journal.write_act(act.actor, act.act, act.subject, START, act.detail)
    assert post.bodies(CommandEntered) == [
        CommandEntered("unlock door", post.door.id, "Door 7", "for the police"),
        CommandEntered("acknowledge alarm", alarm.id, "Door forced open"),
    ]


@at_post
async def test_a_lockdown_falls_in_with_the_doors_that_failed_by_name(post: Post) -> None:
    post.opening.by_hand(post.scope.place(post.door.id))
    told = {"title": "Main", "why": "shots", "confirmed": 11, "failed": {post.door.id: "unknown."}, "nothing": {}}
    post.journal.write_act("dispatcher", "lockdown: outcome", post.site.buildings[0].id, START, told)
    post.journal.write_act("dispatcher", "lock doors", "", START, {"title": "2 doors"})
    [lockdown, doors] = post.bodies(CommandEntered)
    assert lockdown.name == post.site.buildings[0].name
    assert lockdown.detail == "why: shots, confirmed: 11, failed: Door 7: unknown."
    assert (doors.name, doors.detail) == ("2 doors", "")


@at_post
async def test_an_export_falls_in_with_the_hash_of_its_manifest(post: Post) -> None:
    post.opening.by_hand(post.scope.place(post.door.id))
    folder = post.journal.path.parent / "package"
    folder.mkdir()
    (folder / "manifest.json").write_bytes(b"{}")
    end = START + timedelta(minutes=1)
    asked = {"cameras": ["cameras/1"], "begin": START, "end": end, "reason": "police", "folder": str(folder.parent)}
    post.journal.write_act("dispatcher", "export evidence", "Door 7", START, asked)
    assert not post.bodies(Exported)
    post.journal.write_act("dispatcher", "export evidence: finished", "Door 7", START, {"folder": str(folder)})
    [exported] = post.bodies(Exported)
    assert exported.sha256 == "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a"
    assert (exported.package, exported.cameras, exported.until) == ("Door 7", ("cameras/1",), end)


@at_post
async def test_a_verdict_makes_the_file_a_drill_and_real_again(post: Post) -> None:
    alarm = post.alarm()
    post.hear(AlarmChanged(alarm))
    post.opening.from_alarm(alarm)
    post.intake.enter_alarm(alarm)
    for second, verdict in ((1, Verdict.DRILL), (2, Verdict.REAL)):
        at = START + timedelta(seconds=second)
        post.hear(AlarmChanged(replace(alarm, changed_at=at, judgement=Judgement(verdict, "hale", at))))
    assert post.bodies(DrillSet) == [DrillSet(True), DrillSet(False)]
    assert [each.verdict for each in post.bodies(AlarmEntered)] == ["", "drill", "real"]


@at_post
async def test_nothing_falls_into_a_closed_file(post: Post) -> None:
    post.opening.by_hand(post.scope.place(post.door.id))
    post.incidents.add(StatusSet(IncidentStatus.CLOSED))
    post.hear(post.event(1))
    post.journal.write_act("dispatcher", "unlock door", post.door.id, START)
    assert not post.bodies(EventEntered)
    assert not post.bodies(CommandEntered)


def test_of_two_consoles_the_first_enters_and_the_other_only_what_is_missing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(intakes, "TURN_S", 0.05)

    @at_post
    async def play(post: Post) -> None:
        incident = post.opening.by_hand(post.scope.place(post.door.id))
        first = ConsoleId("000000")
        post.presence.hear(first, "desk 1", incident.id, START)
        theirs, missing = post.event(1), post.event(2)
        post.hear(theirs, missing)
        assert not post.bodies(EventEntered)
        told = EventEntered(theirs.id, theirs.kind, theirs.device, "Door 7")
        post.incidents.merge([Entry(EntryId(first, 1), incident.id, 1 << 40, START, "desk 1", told)])
        await until(lambda: len(post.bodies(EventEntered)) == 2)
        await asyncio.sleep(0)
        assert sorted(each.event for each in post.bodies(EventEntered)) == ["e1", "e2"]

    play(tmp_path)


@at_post
async def test_cameras_on_the_wall_are_entered_with_their_times(post: Post) -> None:
    post.opening.by_hand(post.scope.place(post.door.id))
    camera = DeviceId("cameras/1")
    post.workspace.open_camera(camera)
    assert not post.bodies(Watched)
    post.later.run()
    assert post.bodies(Watched) == [Watched(camera, "Hall", START)]
    post.clock.advance(60)
    post.workspace.put_in_tile(0, None)
    assert post.bodies(Watched) == [Watched(camera, "Hall", START, START + timedelta(seconds=60))]


@at_post
async def test_cameras_of_the_card_are_watched_too(post: Post) -> None:
    post.opening.by_hand(post.scope.place(post.door.id))
    post.card = WallTiles()
    post.watching.look()
    post.card.open_camera(DeviceId("cameras/1"))
    post.later.run()
    assert [each.until for each in post.bodies(Watched)] == [None]
    post.card.put(0, None)
    assert [each.until for each in post.bodies(Watched)] == [START]


@at_post
async def test_a_glance_is_not_watching(post: Post) -> None:
    post.opening.by_hand(post.scope.place(post.door.id))
    post.workspace.open_camera(DeviceId("cameras/1"))
    post.workspace.put_in_tile(0, None)
    post.later.run()
    assert not post.bodies(Watched)


@at_post
async def test_a_file_of_the_whole_district_takes_everything(post: Post) -> None:
    post.incidents.begin(Opened("Storm"))
    post.hear(post.event(1), post.event(2, device=NOBODY_KNOWS))
    assert [each.event for each in post.bodies(EventEntered)] == ["e1", "e2"]


@at_post
async def test_grants_of_the_campus_fall_in_when_they_open_and_end(post: Post) -> None:
    post.opening.by_hand(post.scope.place(post.door.id))
    campus, at = post.site.venues[0].id, post.clock.now()
    request = requested(campus=campus, requested_at=at)
    grant = replace(opened(request), opened_at=at, ends_at=at + timedelta(hours=1))
    elsewhere = replace(grant, id=GrantId("g2"), campus=VenueId("elsewhere"))
    post.hear(GrantChanged(request))
    assert post.bodies(Granted) == []
    post.hear(GrantChanged(grant), GrantChanged(elsewhere))
    post.hear(GrantChanged(grant))
    post.clock.advance(60)
    post.hear(GrantChanged(replace(closed(grant), closed_at=post.clock.now())))
    assert post.bodies(Granted) == [
        Granted(PERSON, ("Hall",), at + timedelta(hours=1), "g1"),
        Granted(PERSON, ("Hall",), None, "g1"),
    ]
