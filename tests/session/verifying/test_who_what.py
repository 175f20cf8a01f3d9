"""What events tell of an alarm: what a machine found and how surely, what a sensor measured, whose card it was."""

from datetime import timedelta

from smartclient.domain.events import Box, EventKind, Happened, Reading
from smartclient.domain.ids import DeviceId, EventId
from smartclient.session.verifying.who_what import NOT_PERMITTED, Finding, Source, who_what
from tests.builders.alarm_store import new_alarm_store
from tests.builders.watch import CAMERA, DOOR, SENSOR, START, alarm_of

GUN = Box(0.4, 0.4, 0.5, 0.6, "Handgun", 0.94)


def event(kind: EventKind, device: DeviceId, age_s: float = 10, text: str = "", person: str = "") -> Happened:
    """Something at a device; alarms here are ten seconds old."""
    return Happened(EventId(f"{kind} {age_s}"), START - timedelta(seconds=age_s), kind, device, text, person)


def test_a_weapon_has_its_box_its_camera_and_what_the_machine_says() -> None:
    told, seen = new_alarm_store(), event(EventKind.WEAPON_DETECTED, CAMERA, text="At the entrance")
    seen = Happened(seen.id, seen.at, seen.kind, seen.device, seen.text, boxes=(GUN,))
    told.store.apply([event(EventKind.MOTION_STARTED, CAMERA), seen])
    found = who_what(alarm_of("weapon", device=CAMERA), told.store)
    assert (found.boxes, found.camera, found.at) == ((GUN,), CAMERA, seen.at)
    assert found.findings == (
        Finding("Detected", "Handgun", Source.MACHINE, 0.94),
        Finding("In its words", "At the entrance", Source.MACHINE),
    )


def test_a_sensor_tells_what_it_measured() -> None:
    told, seen = new_alarm_store(), event(EventKind.VAPE_DETECTED, SENSOR)
    seen = Happened(seen.id, seen.at, seen.kind, seen.device, readings=(Reading("Aerosol", "78", 0.91),))
    told.store.apply([seen])
    found = who_what(alarm_of("vape", device=SENSOR), told.store)
    assert found.findings == (Finding("Measured", "Aerosol 78", Source.MACHINE, 0.91),)
    assert found.camera is None


def test_whoever_used_a_card_up_to_a_minute_before_is_told() -> None:
    told = new_alarm_store()
    told.store.apply(
        [
            event(EventKind.ACCESS_GRANTED, DOOR, age_s=90, person="Long ago"),
            event(EventKind.ACCESS_DENIED, DOOR, age_s=40, person="Badge 7"),
            event(EventKind.DOOR_FORCED, DOOR),
        ]
    )
    found = who_what(alarm_of("forced"), told.store)
    assert [(each.name, each.text) for each in found.findings] == [("Card holder", "Badge 7, access denied")]


def test_a_withheld_holder_is_said_to_be_withheld() -> None:
    told, used = new_alarm_store(), event(EventKind.ACCESS_DENIED, DOOR)
    told.store.apply([Happened(used.id, used.at, used.kind, used.device, is_person_withheld=True)])
    (holder,) = who_what(alarm_of("denied"), told.store).findings
    assert (holder.text, holder.is_withheld) == (NOT_PERMITTED, True)


def test_other_places_and_other_times_tell_nothing() -> None:
    told = new_alarm_store()
    elsewhere = event(EventKind.WEAPON_DETECTED, CAMERA, text="elsewhere")
    earlier = event(EventKind.VAPE_DETECTED, DOOR, age_s=30, text="earlier")
    told.store.apply([elsewhere, earlier])
    assert who_what(alarm_of("forced"), told.store).findings == ()


def test_an_alarm_of_long_ago_is_told_by_the_journal() -> None:
    told = new_alarm_store()
    known = event(EventKind.VAPE_DETECTED, DOOR, text="kept on disk")
    (found,) = who_what(alarm_of("old"), told.store, [known]).findings
    assert found.text == "kept on disk"
