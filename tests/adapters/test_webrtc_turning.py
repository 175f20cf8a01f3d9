"""Cameras turned by hand through the gateway."""

from pathlib import Path

import pytest

from smartclient.adapters.server import Capability
from smartclient.adapters.xprotect.webrtc import turning
from smartclient.adapters.xprotect.webrtc.turning import direction
from smartclient.demo.faults import FaultOrder
from smartclient.demo.ptz import Head
from smartclient.demo.ptz_sessions import PtzSessions
from smartclient.demo.webrtc.channel import Commands
from smartclient.demo.webrtc.session import Session
from smartclient.domain.commands import MovePtz
from smartclient.domain.errors import Unsupported
from tests.builders.demo_district import camera, guid_of
from tests.builders.gateway_district import Firewalled, firewalled
from tests.builders.running import run, until


@pytest.mark.parametrize(
    ("pan", "tilt", "word"),
    [
        (1.0, 0.0, "right"),
        (-0.2, 0.05, "left"),
        (0.0, 1.0, "up"),
        (0.05, -1.0, "down"),
        (0.5, 0.5, "upRight"),
        (-1.0, -1.0, "downLeft"),
        (0.0, 0.0, ""),
        (0.09, -0.09, ""),
    ],
)
def test_directions(pan: float, tilt: float, word: str) -> None:
    assert direction(pan, tilt) == word


def moving(site: Firewalled) -> Head:
    """Puts the first camera on a head that moves."""
    head = site.demo.world.heads[guid_of("camera 1")] = Head.of(site.demo.site.by_guid[guid_of("camera 1")])
    return head


def test_a_camera_turns_until_it_is_told_to_stop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    steps: list[tuple[float, float]] = []
    usual = PtzSessions.move

    def noted(self: PtzSessions, camera: str, pan: float, tilt: float, zoom: float, user: str) -> bool:
        steps.append((pan, tilt))
        return usual(self, camera, pan, tilt, zoom, user)

    monkeypatch.setattr(PtzSessions, "move", noted)
    monkeypatch.setattr(turning, "STEP_S", 0.05)
    monkeypatch.setattr(turning, "IDLE_S", 0.1)

    async def turn() -> None:
        async with firewalled(tmp_path) as site:
            head = moving(site)
            home = head.aim(site.demo.world.clock())
            await site.server.execute(MovePtz(camera(1), pan=1.0, tilt=0.5))
            await until(lambda: len(steps) > 3)
            assert set(steps) == {(1, 1)}
            assert head.aim(site.demo.world.clock()) != home
            await site.server.execute(MovePtz(camera(1)))
            await until(lambda: not head.is_moving(site.demo.world.clock()))
            await until(lambda: not site.demo._webrtc._gateway._sessions)
            with pytest.raises(Unsupported, match="zooms"):
                await site.server.execute(MovePtz(camera(1), zoom=1.0))

    run(turn())


def test_who_may_not_turn_cameras_is_told_and_a_broken_session_is_opened_anew(tmp_path: Path) -> None:
    async def turn() -> None:
        async with firewalled(tmp_path) as site:
            head = moving(site)
            home = head.aim(site.demo.world.clock())
            await site.server.execute(MovePtz(camera(1), pan=-1.0))
            await until(lambda: head.aim(site.demo.world.clock()) != home)
            site.demo._control.order(FaultOrder(expire_tokens=True))
            await until(lambda: not site.demo._webrtc._gateway._sessions)
            await site.server.execute(MovePtz(camera(1)))
            await until(lambda: not head.is_moving(site.demo.world.clock()))
            stood = head.aim(site.demo.world.clock())
            await site.server.execute(MovePtz(camera(1), tilt=1.0))
            await until(lambda: head.aim(site.demo.world.clock()) != stood)

    run(turn())


def test_a_watcher_turns_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    heard: list[str | bytes] = []
    usual = Commands.heard

    def noted(self: Commands, session: Session, message: str | bytes) -> None:
        usual(self, session, message)
        heard.append(message)

    monkeypatch.setattr(Commands, "heard", noted)

    async def turn() -> None:
        async with firewalled(tmp_path, "responder") as site:
            head = moving(site)
            home = head.aim(site.demo.world.clock())
            assert Capability.PTZ not in site.server.capabilities
            await site.server._gateway.turn(MovePtz(camera(1), pan=1.0))
            await until(lambda: heard)
            assert head.aim(site.demo.world.clock()) == home

    run(turn())
