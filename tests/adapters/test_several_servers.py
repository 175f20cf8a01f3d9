"""The port over several servers: what concerns one goes to it alone, what concerns all is joined from those that answer in time."""

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import pytest

from smartclient.adapters.server import Capability, capabilities_at
from smartclient.adapters.several.client import SeveralServers
from smartclient.adapters.several.keyed import KeyedServer
from smartclient.domain.commands import UnlockDoor
from smartclient.domain.errors import ServerUnreachable, SignInRefused
from smartclient.domain.events import EventKind, Happened
from smartclient.domain.ids import DeviceId, EventId, ServerKey, keyed
from smartclient.domain.recordings import Bookmark, Marks, Span
from smartclient.runtime.secret import Secret
from tests.builders.running import run
from tests.builders.scripted_server import ScriptedServer

NORTH, SOUTH = ServerKey("north"), ServerKey("south")
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
SPAN = Span(NOON, NOON + timedelta(hours=1))
DOOR, CAMERA = DeviceId("door"), DeviceId("camera")


class HangingServer(ScriptedServer):
    """One that takes questions and never answers."""

    async def past_events(self, span: Span, device: DeviceId | None = None) -> Sequence[Happened]:  # noqa: ARG002
        await asyncio.Event().wait()
        raise AssertionError

    async def marks(self, span: Span) -> Marks:  # noqa: ARG002
        await asyncio.Event().wait()
        raise AssertionError


def several(north: ScriptedServer, south: ScriptedServer) -> SeveralServers:
    return SeveralServers({NORTH: KeyedServer(north, NORTH), SOUTH: KeyedServer(south, SOUTH)}, answer_s=0.05)


def happened(number: int) -> Happened:
    return Happened(EventId(f"e{number}"), NOON + timedelta(seconds=number), EventKind.DOOR_OPENED, DOOR)


def test_a_command_goes_to_its_server_as_that_one_knows_the_thing() -> None:
    north, south = ScriptedServer(), ScriptedServer()
    run(several(north, south).execute(UnlockDoor(DeviceId(keyed(SOUTH, DOOR)))))
    assert (north.commands, south.commands) == ([], [UnlockDoor(DOOR)])


def test_a_thing_of_no_server_is_refused_in_words() -> None:
    with pytest.raises(ServerUnreachable, match="None of the servers"):
        run(several(ScriptedServer(), ScriptedServer()).execute(UnlockDoor(DOOR)))


def test_what_all_are_asked_is_joined_in_order() -> None:
    north, south = ScriptedServer(kept=[happened(3), happened(1)]), ScriptedServer(kept=[happened(2)])
    told = run(several(north, south).past_events(SPAN))
    assert [event.id for event in told] == ["north::e3", "south::e2", "north::e1"]


def test_one_that_hangs_is_left_out_and_the_others_are_told() -> None:
    mark = Bookmark("b", CAMERA, NOON, SPAN, "here")
    servers = several(ScriptedServer(kept=[happened(1)], marked=Marks((mark,))), HangingServer())
    assert [event.id for event in run(servers.past_events(SPAN))] == ["north::e1"]
    (told,) = run(servers.marks(SPAN)).bookmarks
    assert (told.id, told.camera) == ("north::b", "north::camera")


def test_where_none_answers_that_is_said() -> None:
    with pytest.raises(ServerUnreachable, match="did not answer in time"):
        run(several(HangingServer(), HangingServer()).past_events(SPAN))


def test_rights_are_those_of_the_things_server() -> None:
    north = ScriptedServer(capabilities=frozenset({Capability.LIVE_VIDEO, Capability.EDIT_PLANS}))
    south = ScriptedServer(capabilities=frozenset({Capability.DOOR_COMMANDS, Capability.MESSAGES}))
    servers = several(north, south)
    assert servers.capabilities == {Capability.LIVE_VIDEO, Capability.DOOR_COMMANDS, Capability.MESSAGES}
    assert Capability.DOOR_COMMANDS not in capabilities_at(servers, keyed(NORTH, DOOR))
    assert Capability.DOOR_COMMANDS in capabilities_at(servers, keyed(SOUTH, DOOR))
    assert not servers.permits(DeviceId(keyed(SOUTH, CAMERA)), Capability.LIVE_VIDEO)
    assert servers.permits(DeviceId(keyed(NORTH, CAMERA)), Capability.LIVE_VIDEO)


def test_a_password_is_shown_only_to_the_servers_of_the_cameras() -> None:
    secret = Secret("second person")
    north, south = ScriptedServer(passwords={"ada": secret}), ScriptedServer(confirming=AssertionError("asked"))
    servers = several(north, south)
    meant = frozenset({DeviceId(keyed(NORTH, CAMERA))})
    assert run(servers.confirm("ada", secret, meant, Capability.LIVE_VIDEO)) == meant


def test_who_is_at_the_console_is_asked_where_that_person_signed_in_with_that_password() -> None:
    secret, user = Secret("of the north"), ScriptedServer().snapshot.user
    north, south = ScriptedServer(passwords={user: secret}), ScriptedServer(confirming=AssertionError("asked"))
    servers = several(north, south)
    assert run(servers.confirm(user, secret, frozenset(), Capability.LIVE_VIDEO)) == frozenset()
    with pytest.raises(SignInRefused, match="any of the districts"):
        run(servers.confirm(user, Secret("wrong"), frozenset(), Capability.LIVE_VIDEO))


def test_one_that_is_silent_is_waited_for_once_and_heard_again_when_it_answers() -> None:
    class Hanging(ScriptedServer):
        is_hanging, questions = True, 0

        async def marks(self, span: Span) -> Marks:
            self.questions += 1
            if self.is_hanging:
                await asyncio.Event().wait()
            return await super().marks(span)

    north, south = Hanging(), ScriptedServer()
    servers = SeveralServers({NORTH: KeyedServer(north, NORTH), SOUTH: KeyedServer(south, SOUTH)}, answer_s=0.05)

    async def play() -> None:
        assert servers.silent == frozenset()
        await servers.marks(SPAN)
        assert servers.silent == {NORTH}
        north.is_hanging = False
        await servers.marks(SPAN)
        assert servers.silent == frozenset()
        assert north.questions == 2

    run(play())


def test_another_sign_in_to_the_same_machine_takes_its_place() -> None:
    before, after = ScriptedServer(), ScriptedServer(kept=[happened(1)])
    part = KeyedServer(before, NORTH)
    run(part.use(after))
    assert before.is_closed
    assert [event.id for event in run(part.past_events(SPAN))] == ["north::e1"]
