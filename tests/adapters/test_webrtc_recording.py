"""The past through the gateway: exact times, gaps, going backward, losses; told by the pictures' own strips."""

import asyncio
import threading
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from smartclient.adapters.xprotect.past import Past
from smartclient.adapters.xprotect.webrtc import playback_run, recording
from smartclient.adapters.xprotect.webrtc.recording import GatewayRecording
from smartclient.demo.past.recorded import Recorded
from smartclient.demo.video.strip import milliseconds
from smartclient.demo.webrtc.playback import RecordedPictures
from smartclient.domain.errors import NoPicture, Unsupported
from smartclient.domain.footage import Gop, Quality, RecordedSource
from tests.builders.demo_district import camera
from tests.builders.gateway_district import Firewalled, errors_ms, firewalled
from tests.builders.running import run

NOON = datetime.now(UTC).replace(minute=0, second=0, microsecond=0) - timedelta(days=3)
SECOND = timedelta(seconds=1)
SPANS = [(0, 30), (40, 45), (100, 130), (90_000, 90_120)]
"""Recorded seconds after NOON."""


@pytest.fixture(autouse=True)
def _recorded(monkeypatch: pytest.MonkeyPatch) -> None:
    def recorded(self: Recorded, camera: str, begin: int, end: int) -> list[tuple[int, int]]:  # noqa: ARG001
        spans = [(milliseconds(NOON + first * SECOND), milliseconds(NOON + last * SECOND)) for first, last in SPANS]
        return [(max(begin, a), min(end, b)) for a, b in spans if a < end and begin < b]

    monkeypatch.setattr(Recorded, "recorded", recorded)
    monkeypatch.setattr(playback_run, "SILENCE_S", 1.0)


def at(second: float) -> datetime:
    return NOON + timedelta(seconds=second)


def opened(site: Firewalled) -> GatewayRecording:
    source = site.server.past(camera(1), Quality.SUB)
    assert isinstance(source, RecordedSource)
    made = source.open()
    assert source.way() == "WebRTC through the gateway"
    assert isinstance(made, GatewayRecording)
    return made


def reading(folder: Path, read: Callable[[GatewayRecording], Any]) -> Any:
    """What `read` makes of the recording, in a thread as a player's."""

    async def work() -> Any:
        async with firewalled(folder) as site:
            with closing(await asyncio.to_thread(opened, site)) as made:
                return await asyncio.to_thread(read, made)

    return run(work(), timeout_s=60)


def test_a_group_is_the_one_asked_for_and_its_times_are_exact(tmp_path: Path) -> None:
    def read(made: GatewayRecording) -> list[Gop | None]:
        return [made.gop(at(7.4)), made.gop(at(8.0)), made.gop(at(29.95)), made.gop(at(30)), made.gop(at(-5))]

    first, second, last, gap, before = reading(tmp_path, read)
    assert (first.begin, first.end, first.is_followed) == (at(7), at(8), True)
    assert set(errors_ms(first.packets)) == {0.0}
    assert len(first.packets) == 12
    assert second.begin == at(8)
    assert (last.begin, last.is_followed) == (at(29), False)
    assert last.end < at(30.1)
    assert gap is None
    assert before is None


def test_each_group_and_the_next_leave_nothing_out(tmp_path: Path) -> None:
    def read(made: GatewayRecording) -> list[Gop]:
        found, where = [], at(100)
        while (group := made.gop(where)) is not None:
            found.append(group)
            where = group.end
        return found

    found = reading(tmp_path, read)
    assert [group.begin for group in found] == [at(100 + second) for second in range(30)]
    packets = [packet for group in found for packet in group.packets]
    assert len(packets) == 360
    assert set(errors_ms(packets)) == {0.0}


