"""Under the memorandum the police see no picture on any way, live or recorded, outside an open grant, and what runs ends with it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest

from smartclient.demo.accounts import CAMERA_NAMESPACE
from smartclient.demo.catalogue import FORCED
from smartclient.demo.devices import has_microphone, microphone_of
from smartclient.demo.server import DemoOptions, DemoServer
from tests.builders.demo_client import PASSWORD, PATIENCE_S, TLS, signed_in, token
from tests.builders.granting import CAMERA, OFFICER, PRINCIPAL, asked, grants, opened, with_policy
from tests.builders.grey_cameras import GreyDemoServer
from tests.builders.little_district import DOOR_7, ELM_HALL, guid, write_district

OTHER = guid("cameras", ELM_HALL)
END = b"\r\n\r\n"


@asynccontextmanager
async def serving(folder: Path, **options: Any) -> AsyncIterator[DemoServer]:
    policy = with_policy(folder)
    site = write_district(folder / "district")
    async with GreyDemoServer(DemoOptions(site=site, password=PASSWORD, policy=policy, **options)) as server:
        yield server


async def close(server: DemoServer, key: str) -> None:
    async with grants(server, PRINCIPAL) as hers:
        assert (await hers.post(f"/{key}/end", json={"ending": "the school ended it"})).status_code == 202


class Recorder:
    """A raw connection to the image server."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, bearer: str) -> None:
        self._reader, self._writer, self._bearer = reader, writer, bearer

    async def connect(self, camera: str = CAMERA) -> str:
        parameter = f"id={camera}&amp;connectiontoken={self._bearer}"
        return await self.call("connect", f"<connectparam>{parameter}</connectparam>")

    async def call(self, method: str, more: str = "") -> str:
        """Sends a call; the head of the answer."""
        text = f"<methodcall><requestid>1</requestid><methodname>{method}</methodname>{more}</methodcall>"
        self._writer.write(text.encode() + END)
        return await self.head()

    async def head(self) -> str:
        """The next head; a picture behind it is read too."""
        async with asyncio.timeout(PATIENCE_S):
            head = (await self._reader.readuntil(END)).decode()
            if head.startswith("Image"):
                fields = dict(line.split(": ") for line in head.strip().splitlines()[1:])
                await self._reader.readexactly(int(fields["Content-length"]) + len(END))
            return head

    async def ends(self) -> None:
        """Waits for the end of the connection."""
        async with asyncio.timeout(PATIENCE_S):
            while await self._reader.read(1 << 20):
                pass


@asynccontextmanager
async def recorder(server: DemoServer, user: str = OFFICER) -> AsyncIterator[Recorder]:
    bearer = server.tokens.issue_image_token(user, "127.0.0.1")
    reader, writer = await asyncio.open_connection("127.0.0.1", server.image_port, limit=1 << 22)
    try:
        yield Recorder(reader, writer, bearer)
    finally:
        writer.close()


def run(body: Any, folder: Path, **options: Any) -> None:
    async def whole() -> None:
        async with serving(folder, **options) as server, asyncio.timeout(60):
            await body(server)

    asyncio.run(whole())


async def until_gone(client: httpx.AsyncClient, session: str) -> None:
    async with asyncio.timeout(PATIENCE_S):
        while (await client.get(f"webRTC/iceCandidates/{session}")).status_code != 404:  # noqa: ASYNC110
            await asyncio.sleep(0.05)


def test_single_pictures_and_rights_follow_the_grant(tmp_path: Path) -> None:
    async def body(server: DemoServer) -> None:
        async with signed_in(server, OFFICER) as his:

            async def still(camera: str) -> int:
                size = {"width": 64, "height": 36}
                return (await his.post(f"cameras/{camera}?task=JpegGetLive", json=size)).status_code

            async def mask(camera: str) -> int:
                told = await his.get(f"effectivePermissions/{CAMERA_NAMESPACE}?objectIds={camera}")
                return int(told.json()["data"]["objectPermissions"][0]["mask"])

            assert await still(CAMERA) == 403
            closed = await mask(CAMERA)
            key = await opened(server)
            assert (await still(CAMERA), await still(OTHER)) == (200, 403), "only the campus it is for"
            assert await mask(CAMERA) > closed
            await close(server, key)
            assert await still(CAMERA) == 403
            assert await mask(CAMERA) == closed

    run(body, tmp_path)


