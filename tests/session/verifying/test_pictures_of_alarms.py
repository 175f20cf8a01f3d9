"""Which pictures of an alarm may be seen, and the sentence where there is none."""

from collections.abc import Sequence
from datetime import timedelta

from smartclient.domain.alarm_snapshots import AlarmSnapshot
from smartclient.domain.errors import NotPermitted
from smartclient.domain.ids import AlarmId, DeviceId
from smartclient.session.alarm_reading import AlarmReading
from smartclient.session.verifying.alarm_pictures import ASKING, NONE, OF_OWN_RULE, PicturesOfAlarms
from tests.builders.running import run, until
from tests.builders.scripted_server import ScriptedServer
from tests.builders.watch import alarm_of, new_watch

HALL, LOBBY = DeviceId("cameras/hall"), DeviceId("cameras/lobby")
LOCKED = "The console is locked."


class Refusing(ScriptedServer):
    """Says no."""

    async def alarm_snapshots(self, alarm: AlarmId) -> Sequence[AlarmSnapshot]:
        """Never."""
        raise NotPermitted(f"You may not see the pictures of {alarm}.")


def test_what_may_be_seen_and_why_not() -> None:
    async def play() -> None:
        watch, server = new_watch(), ScriptedServer()
        reading: AlarmReading[Sequence[AlarmSnapshot]] = AlarmReading(server.alarm_snapshots, watch.store, watch.clock)
        closed: dict[DeviceId, str] = {}
        pictures = PicturesOfAlarms(reading, watch.store, lambda camera: closed.get(camera, ""))
        seen, bare = alarm_of("Forced"), alarm_of("Other")
        watch.raise_alarms(seen, bare)
        later = AlarmSnapshot(b"two", LOBBY, timedelta(seconds=3))
        server.snapshots = {seen.id: (AlarmSnapshot(b"one", HALL), later)}
        assert pictures.of(seen).words == ASKING
        await until(lambda: pictures.of(seen).found)
        assert [(each.jpeg, each.camera) for each in pictures.of(seen).found] == [(b"one", HALL), (b"two", LOBBY)]
        assert pictures.of(seen).found[1].at == seen.at + timedelta(seconds=3)
        closed[HALL] = LOCKED
        assert [each.camera for each in pictures.of(seen).found] == [LOBBY]
        closed[LOBBY] = LOCKED
        assert (pictures.of(seen).found, pictures.of(seen).words) == ((), LOCKED)
        assert pictures.of(bare).words == ASKING
        await until(lambda: pictures.of(bare).words == NONE)
        reading.forget()
        closed.clear()
        assert pictures.of(seen).words == ASKING, "nothing is kept of what was seen under other rights"
        await reading.stop()

    run(play())


def test_a_refusal_is_said_and_an_own_rule_has_none() -> None:
    async def play() -> None:
        watch, server = new_watch(), Refusing()
        reading: AlarmReading[Sequence[AlarmSnapshot]] = AlarmReading(server.alarm_snapshots, watch.store, watch.clock)
        pictures = PicturesOfAlarms(reading, watch.store, lambda _camera: "")
        alarm, own = alarm_of("Forced"), alarm_of("own/1")
        watch.raise_alarms(alarm)
        pictures.of(alarm)
        await until(lambda: pictures.of(alarm).words.startswith("You may not see the pictures"))
        assert pictures.of(own).words == OF_OWN_RULE
        await reading.stop()

    run(play())
