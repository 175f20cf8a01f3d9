"""The demo's alarms worked on: rights by role, states of the site's own, reasons by id or name, races on request, what changed."""

from typing import Any

import httpx

from smartclient.demo.accounts import ALARM_ACTIONS, ALARM_NAMESPACE
from smartclient.demo.alarm_terms import CLOSE_REASONS, STATES
from smartclient.demo.catalogue import FORCED
from smartclient.demo.faults import FaultOrder
from smartclient.demo.server import DemoServer
from tests.builders.demo_client import demo, error_text, signed_in
from tests.builders.little_district import DOOR_7, guid

DOOR = f"accessControlUnits/{guid('accessControlUnits', DOOR_7)}"
CLOSED, OWN = STATES["Closed"]["id"], STATES["Waiting for a key"]["id"]


def force(server: DemoServer) -> str:
    server.stream.publish(FORCED, DOOR)
    return f"alarms/{next(reversed(server.alarms.by_id))}"


async def patched(client: httpx.AsyncClient, path: str, **changes: Any) -> httpx.Response:
    return await client.patch(path, json={key.replace("_", "."): value for key, value in changes.items()})


@demo()
async def test_each_right_is_asked_for_and_told(server: DemoServer) -> None:
    path = force(server)
    expected = {"dispatcher": (202, 202, 202), "principal-hs": (202, 403, 202), "responder": (403, 403, 403)}
    for user, (acknowledged, assigned, closed) in expected.items():
        async with signed_in(server, user) as client:
            told = (await client.get(f"effectivePermissions/{ALARM_NAMESPACE}")).json()["data"]
            assert len(told["objectPermissions"]) == 1
            mask = told["objectPermissions"][0]["mask"]
            may = {action: bool(mask & bit) for action, bit in ALARM_ACTIONS.items()}
            assert list(may.values()) == [acknowledged == 202, assigned == 202, closed == 202]
            assert (await patched(client, path, comment="Hello")).status_code == acknowledged
            own = {"assignedTo.displayName": user}
            assert (await client.patch(path, json=own)).status_code == acknowledged
            assert (await client.patch(path, json={"assignedTo.displayName": "Ann"})).status_code == assigned
            assert (await patched(client, path, state={"id": CLOSED})).status_code == closed


@demo()
async def test_a_state_of_the_sites_own_and_a_reason_by_id_or_name(server: DemoServer) -> None:
    path = force(server)
    async with signed_in(server) as client:
        assert (await patched(client, path, state=OWN)).json()["data"]["state"]["name"] == "Waiting for a key"
        for reason in (CLOSE_REASONS["Drill"]["id"], "drill"):
            answer = await patched(client, path, state=CLOSED, reasonForClosing=reason)
            assert answer.json()["data"]["reasonForClosing"] == "Drill"
        assert (await patched(client, path, reasonForClosing="Bored")).status_code == 400
        history = (await client.get(f"{path}/history")).json()["array"]
        assert [entry["state"]["name"] for entry in history] == ["New", "Waiting for a key", "Closed", "Closed"]


@demo()
async def test_changes_are_overtaken_or_lost_on_request(server: DemoServer) -> None:
    path = force(server)
    server._control.order(FaultOrder(alarm_conflicts=1, alarm_changes_lost=1))
    async with signed_in(server) as client:
        overtaken = await patched(client, path, comment="One")
        assert (overtaken.status_code, error_text(overtaken)) == (
            409,
            "The alarm was changed by somebody else in the meantime.",
        )
        assert (await patched(client, path, comment="Two")).status_code == 202
        assert (await patched(client, path, comment="Three")).status_code == 202
        history = (await client.get(f"{path}/history")).json()["array"]
        assert [entry["text"] for entry in history] == ["Alarm created", "Three"]


@demo()
async def test_what_changed_since_a_time_is_told_alone(server: DemoServer) -> None:
    first, second, third = (force(server) for _ in range(3))
    async with signed_in(server) as client:
        since = (await client.get(third)).json()["data"]["lastUpdatedTime"]
        query = f"alarms?lastUpdatedTime=gt:'{since}'&orderBy="
        assert (await client.get(f"{query}asc:'lastUpdatedTime'")).json()["array"] == []
        for path in (second, first, second):
            await patched(client, path, comment="Hello")
        for order, expected in (("asc", [first, second]), ("desc", [second, first])):
            told = (await client.get(f"{query}{order}:'lastUpdatedTime'")).json()["array"]
            assert [f"alarms/{alarm['id']}" for alarm in told] == expected
        assert (await client.get("alarms?lastUpdatedTime=gt:'yesterday'")).status_code == 400