def test_backward_reads_several_groups_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    begun: list[datetime] = []
    usual = GatewayRecording._begin

    def begin(self: GatewayRecording, start: datetime) -> Any:
        begun.append(start)
        return usual(self, start)

    monkeypatch.setattr(GatewayRecording, "_begin", begin)

    def read(made: GatewayRecording) -> list[datetime]:
        found = []
        where = at(120)
        for _ in range(12):
            key = made.key(where)
            assert key is not None
            found.append(key.at)
            where = key.at - timedelta(milliseconds=1)
        return found

    assert reading(tmp_path, read) == [at(120 - step) for step in range(12)]
    assert len(begun) <= 3


def test_following_and_preceding_go_over_gaps(tmp_path: Path) -> None:
    def read(made: GatewayRecording) -> list[datetime | None]:
        return [
            made.following(at(-100)),
            made.following(at(12.05)),
            made.following(at(29.95)),
            made.following(at(130)),
            made.following(at(90_120)),
            made.preceding(at(100)),
            made.preceding(at(110)),
            made.preceding(at(12)),
        ]

    found = reading(tmp_path, read)
    assert found[:4] == [at(0), at(12.083), at(40), at(90_000)]
    assert found[4] is None
    assert found[5:8] == [at(44.916), at(109.916), at(11.916)]


def test_where_the_server_cannot_tell_what_is_recorded_it_is_found_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def cannot_tell(*_: object) -> None:
        raise Unsupported("This server cannot tell what is recorded.")

    monkeypatch.setattr(Past, "_recorded", cannot_tell)
    assert reading(tmp_path, lambda made: made.preceding(at(100))) == at(44.916)


def test_a_server_that_begins_with_the_next_key_frame_is_asked_for_more(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    usual = RecordedPictures._fetch

    async def late(self: RecordedPictures) -> None:
        if self._at_ms == self._start_ms:
            self._at_ms = -(-self._at_ms // 1_000) * 1_000
        await usual(self)

    monkeypatch.setattr(RecordedPictures, "_fetch", late)

    def read(made: GatewayRecording) -> list[Gop | None]:
        return [made.gop(at(7.4)), made.gop(at(110.5)), made.gop(at(80))]

    first, second, gap = reading(tmp_path, read)
    assert (first.begin, second.begin, gap) == (at(7), at(110), None)


def test_lost_packets_make_it_read_more_slowly_and_never_leave_a_hole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tried: list[float] = []
    usual = RecordedPictures.next

    async def losing(self: RecordedPictures) -> Any:
        coded = await usual(self)
        if self._speed > 2 and coded.stamp == 250:
            tried.append(self._speed)
            return coded._replace(data=b"\x00\x00\x00\x01\x1f")
        return coded

    monkeypatch.setattr(RecordedPictures, "next", losing)
    group = reading(tmp_path, lambda made: made.gop(at(10)))
    assert len(group.packets) == 12
    assert set(errors_ms(group.packets)) == {0.0}
    assert tried == [32.0, 8.0]


def test_a_long_run_is_cut_and_taken_up_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(playback_run, "MOST_AHEAD", 30)

    def read(made: GatewayRecording) -> list[datetime]:
        found = []
        for second in range(15):
            group = made.gop(at(second))
            assert group is not None
            found.append(group.begin)
            threading.Event().wait(0.05)
        return found

    assert reading(tmp_path, read) == [at(second) for second in range(15)]


def test_close_ends_a_waiting_call(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(playback_run, "SILENCE_S", 30.0)
    begun = threading.Event()
    usual = GatewayRecording._walk

    def walk(self: GatewayRecording, *of: Any) -> Any:
        begun.set()
        return usual(self, *of)

    monkeypatch.setattr(GatewayRecording, "_walk", walk)

    async def work() -> None:
        async with firewalled(tmp_path) as site:
            made = await asyncio.to_thread(opened, site)
            waiting = asyncio.create_task(asyncio.to_thread(made.gop, at(200_000)))
            await asyncio.to_thread(begun.wait)
            made.close()
            made.close()
            with pytest.raises(NoPicture, match="closed"):
                await waiting
            with pytest.raises(NoPicture, match="closed"):
                await asyncio.to_thread(made.gop, at(5))

    run(work())
    assert recording.SPEEDS[0] == 32
