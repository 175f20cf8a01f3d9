"""Recorded pictures of a time: the one of then, else the nearest; never waited for in vain."""

import asyncio
from collections.abc import Callable, Coroutine
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from smartclient.domain.errors import ServerUnreachable
from smartclient.domain.ids import DeviceId
from smartclient.domain.recordings import Recordings, Span
from smartclient.runtime.clock import ManualClock
from smartclient.runtime.signal import Signal
from smartclient.session.earlier_pictures import EarlierPictures, day_before
from smartclient.video.frames import Frame
from smartclient.video.thumbnails import Thumbnail
from tests.builders.running import until

NOW = datetime(2026, 3, 2, 15, 0, tzinfo=UTC)
CAMERA = DeviceId("cameras/1")
PICTURE: Any = object.__new__(Frame)


class Reader:
    """Thumbnails that come when the test says so."""

    def __init__(self) -> None:
        self.arrived: Signal[Thumbnail] = Signal()
        self.wishes: list[tuple[DeviceId, datetime]] = []

    def wish(self, camera: DeviceId, at: datetime) -> None:
        self.wishes.append((camera, at))

    def nearest(self, _camera: DeviceId, _at: datetime, _within: timedelta) -> None:
        return None

    def answer(self, frame: Frame | None) -> None:
        camera, at = self.wishes.pop(0)
        self.arrived.emit(Thumbnail(camera, at, frame))


@pytest.fixture(autouse=True)
def frames_know_their_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Frame, "at", NOW, raising=False)


def on_pictures(
    recorded: Callable[[DeviceId, Span], Coroutine[Any, Any, Recordings]],
    body: Callable[[EarlierPictures, Reader, ManualClock], Coroutine[Any, Any, None]],
) -> None:
    async def whole() -> None:
        reader, clock = Reader(), ManualClock(NOW)
        pictures = EarlierPictures(reader, recorded, clock)  # type: ignore[arg-type]
        await body(pictures, reader, clock)
        await pictures.stop()

    asyncio.run(whole())


async def nothing(camera: DeviceId, span: Span) -> Recordings:
    return Recordings(camera, span)


@pytest.mark.parametrize(
    ("at", "before"),
    [
        ("2026-03-02T15:00:00-06:00", "2026-03-01T15:00:00-06:00"),
        ("2026-03-08T15:00:00-05:00", "2026-03-07T15:00:00-06:00"),
        ("2026-11-01T15:00:00-06:00", "2026-10-31T15:00:00-05:00"),
    ],
)
def test_a_day_before_is_the_same_time_by_the_clock_on_the_wall(at: str, before: str) -> None:
    chicago = ZoneInfo("America/Chicago")
    assert day_before(datetime.fromisoformat(at), chicago) == datetime.fromisoformat(before)


def test_the_nearest_recorded_picture_stands_in() -> None:
    near = Span(NOW - timedelta(hours=3), NOW - timedelta(hours=2))

    async def recorded(camera: DeviceId, span: Span) -> Recordings:
        return Recordings(camera, span, (Span(NOW - timedelta(hours=9), NOW - timedelta(hours=8)), near))

    async def body(pictures: EarlierPictures, reader: Reader, _clock: ManualClock) -> None:
        pictures.ask({CAMERA: NOW})
        reader.answer(None)
        await until(lambda: reader.wishes)
        ((_, at),) = reader.wishes
        assert timedelta() < near.end - at < timedelta(seconds=1)
        reader.answer(PICTURE)
        found = pictures.of(CAMERA)
        assert found is not None
        assert found.frame is PICTURE

    on_pictures(recorded, body)


def test_where_nothing_is_recorded_it_says_so() -> None:
    async def body(pictures: EarlierPictures, reader: Reader, _clock: ManualClock) -> None:
        pictures.ask({CAMERA: NOW})
        reader.answer(None)
        await until(lambda: pictures.of(CAMERA))
        found = pictures.of(CAMERA)
        assert found is not None
        assert found.words == "Nothing is recorded within twelve hours of that time."

    on_pictures(nothing, body)


def test_a_server_that_is_away_is_said() -> None:
    async def away(_camera: DeviceId, _span: Span) -> Recordings:
        raise ServerUnreachable("The recorder east-2 does not answer.")

    async def body(pictures: EarlierPictures, reader: Reader, _clock: ManualClock) -> None:
        pictures.ask({CAMERA: NOW})
        reader.answer(None)
        await until(lambda: pictures.of(CAMERA))
        found = pictures.of(CAMERA)
        assert found is not None
        assert found.words == "The recorder east-2 does not answer."

    on_pictures(away, body)


def test_what_does_not_answer_makes_room_and_may_come_later() -> None:
    cameras = [DeviceId(f"cameras/{number}") for number in range(4)]

    async def body(pictures: EarlierPictures, reader: Reader, clock: ManualClock) -> None:
        pictures.ask(dict.fromkeys(cameras, NOW))
        assert [camera for camera, _ in reader.wishes] == cameras[:2]
        clock.advance(21)
        pictures.tick()
        assert [camera for camera, _ in reader.wishes] == cameras
        found = pictures.of(cameras[0])
        assert found is not None
        assert found.words == "The recording does not answer."
        reader.answer(PICTURE)
        found = pictures.of(cameras[0])
        assert found is not None
        assert found.frame is PICTURE

    on_pictures(nothing, body)
