"""The grants service: told only to those it concerns, with viewings, report, alarms at the school, and news on the event socket."""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest

from smartclient.demo.catalogue import GRANTS_CHANGED
from smartclient.demo.server import DemoServer
from tests.builders.demo_client import PATIENCE_S, control, demo, error_text, signed_in, watching
from tests.builders.granting import CAMERA, DISPATCHER, DISTRICT, OFFICER, PRINCIPAL, asked, grants, opened, with_policy
from tests.builders.little_district import ELM_HALL, guid

Test = Callable[[DemoServer], Awaitable[None]]


async def still(server: DemoServer, camera: str = CAMERA) -> int:
    async with signed_in(server, OFFICER) as his:
        size = {"width": 64, "height": 36}
        return (await his.post(f"cameras/{camera}?task=JpegGetLive", json=size)).status_code


def run(test: Test, folder: Path, **options: Any) -> None:
    demo(policy=with_policy(folder), **options)(test)(folder)


def test_everybody_is_told_what_he_may_do(tmp_path: Path) -> None:
    async def body(server: DemoServer) -> None:
        terms = {}
        for user in (OFFICER, PRINCIPAL, DISTRICT, DISPATCHER):
            async with grants(server, user) as one:
                terms[user] = (await one.get("")).json()["terms"]
        assert [terms[each]["governed"] for each in terms] == [True, False, False, False]
        assert len(terms[OFFICER]["mayRequest"]) == len(terms[OFFICER]["mayBreakGlass"]) == 2
        assert [len(terms[each]["mayApprove"]) for each in terms] == [0, 1, 2, 0]
        assert [len(terms[each]["mayEnd"]) for each in terms] == [0, 1, 2, 2]
        assert [terms[each]["mayReport"] for each in terms] == [False, True, True, False]
        assert "Signed with" in terms[OFFICER]["signature"]
        assert terms[OFFICER]["version"] == "1"
        assert terms[OFFICER]["twoPersonsFor"] == []

    run(body, tmp_path)


def test_a_principal_hears_nothing_of_another_campus(tmp_path: Path) -> None:
    async def body(server: DemoServer) -> None:
        await opened(server, "elm-street", by=DISTRICT)
        assert await still(server, guid("cameras", ELM_HALL)) == 200
        async with grants(server, OFFICER) as his:
            await his.post("/break-glass", json={"campus": "elm-street", "reason": "Shots fired"})
        async with grants(server, PRINCIPAL) as hers, signed_in(server, PRINCIPAL) as rest:
            told = (await hers.get("")).json()
            assert told["grants"] == []
            assert told["viewings"] == []
            report = (await hers.get("/report")).json()["data"]
            assert all(not report[each] for each in ("grants", "viewings", "attempts", "unusual"))
            assert (await rest.get("alarms")).json()["array"] == []
        async with grants(server, DISTRICT) as theirs, signed_in(server, DISTRICT) as rest:
            assert len((await theirs.get("")).json()["grants"]) == 2
            assert {each["priority"]["name"] for each in (await rest.get("alarms")).json()["array"]} == {
                "High",
                "Medium",
            }

    run(body, tmp_path)


def test_the_school_sees_who_watches_which_camera_since_when(tmp_path: Path) -> None:
    async def body(server: DemoServer) -> None:
        key = await opened(server)
        assert await still(server) == 200
        for user in (PRINCIPAL, DISTRICT, DISPATCHER, OFFICER):
            async with grants(server, user) as one:
                (seen,) = (await one.get("")).json()["viewings"]
                assert (seen["user"], seen["agency"], seen["camera"]) == (OFFICER, "Maple Grove Police", CAMERA)
                assert seen["person"].startswith("Duty officer")
        async with grants(server, PRINCIPAL) as hers:
            await hers.post(f"/{key}/end", json={"ending": "the school ended it"})
            assert (await hers.get("")).json()["viewings"] == []

    run(body, tmp_path)


