"""Doors and their controllers as XProtect tells them: who stands below whom, what controllers say, and vendors' own words."""

from datetime import UTC, datetime
from pathlib import Path

import msgspec
import pytest

from smartclient.adapters.xprotect.translate.events import Translator, Untranslated
from smartclient.demo.controllers import controllers
from smartclient.demo.scenario import Act
from smartclient.demo.server import DemoServer
from smartclient.domain.devices import DeviceKind, Health, Power, Tamper
from smartclient.domain.events import EventKind, Happened
from smartclient.domain.ids import DeviceId
from tests.builders.demo_district import client, demo_server, door
from tests.builders.running import run

NOW = datetime(2026, 3, 2, 14, 0, tzinfo=UTC)
OWN = "11111111-1111-1111-1111-111111111111"


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("Tamper alarm", EventKind.TAMPERED),
        ("Tamper alarm cleared", EventKind.TAMPERING_ENDED),
        ("AC power lost", EventKind.POWER_FAILED),
        ("Mains power restored", EventKind.POWER_RESTORED),
        ("Controller offline", EventKind.DEVICE_FAILED),
        ("Panel is not responding", EventKind.DEVICE_FAILED),
        ("Controller reconnected", EventKind.DEVICE_RECOVERED),
        ("Door forced open", EventKind.DOOR_FORCED),
        ("Door unlocked", EventKind.DOOR_UNLOCKED),
        ("Somebody sneezed", EventKind.OTHER),
    ],
)
def test_vendors_words_are_understood(words: str, kind: EventKind) -> None:
    message = {"id": OWN, "type": OWN, "source": f"accessControlUnits/{OWN}", "time": "2026-03-02T14:00:00Z"}
    (event,) = Translator({OWN: words}, Untranslated()).events([msgspec.json.encode(message)], NOW)
    assert isinstance(event, Happened)
    assert event.kind is kind


def test_doors_know_their_controller_and_controllers_how_they_are(tmp_path: Path) -> None:
    async def scene() -> None:
        async with demo_server(tmp_path) as demo:
            (made,) = controllers(demo.site).values()
            key = DeviceId(f"accesscontrolunits/{made.guid}")
            for act in ("controller.opened", "controller.dark", "controller.lost"):
                demo.stage.perform(Act(0, act, made.guid))
            server = client(demo)
            snapshot = await server.connect()
            by_id = {device.id: device for device in snapshot.devices}
            assert by_id[key].kind is DeviceKind.DOOR_CONTROLLER
            assert by_id[door(1)].controller == key
            state = snapshot.states[key]
            told = [fact.value if fact else None for fact in (state.health, state.tamper, state.power)]
            assert told == [Health.FAILED, Tamper.TAMPERED, Power.FAILED]
            await server.close()
            _check(demo)

    run(scene())


def _check(demo: DemoServer) -> None:
    """Alarms come of it, as of everything that wants a person."""
    names = {alarm.name for alarm in demo.alarms.by_id.values()}
    assert names == {"Door controller opened", "Door controller without power", "Door controller does not answer"}