def test_pictures_of_alarms_are_closed_too(tmp_path: Path) -> None:
    async def body(server: DemoServer) -> None:
        alarm = server.alarms.create("Loitering", "", f"cameras/{CAMERA}", "somebody")
        async with signed_in(server, OFFICER) as his:
            assert (await his.get(f"alarms/{alarm.id}")).status_code == 200, "the alarm itself is his to know"
            assert (await his.get(f"alarms/{alarm.id}/snapshots")).status_code == 403
            key = await opened(server)
            assert (await his.get(f"alarms/{alarm.id}/snapshots")).status_code == 200
            await close(server, key)
            assert (await his.get(f"alarms/{alarm.id}/snapshots")).status_code == 403

    run(body, tmp_path)


@pytest.mark.parametrize("kind", ["ts", "mjpg"])
def test_running_http_video_ends_with_the_grant(kind: str, tmp_path: Path) -> None:
    async def body(server: DemoServer) -> None:
        url = f"{server.url}/x-demo/video/{CAMERA}.{kind}?stream=sub&token={await token(server, OFFICER)}"
        async with httpx.AsyncClient(verify=TLS) as client:
            assert (await client.get(url)).status_code == 403
            key = await opened(server)
            async with client.stream("GET", url) as flowing:
                assert flowing.status_code == 200
                pieces = flowing.aiter_bytes()
                assert await anext(pieces)
                await close(server, key)
                async with asyncio.timeout(PATIENCE_S):
                    async for _ in pieces:
                        pass
            assert (await client.get(url)).status_code == 403

    run(body, tmp_path)


def test_the_recorder_is_closed_live_and_recorded_and_ends_what_runs(tmp_path: Path) -> None:
    async def body(server: DemoServer) -> None:
        async with recorder(server) as early:
            assert "<connected>no</connected>" in await early.connect()
        key = await opened(server)
        async with recorder(server) as live, recorder(server) as past, recorder(server) as elsewhere:
            assert "<connected>no</connected>" in await elsewhere.connect(OTHER)
            assert "<connected>yes</connected>" in await live.connect()
            await live.call("live")
            assert "ImageResponse" in await live.head()
            assert "<connected>yes</connected>" in await past.connect()
            assert "ImageResponse" in await past.call("end")
            async with grants(server, PRINCIPAL) as hers:
                seen = (await hers.get("")).json()["viewings"]
                assert sorted((each["camera"], each["isRecorded"]) for each in seen) == [
                    (CAMERA, False),
                    (CAMERA, True),
                ]
            await close(server, key)
            await live.ends()
            assert "<connected>no</connected>" in await past.call("end")
            await past.ends()

    run(body, tmp_path)


def test_recorded_pictures_begin_where_the_memorandum_lets_them(tmp_path: Path) -> None:
    async def body(server: DemoServer) -> None:
        await opened(server)
        now = datetime.now(UTC)
        async with recorder(server) as his, recorder(server, "dispatcher") as hers:
            for one in (his, hers):
                assert "<connected>yes</connected>" in await one.connect()

            async def length(one: Recorder, minutes: float) -> int:
                at_ms = round((now - timedelta(minutes=minutes)).timestamp() * 1000)
                head = await one.call("goto", f"<time>{at_ms}</time>")
                return int(dict(line.split(": ") for line in head.strip().splitlines()[1:])["Content-length"])

            assert await length(hers, 24 * 60) > 0
            assert await length(his, 24 * 60) == 0, "a day before is not within half an hour"
            begin = await his.call("begin")
            assert "Content-length: 0" in begin
            listed = "<centertime>{}</centertime><timespan>604800000</timespan><numalarms>1000</numalarms>"
            around = listed.format(round(now.timestamp() * 1000))
            assert (await his.call("alarms", around)).count("<alarm ") < (await hers.call("alarms", around)).count(
                "<alarm "
            )
        wide = {
            "sequenceType": "RecordingSequence",
            "time": now.isoformat(),
            "timeBefore": "7.00:00:00",
            "timeAfter": "0.00:00:01",
        }
        counts = []
        for user in (OFFICER, "dispatcher"):
            async with signed_in(server, user) as rest:
                told = await rest.post(f"cameras/{CAMERA}?task=GetSequences", json=wide)
                counts.append(len(told.json()["result"]["sequences"]))
        assert counts[0] < counts[1]

    run(body, tmp_path)


