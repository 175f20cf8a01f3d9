"""Alarms REST as the published sample uses it: list, create, work on, history; definitions turn events into alarms."""

from typing import Any

import httpx

from smartclient.demo.alarm_terms import PRIORITIES, STATES
from smartclient.demo.alarms import KEPT, Alarms, definitions
from smartclient.demo.catalogue import EVENT_TYPES, FORCED, INPUT_ACTIVATED, MOTION_STARTED, VAPE
from smartclient.demo.server import DemoServer
from smartclient.demo.world import utc_now
from tests.builders.demo_client import demo, signed_in
from tests.builders.little_district import DOOR_7, ELM_DOOR, ELM_HALL, HALL, PANIC, WEAPON, guid
from tests.builders.little_district import VAPE as SENSOR

CAMERA = guid("cameras", HALL)
DOOR = f"accessControlUnits/{guid('accessControlUnits', DOOR_7)}"


async def listed(client: httpx.AsyncClient, query: str = "") -> list[str]:
    answer = await client.get(f"alarms?{query}")
    assert answer.status_code == 200, answer.text
    return [alarm["name"] for alarm in answer.json()["array"]]


@demo()
async def test_the_published_samples_round(server: DemoServer) -> None:
    async with signed_in(server) as client:
        states = (await client.get("alarmStates")).json()["array"]
        priorities = (await client.get("alarmPriorities")).json()["array"]
        created = await client.post("alarms", json={"name": "Test", "message": "Hello", "source": CAMERA.upper()})
        assert created.status_code == 202
        path = f"alarms/{created.json()['data']['id']}"
        changes = {
            "state": states[-1]["id"],
            "priority": priorities[0]["id"],
            "comment": "Looked at it",
            "assignedTo.displayName": "Dispatcher",
            "reasonForClosing": None,
        }
        changed = await client.patch(path, json=changes)
        assert changed.status_code == 202
        alarm = (await client.get(f"{path.upper()}?include=data", headers={"Content-Type": "application/json"})).json()[
            "data"
        ]
        assert changed.json()["data"] == {key: value for key, value in alarm.items() if key != "data"}
        assert (alarm["state"], alarm["priority"]) == (states[-1], priorities[0])
        assert (alarm["source"], alarm["assignedTo"]) == (f"cameras/{CAMERA}", {"displayName": "Dispatcher"})
        history = (await client.get(f"{path}/history")).json()["array"]
        assert [entry["text"] for entry in history] == ["Alarm created", "Looked at it"]
        assert history[1]["author"] == "Dispatcher"


@demo()
async def test_the_lists_beside_alarms(server: DemoServer) -> None:
    async with signed_in(server) as client:
        levels = {each["name"]: each["level"] for each in (await client.get("alarmstates/")).json()["array"]}
        assert {"New": 1, "In progress": 4, "On hold": 9, "Closed": 11}.items() <= levels.items()
        names = [each["name"] for each in (await client.get("alarmPriorities")).json()["array"]]
        assert names == ["High", "Medium", "Low"]
        assert (await client.get("alarmCategories")).json()["array"]
        assert (await client.get("closeReasons")).json()["array"]
        assert (await client.get("alarmSounds")).json() == {"array": []}


@demo()
async def test_definitions_turn_events_into_alarms(server: DemoServer) -> None:
    panic, vape = (f"inputEvents/{guid('inputEvents', name)}" for name in (PANIC, SENSOR))
    async with signed_in(server) as client:
        server.stream.publish(MOTION_STARTED, f"cameras/{CAMERA}")
        server.stream.publish(INPUT_ACTIVATED, f"inputEvents/{guid('inputEvents', WEAPON)}")
        assert await listed(client) == []
        forced = server.stream.publish(FORCED, DOOR, {"Reason": "x"})
        server.stream.publish(INPUT_ACTIVATED, panic)
        server.stream.publish(VAPE, vape)
        assert await listed(client) == ["Vape detected", "Panic button pressed", "Door forced open"]
        (alarm,) = (await client.get("alarms?include=data&name=Door forced open")).json()["array"]
        assert (alarm["source"], alarm["data"], alarm["time"]) == (DOOR, {"Reason": "x"}, forced.time)
        assert (alarm["priority"]["name"], alarm["state"]["name"]) == ("High", "New")
        assert alarm["message"] == f"Door forced open: {DOOR_7}"
        assert alarm["sourceName"] == DOOR_7
        known = {each["name"] for each in (await client.get("alarmDefinitions")).json()["array"]}
        assert known == {each.name for each in definitions()}


