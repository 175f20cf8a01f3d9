"""The incident on the map in the whole window: marks by keys and clicks, and its replay with a door that is forced."""

from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtTest import QTest

from smartclient.app.marks_desk import MarksDesk
from smartclient.app.watch import Watch
from smartclient.demo.server import DemoOptions, DemoServer
from smartclient.domain.devices import Device, DeviceKind, Leaf
from smartclient.domain.incident_entries import IncidentStatus, Opened, RoomStatus, StatusSet
from smartclient.domain.incidents import Incident
from smartclient.domain.site import LonLat, Unit
from smartclient.plans.earlier_plans import INDEX
from smartclient.runtime import paths
from smartclient.store.workspace import Spot
from smartclient.ui.incident_map.replay_view import ReplayView
from tests.builders.demo_thread import demo_server
from tests.builders.running import until
from tests.builders.window import act, on_watch, the

pytestmark = pytest.mark.usefixtures("qapp")
Key = Qt.Key
PLAIN, SHIFT, CTRL = (
    Qt.KeyboardModifier.NoModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.ControlModifier,
)


def served() -> DemoOptions:
    return DemoOptions(site=paths.floorplans() / "maple-grove")


def incident(watch: Watch) -> Incident:
    current = watch.answering.incidents.incidents.current
    assert current is not None
    return current


def room(watch: Watch, number: str) -> Unit:
    """Of the high school."""
    return next(
        unit
        for unit in watch.places.site.units
        if unit.number == number and "High" in watch.places.venues[watch.places.levels[unit.level_id].venue_id].name
    )


async def look_at(watch: Watch, unit: Unit) -> None:
    """That room in the middle of the map, close by, on its floor."""
    x, y = watch.places.frame.point_to_local(*unit.display_point)
    watch.map.ground.choose_floor(unit.level_id)
    watch.map.ground.show(watch.map.viewport.centered(x, y).scaled(0.12))
    await until(lambda: watch.map.canvas.is_crisp)


async def marking(watch: Watch) -> MarksDesk:
    """The tool in hand, after the person was offered to open an incident."""
    QTest.keyClick(watch.window, Key.Key_M, SHIFT)
    desk = watch.answering.incident_map.desk
    assert desk is not None
    assert desk.panel.offer.text() == "No incident is open."
    assert desk.panel.open.hasFocus()
    QTest.keyClick(desk.panel.open, Key.Key_Space)
    await until(lambda: watch.answering.incidents.incidents.current)
    QTest.keyClick(watch.window, Key.Key_M, SHIFT)
    if not desk.is_open:
        QTest.keyClick(watch.window, Key.Key_M, SHIFT)
    assert desk.panel.offer.isHidden()
    return desk


def click(watch: Watch, unit: Unit, held: Qt.KeyboardModifier = PLAIN) -> None:
    local = watch.places.frame.point_to_local(*unit.display_point)
    at = QPointF(*watch.map.viewport.to_screen(*local)).toPoint()
    QTest.mouseClick(watch.map.canvas, Qt.MouseButton.LeftButton, held, at)


def statuses(watch: Watch) -> dict[str, RoomStatus]:
    units = {unit.id: unit.number for unit in watch.places.site.units}
    return {units[unit]: mark.body.status for unit, mark in incident(watch).rooms.items()}


def test_rooms_zones_posts_and_routes_are_marked_by_keys_and_clicks() -> None:
    async def body(watch: Watch) -> None:
        await look_at(watch, room(watch, "251"))
        desk = await marking(watch)
        for key in (Key.Key_M, Key.Key_T, Key.Key_2, Key.Key_Return):
            QTest.keyClick(watch.window.focusWidget() or watch.map, key)
        assert (desk.panel.team.text().lower(), watch.map.hasFocus()) == ("t2", True)
        QTest.keyClick(watch.map, Key.Key_Space)
        click(watch, room(watch, "252"))
        click(watch, room(watch, "253"), SHIFT)
        click(watch, room(watch, "250"), SHIFT)
        QTest.keyClick(watch.map, Key.Key_D)
        danger, cleared = RoomStatus.DANGER, RoomStatus.CLEARED
        assert statuses(watch) == {"251": cleared, "252": cleared, "253": danger, "250": danger}
        QTest.keyClick(watch.map, Key.Key_Z, CTRL)
        assert statuses(watch) == {"251": cleared, "252": cleared}
        await draw(watch)
        marks = watch.answering.incident_map.marks
        await until(lambda: marks.clearing.frontier.exposures)
        await until(lambda: desk.panel.exposures.count() > 1)
        sentences = [desk.panel.exposures.item(row).text() for row in range(desk.panel.exposures.count())]
        assert any(sentence.startswith("Room 251 is cleared, but ") for sentence in sentences)
        assert "2/184 cleared" in desk.panel.search.text()
        QTest.keyClick(watch.map, Key.Key_Escape)
        assert not desk.is_open
        assert watch.map.stage.laid

    with demo_server(served()) as server:
        on_watch(server, body)


