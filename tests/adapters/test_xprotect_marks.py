"""Bookmarks, evidence locks, presets and rights over the REST of servers that have them, and of those that do not."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from smartclient.adapters.xprotect import bookmarks as bookmarks_module
from smartclient.adapters.xprotect.bookmarks import Bookmarks
from smartclient.adapters.xprotect.commands import Commands
from smartclient.adapters.xprotect.evidence_locks import EvidenceLocks
from smartclient.adapters.xprotect.ptz import Ptz
from smartclient.adapters.xprotect.rights import EXPORT, PLAYBACK, PTZ, read_camera_rights
from smartclient.adapters.xprotect.translate.responses import NO_RESPONSE_EVENTS
from smartclient.domain.commands import (
    AddBookmark,
    GoToPreset,
    LockEvidence,
    MovePtz,
    RemoveBookmark,
    UnlockEvidence,
)
from smartclient.domain.errors import NotPermitted, Refused, Unsupported
from smartclient.domain.ids import DeviceId
from smartclient.domain.recordings import Span
from tests.builders.rest_of import FORBIDDEN, REFUSED, UNKNOWN, Told, rest_of
from tests.builders.running import run

GUID = "5c1d1c6a-0b7a-4f0e-9d4e-1f2a3b4c5d6e"
OTHER = "0e1fbb1f-9f1b-4f0c-8a45-2d1f6c6a7b10"
CAMERA = DeviceId(f"cameras/{GUID}")
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
SPAN = Span(NOON, NOON + HOUR)


def a_bookmark(number: int, at: datetime) -> dict[str, Any]:
    return {
        "id": f"{number:08x}-0000-0000-0000-000000000000",
        "header": f"Mark {number}",
        "timeBegin": at.isoformat(),
        "timeTriggered": at.isoformat(),
        "timeEnd": (at + MINUTE).isoformat(),
        "devicePath": {"type": "cameras", "id": GUID},
    }


def test_bookmarks_are_searched_page_by_page(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bookmarks_module, "PAGE", 10)
    known = [a_bookmark(i, NOON - HOUR + i * 3 * MINUTE) for i in range(60)]

    def tell(_: str, body: Any) -> Told:
        begin = datetime.fromisoformat(body["time"])
        return 200, {"result": [each for each in known if datetime.fromisoformat(each["timeBegin"]) >= begin][:10]}

    async def play() -> None:
        async with rest_of(tell) as served:
            found = await Bookmarks(served.rest, {}).touching(SPAN)
            assert [mark.name for mark in found] == [f"Mark {i}" for i in range(20, 40)]
            assert {mark.camera for mark in found} == {CAMERA}
            assert set(served.paths) == {"POST bookmarks?task=searchTime"}

    run(play())


def test_a_bookmark_is_set_with_the_number_the_server_wants() -> None:
    def tell(path: str, _: Any) -> Told:
        return (200, {"result": {"reference": "no.000007"}}) if "newReference" in path else (201, {"result": {}})

    async def play() -> None:
        async with rest_of(tell) as served:
            bookmarks = Bookmarks(served.rest, {})
            await bookmarks.add(AddBookmark(CAMERA, NOON + MINUTE, SPAN, "Gate", "Left open"))
            assert served.paths == ["POST bookmarks?task=newReference", "POST bookmarks"]
            assert served.bodies[1] == {
                "header": "Gate",
                "description": "Left open",
                "timeBegin": "2026-03-02T12:00:00.000000Z",
                "timeTriggered": "2026-03-02T12:01:00.000000Z",
                "timeEnd": "2026-03-02T13:00:00.000000Z",
                "reference": "no.000007",
                "devicePath": {"type": "cameras", "id": GUID},
            }
            await bookmarks.remove(RemoveBookmark(OTHER))
            assert served.paths[-1] == f"DELETE bookmarks/{OTHER}"
            with pytest.raises(Refused, match="no such bookmark"):
                await bookmarks.remove(RemoveBookmark("../cameras"))

    run(play())


def test_a_server_without_numbers_takes_bookmarks_too() -> None:
    async def play() -> None:
        async with rest_of(lambda path, _: REFUSED if "task" in path else (201, {"result": {}})) as served:
            await Bookmarks(served.rest, {}).add(AddBookmark(CAMERA, NOON, Span(NOON, NOON), "Gate"))
            assert "reference" not in served.bodies[-1]

    run(play())


@pytest.mark.parametrize(
    ("told", "are_offered"), [(UNKNOWN, False), (FORBIDDEN, False), (REFUSED, False), ((200, []), True)]
)
def test_whether_marks_are_offered(told: Told, are_offered: bool) -> None:
    async def play() -> None:
        async with rest_of(lambda *_: told) as served:
            assert await Bookmarks(served.rest, {}).are_offered(SPAN) is are_offered
            assert await EvidenceLocks(served.rest, {}).are_offered(SPAN) is are_offered

    run(play())


def a_lock(number: int, begin: datetime) -> dict[str, Any]:
    return {
        "id": f"{number:08x}-0000-0000-0000-000000000000",
        "header": f"Lock {number}",
        "startTime": begin.isoformat(),
        "endTime": (begin + HOUR).isoformat(),
        "devicePaths": [{"type": "cameras", "id": GUID}],
        "retentionExpire": "9999-12-31T22:59:59.9999999Z",
    }


def test_evidence_locks_that_touch_the_time() -> None:
    told = [a_lock(1, NOON - 2 * HOUR), a_lock(2, NOON + MINUTE), a_lock(3, NOON - MINUTE), a_lock(4, NOON + HOUR)]

    async def play() -> None:
        async with rest_of(lambda *_: (200, {"array": told})) as served:
            found = await EvidenceLocks(served.rest, {}).touching(SPAN)
            assert [(lock.name, lock.cameras, lock.until) for lock in found] == [
                ("Lock 3", (CAMERA,), None),
                ("Lock 2", (CAMERA,), None),
            ]

    run(play())


@pytest.mark.parametrize(
    ("until", "expire", "kind"),
    [
        (None, "9999-12-31T22:59:59.9999999Z", "Indefinite"),
        (NOON + 48 * HOUR, "2026-03-04T12:00:00.000000Z", "UserDefined"),
    ],
)
def test_footage_is_locked_for_ever_or_until_a_time(until: datetime | None, expire: str, kind: str) -> None:
    async def play() -> None:
        async with rest_of(lambda *_: (201, {"result": {"status": "Success"}})) as served:
            locks = EvidenceLocks(served.rest, {})
            await locks.add(LockEvidence((CAMERA,), SPAN, "Door", "Forced", until))
            body = served.bodies[-1]
            assert (body["retentionExpire"], body["retentionOption"]["retentionType"]) == (expire, kind)
            assert body["devicePaths"] == [{"type": "cameras", "id": GUID}]
            assert (body["startTime"], body["endTime"]) == (
                "2026-03-02T12:00:00.000000Z",
                "2026-03-02T13:00:00.000000Z",
            )
            await locks.remove(UnlockEvidence(OTHER.upper()))
            assert served.paths[-1] == f"DELETE evidenceLocks/{OTHER}"

    run(play())


@pytest.mark.parametrize(
    ("result", "sentence"),
    [
        ({"status": "Failed", "errorText": "Disk full."}, "could not lock the footage. Disk full."),
        ({"status": "Success", "faultDevices": [{"id": GUID}]}, "could not lock 1 of the cameras."),
    ],
)
def test_a_lock_that_took_only_in_part_is_refused(result: Any, sentence: str) -> None:
    async def play() -> None:
        async with rest_of(lambda *_: (200, {"result": result})) as served:
            with pytest.raises(Refused, match=sentence):
                await EvidenceLocks(served.rest, {}).add(LockEvidence((CAMERA,), SPAN, "Door"))

    run(play())


PRESETS = {"array": [{"id": OTHER, "displayName": "Gate"}, {"id": "x", "name": "?"}, {"id": GUID}]}


def test_presets_of_a_camera_and_of_one_that_has_none() -> None:
    async def play() -> None:
        async with rest_of(lambda *_: (200, PRESETS)) as served:
            assert await Ptz(served.rest, None).presets(CAMERA) == {OTHER: "Gate", GUID: "Preset"}
        async with rest_of(lambda *_: UNKNOWN) as served:
            assert await Ptz(served.rest, None).presets(CAMERA) == {}

    run(play())


@pytest.mark.parametrize(
    ("offers", "task", "name"),
    [
        (f"ptzPresets/{OTHER}", "ActivatePtzPreset", "Activate"),
        (f"{CAMERA}/ptzPresets", "GotoPtzPreset", "Go to PTZ preset"),
        (f"{CAMERA}/ptzPresets", "PtzRun", "Go to preset"),
        (CAMERA, "PtzGoToPreset", "Go"),
    ],
)
def test_the_task_that_goes_to_a_preset_is_found_by_its_name(offers: str, task: str, name: str) -> None:
    others = [
        {"id": "DefaultPtzPreset", "displayName": "Set default PTZ preset"},
        {"id": "GetDevicePresets", "displayName": ""},
    ]

    def tell(path: str, _: Any) -> Told:
        if path.startswith("POST"):
            return 200, {"result": {"state": "Success"}}
        mine = [{"id": task, "displayName": name}] if path == f"GET {offers}?tasks&noData" else []
        return 200, {"tasks": [*others, *mine]}

    async def play() -> None:
        async with rest_of(tell) as served:
            ptz = Ptz(served.rest, None)
            await ptz.go_to(GoToPreset(CAMERA, OTHER))
            assert served.paths[-1] == f"POST {offers}?task={task}"
            asked = len(served.paths)
            await ptz.go_to(GoToPreset(CAMERA, OTHER))
            assert len(served.paths) == asked + 1

    run(play())


def test_a_server_that_cannot_turn_cameras_says_so() -> None:
    async def play() -> None:
        async with rest_of(lambda *_: (200, {"tasks": [{"id": "GetDevicePresets"}]})) as served:
            commands = Commands(served.rest, {}, {}, NO_RESPONSE_EVENTS, None, None, None, Ptz(served.rest, None), {})
            for command, sentence in (
                (GoToPreset(CAMERA, OTHER), "cannot turn cameras to presets"),
                (MovePtz(CAMERA, pan=1.0), "no way to turn cameras by hand"),
                (RemoveBookmark(OTHER), "no bookmarks to you"),
                (UnlockEvidence(OTHER), "no evidence locks to you"),
            ):
                with pytest.raises(Unsupported, match=sentence):
                    await commands.execute(command)
            with pytest.raises(Refused, match="no such preset"):
                await commands.execute(GoToPreset(CAMERA, "../x"))

    run(play())


def test_turning_by_hand_goes_over_the_channel_offered() -> None:
    turned: list[MovePtz] = []

    async def turn(command: MovePtz) -> None:
        turned.append(command)

    async def play() -> None:
        async with rest_of(lambda *_: UNKNOWN) as served:
            await Commands(
                served.rest, {}, {}, NO_RESPONSE_EVENTS, None, None, None, Ptz(served.rest, turn), {}
            ).execute(MovePtz(CAMERA, tilt=-1.0))
            assert turned == [MovePtz(CAMERA, tilt=-1.0)]

    run(play())


NAMESPACE = {
    "data": {"securityActions": [{"name": PLAYBACK, "securityMask": 4}, {"name": EXPORT, "securityMask": "8"}]}
}


def test_rights_are_bits_by_camera() -> None:
    told = {"data": {"isAdministrator": False, "objectPermissions": [{"id": GUID.upper(), "mask": 4}, {"id": "x"}, 7]}}

    async def play() -> None:
        async with rest_of(lambda path, _: (200, NAMESPACE if "securityNamespaces" in path else told)) as served:
            rights = await read_camera_rights(served.rest)
            assert rights.may(PLAYBACK, CAMERA)
            assert not rights.may(EXPORT, CAMERA)
            assert not rights.may(PLAYBACK, DeviceId(f"cameras/{OTHER}"))
            assert rights.may(PTZ, CAMERA), "an action the server does not know is left to its refusal"

    run(play())


@pytest.mark.parametrize(
    "told", [UNKNOWN, FORBIDDEN, (200, {"data": None}), (200, {"data": {"isAdministrator": True}})]
)
def test_where_rights_are_not_told_the_server_decides(told: Told) -> None:
    async def play() -> None:
        async with rest_of(lambda *_: told) as served:
            assert (await read_camera_rights(served.rest)).may(EXPORT, CAMERA)

    run(play())


def test_a_refusal_of_the_rest_reaches_who_asked() -> None:
    async def play() -> None:
        async with rest_of(lambda *_: FORBIDDEN) as served:
            with pytest.raises(NotPermitted, match="You may not set a bookmark"):
                await Bookmarks(served.rest, {}).add(AddBookmark(CAMERA, NOON, SPAN, "Gate"))

    run(play())