@demo()
async def test_conditions_order_and_pages(server: DemoServer) -> None:
    async with signed_in(server) as client:
        for number in range(5):
            await client.post("alarms", json={"name": f"Alarm {number}", "source": f"cameras/{CAMERA}"})
        newest = (await client.get("alarms?page=0&size=1")).json()["array"][0]
        await client.patch(f"alarms/{newest['id']}", json={"state": STATES["Closed"]["id"]})
        assert await listed(client, "orderBy=desc:'time'&page=0&size=2") == ["Alarm 4", "Alarm 3"]
        assert await listed(client, "orderBy=time&state.name=notEquals:'Closed'&size=2") == ["Alarm 0", "Alarm 1"]
        assert await listed(client, "time=gt:'2026-01-01T00:00:00Z'&size=2000&priority.level=2") != []
        assert await listed(client, f"time=lt:'{newest['time']}'&name=contains:'4'") == []
        assert (await client.get("alarms?size=2001")).status_code == 400
        counts = (await client.get("alarmStatistics")).json()["array"]
        assert {"type": "Total", "number": 0, "value": 5} in counts
        assert {"type": "State", "number": 11, "value": 1} in counts
        assert {"type": "Priority", "number": 2, "value": 5} in counts


@demo()
async def test_what_no_alarm_can_be(server: DemoServer) -> None:
    async with signed_in(server) as client:
        for bad in ({}, {"name": "x"}, {"name": 5, "source": CAMERA}, {"name": "x", "source": "cameras/nowhere"}):
            assert (await client.post("alarms", json=bad)).status_code == 400
        created = await client.post("alarms", json={"name": "x", "source": DOOR})
        path = f"alarms/{created.json()['data']['id']}"
        wrong: list[dict[str, Any]] = [{"state": "nowhere"}, {"priority": 7}, {"comment": 5}, {"comment": "x" * 5000}]
        for changes in wrong:
            assert (await client.patch(path, json=changes)).status_code == 400
        assert (await client.get(path)).json()["data"]["state"]["name"] == "New"
        assert (await client.get("alarms/8f0e7a2c-0000-4000-8000-000000000001")).status_code == 404


@demo()
async def test_rights_hold_for_alarms(server: DemoServer) -> None:
    elm = guid("cameras", ELM_HALL)
    async with signed_in(server) as client:
        away = (await client.post("alarms", json={"name": "Away", "source": elm})).json()["data"]["id"]
        here = (await client.post("alarms", json={"name": "Here", "source": CAMERA})).json()["data"]["id"]
        server.stream.publish(FORCED, f"accessControlUnits/{guid('accessControlUnits', ELM_DOOR)}")
    async with signed_in(server, "principal-hs") as client:
        assert await listed(client) == ["Here"]
        assert (await client.get(f"alarms/{away}")).status_code == 403
        assert (await client.patch(f"alarms/{away}", json={})).status_code == 403
        assert (await client.post("alarms", json={"name": "x", "source": elm})).status_code == 403
        assert (await client.get("alarmStatistics")).json()["array"][0]["value"] == 1
    async with signed_in(server, "responder") as client:
        assert len(await listed(client)) == 3
        refused = await client.patch(f"alarms/{here}", json={"state": STATES["Closed"]["id"]})
        assert refused.status_code == 403


def test_the_oldest_alarms_are_forgotten() -> None:
    alarms = Alarms(str, str, utc_now)
    first = alarms.create("first", "", "cameras/x", "")
    for _ in range(KEPT):
        alarms.create("x", "", "cameras/x", "")
    assert len(alarms.by_id) == KEPT
    assert first.id not in alarms.by_id


def test_every_definition_names_what_exists() -> None:
    types = {kind.name for kind in EVENT_TYPES.values()}
    assert all(each.event in types and each.priority in PRIORITIES for each in definitions())
