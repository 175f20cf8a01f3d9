"""Their words into ours: every documented event, both analytics shapes, alarms, and whatever else may come."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import msgspec
import pytest
from hypothesis import given

from smartclient.adapters.xprotect.translate import alarms, devices, events
from smartclient.adapters.xprotect.translate.events import Translator, Untranslated
from smartclient.domain.alarms import AlarmState, Priority
from smartclient.domain.devices import CameraForm
from smartclient.domain.events import Box, Event, EventKind, Happened
from smartclient.domain.footage import Quality
from smartclient.domain.ids import DeviceId
from tests.adapters.test_xprotect_values import anything

NOW = datetime(2026, 1, 31, 12, tzinfo=UTC)
GUID = "11111111-2222-3333-4444-555555555555"
OTHER = "99999999-2222-3333-4444-555555555555"
CAMERA, DOOR = f"cameras/{GUID}", f"accessControlUnits/{GUID}"


def happened(event: dict[str, Any], name: str = "", untranslated: Untranslated | None = None) -> list[Happened]:
    translator = Translator({OTHER: name} if name else {}, untranslated or Untranslated())
    return told(translator.events([msgspec.json.encode(event)], NOW))


def told(events: Sequence[Event]) -> list[Happened]:
    """Those that happened at devices."""
    return [each for each in events if isinstance(each, Happened)]


def event(kind: str, source: str = CAMERA, **more: Any) -> dict[str, Any]:
    return {"id": GUID.upper(), "source": source, "type": kind, "time": "2026-01-31T11:59:58.1234567Z", **more}


@pytest.mark.parametrize(
    ("kind", "source", "kinds"),
    [
        ("6EB95DD6-7CCC-4BCE-99F8-AF0D0B582D77", CAMERA, [EventKind.MOTION_STARTED]),
        ("a334af1c-4b4b-4957-9e5f-ab8ca07feab6", CAMERA, [EventKind.DEVICE_FAILED]),
        ("836ca458-a833-4742-8ee0-64b2380984bd", f"inputEvents/{GUID}", [EventKind.SENSOR_ACTIVATED]),
        ("3dd01fd4-c77e-4bbd-afb7-fa4679b6ad40", DOOR, [EventKind.DOOR_FORCED]),
        ("16affe3e-18a1-435f-b122-e24b20e390a8", DOOR, [EventKind.DOOR_CLOSED, EventKind.DOOR_LOCKED]),
    ],
)
def test_known_event_types(kind: str, source: str, kinds: list[EventKind]) -> None:
    found = happened(event(kind, source))
    assert [each.kind for each in found] == kinds
    assert {each.id for each in found} == {GUID}
    assert {each.device for each in found} == {source.lower()}
    assert found[0].at == datetime(2026, 1, 31, 11, 59, 58, 123456, UTC)


@pytest.mark.parametrize(
    ("name", "source", "kind"),
    [
        ("Door closed", DOOR, EventKind.DOOR_CLOSED),
        ("Door unlocked", DOOR, EventKind.DOOR_UNLOCKED),
        ("Portal forced", DOOR, EventKind.DOOR_FORCED),
        ("Door held open", DOOR, EventKind.DOOR_HELD),
        ("Access rejected: unknown card", DOOR, EventKind.ACCESS_DENIED),
        ("Weapon detected", CAMERA, EventKind.WEAPON_DETECTED),
        ("Gun detection ended", CAMERA, EventKind.SENSOR_CLEARED),
        ("Vaping", f"inputEvents/{GUID}", EventKind.VAPE_DETECTED),
        ("Begun", CAMERA, EventKind.OTHER),
        ("Door locked", CAMERA, EventKind.OTHER),
    ],
)
def test_event_types_of_other_vendors_are_known_by_their_names(name: str, source: str, kind: EventKind) -> None:
    assert [each.kind for each in happened(event(OTHER, source), name)] == [kind]


def test_an_unknown_type_is_an_event_all_the_same_and_kept_for_diagnosis() -> None:
    untranslated = Untranslated()
    translator = Translator({}, untranslated)
    message = msgspec.json.encode(event(OTHER))
    assert [each.kind for each in told(translator.events([message] * 3, NOW))] == [EventKind.OTHER] * 3
    assert untranslated.counts[f"event type {OTHER}"] == 1
    assert untranslated.samples[0][1] == message


def test_a_source_that_is_no_device_leaves_the_event_without_one() -> None:
    (found,) = happened(event(OTHER, f"userDefinedEvents/{OTHER}"), "Unlock door 12")
    assert found.device is None
    assert found.text == "Unlock door 12"


def test_an_event_without_a_time_happened_now() -> None:
    assert happened({"type": OTHER, "source": CAMERA, "time": "0001-01-01T00:00:00.0000000"})[0].at == NOW


def test_classic_analytics_data() -> None:
    data = {
        "Description": "Person with <a gun>",
        "Location": "Main entrance",
        "ObjectList": [
            {
                "Name": "Gun",
                "Confidence": "0,87",
                "BoundingBox": {"Top": 0.1, "Left": "0.2", "Bottom": 0.5, "Right": 1.7},
            },
            {"Name": "upside down", "BoundingBox": {"Top": 0.9, "Left": 0.2, "Bottom": 0.1, "Right": 0.7}},
            {"Name": "no box"},
            17,
        ],
    }
    (found,) = happened(event(OTHER, data=data), "Weapon detected")
    assert found.boxes == (Box(0.2, 0.1, 1.0, 0.5, "Gun", 0.87),)
    assert found.text == "Person with ‹a gun› · Main entrance"


def test_newer_analytics_data() -> None:
    corners = [{"x": 0.1, "y": 0.2}, {"x": 0.4, "y": 0.2}, {"x": 0.4, "y": 0.6}, {"x": 0.1, "y": "0.6"}]
    data = {"involvedObject": [{"name": "Rifle", "confidence": 0.5, "hasOutline": {"hasVertices": corners}}]}
    assert events.boxes(data) == (Box(0.1, 0.2, 0.4, 0.6, "Rifle", 0.5),)


def test_a_card_holder_is_the_person() -> None:
    data = {
        "Properties": [{"Key": "Door", "Value": "7"}, {"Key": "Card holder", "Value": "Badge 1204"}],
        "Reason": "Late",
    }
    (found,) = happened(event("2c19393a-ea35-4ba6-afcc-5aa6e2a7c970", DOOR, data=data))
    assert (found.person, found.text, found.kind) == ("Badge 1204", "Late", EventKind.ACCESS_GRANTED)


def test_states_have_ids_of_their_own_that_any_real_event_follows() -> None:
    state = event("50a13514-8bdc-4bc0-bd15-8bfe00bf940a", DOOR)
    first, second = Translator({}, Untranslated()).states([msgspec.json.encode(state)] * 2, NOW)
    assert first == second
    assert first.id < GUID


@given(anything, anything, anything, anything, anything)
def test_no_message_stops_the_stream(id_: Any, kind: Any, source: Any, time: Any, data: Any) -> None:
    message = {"id": id_, "type": kind, "source": source, "time": time, "data": data}
    try:
        encoded = msgspec.json.encode(message)
    except (UnicodeEncodeError, msgspec.MsgspecError):
        return
    good = msgspec.json.encode(event("6eb95dd6-7ccc-4bce-99f8-af0d0b582d77", data=data))
    untranslated = Untranslated()
    found = told(Translator({}, untranslated).events([encoded, b"[" * 50_000, b'{"type":', good], NOW))
    assert found[-1].kind is EventKind.MOTION_STARTED
    assert untranslated.counts["malformed event"] >= 2


def test_endlessly_many_kinds_of_unknown_messages_are_counted_as_one() -> None:
    untranslated = Untranslated()
    for number in range(3 * events.MOST_KINDS):
        untranslated.add(f"kind {number}", b"x" * 10_000)
    assert len(untranslated.counts) == events.MOST_KINDS + 1
    assert len(untranslated.samples) == events.SAMPLES
    assert max(len(sample) for _, sample in untranslated.samples) == events.LARGEST_SAMPLE


def an_alarm(**more: Any) -> dict[str, Any]:
    return {
        "id": OTHER.upper(),
        "localId": "12",
        "name": "Forced",
        "source": CAMERA,
        "time": "2026-01-31T11:00:00Z",
        "priority": {"name": "High", "level": 1},
        "state": {"name": "New", "level": "1"},
        **more,
    }


def test_alarms() -> None:
    alarm = alarms.alarm(an_alarm(lastUpdatedTime="2026-01-31T11:05:00Z"), {})
    assert alarm is not None
    assert (alarm.id, alarm.number, alarm.priority, alarm.state) == (OTHER, 12, Priority.HIGH, AlarmState.NEW)
    assert (alarm.device, alarm.changed_at.minute) == (CAMERA, 5)


def test_an_alarm_source_may_come_without_its_resource() -> None:
    alarm = alarms.alarm(an_alarm(source=GUID.upper()), {GUID: DeviceId(CAMERA)})
    assert alarm is not None
    assert alarm.device == CAMERA


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        ({"name": "Closed"}, AlarmState.CLOSED),
        ({"name": "Geschlossen", "level": 11}, AlarmState.CLOSED),
        ({"name": "Police called", "level": 6}, AlarmState.IN_PROGRESS),
        (None, AlarmState.IN_PROGRESS),
    ],
)
def test_a_sites_own_alarm_states_count_as_in_progress(state: object, expected: AlarmState) -> None:
    alarm = alarms.alarm(an_alarm(state=state), {})
    assert alarm is not None
    assert alarm.state is expected


@given(anything, anything, anything)
def test_no_alarm_makes_translation_fail(state: Any, priority: Any, source: Any) -> None:
    more = {"state": state, "priority": priority, "source": source, "assignedTo": state, "relatedCameras": source}
    alarm = alarms.alarm(an_alarm(**more, name=source, message=priority), {})
    assert alarm is not None


def test_coverage_is_told_in_parts_of_a_turn_also_as_strings() -> None:
    item = {"coverageDirection": "0.25", "coverageFieldOfView": 0.25, "coverageDepth": "12.5", "ptzEnabled": True}
    view = devices.view(item)
    assert view is not None
    assert (view.bearing_deg, view.field_of_view_deg, view.range_m, view.form) == (90.0, 90.0, 12.5, CameraForm.PTZ)
    assert devices.view({"coverageDirection": 0, "coverageFieldOfView": 0, "coverageDepth": 0}) is None


def test_streams_are_chosen_by_name_and_by_which_is_the_default() -> None:
    named = [
        {"name": "Sub 640×360", "streamReferenceId": OTHER, "liveDefault": False},
        {"name": "Main 1280×720", "streamReferenceId": GUID, "liveDefault": True},
    ]
    plain = [{**stream, "name": f"Video stream {number}"} for number, stream in enumerate(named, 1)]
    for streams in (named, plain):
        assert devices.stream_for(streams, Quality.SUB) == OTHER
        assert devices.stream_for(streams, Quality.MAIN) == GUID
    assert devices.stream_for(named[:1], Quality.MAIN) == ""
