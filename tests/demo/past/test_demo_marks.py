"""Bookmarks and evidence locks of the demo: made, searched, changed, deleted, and who may do so."""

from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest

from smartclient.demo.server import DemoServer
from tests.builders.demo_client import demo, signed_in
from tests.builders.little_district import ELM_HALL, HALL, guid

CAMERA, AWAY = guid("cameras", HALL), guid("cameras", ELM_HALL)
AT = datetime(2026, 11, 22, 23, 59, 58, tzinfo=UTC)


def text(at: datetime) -> str:
    return at.strftime("%Y-%m-%dT%H:%M:%SZ")


def around(camera: str = CAMERA, at: datetime = AT, **more: Any) -> dict[str, Any]:
    five = timedelta(seconds=5)
    times = {"timeBegin": text(at - five), "timeTriggered": text(at), "timeEnd": text(at + five)}
    return {"header": "Door 7", "devicePath": {"type": "cameras", "id": camera.upper()}, **times, **more}


def lock(*cameras: str, **more: Any) -> dict[str, Any]:
    paths = [{"type": "cameras", "id": camera} for camera in cameras or (CAMERA,)]
    times = {"startTime": text(AT), "endTime": text(AT + timedelta(minutes=2))}
    return {"header": "Forced door", "devicePaths": paths, **times, **more}


async def found(client: httpx.AsyncClient, task: str, name: str, **asked: Any) -> list[str]:
    answer = await client.post(task, json=asked)
    assert answer.status_code == 200, answer.text
    return [each["header"] for each in answer.json()["result"][name]]


@demo()
async def test_a_bookmark_lives_from_its_reference_to_its_end(server: DemoServer) -> None:
    async with signed_in(server) as client:
        reference = (await client.post("bookmarks?task=newReference", json={})).json()["result"]["reference"]
        made = await client.post("Bookmarks", json=around(description="seen", reference=reference))
        assert made.status_code == 201
        one = made.json()["result"]
        assert (one["reference"], one["user"], one["devicePath"]["id"]) == (reference, "dispatcher", CAMERA)
        assert one["deviceName"] == HALL
        assert one["timeTriggered"] == "2026-11-22T23:59:58.0000000Z"
        where = f"bookmarks/{one['id'].upper()}"
        changed = await client.patch(where, json={"header": "Door 7, again"})
        assert changed.json()["data"]["header"] == "Door 7, again"
        assert (await client.get(where)).json()["data"] == changed.json()["data"]
        gone = await client.delete(where)
        assert (gone.status_code, gone.json()["state"]) == (200, "Success")
        assert (await client.get(where)).status_code == 404
        assert (await client.get("bookmarks")).status_code == 405
        assert len((await client.get("bookmarks?tasks")).json()["tasks"]) == 3


@demo()
async def test_bookmarks_are_searched_by_time_text_and_camera(server: DemoServer) -> None:
    async with signed_in(server) as client:
        for minute in range(5):
            assert (
                await client.post("bookmarks", json=around(at=AT + timedelta(minutes=minute), header="abcde"[minute]))
            ).is_success
        start = text(AT)
        search = "bookmarks?task=searchTime"
        assert await found(client, search, "bookmarks", time=start, timespan="0.00:02:00") == ["a", "b", "c"]
        backward = {"time": text(AT + timedelta(minutes=4)), "timespan": "-1.00:00:00", "maxCount": 2}
        assert await found(client, search, "bookmarks", **backward) == ["e", "d"]
        everything = {"time": start, "timespan": "1.00:00:00"}
        assert await found(client, search, "bookmarks", **everything, searchText="D") == ["d"]
        assert await found(client, search, "bookmarks", **everything, deviceIds=[AWAY]) == []
        assert await found(client, search, "bookmarks", **everything, users=["district"]) == []
        first = (await client.post(search, json=everything)).json()["result"]["bookmarks"][0]["id"]
        onward = await found(
            client, "bookmarks?task=searchFromBookmark", "bookmarks", bookmarkId=first, timespan="00:10:00", maxCount=2
        )
        assert onward == ["b", "c"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"devicePath": {"type": "microphones", "id": CAMERA}},
        {"devicePath": {"type": "cameras", "id": "nobody"}},
        {"devicePath": None},
        {"timeTriggered": "yesterday"},
        {"timeTriggered": None},
        {"timeBegin": text(AT + timedelta(hours=1))},
        {"header": "x" * 10_000},
        {"header": 7},
    ],
)
def test_a_bookmark_that_means_nothing_is_refused(tmp_path: Any, wrong: dict[str, Any]) -> None:
    @demo()
    async def refused(server: DemoServer) -> None:
        async with signed_in(server) as client:
            assert (await client.post("bookmarks", json=around() | wrong)).status_code == 400

    refused(tmp_path)


