"""Doors and events REST: commands are user-defined events, their rule moves the bolt, the door's event confirms it."""

import httpx

from smartclient.demo import catalogue
from smartclient.demo.catalogue import DOOR_CONTACT, DOOR_LOCK, LOCKED, MOTION_STARTED, UNLOCKED, VAPE, WEAPON
from smartclient.demo.scenario import Act
from smartclient.demo.server import DemoServer
from tests.builders.demo_client import EVERYTHING, demo, error_text, signed_in, watching
from tests.builders.little_district import DOOR_1, DOOR_7, ELM_DOOR, ENTRANCE, HALL, guid
from tests.builders.little_district import VAPE as VAPE_SENSOR
from tests.builders.little_district import WEAPON as SCANNER

DOOR = guid("accessControlUnits", DOOR_7)
SOURCE = f"accessControlUnits/{DOOR}"
DOORS = EVERYTHING | {"resourceTypes": ["accessControlUnits"]}


async def event_named(client: httpx.AsyncClient, name: str) -> str:
    (found,) = (await client.get("userDefinedEvents", params={"name": name})).json()["array"]
    return str(found["id"])


@demo()
async def test_unlock_and_lock_are_confirmed_by_the_doors_own_event(server: DemoServer) -> None:
    async with signed_in(server) as client, watching(server) as stream:
        for verb, kind, locked in (("Unlock", UNLOCKED, False), ("Lock", LOCKED, True)):
            command = await event_named(client, f"{verb} door {DOOR_7}")
            answer = await client.post("events", json={"type": command})
            assert answer.status_code == 202
            assert answer.json()["data"]["source"] == f"userDefinedEvents/{command}"
            assert server.world.doors[DOOR].locked is not locked, "the bolt takes a moment"
            confirmed = await stream.until_type(kind.id)
            assert (confirmed["source"], confirmed["stategroupid"]) == (SOURCE, DOOR_LOCK)
            assert confirmed["data"]["RelatedAccessControlElementIds"] == [DOOR]
            assert server.world.doors[DOOR].locked is locked
        assert stream.events[0]["source"].startswith("userDefinedEvents/")


@demo()
async def test_lock_all_doors_of_a_building(server: DemoServer) -> None:
    inside = {guid("accessControlUnits", name) for name in (DOOR_1, DOOR_7)}
    async with signed_in(server, "principal-hs") as client, watching(server, DOORS) as stream:
        for door in server.world.doors.values():
            door.locked = False
        answer = await client.post("events", json={"type": await event_named(client, "Lock all doors HS Main")})
        assert answer.status_code == 202
        events = await stream.until(2)
    assert {event["source"].rpartition("/")[2] for event in events} == inside
    assert {guid for guid, door in server.world.doors.items() if door.locked} == inside


@demo()
async def test_who_may_not_command_is_told_so(server: DemoServer) -> None:
    async with signed_in(server) as client:
        here, away = [await event_named(client, f"Unlock door {name}") for name in (DOOR_7, ELM_DOOR)]
    for user, command in (("responder", here), ("principal-hs", away)):
        async with signed_in(server, user) as client:
            answer = await client.post("events", json={"type": command})
            assert (answer.status_code, "sufficient permissions" in error_text(answer)) == (403, True)
    assert all(door.locked for door in server.world.doors.values())
    assert not [event for event in server.stream.stored if event.type in {here, away}]


@demo()
async def test_only_external_and_analytics_events_are_triggered(server: DemoServer) -> None:
    async with signed_in(server) as client:
        refused = await client.post(
            "events", json={"type": MOTION_STARTED.id, "source": f"cameras/{guid('cameras', HALL)}"}
        )
        assert refused.status_code == 403
        for bad in ({}, {"type": "nothing"}, {"type": WEAPON.id, "source": "cameras/nowhere"}):
            assert (await client.post("events", json=bad)).status_code == 400
        content = {
            "type": WEAPON.id.upper(),
            "source": f"Cameras/{guid('cameras', HALL).upper()}",
            "data": {"Description": "x"},
        }
        triggered = (await client.post("events", json=content)).json()["data"]
        assert triggered["source"] == f"cameras/{guid('cameras', HALL)}"
        read = (await client.get(f"events/{triggered['id'].upper()}")).json()["data"]
        assert read == triggered
        assert (await client.get("alarms")).json()["array"][0]["name"] == "Weapon detected"
        bulk = await client.post("events/bulk", json={"events": [content, {"type": "nothing"}]})
        assert (bulk.status_code, [each["status"] for each in bulk.json()["array"]]) == (207, [202, 400])
        assert (await client.post("events/bulk", json={})).status_code == 400


