"""Turning cameras: commands in order, none too many, the last stop gets through, and who turns one is told."""

from datetime import timedelta

import pytest

from smartclient.adapters.server import Capability
from smartclient.domain.commands import GoToPreset, MovePtz
from smartclient.domain.errors import Refused
from smartclient.domain.events import EventKind, Happened
from smartclient.domain.ids import EventId
from smartclient.session.moving import Moving
from smartclient.session.record import Record
from tests.builders.running import run, until
from tests.builders.scripted_server import ScriptedServer
from tests.builders.watch import CAMERA, START, Watch, new_watch

pytestmark = pytest.mark.usefixtures("qapp")


class Noted(Record):
    """Keeps what would be journalled."""

    def __init__(self) -> None:
        self.acts: list[tuple[str, str, object]] = []

    def act(self, actor: str, act: str, subject: str, detail: object = None) -> None:  # noqa: ARG002  the record's shape
        """One act."""
        self.acts.append((act, subject, detail))


class Room:
    """A moving-cameras object beside a scripted server."""

    def __init__(self, server: ScriptedServer) -> None:
        self.watch: Watch = new_watch()
        self.said: list[str] = []
        self.record = Noted()
        self.moving = Moving(server, self.watch.store, self.record, self.said.append)

    def happen(self, kind: EventKind, number: int, person: str = "", text: str = "") -> None:
        at = START + timedelta(seconds=number)
        self.watch.store.apply([Happened(EventId(f"p{number}"), at, kind, CAMERA, text, person)])
        self.watch.tell()


def test_while_one_move_is_on_its_way_only_the_newest_waits() -> None:
    async def body() -> None:
        server = ScriptedServer(answer_s=0.02)
        room = Room(server)
        room.moving.send(MovePtz(CAMERA, 0.05))
        await until(lambda: server.commands)
        for step in range(2, 20):
            room.moving.send(MovePtz(CAMERA, step / 20))
        room.moving.send(MovePtz(CAMERA))
        await until(lambda: len(server.commands) == 2)
        await room.moving.close()
        assert server.commands == [MovePtz(CAMERA, 0.05), MovePtz(CAMERA)]

    run(body())


def test_what_the_operator_begins_is_journalled_not_each_move() -> None:
    async def body() -> None:
        room = Room(ScriptedServer())
        for pan in (0.2, 0.5, 1.0, 0.0, 0.3):
            room.moving.send(MovePtz(CAMERA, pan))
        room.moving.send(GoToPreset(CAMERA, "gate"))
        room.moving.send(MovePtz(CAMERA, zoom=1.0))
        await room.moving.close()
        assert room.record.acts == [
            ("turn camera", CAMERA, None),
            ("turn camera", CAMERA, None),
            ("turn camera to preset", CAMERA, "gate"),
            ("turn camera", CAMERA, None),
        ]

    run(body())


def test_the_last_stop_gets_through_at_the_end() -> None:
    async def body() -> None:
        server = ScriptedServer(answer_s=0.05)
        room = Room(server)
        room.moving.send(MovePtz(CAMERA, 1.0))
        await until(lambda: server.commands)
        room.moving.send(MovePtz(CAMERA))
        await room.moving.close()
        assert server.commands[-1] == MovePtz(CAMERA)

    run(body())


def test_a_refusal_is_said_and_the_next_move_tried() -> None:
    async def body() -> None:
        server = ScriptedServer(executes=[Refused("principal turns it, with priority 9000."), None])
        room = Room(server)
        room.moving.send(GoToPreset(CAMERA, "gate"))
        await until(lambda: room.said)
        assert room.said == ["Hall B · north did not go to its preset: principal turns it, with priority 9000."]
        room.moving.send(MovePtz(CAMERA, 0.5))
        await until(lambda: len(server.commands) == 2)
        await room.moving.close()
        assert len(room.said) == 1

    run(body())


def test_presets_are_asked_for_once() -> None:
    async def body() -> None:
        room = Room(ScriptedServer())
        told: list[object] = []
        room.moving.changed.connect(told.append)
        assert room.moving.presets(CAMERA) == {}
        await until(lambda: told)
        assert list(room.moving.presets(CAMERA)) == ["gate", "lot"]
        await room.moving.close()
        assert told == [CAMERA]

    run(body())


def test_why_a_camera_cannot_be_turned() -> None:
    async def body() -> None:
        assert Room(ScriptedServer()).moving.why_not(CAMERA) is None
        blind = Room(ScriptedServer(capabilities=frozenset({Capability.LIVE_VIDEO})))
        assert blind.moving.why_not(CAMERA) == (
            "You cannot turn cameras through this server. The server gives that right, where it can; ask who keeps it."
        )
        barred = Room(ScriptedServer(barred={(CAMERA, Capability.PTZ)}))
        assert barred.moving.why_not(CAMERA) == (
            "Hall B · north cannot be turned, or not by you. The server gives that right, where it can; ask who keeps it."
        )
        assert barred.moving.presets(CAMERA) == {}
        barred.watch.cut()
        assert barred.moving.why_not(CAMERA) == "There is no connection to the server."

    run(body())


def test_who_turns_it() -> None:
    async def body() -> None:
        room = Room(ScriptedServer())
        room.happen(EventKind.PTZ_STARTED, 1, "principal", "priority 9000")
        assert room.moving.mover(CAMERA) == "principal · priority 9000"
        room.happen(EventKind.PTZ_STARTED, 2, "dispatcher")
        assert room.moving.mover(CAMERA) == "dispatcher"
        room.happen(EventKind.MOTION_STARTED, 3)
        room.happen(EventKind.PTZ_STOPPED, 4)
        assert room.moving.mover(CAMERA) == ""
        await room.moving.close()

    run(body())
