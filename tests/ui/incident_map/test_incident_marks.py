"""Marks of an incident on the map: colour, pattern and letter at their place, in every palette, and nothing without an incident."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QImage, QPainter
from pytestqt.qtbot import QtBot

from smartclient.domain.devices import Placement
from smartclient.domain.events import EventKind
from smartclient.domain.ids import LevelId, OpeningId, UnitId
from smartclient.domain.incident_entries import (
    Body,
    Heat,
    Post,
    PostPlaced,
    RoomMarked,
    RoomStatus,
    RoomUnmarked,
    RouteDrawn,
    ZoneDrawn,
)
from smartclient.domain.incidents import Incident, fold
from smartclient.domain.site import Opening
from smartclient.runtime.clock import ManualClock
from smartclient.session.clearing import Clearing
from smartclient.store.frontier import Guard
from smartclient.store.places import Places
from smartclient.store.workspace import Workspace
from smartclient.ui import theme as themes
from smartclient.ui.incident_map.mark_looks import POSTS, ROOMS, ZONES, paint_pattern
from smartclient.ui.incident_map.marks_on_map import MarksOnMap
from smartclient.ui.map.map_view import MapView
from smartclient.ui.theme import Theme, Tone
from tests.builders.incident_files import INCIDENT, entry
from tests.builders.running import run, until
from tests.ui.map.district import BUILDING, DOOR, GROUND, START, UPPER, VENUE, happened, store, world

PALETTES = (themes.dark, themes.light, themes.night)
ROOM, NEIGHBOUR = UnitId("1F 2"), UnitId("1F 3")


def marked(*bodies: Body) -> Incident:
    return fold(INCIDENT, [entry(number, body, number) for number, body in enumerate(bodies, start=1)])


def cleared(unit: UnitId = ROOM, status: RoomStatus = RoomStatus.CLEARED) -> RoomMarked:
    return RoomMarked(unit, GROUND, status, "T1")


class Shown:
    """A map with marks on it, close to the middle of the building."""

    def __init__(self, theme: Theme, qtbot: QtBot) -> None:
        clock = ManualClock(START)
        self.present, self._qtbot = store(clock), qtbot
        places = Places(self.present.site)
        self.map = MapView(self.present, Workspace(), theme, clock, places)
        self.map.resize(900, 600)
        self.map.show()
        self.clearing = Clearing(self.present, places)
        self.marks = MarksOnMap(self.map, places, self.clearing)
        self.map.ground.show(self.map.viewport.centered(0, 0).scaled(0.1))

    def picture(self) -> QImage:
        """What is on the screen once it is drawn."""
        self._qtbot.waitUntil(lambda: self.map.canvas.is_crisp, timeout=20_000)
        return self.map.canvas.grab().toImage()

    def around(self, picture: QImage, x: float, y: float, reach_px: int = 12) -> set[str]:
        """The colours near a point of the map."""
        column, row = (round(each) for each in self.map.viewport.to_screen(x, y))
        reach = range(-reach_px, reach_px + 1)
        return {picture.pixelColor(column + i, row + j).name() for i in reach for j in reach}


def on_map(qtbot: QtBot, theme: Theme, body: Callable[[Shown], None]) -> None:
    """Runs `body` on a loop, which the search needs."""

    async def whole() -> None:
        shown = Shown(theme, qtbot)
        try:
            body(shown)
        finally:
            await shown.clearing.stop()
            shown.map.stop()
            shown.map.deleteLater()

    run(whole())


@pytest.mark.parametrize("palette", PALETTES)
def test_a_cleared_room_has_its_pattern_and_its_letter(qtbot: QtBot, palette: Callable[[], Theme]) -> None:
    def body(shown: Shown) -> None:
        bare = shown.around(shown.picture(), -5, 8)
        shown.marks.show(marked(cleared()))
        picture = shown.picture()
        near = shown.around(picture, -5, 8)
        assert not near & bare
        assert len(near) > 3, "a tint alone is no pattern"
        badge = shown.around(picture, -9, 10.6, 16)
        assert shown.map.stage.theme.color(Tone.CLEARED).name() in badge

    on_map(qtbot, palette(), body)


@pytest.mark.usefixtures("qapp")
def test_patterns_and_letters_differ_without_colour() -> None:
    drawn: list[bytes] = []
    for status in RoomStatus:
        image = QImage(48, 48, QImage.Format.Format_RGB32)
        image.fill(0)
        painter = QPainter(image)
        paint_pattern(painter, themes.dark(), status, QRectF(0, 0, 48, 48), QPointF(0, 0), 0.1)
        painter.end()
        drawn.append(bytes(image.convertToFormat(QImage.Format.Format_Mono).constBits()))
    assert len(set(drawn)) == len(RoomStatus)
    looks = (*ROOMS.values(), *ZONES.values(), *POSTS.values())
    assert len({look.letter for look in looks}) == len(looks)


def test_without_an_incident_nothing_is_laid_on_the_map(qtbot: QtBot) -> None:
    def body(shown: Shown) -> None:
        before = shown.picture()
        shown.marks.show(marked(cleared()))
        shown.picture()
        shown.marks.show(None)
        assert shown.picture() == before
        assert not shown.map.stage.laid
        assert not shown.map.canvas.laid_over

    on_map(qtbot, themes.dark(), body)


def test_zones_posts_and_routes_stand_where_they_were_drawn(qtbot: QtBot) -> None:
    def body(shown: Shown) -> None:
        ring = tuple(world(x, y) for x, y in ((-20, -8), (-12, -8), (-12, 8), (-20, 8), (-20, -8)))
        route = RouteDrawn("r", None, (world(-25, 13.5), world(25, 13.5)))
        shown.marks.show(
            marked(ZoneDrawn("z", Heat.HOT, GROUND, ring), PostPlaced("p", Post.COMMAND, world(20, 0)), route)
        )
        picture, color = shown.picture(), shown.map.stage.theme.color
        assert color(Tone.HOT).name() in shown.around(picture, -20, 0)
        assert color(Tone.ACCENT).name() in shown.around(picture, 0, 13.5)
        assert color(Tone.ACCENT).name() in shown.around(picture, 20, 1.5)
        shown.map.ground.choose_floor(UPPER)
        assert color(Tone.HOT).name() not in shown.around(shown.picture(), -20, 0)

    on_map(qtbot, themes.dark(), body)


def test_what_another_console_draws_and_nobody_can_paint_spoils_no_picture(qtbot: QtBot) -> None:
    def body(shown: Shown) -> None:
        before = shown.picture()
        strange = (
            ZoneDrawn("1", Heat.HOT, GROUND, ()),
            ZoneDrawn("2", Heat.WARM, None, ((179.0, 89.0), (-179.0, -89.0), (0.0, 0.0), (179.0, 89.0))),
            RouteDrawn("3", None, (world(0, 0),), "x" * 4_000),
            RoomMarked(UnitId("on another plan"), LevelId("nowhere"), RoomStatus.CLEARED, "y" * 4_000),
        )
        shown.marks.show(marked(*strange))
        assert shown.picture() == before
        shown.marks.show(marked(*strange, RouteDrawn("4", None, (world(0, 0), world(9, 0)), "x\n" * 2_000)))
        assert shown.picture() != before

    on_map(qtbot, themes.dark(), body)


def test_floors_and_buildings_say_how_far_the_search_has_come(qtbot: QtBot) -> None:
    def body(shown: Shown) -> None:
        shown.marks.show(marked(cleared(), cleared(NEIGHBOUR, RoomStatus.DANGER)))
        assert [button.accessibleName() for button in shown.map.rail.buttons] == [
            "Main, Second floor, 0/6 cleared",
            "Main, First floor, 1/6 cleared",
        ]
        assert shown.map.stage.notes == dict.fromkeys((BUILDING, VENUE), "1/12 cleared, 1 danger")
        shown.marks.show(marked(cleared(), RoomUnmarked(ROOM)))
        assert shown.map.stage.notes == {}
        assert "cleared" not in shown.map.rail.buttons[0].accessibleName()

    on_map(qtbot, themes.dark(), body)


def test_a_door_that_exposes_a_cleared_room_has_a_sign_until_it_is_locked(qtbot: QtBot) -> None:
    async def whole() -> None:
        shown = Shown(themes.dark(), qtbot)
        middle = (world(0, -12), world(0, -10))
        door = Opening(OpeningId("between"), GROUND, "pedestrian", "Door 103", middle, False)
        device = replace(shown.present.devices[DOOR], placement=Placement(world(0, -11), GROUND, opening_id=door.id))
        shown.present.adopt(replace(shown.present.site, openings=(door,), devices=(device,)))
        try:
            shown.marks.show(marked(cleared()))
            await until(lambda: shown.clearing.frontier.exposures)
            amber = shown.map.stage.theme.color(Tone.SEARCHING).name()
            assert [each.guard for each in shown.clearing.frontier.exposures] == [Guard.UNKNOWN]
            assert amber in shown.around(shown.picture(), 0, -11)
            assert shown.clearing.frontier.next_rooms == {NEIGHBOUR}
            shown.present.apply([happened(DOOR, EventKind.DOOR_LOCKED)])
            await until(lambda: not shown.clearing.frontier.exposures)
            assert amber not in shown.around(shown.picture(), 0, -11)
        finally:
            await shown.clearing.stop()
            shown.map.stop()
            shown.map.deleteLater()

    run(whole())