async def draw(watch: Watch) -> None:
    """A hot zone around the middle, a command post, the way on foot between two rooms; the zone is taken away again."""
    middle = watch.map.canvas.rect().center()
    QTest.keyClick(watch.map, Key.Key_H)
    for dx, dy in ((-90, -60), (90, -60), (90, 60)):
        at = QPointF(middle.x() + dx, middle.y() + dy).toPoint()
        QTest.mouseClick(watch.map.canvas, Qt.MouseButton.LeftButton, PLAIN, at)
    assert not incident(watch).zones
    QTest.keyClick(watch.map, Key.Key_Return)
    (zone,) = incident(watch).zones.values()
    assert (len(zone.body.ring), zone.body.ring[0]) == (4, zone.body.ring[-1])
    QTest.keyClick(watch.map, Key.Key_P)
    QTest.keyClick(watch.map, Key.Key_Space)
    assert len(incident(watch).posts) == 1
    QTest.keyClick(watch.map, Key.Key_F)
    click(watch, room(watch, "253"))
    click(watch, room(watch, "243"))
    await until(lambda: incident(watch).routes)
    QTest.keyClick(watch.map, Key.Key_X)
    corner = QPointF(middle.x() - 90, middle.y() - 60).toPoint()
    QTest.mouseClick(watch.map.canvas, Qt.MouseButton.LeftButton, PLAIN, corner)
    assert not incident(watch).zones


def test_the_selected_room_is_marked_without_the_tool() -> None:
    async def body(watch: Watch) -> None:
        unit = room(watch, "251")
        watch.answering.incidents.incidents.begin(Opened("Search"))
        watch.workspace.select_spot(Spot(unit.display_point, unit.level_id, unit.id))
        watch.actions.run("mark-casualty")
        assert statuses(watch) == {"251": RoomStatus.CASUALTY}
        watch.actions.run("mark-casualty")
        assert statuses(watch) == {}
        desk = watch.answering.incident_map.desk
        assert desk is not None
        assert not desk.is_open

    with demo_server(served()) as server:
        on_watch(server, body)


def position(device: Device) -> LonLat:
    assert device.placement is not None
    return device.placement.position


def leaf(view: ReplayView, door: Device) -> Leaf | None:
    fact = view.replay.site.state(door.id).leaf
    return fact.value if fact is not None else None


async def forced(watch: Watch, server: DemoServer) -> Device:
    """A door that was closed is forced, a file is opened from its alarm, and a room is marked."""
    watch.actions.run("verify-by-itself")
    door = the(watch, DeviceKind.DOOR, "HS Main · Door 7")
    await until(lambda: watch.store.state(door.id).leaf)
    await act(server, "door.break", door)
    await until(watch.store.open_alarms)
    QTest.keyClick(watch.window, Key.Key_A)
    watch.actions.run("open-incident")
    await until(lambda: watch.answering.incidents.incidents.current and incident(watch).alarms)
    unit = room(watch, "251")
    watch.workspace.select_spot(Spot(unit.display_point, unit.level_id, unit.id))
    watch.actions.run("mark-cleared")
    return door


async def replaying(watch: Watch) -> ReplayView:
    QTest.keyClick(watch.window, Key.Key_R, Qt.KeyboardModifier.AltModifier)
    room_ = watch.answering.incident_map
    await until(lambda: room_.replay is not None and room_.replay.view is not None)
    assert room_.replay is not None
    assert room_.replay.view is not None
    return room_.replay.view


