"""What a person made of the walls is there again at the next watch: layout, saved layouts, other screens; snapshots lie in their folder."""

from pathlib import Path

import pytest
from PySide6.QtGui import QImage

from smartclient.adapters.files.client import FilesServer
from smartclient.app.loop import run
from smartclient.app.measuring import TileClock
from smartclient.app.starting import Plan, given, home, plan
from smartclient.app.watch import Watch
from smartclient.domain.devices import Device, DeviceKind
from smartclient.geometry.fisheye import Dewarp, Mount
from smartclient.runtime import paths
from smartclient.runtime.clock import SystemClock
from smartclient.store.layouts import LAYOUTS
from tests.app.test_site_folder import site_with_a_clip
from tests.builders.running import until


def watch_on(opened: Plan) -> Watch:
    watch = Watch(given(opened, FilesServer(opened.site), "", "dark", SystemClock(), home("files")))
    watch.furnish()
    watch.start()
    return watch


def the_camera(watch: Watch) -> Device:
    return next(d for d in watch.store.devices.values() if d.kind is DeviceKind.CAMERA and d.url)


@pytest.mark.usefixtures("qapp")
def test_the_walls_are_as_they_were_left(tmp_path: Path) -> None:
    opened = plan(site_with_a_clip(tmp_path / "site"))

    async def first() -> int:
        watch = watch_on(opened)
        camera, clock = the_camera(watch).id, TileClock(watch.players)
        watch.workspace.set_layout(LAYOUTS["1+5"])
        watch.workspace.open_camera(camera)
        await until(lambda: clock.running([camera]))
        watch.walls.saved.save("Mornings", watch.workspace.walls[0])
        watch.actions.run("snapshot")
        await until(lambda: any("Kept as" in notice.text for notice in watch.notices.standing))
        watch.actions.run("new-wall")
        watch.workspace.set_layout(LAYOUTS["2+8"])
        watch.workspace.open_camera(camera)
        watch.workspace.wall.straighten(0, Dewarp.of(Mount.WALL))
        await watch.shutdown()
        return 0

    async def second() -> int:
        watch = watch_on(opened)
        camera = the_camera(watch).id
        assert watch.workspace.walls[0].layout.name == "1+5"
        assert watch.workspace.walls[0].tiles[0] is None
        assert [wall.layout.name for wall in watch.workspace.walls] == ["1+5", "2+8"]
        assert watch.workspace.walls[1].contents[0].dewarp == Dewarp.of(Mount.WALL)
        assert watch.workspace.wall is watch.workspace.walls[0]
        watch.walls.saved.open("Mornings", watch.workspace.wall)
        assert watch.workspace.tiles[0] == camera
        await watch.shutdown()
        return 0

    assert run(first) == 0
    assert run(second) == 0
    pictures = list(paths.pictures_folder().glob("*.png"))
    assert pictures
    for picture in pictures:
        image = QImage(str(picture))
        assert not image.isNull()
        assert image.text("Source") == "recorded"
        assert picture.name.endswith("recorded.png")
