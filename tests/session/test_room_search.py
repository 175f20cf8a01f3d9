"""A room is seen through its doorway and not through its walls, and what was recorded of it is found camera by camera."""

from datetime import UTC, datetime, timedelta

import pytest

from smartclient.domain.connection import Connection, Line
from smartclient.domain.devices import CameraForm, Device, DeviceKind, Placement, View
from smartclient.domain.ids import DeviceId, LevelId, UnitId, VenueId
from smartclient.domain.recordings import Span
from smartclient.domain.site import Level, Rings, Site, Unit, UnitKind, Venue
from smartclient.runtime.clock import ManualClock
from smartclient.session.footage_reader import FootageReader
from smartclient.session.footage_search import search_cameras
from smartclient.session.room_sight import RoomSight, Seer
from smartclient.store.past import Past
from smartclient.store.places import Places
from smartclient.store.site_store import SiteStore
from tests.builders.later import Later
from tests.builders.running import run
from tests.builders.scripted_server import ScriptedServer

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
FLOOR = LevelId("1F")
M = 1 / 111_195.0
"""Degrees of a metre at the equator, where the test's building stands."""


def box(west: float, south: float, east: float, north: float) -> Rings:
    corners = ((west, south), (east, south), (east, north), (west, north), (west, south))
    return (tuple((x * M, y * M) for x, y in corners),)


def unit(name: str, kind: UnitKind, area: Rings) -> Unit:
    return Unit(UnitId(name), FLOOR, kind, kind.value, name, "", area, area[0][0])


def camera(
    name: str, x: float, y: float, bearing_deg: float, level: LevelId = FLOOR, *, has_view: bool = True
) -> Device:
    view = View(bearing_deg, 90.0, 15.0, CameraForm.DOME) if has_view else None
    return Device(DeviceId(name), DeviceKind.CAMERA, name, Placement((x * M, y * M), level, UnitId("214")), view)


ROOM = unit("214", UnitKind.ROOM, box(0, 0, 8, 6))
WALLS = (
    unit("south west", UnitKind.WALL, box(0, -0.2, 3, 0)),
    unit("south east", UnitKind.WALL, box(5, -0.2, 8, 0)),
    unit("north", UnitKind.WALL, box(0, 6, 8, 6.2)),
)


@pytest.fixture
def sight() -> RoomSight:
    venue = Venue(VenueId("v"), "HS", "school", box(-50, -50, 50, 50), (0, 0))
    levels = tuple(
        Level(LevelId(n), venue.id, (), n, n, 0, outdoor=False, area=box(-40, -40, 40, 40)) for n in ("1F", "2F")
    )
    devices = (
        camera("inside", 0.5, 5.5, 135),
        camera("at the door", 4, -6, 0),
        camera("behind the wall", 4, 12, 180),
        camera("looking away", 4, -6, 180),
        camera("upstairs", 4, 3, 0, LevelId("2F")),
        camera("of unknown view", 1, 1, 0, has_view=False),
    )
    site = Site("Test", (venue,), (), levels, (ROOM, *WALLS), devices=devices)
    store = SiteStore(site, Connection(Line.LIVE, NOW, NOW), Later())
    return RoomSight(store, Places(site))


def test_cameras_that_see_a_room_are_ranked_by_how_much(sight: RoomSight) -> None:
    seers = sight.seers(ROOM)
    assert [seer.camera for seer in seers] == ["inside", "at the door", "of unknown view"]
    assert seers[0].share > 0.8
    assert 0.05 < seers[1].share < 0.5
    assert seers[2].words == "hangs in it"


def test_motion_is_found_and_where_none_is_told_all_that_was_recorded() -> None:
    hall, gym, lost = DeviceId("hall"), DeviceId("gym"), DeviceId("lost")

    def span(begin_s: float, end_s: float) -> Span:
        return Span(NOW - timedelta(seconds=begin_s), NOW - timedelta(seconds=end_s))

    async def body() -> None:
        server = ScriptedServer(
            recorded={hall: (span(5_000, 0),), gym: (span(3_000, 2_000),)},
            motion={hall: (span(2_900, 2_890), span(2_880, 2_870), span(2_500, 2_490))},
        )
        clock = ManualClock(NOW)
        past = Past.new(clock)
        reader = FootageReader(server, past, clock)
        seers = [Seer(hall, 0.8), Seer(gym, 0.2), Seer(lost, 0.1)]
        findings = await search_cameras(seers, span(3_600, 1_000), past.recordings, reader)
        assert [(f.camera, f.span, f.is_motion) for f in findings.found] == [
            (gym, span(3_000, 2_000), False),
            (hall, span(2_900, 2_870), True),
            (hall, span(2_500, 2_490), True),
        ]
        assert findings.found[1].why == "sees 80% of it"
        assert findings.troubles == ()

    run(body())
