"""Doors that refuse, hang or lie, controllers that are cut off, and the protocol's events, over the demo's own interfaces."""

import asyncio

import pytest

from smartclient.demo import catalogue
from smartclient.demo.controllers import controllers
from smartclient.demo.scenario import Act
from smartclient.demo.server import DemoServer
from tests.builders.demo_client import EVERYTHING, control, demo, error_text, signed_in, watching
from tests.builders.little_district import DOOR_1, DOOR_7, guid
from tests.demo.test_demo_doors import event_named

DOOR = guid("accessControlUnits", DOOR_7)
OTHER = guid("accessControlUnits", DOOR_1)
UNITS = EVERYTHING | {"resourceTypes": ["accessControlUnits"]}


@demo()
async def test_a_failing_door_refuses_and_says_why(server: DemoServer) -> None:
    async with signed_in(server) as client, control(server) as faults:
        await faults.post("faults", json={"failing_doors": [DOOR_7]})
        answer = await client.post("events", json={"type": await event_named(client, f"Unlock door {DOOR_7}")})
        assert (answer.status_code, "switched to its key" in error_text(answer)) == (409, True)
        assert (await faults.post("faults", json={"failing_doors": ["nothing*"]})).status_code == 400


@demo()
async def test_a_lying_door_accepts_and_neither_moves_nor_tells(server: DemoServer) -> None:
    async with signed_in(server) as client, control(server) as faults, watching(server, UNITS) as stream:
        await faults.post("faults", json={"lying_doors": [DOOR_7]})
        for name in (DOOR_7, DOOR_1):
            answer = await client.post("events", json={"type": await event_named(client, f"Unlock door {name}")})
            assert answer.status_code == 202
        (told, *more) = await stream.until(1)
        assert (told["source"].rpartition("/")[2], more) == (OTHER, [])
        assert (server.world.doors[DOOR].locked, server.world.doors[OTHER].locked) == (True, False)


@demo()
async def test_doors_join_those_named_before_and_an_empty_list_lets_all_of_its_kind_work_again(
    server: DemoServer,
) -> None:
    async with control(server) as faults:
        await faults.post("faults", json={"lying_doors": [DOOR_7], "failing_doors": [DOOR_7]})
        both = (await faults.post("faults", json={"lying_doors": [DOOR_1]})).json()
        assert both["lying_doors"] == sorted([DOOR, OTHER])
        none = (await faults.post("faults", json={"lying_doors": []})).json()
        assert (none["lying_doors"], none["failing_doors"]) == ([], [DOOR])


@demo()
async def test_a_hanging_door_answers_when_the_fault_is_lifted(server: DemoServer) -> None:
    async with signed_in(server) as client, control(server) as faults:
        command = await event_named(client, f"Unlock door {DOOR_7}")
        await faults.post("faults", json={"hanging_doors": [DOOR_7]})
        waiting = asyncio.create_task(client.post("events", json={"type": command}))
        assert (await client.get("sites")).status_code == 200, "others are answered meanwhile"
        assert not waiting.done()
        await faults.delete("faults")
        assert (await waiting).status_code == 202


@demo()
async def test_the_doors_of_a_controller_that_is_cut_off_are_silent_until_it_is_back(server: DemoServer) -> None:
    (controller,) = (each for each in controllers(server.site).values() if "HS Main" in each.name)
    source = f"accessControlUnits/{controller.guid}"
    async with signed_in(server) as client, watching(server, UNITS) as stream:
        server.stage.perform(Act(0, "controller.lost", controller.guid))
        server.stage.perform(Act(0, "door.opened", DOOR))
        server.stage.perform(Act(0, "door.unlocked", OTHER))
        assert server.world.doors[OTHER].locked, "no command reaches it"
        assert (await client.get(f"accessControlUnits/{controller.guid}")).json()["data"][
            "category"
        ] == "DoorController"
        server.stage.perform(Act(0, "controller.back", controller.guid))
        events = await stream.until(6)
    kinds = [(event["source"].rpartition("/")[2], catalogue.EVENT_TYPES[event["type"]].name) for event in events]
    assert kinds[:2] == [(controller.guid, "Controller disconnected"), (controller.guid, "Controller connected")]
    assert (DOOR, "Door opened") in kinds[2:]
    assert (OTHER, "Door closed and locked") in kinds[2:]
    state = server.stream.state(source, catalogue.CONTROLLER)
    assert state == catalogue.CONNECTED.id


@demo()
async def test_a_door_stands_below_its_controller(server: DemoServer) -> None:
    async with signed_in(server) as client:
        door = (await client.get(f"accessControlUnits/{DOOR}")).json()["data"]
        parent = (await client.get(f"accessControlUnits/{door['relations']['parent']['id']}")).json()["data"]
    assert parent["name"] == "Door controller HS Main"


@demo()
async def test_an_action_of_the_protocol_is_raised_by_name_and_kept_with_who_raised_it(server: DemoServer) -> None:
    async with signed_in(server, "principal-hs") as client:
        wanted = await event_named(client, "Lockdown drill HS Main")
        sent = {"type": wanted, "data": {"User": "somebody else"}}
        assert (await client.post("events", json=sent)).status_code == 202
        for _ in range(20_000):
            server.stream.publish(catalogue.GRANTED, f"accessControlUnits/{DOOR}")
        asked = {"include": "data", "source": "startsWith:'userDefinedEvents/'", "orderBy": "desc:'time'"}
        (kept,) = (await client.get("events", params=asked)).json()["array"]
    assert (kept["type"], kept["data"]["User"]) == (wanted, "principal-hs"), "a busy day does not push it out"
    async with signed_in(server, "responder") as client:
        assert (await client.post("events", json={"type": wanted})).status_code == 403


@pytest.mark.parametrize("act", ["controller.tamper", "controller.blackout", "controller.outage"])
def test_controllers_are_in_scenarios(act: str, tmp_path: object) -> None:  # noqa: ARG001
    from random import Random

    from smartclient.demo.plan import Building, Campus, DemoSite, Device, Level
    from smartclient.demo.scenario import Step, expand_step

    site = DemoSite(
        "Site",
        (Campus("hs", "High school"),),
        (Building("main", "Main", "hs"),),
        (Level("1f", "First", "1F", 0, False, ("main",), "hs"),),
        devices=(Device("d1", "door", "Door 1", "hs", "1f", resource="accessControlUnits", guid="d1"),),
    )
    acts = list(expand_step(Step(act, device="*Main*", seconds=3.0), site, Random(1)))
    assert [(each.at, each.guid) for each in acts] == [(0.0, acts[0].guid), (3.0, acts[0].guid)]


@demo()
async def test_names_of_card_holders_are_told_only_to_those_with_the_right(server: DemoServer) -> None:
    async with watching(server, UNITS) as named, watching(server, UNITS, user="responder") as nameless:
        server.stage.perform(Act(0, "door.denied", DOOR))
        (told,), (withheld,) = await named.until(1), await nameless.until(1)
    keys = [[each["Key"] for each in event["data"]["Properties"]] for event in (told, withheld)]
    assert keys == [["Door", "Card holder"], ["Door"]]
    assert withheld["data"]["RelatedAccessControlCredentialHolderIds"], "that there was somebody is no secret"
    async with signed_in(server, "responder") as client:
        listed = (await client.get("events?page=0&size=1&include=data")).json()["array"][0]
        assert listed["data"] == withheld["data"]
        assert (await client.get(f"events/{told['id']}")).json()["data"]["data"] == withheld["data"]
