"""After a watch that was not closed: the same floor, viewport, layers, tiles with their clocks, screens and incident; else afresh."""

import json
import shutil
from collections.abc import Callable, Coroutine
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from smartclient.adapters.files.client import FilesServer
from smartclient.app.last_view_file import leave_all_aside
from smartclient.app.loop import run
from smartclient.app.starting import Home, Plan, given, home, plan
from smartclient.app.watch import Watch
from smartclient.domain.devices import Device, DeviceKind
from smartclient.domain.ids import BuildingId, LevelId
from smartclient.domain.incident_entries import Opened
from smartclient.runtime.clock import SystemClock
from smartclient.store.layouts import LAYOUTS
from smartclient.store.workspace import MapLayer
from tests.app.test_site_folder import site_with_a_clip
from tests.builders.running import until

pytestmark = pytest.mark.usefixtures("qapp")
Body = Callable[[Watch], Coroutine[Any, Any, None]]


def kept() -> Home:
    return home("files")


def file() -> Path:
    return kept().settings / "last-view.json"


def watch_on(opened: Plan) -> Watch:
    server = FilesServer(opened.site)
    watch = Watch(given(opened, server, "", "dark", SystemClock(), kept()))
    watch.window.resize(1200, 800)
    watch.furnish()
    watch.start()
    return watch


def played(opened: Plan, body: Body, *, is_killed: bool = False) -> None:
    """A watch; one that is killed leaves behind what it had written."""

    async def whole() -> int:
        watch = watch_on(opened)
        await body(watch)
        left = file().with_suffix(".copy")
        if is_killed:
            shutil.copy(file(), left)
        await watch.shutdown()
        if is_killed:
            left.replace(file())
        return 0

    assert run(whole) == 0


def written(is_it: Callable[[dict[str, Any]], object]) -> Callable[[], bool]:
    def look() -> bool:
        return file().exists() and bool(is_it(json.loads(file().read_text())))

    return look


def cameras(watch: Watch) -> list[Device]:
    return [d for d in watch.store.devices.values() if d.kind is DeviceKind.CAMERA]


@pytest.fixture
def opened(tmp_path: Path) -> Plan:
    return plan(site_with_a_clip(tmp_path / "site"))


async def nothing(watch: Watch) -> None:
    await until(lambda: watch.map.canvas.is_crisp)


def test_what_was_on_show_is_there_again(opened: Plan) -> None:
    at = datetime.now(UTC) - timedelta(hours=1)
    floor: list[tuple[BuildingId, LevelId]] = []

    async def first(watch: Watch) -> None:
        building = next(iter(watch.places.floors))
        level = watch.places.floors[building][0].id
        floor.append((building, level))
        watch.workspace.show_level(building, level)
        watch.workspace.toggle_layer(MapLayer.GRID)
        watch.map.ground.show(watch.map.viewport.panned(120, -40).scaled(0.31))
        watch.workspace.set_layout(LAYOUTS["1+5"])
        one, two = cameras(watch)[:2]
        watch.workspace.put_in_tile(1, one.id)
        watch.workspace.put_in_tile(4, two.id)
        watch.workspace.select(two.id)
        watch.past.playbacks.loosen(watch.workspace.wall, 4)
        watch.past.playbacks.of(watch.workspace.wall, 4).run_from(at, 0.0)
        watch.answering.incidents.incidents.begin(Opened("Fight in the gym"))
        await until(written(lambda view: view["incident"] and view["walls"][0]["clocks"] and view["device"]))

    async def second(watch: Watch) -> None:
        (building, level), devices = floor[0], cameras(watch)
        assert watch.workspace.levels[building] == level
        assert MapLayer.GRID not in watch.workspace.layers
        assert watch.map.viewport.metres_per_px == pytest.approx(0.31)
        assert watch.workspace.layout.name == "1+5"
        assert [watch.workspace.tiles[n] for n in (0, 1, 4)] == [None, devices[0].id, devices[1].id]
        assert watch.workspace.tile == 4
        assert watch.workspace.device == devices[1].id
        playbacks, wall = watch.past.playbacks, watch.workspace.wall
        assert playbacks.of(wall, 1).is_live
        assert playbacks.of(wall, 4).instant == at
        incidents = watch.answering.incidents.incidents
        await until(lambda: incidents.current is not None and incidents.is_taking_part)
        assert incidents.current is not None
        assert incidents.current.name == "Fight in the gym"
        assert any("start afresh" in notice.text for notice in watch.notices.standing)
        watch.actions.run("start-afresh")
        assert not any(watch.workspace.tiles)

    played(opened, first, is_killed=True)
    played(opened, second)
    assert not file().exists()


def test_the_map_is_where_it_was_from_its_first_picture_on(opened: Plan) -> None:
    seen: list[tuple[float, float, float]] = []

    def place(watch: Watch) -> tuple[float, float, float]:
        view = watch.map.viewport
        return (view.center_x, view.center_y, view.metres_per_px)

    async def first(watch: Watch) -> None:
        await nothing(watch)
        watch.map.ground.show(watch.map.viewport.panned(300, 0).scaled(0.2))
        seen.append(place(watch))
        await until(written(lambda view: view["middle"] is not None))

    async def second(watch: Watch) -> None:
        assert place(watch) == pytest.approx(seen[0])

    played(opened, first, is_killed=True)
    played(opened, second)


