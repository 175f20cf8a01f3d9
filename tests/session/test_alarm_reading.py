"""What the server keeps of an alarm: read when somebody looks, again when the alarm is another, and not in a rush after a failure."""

from dataclasses import replace
from datetime import timedelta
from functools import partial

from smartclient.domain.alarm_details import AlarmDetails
from smartclient.domain.alarms import AlarmState
from smartclient.domain.errors import ServerUnreachable
from smartclient.domain.ids import AlarmId
from smartclient.session.alarm_reading import AGAIN_S, MOST_KEPT, AlarmReading
from tests.builders.running import run, until
from tests.builders.scripted_server import ScriptedServer
from tests.builders.watch import alarm_of, new_watch


class CountingServer(ScriptedServer):
    """Counts what is read, and fails on request."""

    reads = 0
    is_away = False

    async def alarm_details(self, alarm: AlarmId) -> AlarmDetails:
        """Counts it."""
        self.reads += 1
        if self.is_away:
            raise ServerUnreachable("The server is away.")
        return AlarmDetails(alarm, description=f"read {self.reads}")


def test_it_is_read_once_and_again_after_a_change() -> None:
    async def play() -> None:
        watch, server = new_watch(), CountingServer()
        reading = AlarmReading(server.alarm_details, watch.store, watch.clock)
        told: list[AlarmId] = []
        reading.changed.connect(told.append)
        forced = alarm_of("Forced")
        reading.want(forced.id)
        watch.raise_alarms(forced)
        for _ in range(3):
            reading.want(forced.id)
        await until(lambda: told)
        reading.want(forced.id)
        assert (server.reads, told) == (1, [forced.id])
        watch.raise_alarms(replace(forced, owner="Ann", changed_at=forced.changed_at + timedelta(seconds=1)))
        reading.want(forced.id)
        known = reading.known(forced.id)
        assert known is not None
        assert known.description == "read 1"
        await until(lambda: len(told) == 2)
        assert server.reads == 2
        await reading.stop()

    run(play())


def test_a_failure_is_a_sentence_and_is_tried_again_later() -> None:
    async def play() -> None:
        watch, server = new_watch(), CountingServer()
        reading = AlarmReading(server.alarm_details, watch.store, watch.clock)
        told: list[AlarmId] = []
        reading.changed.connect(told.append)
        forced = alarm_of("Forced")
        watch.raise_alarms(forced)
        server.is_away = True
        reading.want(forced.id)
        await until(lambda: told)
        assert (reading.trouble(forced.id), reading.known(forced.id)) == ("The server is away.", None)
        server.is_away = False
        reading.want(forced.id)
        assert server.reads == 1
        watch.clock.advance(AGAIN_S)
        reading.want(forced.id)
        await until(lambda: len(told) == 2)
        assert reading.trouble(forced.id) == ""
        watch.cut()
        watch.move(forced, AlarmState.CLOSED)
        reading.want(forced.id)
        await reading.stop()
        assert server.reads == 2

    run(play())


def test_only_the_last_ones_are_kept() -> None:
    async def play() -> None:
        watch, server = new_watch(), CountingServer()
        reading = AlarmReading(server.alarm_details, watch.store, watch.clock)
        alarms = [alarm_of(f"Alarm {n}") for n in range(MOST_KEPT + 5)]
        watch.raise_alarms(*alarms)
        for alarm in alarms:
            reading.want(alarm.id)
            await until(partial(reading.known, alarm.id))
        assert reading.known(alarms[0].id) is None
        assert reading.known(alarms[-1].id) is not None
        await reading.stop()

    run(play())
