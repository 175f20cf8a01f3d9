"""The task GetSequences: it agrees with what is recorded, and counts from the time asked about."""

from datetime import UTC, datetime, timedelta
from typing import Any

import httpx

from smartclient.demo.past.spans import Span
from smartclient.demo.server import DemoServer
from tests.builders.demo_client import demo, signed_in
from tests.builders.little_district import ELM_HALL, HALL, guid

CAMERA, AWAY = guid("cameras", HALL), guid("cameras", ELM_HALL)


def ms(at: str) -> int:
    return round(datetime.fromisoformat(at).timestamp() * 1000)


async def sequences(client: httpx.AsyncClient, camera: str = CAMERA, **asked: Any) -> list[Span]:
    answer = await client.post(f"cameras/{camera}?task=GetSequences", json=asked)
    assert answer.status_code == 200, answer.text
    return [(ms(each["timeBegin"]), ms(each["timeEnd"])) for each in answer.json()["result"]["sequences"]]


@demo()
async def test_it_lists_what_is_recorded_and_what_moved(server: DemoServer) -> None:
    now = server.recorded.now()
    centre = datetime.fromtimestamp(now / 1000, UTC) - timedelta(days=10)
    week = {"time": centre.isoformat(), "timeBefore": "3.12:00:00", "timeAfter": "3.12:00:00"}
    begin, end = ms(centre.isoformat()) - 7 * 43_200_000, ms(centre.isoformat()) + 7 * 43_200_000
    async with signed_in(server) as client:
        recorded = await sequences(client, sequenceType="RecordingSequence", **week)
        assert recorded == server.recorded.sequences(CAMERA, begin, end)
        assert len(recorded) > 10
        moved = await sequences(client, sequenceType="motionsequence", **week)
        assert all(any(since <= begun < until for since, until in recorded) for begun, _ in moved if begun >= begin)
        triggered = await sequences(client, sequenceType="RecordingWithTriggerSequence", **week)
        assert triggered == recorded


@demo()
async def test_it_counts_from_the_time_asked_about(server: DemoServer) -> None:
    centre = datetime.fromtimestamp(server.recorded.now() / 1000, UTC) - timedelta(days=10)
    async with signed_in(server) as client:
        few = await sequences(
            client,
            time=centre.isoformat(),
            timeBefore="9.00:00:00",
            timeAfter="9.00:00:00",
            maxCountBefore=2,
            maxCountAfter=3,
        )
        assert [begin < ms(centre.isoformat()) for begin, _ in few] == [True, True, False, False, False]


@demo()
async def test_it_refuses_what_means_nothing_and_who_may_not(server: DemoServer) -> None:
    async with signed_in(server) as client, signed_in(server, "principal-hs") as principal:
        tasks = (await client.get(f"cameras/{CAMERA}?tasks")).json()["tasks"]
        assert "GetSequences" in {task["id"] for task in tasks}
        good = {"time": "2026-11-01T06:30:00Z"}
        for wrong in (
            {},
            good | {"sequenceType": "Nonsense"},
            good | {"timeBefore": "soon"},
            good | {"maxCountAfter": -1},
        ):
            assert (await client.post(f"cameras/{CAMERA}?task=GetSequences", json=wrong)).status_code == 400
        assert (await principal.post(f"cameras/{AWAY}?task=GetSequences", json=good)).status_code == 403