def test_the_report_has_every_grant_viewing_and_attempt(tmp_path: Path) -> None:
    async def body(server: DemoServer) -> None:
        assert await still(server) == 403
        await opened(server)
        assert await still(server) == 200
        async with (
            grants(server, PRINCIPAL) as hers,
            grants(server, OFFICER) as his,
            grants(server, DISPATCHER) as other,
        ):
            report = (await hers.get("/report")).json()["data"]
            assert [each["state"] for each in report["grants"]] == ["open"]
            assert [each["camera"] for each in report["viewings"]] == [CAMERA]
            assert [(each["user"], each["source"]) for each in report["attempts"]] == [(OFFICER, f"cameras/{CAMERA}")]
            none = await hers.get("/report", params={"from": "2020-01-01T00:00:00Z", "to": "2020-02-01T00:00:00Z"})
            assert none.json()["data"]["grants"] == []
            for one in (his, other):
                assert (await one.get("/report")).status_code == 403
            assert (await hers.get("/report", params={"from": "yesterday"})).status_code == 400
            assert (await hers.get("/report", params={"from": "1990-01-01T00:00:00Z"})).status_code == 400

    run(body, tmp_path)


def test_clients_are_nudged_by_an_event(tmp_path: Path) -> None:
    async def body(server: DemoServer) -> None:
        async with watching(server, user=PRINCIPAL) as hers, grants(server, OFFICER) as his:
            assert (await his.post("/request", json=asked())).status_code == 202
            event = await hers.until_type(GRANTS_CHANGED.id)
            assert "data" not in event, "who asked for what is told only by the service"

    run(body, tmp_path)


def test_the_call_centre_opens_and_clears(tmp_path: Path) -> None:
    async def body(server: DemoServer) -> None:
        async with control(server) as ours, grants(server, PRINCIPAL) as hers:
            assert await still(server) == 403
            told = await ours.post("emergency-calls", json={"campus": "high-school", "about": "A caller hides."})
            assert len(told.json()["opened"]) == 1
            assert await still(server) == 200
            cleared = await ours.post("units-cleared", json={"campus": "high-school"})
            assert cleared.json() == {"closed": 1}
            assert await still(server) == 403
            assert [each["ending"] for each in (await hers.get("")).json()["grants"]] == ["all units were cleared"]
            assert (await ours.post("emergency-calls", json={"campus": "nowhere"})).status_code == 400

    run(body, tmp_path)


def test_the_dispatch_centre_says_that_all_units_are_cleared(tmp_path: Path) -> None:
    async def body(server: DemoServer) -> None:
        first, second = await opened(server), await opened(server)
        async with grants(server, DISPATCHER) as theirs:
            assert (await theirs.post(f"/{first}/approve")).status_code == 409
            answer = await theirs.post(f"/{first}/end", json={"ending": "all units were cleared"})
            assert answer.json()["data"]["closedBy"] == DISPATCHER
            states = {each["id"]: each["state"] for each in (await theirs.get("")).json()["grants"]}
            assert states == {first: "closed", second: "closed"}

    run(body, tmp_path)


@pytest.mark.parametrize(
    ("path", "body", "status"),
    [
        ("/request", {}, 400),
        ("/request", {"campus": "nowhere", "circumstance": "drill", "reason": "x"}, 400),
        ("/request", asked(circumstance="curiosity"), 409),
        ("/request", asked(reason="   "), 409),
        ("/request", asked(cameras=["11111111-1111-1111-1111-111111111111"]), 409),
        ("/x/approve", {}, 409),
        ("/x/end", {"ending": "boredom"}, 409),
        ("/break-glass", {"campus": "high-school"}, 409),
    ],
)
def test_what_cannot_be_is_refused_with_a_sentence(
    path: str, body: dict[str, Any], status: int, tmp_path: Path
) -> None:
    async def ask(server: DemoServer) -> None:
        async with grants(server, OFFICER) as his:
            answer = await his.post(path, json=body)
            assert answer.status_code == status
            assert error_text(answer).endswith(".")
            assert (await his.get("")).json()["grants"] == []

    run(ask, tmp_path)