def test_a_watch_that_was_closed_begins_afresh(opened: Plan) -> None:
    async def first(watch: Watch) -> None:
        watch.workspace.put_in_tile(0, cameras(watch)[0].id)
        await until(written(lambda view: view["walls"][0]["wall"]["tiles"]))

    async def second(watch: Watch) -> None:
        assert not any(watch.workspace.tiles)

    played(opened, first)
    played(opened, second)


def test_fresh_shows_nothing_of_the_last_watch(opened: Plan) -> None:
    async def first(watch: Watch) -> None:
        watch.workspace.put_in_tile(0, cameras(watch)[0].id)
        await until(written(lambda view: view["walls"][0]["wall"]["tiles"]))

    async def second(watch: Watch) -> None:
        assert not any(watch.workspace.tiles)
        watch.actions.run("put-back")
        assert any(watch.workspace.tiles)

    played(opened, first, is_killed=True)
    leave_all_aside()
    played(opened, second)


def test_walls_on_other_screens_come_back_with_their_pasts(opened: Plan) -> None:
    at = datetime.now(UTC) - timedelta(minutes=20)

    async def first(watch: Watch) -> None:
        watch.actions.run("new-wall")
        watch.workspace.put_in_tile(2, cameras(watch)[0].id)
        watch.past.playbacks.loosen(watch.workspace.walls[1], 2)
        watch.past.playbacks.of(watch.workspace.walls[1], 2).run_from(at, 0.0)
        await until(written(lambda view: len(view["walls"]) == 2 and view["walls"][1]["clocks"]))

    async def second(watch: Watch) -> None:
        wall = watch.workspace.walls[1]
        assert wall.tiles[2] == cameras(watch)[0].id
        assert watch.past.playbacks.of(wall, 2).instant == at

    played(opened, first, is_killed=True)
    played(opened, second)


@pytest.mark.parametrize(
    "said", ["start\nFatal Python error: Segmentation fault\n", "start\n" * 3], ids=["crash", "three bad starts"]
)
def test_what_crashed_the_start_is_left_aside_and_can_be_put_back(opened: Plan, said: str) -> None:
    async def first(watch: Watch) -> None:
        watch.workspace.put_in_tile(0, cameras(watch)[0].id)
        watch.map.ground.show(watch.map.viewport.panned(300, 0).scaled(0.2))
        await until(written(lambda view: view["walls"][0]["wall"]["tiles"] and view["middle"]))

    async def second(watch: Watch) -> None:
        assert not any(watch.workspace.tiles)
        assert watch.map.viewport == watch.map.ground.home()
        await until(lambda: any("put back" in notice.text for notice in watch.notices.standing))
        watch.actions.run("put-back")
        assert watch.workspace.tiles[0] == cameras(watch)[0].id
        await until(lambda: watch.map.viewport.metres_per_px == pytest.approx(0.2))

    played(opened, first, is_killed=True)
    (kept().settings / "last-view.starts").write_text(said)
    played(opened, second)


def test_however_often_a_watch_that_shows_all_is_killed_the_next_shows_the_same(opened: Plan) -> None:
    async def first(watch: Watch) -> None:
        watch.workspace.put_in_tile(0, cameras(watch)[0].id)
        await until(written(lambda view: view["walls"][0]["wall"]["tiles"]))

    async def again(watch: Watch) -> None:
        starts = file().with_suffix(".starts")
        assert watch.workspace.tiles[0] == cameras(watch)[0].id
        await until(lambda: starts.read_bytes() == b"")
        kept_starts.append(starts.read_bytes())

    kept_starts: list[bytes] = []
    played(opened, first, is_killed=True)
    for _ in range(4):
        played(opened, again, is_killed=True)
        file().with_suffix(".starts").write_bytes(kept_starts[-1])


@pytest.mark.parametrize("content", [b"", b"{", b'{"levels": 7}', b"[" * 5000, b"\x00" * 200])
def test_a_broken_file_is_set_aside_and_never_fatal(opened: Plan, content: bytes) -> None:
    file().parent.mkdir(parents=True, exist_ok=True)
    file().write_bytes(content)
    played(opened, nothing)
    assert file().with_suffix(".broken").read_bytes() == content


def test_things_that_are_gone_are_passed_over(opened: Plan) -> None:
    gone = {
        "middle": [1e308, 0],
        "metres_per_px": 1e300,
        "building": "gone",
        "levels": {"gone": "gone"},
        "layers": ["gone"],
        "device": "gone",
        "walls": [
            {
                "wall": {"layout": "gone", "tiles": [{"cameras": ["gone"]}]},
                "tile": 99,
                "clocks": {"7": {"at": "0001-01-01T00:00:00Z"}},
            }
        ],
        "incident": "gone",
    }
    file().parent.mkdir(parents=True, exist_ok=True)
    file().write_text(json.dumps(gone))
    played(opened, nothing)
