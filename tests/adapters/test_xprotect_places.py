"""Places written into the demo server: who may, and that the server then tells them so."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from smartclient.adapters.server import Capability
from smartclient.adapters.xprotect.client import XProtectServer
from smartclient.domain.commands import WritePlace
from smartclient.domain.devices import Device, View
from smartclient.domain.errors import NotPermitted, Unsupported
from smartclient.domain.ids import DeviceId
from tests.builders.demo_district import camera, client, demo_server, door, sensor, write_district
from tests.builders.running import run

HERE = (-89.5498765, 43.1001234)


@asynccontextmanager
async def connected(folder: Path, user: str) -> AsyncIterator[XProtectServer]:
    write_district(folder / "district")
    async with demo_server(folder) as demo:
        server = client(demo, user)
        await server.connect()
        try:
            yield server
        finally:
            await server.close()


async def _told(server: XProtectServer, device: DeviceId) -> Device:
    return next(one for one in (await server.connect()).devices if one.id == device)


def test_who_may_change_plans_writes_places_and_views(tmp_path: Path) -> None:
    async def scene() -> None:
        async with connected(tmp_path, "district") as server:
            assert Capability.EDIT_PLANS in server.capabilities
            assert server.permits(camera(1), Capability.EDIT_PLANS)
            await server.execute(WritePlace(camera(1), HERE, View(359.9, 77.5, 18.2)))
            await server.execute(WritePlace(sensor("sensor.vape"), HERE))
            written = await _told(server, camera(1))
            assert written.placement is not None
            assert written.placement.position == HERE
            assert written.view is not None
            assert written.view.bearing_deg == pytest.approx(359.9, abs=0.001)
            assert written.view.field_of_view_deg == pytest.approx(77.5, abs=0.001)
            assert written.view.range_m == 18.2
            await server.execute(WritePlace(camera(1), None))
            assert (await _told(server, camera(1))).placement is None

    run(scene())


def test_who_may_not_is_told_so(tmp_path: Path) -> None:
    async def scene() -> None:
        async with connected(tmp_path, "dispatcher") as server:
            assert Capability.EDIT_PLANS not in server.capabilities
            assert not server.permits(camera(1), Capability.EDIT_PLANS)
            with pytest.raises(NotPermitted):
                await server.execute(WritePlace(camera(1), HERE, View(1, 2, 3)))
            before = await _told(server, camera(1))
            assert before.placement is not None
            assert before.placement.position != HERE

    run(scene())


def test_doors_have_no_place_on_the_server(tmp_path: Path) -> None:
    async def scene() -> None:
        async with connected(tmp_path, "district") as server:
            with pytest.raises(Unsupported, match="no place"):
                await server.execute(WritePlace(door(1), HERE))

    run(scene())
