"""Pictures of alarms over the real protocol, and strange ones."""

import base64
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smartclient.adapters.xprotect.translate.alarm_snapshots import JPEG, LARGEST_BYTES, MOST, PNG, snapshots, within
from smartclient.demo.scenario import Act
from smartclient.domain.commands import AddAlarmSnapshot
from smartclient.domain.errors import NotPermitted, Refused
from smartclient.domain.events import AlarmChanged
from smartclient.domain.ids import AlarmId, DeviceId
from tests.builders.demo_district import client, demo_server, guid_of
from tests.builders.running import run, until

GUID = "8f0e7a2c-0000-4000-8000-000000000001"
CAMERA = DeviceId(f"cameras/{GUID}")
PICTURE = JPEG + b" and the rest of a picture"


def test_a_weapon_alarm_has_the_picture_of_its_camera(tmp_path: Path) -> None:
    async def play() -> None:
        async with demo_server(tmp_path) as demo:
            server = client(demo)
            await server.connect()
            demo.stage.perform(Act(0, "weapon.on", guid_of("sensor.weapon"), 0))
            made = next(reversed(demo.alarms.by_id.values()))
            (found,) = await server.alarm_snapshots(AlarmId(made.id))
            assert (found.camera, found.after) == (made.source, timedelta())
            assert found.image.startswith(JPEG)
            with pytest.raises(Refused, match="Alarm not found"):
                await server.alarm_snapshots(AlarmId(GUID))
            demo.accounts.change("dispatcher", campus=None, actions=frozenset({"GENERIC_READ"}))
            with pytest.raises(NotPermitted, match="show the pictures"):
                await server.alarm_snapshots(AlarmId(made.id))
            await server.close()

    run(play())


def test_a_picture_one_console_adds_is_told_to_another(tmp_path: Path) -> None:
    async def play() -> None:
        async with demo_server(tmp_path) as demo:
            mine, other = client(demo), client(demo)
            await mine.connect()
            demo.stage.perform(Act(0, "weapon.on", guid_of("sensor.weapon"), 0))
            made = next(reversed(demo.alarms.by_id.values()))
            snapshot = await other.connect()
            (alarm,) = snapshot.alarms
            events = other.events()
            await anext(events)
            taken_at = alarm.at + timedelta(seconds=7)
            camera = DeviceId(made.source)
            await other.execute(AddAlarmSnapshot(alarm.id, camera, PICTURE, taken_at))
            while not any(isinstance(event, AlarmChanged) for event in await anext(events)):
                pass
            await until(lambda: made.history[-1]["text"] == "Picture added")
            added = (await mine.alarm_snapshots(alarm.id))[-1]
            assert (added.image, added.camera, added.after) == (PICTURE, camera, timedelta(seconds=7))
            await events.aclose()
            for server in (mine, other):
                await server.close()

    run(play())


def test_only_pictures_of_a_fair_size_are_taken() -> None:
    def told(image: object) -> dict[str, object]:
        return {"Image": image, "FQID": {"ObjectId": GUID.upper()}, "TimeOffset": "1500"}

    good = base64.b64encode(PICTURE).decode()
    (found,) = snapshots([told(good)], {GUID: CAMERA})
    assert (found.camera, found.after, found.image) == (CAMERA, timedelta(seconds=1.5), PICTURE)
    large = base64.b64encode(JPEG + bytes(LARGEST_BYTES)).decode()
    page = base64.b64encode(b"<svg onload='x'/>").decode()
    assert snapshots([told(bad) for bad in (large, page, "no base64", 7, None)], {}) == ()
    assert len(snapshots([told(good)] * 100, {})) == MOST


def test_pictures_in_the_data_of_an_event() -> None:
    png = base64.b64encode(PNG + b"x").decode()
    for data in ({"SnapshotList": [{"Image": png}]}, {"includesSnapshot": [{"name": "x", "imageData": png}]}):
        (found,) = snapshots(within(data), {})
        assert (found.image, found.camera) == (PNG + b"x", None)
    assert within({"SnapshotList": "none"}) == []


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)


@given(st.lists(st.fixed_dictionaries({"Image": ANYTHING, "FQID": ANYTHING, "TimeOffset": ANYTHING}), max_size=4))
def test_anything_may_come(items: list[dict[str, object]]) -> None:
    assert all(isinstance(found.image, bytes) for found in snapshots(items, {}))