def test_without_a_token_nothing_is_told(tmp_path: Path) -> None:
    async def body(server: DemoServer) -> None:
        async with grants(server, OFFICER) as his:
            his.headers["Authorization"] = "Bearer x"
            assert (await his.get("")).status_code == 401
            assert (await his.post("/request", json=asked())).status_code == 401

    run(body, tmp_path)


def test_events_stand_for_the_service(tmp_path: Path) -> None:
    async def body(server: DemoServer) -> None:
        async with signed_in(server, OFFICER) as his, signed_in(server, PRINCIPAL) as hers:
            listed = (await hers.get("userDefinedEvents")).json()["array"]
            by_name = {
                each["name"].partition(" police ")[0]: each["id"] for each in listed if " police " in each["name"]
            }
            assert set(by_name) == {"Ask", "Grant", "Refuse", "End"}

            async def raised(client: Any, step: str) -> int:
                return int((await client.post("events", json={"type": by_name[step]})).status_code)

            assert await raised(his, "Grant") == 403, "he does not grant to himself"
            assert await raised(hers, "Ask") == 403
            assert await raised(hers, "Grant") == 202
            assert await still(server) == 403, "nobody has asked"
            assert await raised(his, "Ask") == 202
            assert await raised(hers, "Grant") == 202
            assert await still(server) == 200
            assert await raised(hers, "End") == 202
            assert await still(server) == 403
        async with grants(server, OFFICER) as his:
            assert (await his.get("")).status_code == 404

    run(body, tmp_path, policy_by_events=True)


def test_many_ask_and_approve_at_once_and_it_is_open_once(tmp_path: Path) -> None:
    async def body(server: DemoServer) -> None:
        async with grants(server, OFFICER) as his, grants(server, PRINCIPAL) as hers, asyncio.timeout(PATIENCE_S):
            answers = await asyncio.gather(*(his.post("/request", json=asked()) for _ in range(8)))
            assert sorted(each.status_code for each in answers) == [202, *[409] * 7]
            key = next(each for each in answers if each.status_code == 202).json()["data"]["id"]
            answers = await asyncio.gather(*(hers.post(f"/{key}/approve") for _ in range(8)))
            assert sorted(each.status_code for each in answers) == [202, *[409] * 7]

    run(body, tmp_path)


def test_a_server_started_again_ends_what_its_events_left_open(tmp_path: Path) -> None:
    kept = tmp_path / "events"

    async def raised(server: DemoServer, user: str, step: str) -> None:
        async with signed_in(server, user) as one:
            listed = (await one.get("userDefinedEvents")).json()["array"]
            key = next(
                each["id"] for each in listed if each["name"].startswith(f"{step} police") and "High" in each["name"]
            )
            assert (await one.post("events", json={"type": key})).status_code == 202

    async def before(server: DemoServer) -> None:
        await raised(server, OFFICER, "Ask")
        await raised(server, PRINCIPAL, "Grant")
        assert await still(server) == 200

    async def after(server: DemoServer) -> None:
        assert await still(server) == 403
        async with signed_in(server, PRINCIPAL) as hers:
            events = (await hers.get("events", params={"include": "data", "orderBy": "desc:'time'"})).json()["array"]
            names = {each["id"]: each["name"] for each in (await hers.get("userDefinedEvents")).json()["array"]}
            last = next(each for each in events if " police " in names.get(each["type"], ""))
            assert names[last["type"]].startswith("End police")

    for number, test in enumerate((before, after)):
        folder = tmp_path / str(number)
        folder.mkdir()
        run(test, folder, policy_by_events=True, events_file=kept)
