"""A room drawn in edit mode with the mouse: its walls, its form, one step back; Esc gives the pointer back to edit mode."""

import json
import shutil
from pathlib import Path

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtTest import QTest

from smartclient.adapters.files.client import FilesServer
from smartclient.app.loop import run
from smartclient.app.starting import given, home, plan
from smartclient.app.watch import Watch
from smartclient.domain.site import Unit, UnitKind
from smartclient.runtime.clock import SystemClock
from smartclient.store.finding.match import bounds_of
from tests.builders.by_hand import by_hand
from tests.builders.maple_grove import MAPLE_GROVE
from tests.builders.running import until


@pytest.fixture
def district(tmp_path: Path) -> Path:
    folder = tmp_path / "district"
    shutil.copytree(MAPLE_GROVE / "elm-street", folder / "elm-street")
    (folder / "district.json").write_text(json.dumps({"name": {"en": "One"}, "campuses": ["elm-street"]}))
    return folder


@pytest.mark.usefixtures("qapp")
def test_a_room_is_drawn_into_a_classroom_and_taken_back(district: Path) -> None:
    opened = plan(district)

    async def body() -> int:
        watch = Watch(given(opened, FilesServer(opened.site), "Ada", "dark", SystemClock(), home("files")))
        watch.window.resize(1400, 900)
        watch.start()
        await until(watch.furnished.is_set)
        room = next(unit for unit in watch.store.site.units if unit.category == "classroom")
        before = watch.store.site
        watch.workspace.show_level(next(b.id for b in before.buildings), room.level_id)
        watch.workspace.fly_to(bounds_of(room.area[0]))
        await until(lambda: watch.map.ground.motion.is_moving)
        await until(lambda: not watch.map.ground.motion.is_moving)
        watch.actions.run("edit")
        watch.actions.run("edit-room")
        x, y = watch.places.frame.point_to_local(*room.display_point)
        canvas = watch.map.canvas

        def click(right_m: float, up_m: float) -> None:
            at = QPointF(*watch.map.viewport.to_screen(x + right_m, y + up_m)).toPoint()
            QTest.mouseClick(canvas, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, at)

        for corner in ((-1.5, -1), (1.5, -1), (1.5, 1), (-1.5, 1)):
            await by_hand(lambda corner=corner: click(*corner))  # type: ignore[misc]
        await by_hand(lambda: QTest.keyClick(watch.map, Qt.Key.Key_Return))
        editing = watch.editing.desk.editing
        drawn = editing.chosen_thing()
        assert isinstance(drawn, Unit)
        assert (drawn.kind, drawn.level_id) == (UnitKind.ROOM, room.level_id)
        walls = [unit for unit in watch.store.site.units if unit.kind is UnitKind.WALL]
        assert len(walls) > sum(unit.kind is UnitKind.WALL for unit in before.units)
        left = next(unit for unit in watch.store.site.units if unit.id == room.id)
        assert len(left.area) > len(room.area)
        assert watch.editing.desk.rooms.is_open
        await by_hand(lambda: QTest.keyClick(watch.map, Qt.Key.Key_Escape))
        assert not watch.editing.desk.rooms.is_open
        assert editing.is_on
        watch.actions.run("edit-undo")
        assert watch.store.site == before
        await watch.shutdown()
        return 0

    assert run(body) == 0