def test_webrtc_is_refused_and_a_running_session_ends(tmp_path: Path) -> None:
    async def body(server: DemoServer) -> None:
        wish: dict[str, Any] = {"deviceId": CAMERA}
        old = {"deviceId": CAMERA, "playbackTimeNode": {"playbackTime": "2026-01-01T00:00:00Z"}}
        async with signed_in(server, OFFICER) as his:
            assert (await his.post("webRTC/session", json=wish)).status_code == 403
            key = await opened(server)
            session = (await his.post("webRTC/session", json=wish)).json()["sessionId"]
            assert (await his.post("webRTC/session", json=old)).status_code == 403, "before the incident"
            assert (await his.get(f"webRTC/iceCandidates/{session}")).status_code == 200
            await close(server, key)
            await until_gone(his, session)

    run(body, tmp_path)


def test_a_microphone_is_heard_only_with_the_grant_of_its_camera(tmp_path: Path) -> None:
    async def body(server: DemoServer) -> None:
        heard = next(each for each in server.site.cameras if has_microphone(each) and each.campus == "high-school")
        known = server.accounts[OFFICER]
        server.accounts.change(OFFICER, campus=None, actions=known.role.actions | {"LISTEN"})
        wish = {"deviceId": microphone_of(heard), "includeAudio": True}
        async with signed_in(server, OFFICER) as his:
            assert (await his.post("webRTC/session", json=wish)).status_code == 403
            key = await opened(server)
            session = (await his.post("webRTC/session", json=wish)).json()["sessionId"]
            await close(server, key)
            await until_gone(his, session)
            assert (await his.post("webRTC/session", json=wish)).status_code == 403

    run(body, tmp_path)


def test_a_circumstance_for_live_video_only_opens_no_recording(tmp_path: Path) -> None:
    async def body(server: DemoServer) -> None:
        await opened(server, circumstance="drill")
        async with recorder(server) as his:
            assert "<connected>yes</connected>" in await his.connect()
            assert "<connected>no</connected>" in await his.call("end")

    run(body, tmp_path)


def test_maps_alarms_and_doors_stay_the_officer_s_to_see(tmp_path: Path) -> None:
    async def body(server: DemoServer) -> None:
        server.stream.publish(FORCED, f"accessControlUnits/{guid('accessControlUnits', DOOR_7)}")
        async with signed_in(server, OFFICER) as his:
            assert (await his.get("cameras")).json()["array"]
            assert (await his.get("alarms")).json()["array"]
            assert (await his.get("accessControlUnits")).json()["array"]

    run(body, tmp_path)


def test_those_of_the_school_and_its_dispatch_centre_see_as_before(tmp_path: Path) -> None:
    async def body(server: DemoServer) -> None:
        for user in ("dispatcher", PRINCIPAL, "district"):
            async with signed_in(server, user) as one:
                size = {"width": 64, "height": 36}
                assert (await one.post(f"cameras/{CAMERA}?task=JpegGetLive", json=size)).status_code == 200
        async with grants(server, "district") as theirs:
            assert (await theirs.get("")).json()["viewings"] == [], "they are not outside the school"

    run(body, tmp_path)


def test_a_policy_that_is_not_in_order_closes_everything_to_the_police(tmp_path: Path) -> None:
    policy = with_policy(tmp_path)
    policy.write_text(policy.read_text() + " ")

    async def body() -> None:
        site = write_district(tmp_path / "district")
        async with GreyDemoServer(DemoOptions(site=site, password=PASSWORD, policy=policy)) as server:
            async with grants(server, OFFICER) as his, grants(server, PRINCIPAL) as hers:
                terms = (await his.get("")).json()["terms"]
                assert terms["governed"]
                assert "altered after it was signed" in terms["whyNot"]
                assert (await his.post("/request", json=asked())).status_code == 409
                assert not (await hers.get("")).json()["terms"]["governed"]
            async with recorder(server) as one:
                assert "<connected>no</connected>" in await one.connect()

    asyncio.run(body())


def test_only_the_cameras_asked_for_are_opened(tmp_path: Path) -> None:
    async def body(server: DemoServer) -> None:
        entrance = guid("cameras", "HS Main · 1F · Entrance")
        await opened(server, cameras=[entrance, OTHER])
        async with signed_in(server, OFFICER) as his:
            size = {"width": 64, "height": 36}
            assert (await his.post(f"cameras/{entrance}?task=JpegGetLive", json=size)).status_code == 200
            for closed in (CAMERA, OTHER):
                assert (await his.post(f"cameras/{closed}?task=JpegGetLive", json=size)).status_code == 403

    run(body, tmp_path)
