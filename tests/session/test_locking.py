"""The lock of a console: by inactivity, by hand, never by itself during an incident; and who may open it again."""

from datetime import UTC, datetime

import pytest

from smartclient.adapters.server import Capability
from smartclient.domain.errors import NotPermitted, ServerUnreachable, SignInRefused
from smartclient.domain.ids import DeviceId
from smartclient.runtime.clock import ManualClock
from smartclient.runtime.secret import Secret
from smartclient.session.locking import ConsoleLock
from smartclient.session.recognising import recognise, second_person
from tests.builders.running import run
from tests.builders.scripted_server import ScriptedServer

START = datetime(2026, 3, 2, 14, 0, tzinfo=UTC)
GOOD, BAD = Secret("good"), Secret("bad")


def made(after_s: float = 900.0) -> tuple[ConsoleLock, ManualClock, list[bool]]:
    clock, incident = ManualClock(START), [False]
    return ConsoleLock(clock, after_s, lambda: incident[0]), clock, incident


def test_it_locks_when_nobody_was_there_for_so_long() -> None:
    lock, clock, _ = made()
    told: list[bool] = []
    lock.changed.connect(told.append)
    clock.advance(899)
    lock.tick()
    assert not lock.is_locked
    lock.touch()
    clock.advance(899)
    lock.tick()
    assert not lock.is_locked
    clock.advance(2)
    lock.tick()
    assert lock.is_locked
    assert not lock.is_by_hand
    assert lock.why_not()
    lock.unlock()
    assert told == [True, False]
    assert lock.why_not() == ""


def test_an_open_incident_suspends_it_but_not_by_hand() -> None:
    lock, clock, incident = made()
    incident[0] = True
    clock.advance(10_000)
    lock.tick()
    assert not lock.is_locked
    incident[0] = False
    clock.advance(899)
    lock.tick()
    assert not lock.is_locked
    incident[0] = True
    lock.lock()
    assert lock.is_by_hand


def test_without_a_limit_it_locks_by_hand_only() -> None:
    lock, clock, _ = made(0)
    clock.advance(100_000)
    lock.tick()
    assert not lock.is_locked


def test_wrong_passwords_become_slower() -> None:
    lock, clock, _ = made()
    lock.refused()
    lock.refused()
    assert lock.wait_s == 0
    waits = []
    for _ in range(6):
        lock.refused()
        waits.append(lock.wait_s)
        clock.advance(lock.wait_s)
    assert waits == sorted(waits)
    assert waits[0] >= 5
    assert waits[-1] == 60


def test_the_server_says_who_it_is() -> None:
    server = ScriptedServer(passwords={"dispatcher": GOOD, "principal": GOOD})

    async def whole() -> None:
        assert (await recognise(server, "dispatcher", GOOD)).is_by_server
        with pytest.raises(SignInRefused):
            await recognise(server, "dispatcher", BAD)

    run(whole())


def test_while_the_server_is_away_only_who_signed_in_is_known() -> None:
    server = ScriptedServer(passwords={"dispatcher": GOOD, "principal": GOOD}, confirming=ServerUnreachable("away"))

    async def whole() -> None:
        assert not (await recognise(server, "dispatcher", GOOD)).is_by_server
        for user, password in (("dispatcher", BAD), ("principal", GOOD)):
            with pytest.raises(ServerUnreachable):
                await recognise(server, user, password)
        with pytest.raises(ServerUnreachable):
            await recognise(server, "dispatcher", GOOD, offline=False)

    run(whole())


def test_a_second_person_is_another_one_with_the_right() -> None:
    camera, closed = DeviceId("cameras/1"), DeviceId("cameras/2")
    server = ScriptedServer(passwords={"dispatcher": GOOD, "principal": GOOD}, barred={(closed, Capability.EXPORT)})

    async def ask(user: str, cameras: frozenset[DeviceId]) -> str:
        return (await second_person(server, "dispatcher", user, GOOD, cameras, Capability.EXPORT)).user

    async def whole() -> None:
        assert await ask("principal", frozenset({camera})) == "principal"
        for user, cameras in (("Dispatcher", frozenset({camera})), ("principal", frozenset({camera, closed}))):
            with pytest.raises(NotPermitted):
                await ask(user, cameras)
        server.confirming = ServerUnreachable("away")
        with pytest.raises(ServerUnreachable):
            await ask("principal", frozenset({camera}))

    run(whole())
