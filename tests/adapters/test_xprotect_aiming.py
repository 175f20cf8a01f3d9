"""Pointing a camera that turns at a position, by a task that only its name tells."""

from pathlib import Path

import pytest

from smartclient.demo import jobs
from smartclient.domain.commands import PointPtz
from smartclient.domain.errors import Refused, ServerError, Unsupported
from tests.builders.demo_district import camera, client, demo_server, guid_of, write_district
from tests.builders.running import run, until


def test_a_camera_is_pointed_right_of_how_it_was_mounted_and_below_the_horizon(tmp_path: Path) -> None:
    async def scene() -> None:
        write_district(tmp_path / "district", moving=4)
        async with demo_server(tmp_path) as demo:
            server = client(demo)
            await server.connect()
            head = demo.world.heads[guid_of("camera 4")]
            await server.execute(PointPtz(camera(4), -30.0, 25.0))
            await until(lambda: not head.is_moving(demo.world.clock()))
            aim = head.aim(demo.world.clock())
            assert aim.bearing == pytest.approx((head.home.bearing - 30) % 360, abs=0.02)
            assert aim.tilt == pytest.approx(25, abs=0.02)
            assert aim.field_of_view == head.home.field_of_view
            with pytest.raises(ServerError, match="cannot be moved"):
                await server.execute(PointPtz(camera(1), 0.0, 0.0))
            with pytest.raises(Refused, match="pan must be"):
                await server.execute(PointPtz(camera(4), 200.0, 0.0))
            await server.close()

    run(scene())


def test_a_server_without_such_a_task_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    offered = tuple(task for task in jobs._OFFERED["cameras"] if "Absolute" not in task[0])
    monkeypatch.setitem(jobs._OFFERED, "cameras", offered)

    async def scene() -> None:
        write_district(tmp_path / "district", moving=4)
        async with demo_server(tmp_path) as demo:
            server = client(demo)
            await server.connect()
            with pytest.raises(Unsupported, match="cannot point cameras"):
                await server.execute(PointPtz(camera(4), 10.0, 10.0))
            await server.close()

    run(scene())


def test_somebody_with_more_priority_keeps_the_camera(tmp_path: Path) -> None:
    async def scene() -> None:
        write_district(tmp_path / "district", moving=4)
        async with demo_server(tmp_path) as demo:
            mine, other = client(demo), client(demo, "principal-hs")
            await mine.connect()
            await other.connect()
            await mine.execute(PointPtz(camera(4), 10.0, 10.0))
            with pytest.raises(Refused, match="moves the camera"):
                await other.execute(PointPtz(camera(4), -10.0, 10.0))
            await other.close()
            await mine.close()

    run(scene())
