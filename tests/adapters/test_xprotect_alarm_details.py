"""All that the server keeps of one alarm: the machine's finding and people's history; and strange answers of it."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smartclient.adapters.xprotect.translate import alarm_data
from smartclient.demo.scenario import Act
from smartclient.domain.alarms import Priority
from smartclient.domain.commands import CommentAlarm
from smartclient.domain.errors import Refused
from smartclient.domain.ids import AlarmId
from tests.builders.demo_district import client, demo_server, guid_of
from tests.builders.running import run


def test_a_weapon_alarm_tells_what_the_machine_saw_and_what_people_did(tmp_path: Path) -> None:
    async def play() -> None:
        async with demo_server(tmp_path) as demo:
            server = client(demo)
            await server.connect()
            demo.stage.perform(Act(0, "weapon.on", guid_of("sensor.weapon"), 0))
            alarm = AlarmId(next(reversed(demo.alarms.by_id)))
            await server.execute(CommentAlarm(alarm, "It is a ruler"))
            details = await server.alarm_details(alarm)
            assert details.alarm == alarm
            (found,) = details.detections
            assert (found.label, found.confidence) == ("Handgun", 0.94)
            assert found.box is not None
            assert details.detected_by == "Demo analytics"
            assert details.description == "Weapon carried through the entrance"
            assert [(entry.by, entry.text, entry.state_name, entry.priority) for entry in details.history] == [
                ("", "Alarm created", "New", Priority.HIGH),
                ("Dispatcher", "It is a ruler", "New", Priority.HIGH),
            ]
            with pytest.raises(Refused, match="Alarm not found"):
                await server.alarm_details(AlarmId("8f0e7a2c-0000-4000-8000-000000000001"))
            await server.close()

    run(play())


def test_a_sensors_reading_and_an_alarm_without_data(tmp_path: Path) -> None:
    async def play() -> None:
        async with demo_server(tmp_path) as demo:
            server = client(demo)
            await server.connect()
            for act, category in (("vape.on", "sensor.vape"), ("panic.on", "panicbutton")):
                demo.stage.perform(Act(0, act, guid_of(category), 0))
            vape, panic = (AlarmId(alarm) for alarm in demo.alarms.by_id)
            (reading,) = (await server.alarm_details(vape)).detections
            assert (reading.label, reading.value, reading.box) == ("Aerosol", "78", None)
            details = await server.alarm_details(panic)
            assert (details.detections, details.detected_by, details.person) == ((), "", "")
            await server.close()

    run(play())


def test_the_newer_contract_is_understood_too() -> None:
    outline = {"hasVertices": [{"x": 0.1, "y": 0.2}, {"x": 0.3, "y": 0.4}]}
    (found,) = alarm_data.detections(
        {"involvedObject": [{"name": "Knife", "confidence": "0,5", "hasOutline": outline}]}
    )
    assert (found.label, found.confidence) == ("Knife", 0.5)
    assert found.box is not None


_values = st.recursive(
    st.none() | st.booleans() | st.floats() | st.text(max_size=10),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
)
_data = st.dictionaries(
    st.sampled_from(["ObjectList", "involvedObject", "Vendor", "Properties", "Description"]), _values
)


@given(_data | _values)
def test_no_data_is_too_strange(data: object) -> None:
    alarm_data.detections(data)
    assert isinstance(alarm_data.detected_by(data), str)
    assert isinstance(alarm_data.description(data), str)
    assert isinstance(alarm_data.person(data), str)