@demo()
async def test_stored_events_are_listed_newest_first(server: DemoServer) -> None:
    """The published sample needs a list that is not empty and then reads its last id."""
    async with signed_in(server, "principal-hs") as client:
        listed = (await client.get("events?page=0&size=10&include=data")).json()["array"]
        assert len(listed) == 10
        assert listed[0]["time"] >= listed[-1]["time"]
        assert (await client.get(f"events/{listed[-1]['id']}")).json()["data"] == listed[-1]
        server.stream.publish(MOTION_STARTED, f"cameras/{guid('cameras', HALL)}")
        forced = server.stream.publish(catalogue.FORCED, SOURCE, {"Reason": "x"})
        later = (await client.get(f"events?time=gt:'{listed[0]['time']}'&orderBy=desc:'time'")).json()["array"]
        assert [event["id"] for event in later] == [forced.id], "motion is not stored"
        assert "data" not in later[0]
        away = server.stream.publish(catalogue.FORCED, f"accessControlUnits/{guid('accessControlUnits', ELM_DOOR)}")
        assert (await client.get(f"events/{away.id}")).status_code == 404


@demo()
async def test_what_doors_say_when_they_move(server: DemoServer) -> None:
    acts = [
        "granted",
        "opened",
        "held",
        "closed",
        "forced",
        "forced",
        "closed",
        "shut",
        "unlocked",
        "opened",
        "closed",
        "denied",
        "exit_granted",
    ]
    async with watching(server, DOORS) as stream:
        for act in acts:
            server.stage.perform(Act(0, f"door.{act}", DOOR))
        events = await stream.until(11)
    names = [catalogue.EVENT_TYPES[event["type"]].name for event in events]
    assert names == [
        "Access granted",
        "Door opened",
        "Door open too long",
        "Door closed and locked",
        "Door forced open",
        "Door closed and locked",
        "Door unlocked",
        "Door opened",
        "Door closed",
        "Access denied",
        "Access granted (REX)",
    ]
    groups = {event["type"]: event.get("stategroupid") for event in events}
    assert groups[catalogue.FORCED.id] == groups[catalogue.CLOSED_AND_LOCKED.id] == DOOR_CONTACT
    assert groups[catalogue.GRANTED.id] is None
    assert events[4]["data"]["EventCategories"] == ["Alarm"]
    assert events[0]["data"]["RelatedAccessControlCredentialHolderIds"]
    assert events[9]["data"]["Reason"]


@demo()
async def test_weapon_and_vape_carry_the_analytics_contract(server: DemoServer) -> None:
    scanner, sensor = guid("inputEvents", SCANNER), guid("inputEvents", VAPE_SENSOR)
    async with watching(server) as stream:
        server.stage.perform(Act(0, "weapon.on", scanner))
        server.stage.perform(Act(0, "vape.on", sensor))
        weapon, vape = await stream.until_type(WEAPON.id), await stream.until_type(VAPE.id)
    assert weapon["source"] == f"cameras/{guid('cameras', ENTRANCE)}", "the camera nearest to the scanner"
    box = weapon["data"]["ObjectList"][0]["BoundingBox"]
    assert 0 < box["Left"] < box["Right"] < 1
    assert 0 < box["Top"] < box["Bottom"] < 1
    assert weapon["data"]["ReferenceList"][0]["FQID"]["ObjectId"] == scanner
    assert f"inputEvents/{scanner}" in weapon["data"]["Vendor"]["CustomData"]
    assert vape["source"] == f"inputEvents/{sensor}"
    assert vape["data"]["Description"]


@demo()
async def test_outputs_answer_to_their_tasks(server: DemoServer) -> None:
    async with signed_in(server) as client, watching(server, EVERYTHING | {"resourceTypes": ["outputs"]}) as stream:
        (strobe, *_) = (await client.get("outputs")).json()["array"]
        for task in ("ActivateOutput", "DeactivateOutput"):
            assert (await client.post(f"outputs/{strobe['id']}?task={task}")).status_code == 200
        events = await stream.until(2)
    assert [event["type"] for event in events] == [catalogue.OUTPUT_ACTIVATED.id, catalogue.OUTPUT_DEACTIVATED.id]
    async with signed_in(server, "responder") as client:
        assert (await client.post(f"outputs/{strobe['id']}?task=ActivateOutput")).status_code == 403


@demo()
async def test_commands_of_a_deleted_rule_do_nothing_more(server: DemoServer) -> None:
    async with signed_in(server, "district") as client:
        command = await event_named(client, f"Unlock door {DOOR_7}")
        assert (await client.delete(f"userDefinedEvents/{command}")).status_code == 200
        assert (await client.post("events", json={"type": command})).status_code == 400
        assert server.world.doors[DOOR].locked


@demo(scenario="school-day", speed=400.0)
async def test_the_state_table_is_the_true_world_on_a_busy_day(server: DemoServer) -> None:
    async with watching(server, DOORS) as stream:
        await stream.until(400)
        states = {(state.source, state.stategroupid): state.type for state in server.stream.states()}
        truth = {guid: (door.locked, door.is_open) for guid, door in server.world.doors.items()}
    closed = {catalogue.CLOSED.id, catalogue.CLOSED_AND_LOCKED.id}
    for door_guid, (is_locked, is_open) in truth.items():
        source = f"accessControlUnits/{door_guid}"
        assert (states[(source, DOOR_LOCK)] == LOCKED.id) == is_locked
        assert (states[(source, DOOR_CONTACT)] not in closed) == is_open
