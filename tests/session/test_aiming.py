"""Every camera that turns and can see a place is turned to it and opened; what cannot be done is said."""

import math
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

import pytest

from smartclient.adapters.server import Capability
from smartclient.domain.commands import PlainCommand, PointPtz
from smartclient.domain.devices import CameraForm, Device
from smartclient.domain.ids import DeviceId
from smartclient.session.aiming import Aiming
from smartclient.session.moving import Moving
from smartclient.session.record import Record
from smartclient.session.seeing import Seeing
from smartclient.store.places import Places
from smartclient.store.workspace import Spot, Workspace
from tests.builders.running import run, until
from tests.builders.scripted_server import ScriptedServer
from tests.builders.seen_building import FLOOR, GROUNDS, at, building, camera, store_of

NO_TURNING = "You cannot turn cameras through this server. The server gives that right, where it can; ask who keeps it."


class NoRecord(Record):
    """Keeps nothing."""

    def __init__(self) -> None: ...

    def act(self, actor: str, act: str, subject: str, detail: object = None) -> None:
        """One act."""


@dataclass
class Room:
    aiming: Aiming
    server: ScriptedServer
    shown: list[list[DeviceId]] = field(default_factory=list)
    said: list[str] = field(default_factory=list)

    def pointed(self) -> list[PointPtz]:
        return [command for command in self.server.commands if isinstance(command, PointPtz)]


def in_room(body: Callable[[Room], Awaitable[None]], *devices: Device, can_turn: bool = True) -> None:
    async def whole() -> None:
        site = building(*devices)
        store = store_of(site)
        server = ScriptedServer()
        if not can_turn:
            server.capabilities = frozenset(server.capabilities - {Capability.PTZ})
        shown: list[list[DeviceId]] = []
        said: list[str] = []
        moving = Moving(server, store, NoRecord(), said.append)
        seeing = Seeing(store, Workspace(), Places(site), shown.append)
        aiming = Aiming(seeing, store, moving, shown.append, said.append)
        await body(Room(aiming, server, shown, said))
        await aiming.close()
        await seeing.close()
        await moving.close()

    run(whole())


def ptz(name: str, x: float, y: float, bearing_deg: float) -> Device:
    return camera(name, x, y, bearing_deg, GROUNDS, CameraForm.PTZ, range_m=80)


def test_all_that_can_see_the_spot_turn_to_it_right_and_down_and_are_opened() -> None:
    async def body(room: Room) -> None:
        room.aiming.aim(Spot(at(10, -20), GROUNDS))
        await until(lambda: len(room.pointed()) == 2 and room.shown)
        commands = {command.camera.partition("/")[2]: command for command in room.pointed()}
        assert commands["west"].pan_deg == pytest.approx(90, abs=0.1)
        assert commands["south"].pan_deg == pytest.approx(-10, abs=0.1)
        assert commands["west"].tilt_deg == pytest.approx(math.degrees(math.atan2(5, 30)), abs=0.1)
        assert set(room.shown[0]) == {"cameras/west", "cameras/south"}
        assert not room.said

    in_room(body, ptz("west", -20, -20, 0), ptz("south", 10, -50, 10), ptz("behind the building", 10, 40, 180))


def test_nobody_turns_to_what_none_can_see() -> None:
    async def body(room: Room) -> None:
        room.aiming.aim(Spot(at(5, 7), FLOOR))
        await until(lambda: room.said)
        assert room.said == ["No camera that turns can see this place."]
        assert not room.server.commands
        assert not room.shown

    in_room(body, ptz("west", -20, -20, 0))


def test_why_nothing_can_be_turned_is_said_and_told_before() -> None:
    async def no_right(room: Room) -> None:
        assert room.aiming.why_not() == NO_TURNING
        room.aiming.aim(Spot(at(10, -20), GROUNDS))
        assert room.said == [NO_TURNING]

    async def none_here(room: Room) -> None:
        assert room.aiming.why_not() == "No camera here can be turned."

    async def able(room: Room) -> None:
        assert room.aiming.why_not() is None

    in_room(no_right, ptz("west", -20, -20, 0), can_turn=False)
    in_room(none_here, camera("hall", 1, 1, 0))
    in_room(able, ptz("west", -20, -20, 0))


def test_commands_are_what_the_port_takes() -> None:
    command: PlainCommand = PointPtz(DeviceId("cameras/1"), 0.0, 0.0)
    assert command == PointPtz(DeviceId("cameras/1"), 0.0, 0.0)
