"""Pictures of alarms: by the camera that saw it, for those who may see that camera, and what clients add."""

import base64
from pathlib import Path

import httpx

from smartclient.demo.alarm_snapshots import LARGEST_BYTES, MOST_ADDED
from smartclient.demo.archive import read_site
from smartclient.demo.catalogue import FORCED, VAPE
from smartclient.demo.server import DemoServer
from smartclient.demo.witness import witness
from tests.builders.demo_client import demo, error_text, signed_in
from tests.builders.little_district import DOOR_1, DOOR_7, ELM_HALL, HALL, guid
from tests.builders.little_district import VAPE as SENSOR

CAMERA = guid("cameras", HALL)
SEEN = f"accessControlUnits/{guid('accessControlUnits', DOOR_7)}"
UNSEEN = f"accessControlUnits/{guid('accessControlUnits', DOOR_1)}"
PICTURE = base64.b64encode(b"\xff\xd8\xff and the rest of a picture").decode()
ROOT = Path(__file__).parents[2]


async def pictures(client: httpx.AsyncClient, alarm: str) -> list[dict[str, object]]:
    answer = await client.get(f"alarms/{alarm}/snapshots")
    assert answer.status_code == 200, answer.text
    found: list[dict[str, object]] = answer.json()["array"]
    return found


def newest(server: DemoServer) -> str:
    return next(reversed(server.alarms.by_id))


def addition(camera: str = CAMERA, image: object = PICTURE, **more: object) -> dict[str, object]:
    return {"Image": image, "FQID": {"ObjectId": camera}} | more


@demo()
async def test_an_alarm_has_the_picture_of_the_camera_that_saw_it(server: DemoServer) -> None:
    async with signed_in(server) as client:
        for source in (f"cameras/{CAMERA}", SEEN):
            server.alarms.create("x", "", source, "")
            (taken,) = await pictures(client, newest(server))
            assert (taken["Width"], taken["Height"], taken["TimeOffset"]) == (640, 360, 0)
            assert taken["FQID"]["ObjectId"] == CAMERA  # type: ignore[index]
            assert len(base64.b64decode(str(taken["Image"]))) == taken["SizeInBytes"] > 0  # type: ignore[operator]
        server.stream.publish(FORCED, UNSEEN)
        assert await pictures(client, newest(server)) == [], "no camera looks there"
        server.stream.publish(VAPE, f"inputEvents/{guid('inputEvents', SENSOR)}")
        assert await pictures(client, newest(server)) == []


@demo()
async def test_a_camera_that_is_dead_gives_none(server: DemoServer) -> None:
    server.alarms.create("x", "", SEEN, "")
    server.faults.dead_cameras.add(CAMERA)
    async with signed_in(server) as client:
        assert await pictures(client, newest(server)) == []


@demo()
async def test_who_may_not_see_the_camera_sees_no_picture_of_it(server: DemoServer) -> None:
    role = server.accounts["dispatcher"].role
    server.alarms.create("x", "", SEEN, "")
    alarm = newest(server)
    async with signed_in(server) as client:
        assert (await client.post(f"alarms/{alarm}/snapshots", json=addition())).status_code == 202
        assert len(await pictures(client, alarm)) == 2
        server.accounts.change("dispatcher", campus=None, actions=role.actions - {"PLAYBACK"})
        refused = await client.get(f"alarms/{alarm}/snapshots")
        assert refused.status_code == 403
        assert "Image" not in refused.text


@demo()
async def test_a_picture_that_is_added_is_kept_and_told(server: DemoServer) -> None:
    server.alarms.create("x", "", UNSEEN, "")
    alarm = server.alarms.by_id[newest(server)]
    before = alarm.updated
    async with signed_in(server) as client:
        answer = await client.post(f"alarms/{alarm.id}/snapshots", json=addition(TimeOffset=4_000))
        assert answer.status_code == 202
        (kept,) = await pictures(client, alarm.id)
        assert (kept["Image"], kept["TimeOffset"]) == (PICTURE, 4_000)
        assert alarm.updated > before, "others hear that the alarm is another"
        assert (alarm.history[-1]["author"], alarm.history[-1]["text"]) == ("Dispatcher", "Picture added")


@demo()
async def test_what_is_no_picture_is_refused(server: DemoServer) -> None:
    server.alarms.create("x", "", SEEN, "")
    path = f"alarms/{newest(server)}/snapshots"
    large = base64.b64encode(b"\xff\xd8\xff" + bytes(LARGEST_BYTES)).decode()
    async with signed_in(server) as client:
        for wrong in (
            addition(image=None),
            addition(image="no base64"),
            addition(image=base64.b64encode(b"<svg/>").decode()),
            addition(image=large),
            addition(camera="nowhere"),
            addition(TimeOffset="soon"),
            {"Image": PICTURE, "FQID": []},
        ):
            answer = await client.post(path, json=wrong)
            assert answer.status_code == 400, wrong
            assert error_text(answer)
        for _ in range(MOST_ADDED):
            assert (await client.post(path, json=addition())).status_code == 202
        assert (await client.post(path, json=addition())).status_code == 400


@demo()
async def test_who_may_not_work_on_alarms_adds_nothing(server: DemoServer) -> None:
    server.alarms.create("x", "", SEEN, "")
    path = f"alarms/{newest(server)}/snapshots"
    async with signed_in(server, "responder") as client:
        assert (await client.post(path, json=addition())).status_code == 403
    async with signed_in(server, "principal-hs") as client:
        away = addition(camera=guid("cameras", ELM_HALL))
        assert (await client.post(path, json=away)).status_code == 403, "a camera of another campus"


def test_a_restroom_is_seen_by_the_camera_that_looks_at_its_door() -> None:
    site = read_site(ROOT / "floorplans" / "maple-grove")
    by_name = {device.name: device for device in site.devices}
    for name, expected in (
        ("HS Main · 111 Boys restroom · vape sensor", "HS Main · 1F · Hall A · centre"),
        ("HS Main · Door 1 · weapons detection", "HS Main · 1F · Main vestibule"),
        ("HS Main · 223 Classroom · panic button", "HS Main · 2F · Hall A · centre"),
    ):
        seer = witness(site, by_name[name])
        assert seer is not None
        assert seer.name == expected
    camera = by_name["HS Main · 1F · Main vestibule"]
    assert witness(site, camera) is camera