def test_a_forced_door_is_closed_before_and_open_after_in_the_replay_and_live_is_one_key_away() -> None:
    async def body(watch: Watch) -> None:
        door = await forced(watch, server)
        view = await replaying(watch)
        replay = view.replay
        QTest.keyClick(view.map, Key.Key_Space)
        assert not replay.is_running
        opened = watch.store.state(door.id).leaf
        assert opened is not None
        replay.go_to(opened.at - timedelta(milliseconds=1))
        assert (leaf(view, door), replay.site.open_alarms()) == (Leaf.CLOSED, [])
        QTest.keyClick(view.map, Key.Key_Period)
        QTest.keyClick(view.map, Key.Key_Period)
        assert leaf(view, door) is Leaf.FORCED
        assert len(replay.site.open_alarms()) == 1
        assert not replay.incident.rooms
        assert view.map.viewport.metres_per_px < 0.2
        watch.past.playbacks.one.run_from(replay.course.end, 0.0)
        await until(lambda: replay.incident.rooms)
        assert view.map.stage.laid
        QTest.keyClick(view.map, Key.Key_Plus)
        assert replay.speed == 2
        shown, live = view.map.stage.levels, watch.map.stage.levels
        QTest.keyClick(view.map, Key.Key_PageUp)
        assert view.map.stage.levels != shown
        assert watch.map.stage.levels == live
        QTest.keyClick(view.map, Key.Key_PageDown)
        middle = watch.places.frame.point_to_local(*position(door))
        view.map.ground.show(view.map.viewport.centered(*middle).scaled(0.02))
        QTest.mouseClick(view.map.canvas, Qt.MouseButton.LeftButton, PLAIN, view.map.canvas.rect().center())
        assert view.said.text().startswith("HS Main · Door 7: Forced open")
        await act(server, "panic.press", the(watch, DeviceKind.PANIC_BUTTON, ""))
        await until(lambda: view.banner.isVisible())
        assert view.banner.text().startswith("LIVE NOW · New alarm: ")
        QTest.keyClick(view.map, Key.Key_Escape)
        assert watch.past.playbacks.one.is_live
        assert watch.window.focusWidget() is watch.map, watch.window.focusWidget()

    with demo_server(served()) as server:
        on_watch(server, body)


def test_a_closed_file_of_the_list_is_replayed_and_a_wall_set_to_live_ends_it() -> None:
    async def body(watch: Watch) -> None:
        await forced(watch, server)
        files = watch.answering.incidents.incidents
        files.add(StatusSet(IncidentStatus.CLOSED, "done"))
        old = incident(watch).id
        files.leave()
        room_ = watch.answering.incident_map
        room_.open_replay(old)
        await until(lambda: room_.replay is not None and room_.replay.view is not None)
        assert room_.replay is not None
        assert room_.replay.view is not None
        assert room_.replay.view.replay.course.end == files.read(old).closed_at
        watch.actions.run("live")
        assert room_.replay.view is None
        room_.open_replay(old)
        room_.open_replay(old)
        await until(lambda: room_.replay is not None and room_.replay.view is not None)
        one = watch.past.playbacks.one
        one.run_from(one.instant - timedelta(hours=1), 1.0)
        assert not room_.replay.is_open
        assert not one.is_live

    with demo_server(served()) as server:
        on_watch(server, body)


def test_a_plan_that_was_changed_since_is_replayed_as_it_was() -> None:
    async def body(watch: Watch) -> None:
        await forced(watch, server)
        kept = paths.earlier_plans_folder()
        await until(lambda: (kept / INDEX).is_file())
        site = watch.store.site
        room = next(unit for unit in site.units if unit.category == "classroom")
        watch.store.adopt(replace(site, units=tuple(unit for unit in site.units if unit is not room)))
        view = await replaying(watch)
        assert room in view.replay.site.site.units
        assert room not in watch.store.site.units
        assert "plan as it was" in view._words()
        QTest.keyClick(view.map, Key.Key_Escape)

    with demo_server(served()) as server:
        on_watch(server, body)