@demo()
async def test_an_evidence_lock_keeps_footage_of_several_cameras(server: DemoServer) -> None:
    async with signed_in(server) as client:
        made = (await client.post("evidenceLocks", json=lock(CAMERA, AWAY))).json()["result"]
        assert made["retentionExpire"].startswith("9999-12-31")
        assert made["retentionOption"]["retentionType"] == "Indefinite"
        assert [each["id"] for each in made["devicePaths"]] == [CAMERA, AWAY]
        search = "evidenceLocks?task=search"
        inside = {"footageFrom": text(AT), "footageTo": text(AT + timedelta(seconds=1))}
        assert await found(client, search, "evidenceLocks", **inside, deviceIds=[AWAY]) == ["Forced door"]
        later = {"footageFrom": text(AT + timedelta(hours=1))}
        assert await found(client, search, "evidenceLocks", **later) == []
        assert await found(client, search, "evidenceLocks", pageIndex=1, pageSize=1) == []
        until = {"retentionOption": {"retentionType": "Days", "retentionUnits": 90}}
        changed = (await client.patch(f"evidenceLocks/{made['id']}", json=until)).json()["data"]
        kept = datetime.fromisoformat(changed["retentionExpire"]) - datetime.now(UTC)
        assert timedelta(days=89) < kept <= timedelta(days=90)
        assert (await client.delete(f"evidenceLocks/{made['id']}")).status_code == 200
        assert await found(client, search, "evidenceLocks") == []
        wrongs: tuple[dict[str, Any], ...] = (
            {"endTime": text(AT)},
            {"devicePaths": []},
            {"header": ""},
            {"retentionExpire": "2001-01-01T00:00:00Z"},
        )
        for wrong in wrongs:
            assert (await client.post("evidenceLocks", json=lock() | wrong)).status_code == 400


@demo()
async def test_who_may_mark_footage(server: DemoServer) -> None:
    async with (
        signed_in(server) as dispatcher,
        signed_in(server, "principal-hs") as principal,
        signed_in(server, "responder") as responder,
    ):
        here, away = [
            (await dispatcher.post("bookmarks", json=around(camera))).json()["result"] for camera in (CAMERA, AWAY)
        ]
        week = {"time": text(AT - timedelta(days=3)), "timespan": "7.00:00:00"}
        assert len(await found(responder, "bookmarks?task=searchTime", "bookmarks", **week)) == 2
        assert len(await found(principal, "bookmarks?task=searchTime", "bookmarks", **week)) == 1
        assert (await principal.get(f"bookmarks/{away['id']}")).status_code == 403
        assert (await principal.delete(f"bookmarks/{here['id']}")).status_code == 200
        assert (await principal.post("bookmarks", json=around(AWAY))).status_code == 403
        assert (await principal.post("evidenceLocks", json=lock(CAMERA, AWAY))).status_code == 403
        assert (await principal.post("evidenceLocks", json=lock(CAMERA))).status_code == 201
        for way, body in (("bookmarks", around()), ("evidenceLocks", lock()), ("evidenceLocks?task=search", {})):
            assert (await responder.post(way, json=body)).status_code == 403
