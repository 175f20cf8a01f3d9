"""A camera that the server takes away while the watch runs goes at once: from store, plan, tiles, stills, thumbnails, lists and search."""

from datetime import timedelta

import httpx
import pytest

from smartclient.adapters.xprotect.client import XProtectServer
from smartclient.app.homes import known_withheld
from smartclient.app.loop import run
from smartclient.app.starting import given, home, plan
from smartclient.app.watch import Watch
from smartclient.demo.server import DemoOptions, DemoServer
from smartclient.domain.connection import Line
from smartclient.domain.ids import DeviceId
from smartclient.runtime import paths
from smartclient.runtime.clock import SystemClock
from smartclient.runtime.secret import Secret
from tests.builders.demo_thread import demo_server
from tests.builders.running import until

SITE, USER = paths.floorplans() / "maple-grove", "dispatcher"


def watch_over(server: DemoServer) -> Watch:
    opened, clock = plan(SITE), SystemClock()
    client = XProtectServer(server.url, USER, Secret(server.password), clock=clock)
    watch = Watch(given(opened, client, USER, "dark", clock, home(server.url, USER, None)))
    watch.window.resize(1400, 900)
    watch.furnish()
    watch.start()
    return watch


async def hide(server: DemoServer, *devices: str) -> None:
    async with httpx.AsyncClient(headers={"Authorization": f"Bearer {server.control}"}) as http:
        order = {"user": USER, "campus": None, "hidden": devices}
        assert (await http.post(f"{server.url}/x-demo/roles", json=order)).status_code == 200


async def find(watch: Watch, text: str) -> list[DeviceId]:
    room = watch.finding

    def is_ready() -> bool:
        room._prepare()
        return room.is_ready

    await until(is_ready)
    return [match.device for match in room._find(text, 20) or () if match.device is not None]


@pytest.mark.usefixtures("qapp")
def test_a_camera_taken_away_is_gone_at_once_and_comes_back(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("smartclient.session.rereading.CALM_S", 0.05)
    with demo_server(DemoOptions()) as server:

        async def body() -> int:
            watch = watch_over(server)
            await until(lambda: watch.store.connection.line is Line.LIVE)
            camera, other = (d for d in list(watch.store.devices.values()) if d.id.startswith("cameras/")), None
            lost, kept = next(camera), next(camera)
            key, name, kept_key = lost.id, lost.name, kept.id
            del lost, kept, camera, other
            watch.workspace.open_cameras([key, kept_key])
            watch.workspace.select(key)
            watch.stills.want(key)
            await until(lambda: watch.stills.get(key) is not None)
            at = watch.given.clock.now() - timedelta(minutes=2)
            watch.replay.thumbnails.wish(key, at)
            await until(lambda: watch.replay.thumbnails.nearest(key, at, timedelta(minutes=1)))
            assert key in await find(watch, name)

            await hide(server, key)
            await until(lambda: key not in watch.store.devices)
            assert key not in {device.id for device in watch.store.site.devices}
            assert key not in {device.id for device in watch.places.site.devices}
            assert watch.stills.get(key) is None
            assert watch.replay.thumbnails.nearest(key, at, timedelta(minutes=1)) is None
            assert key not in watch.workspace.tiles
            assert kept_key in watch.workspace.tiles
            assert watch.workspace.device is None
            assert key not in await find(watch, name)
            assert "One device of the plan is not shown to you" in " ".join(watch.guarding.withheld.why_not_all())
            assert not watch.store.has_whole_plan, "saving a part of the plan would lose the rest"

            await watch.shutdown()
            watch = watch_over(server)
            assert not watch.store.user, "the server has told nothing yet"
            assert name not in {device.name for device in (*watch.store.devices.values(), *watch.places.site.devices)}
            assert not watch.store.has_whole_plan
            assert "One device of the plan is not shown to you" in " ".join(watch.guarding.withheld.why_not_all())
            assert key not in await find(watch, name)

            await hide(server)
            await until(lambda: key in watch.store.devices and watch.store.has_whole_plan)
            assert watch.store.devices[key].placement is not None
            assert watch.store.devices[key].is_on_server
            assert key in {device.id for device in watch.places.site.devices}
            assert not list(watch.guarding.withheld.why_not_all())
            assert not known_withheld(watch.given.settings.folder)
            await watch.shutdown()
            return 0

        assert run(body) == 0
