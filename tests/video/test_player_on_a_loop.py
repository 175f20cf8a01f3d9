"""A real player on asyncio's loop with a real engine and GStreamer's RTSP server that goes away."""

import asyncio
import itertools
import threading
from datetime import UTC, datetime, timedelta

from smartclient.domain.errors import NoPicture
from smartclient.domain.footage import Codec, Packet, PacketSource, Quality, UrlSource
from smartclient.runtime.clock import SystemClock
from smartclient.video.engine import Limits
from smartclient.video.player import Player
from smartclient.video.pyav_engine import PyavEngine
from smartclient.video.status import Phase
from tests.builders.clips import GOP, coded
from tests.builders.rtsp_server import RtspServer
from tests.builders.running import run, until

PACE_S = 0.05


async def follow(server: RtspServer) -> tuple[list[Phase], int]:
    loop = asyncio.get_running_loop()
    changed = asyncio.Event()
    player = Player(
        lambda quality: UrlSource(server.url(), f"Gate {quality}"),
        (PyavEngine(limits=Limits(silent_s=1.0)),),
        SystemClock(),
        lambda seconds, work: loop.call_later(seconds, work).cancel,
        loop.call_soon_threadsafe,
    )
    phases: list[Phase] = []
    player.changed.connect(lambda status: phases.append(status.phase))
    player.changed.connect(lambda _: changed.set())
    frames = 0

    def take(_none: None) -> None:
        nonlocal frames
        frames += player.take() is not None
        changed.set()

    player.frame_arrived.connect(take)
    player.start()
    async with asyncio.timeout(20):
        while frames < 5:
            changed.clear()
            await changed.wait()
        assert player.age_s is not None
        server.vanish()
        while Phase.RETRYING not in phases:
            changed.clear()
            await changed.wait()
    player.stop()
    assert player.join(5)
    return phases, frames


def test_a_stream_plays_and_its_end_is_said(rtsp: RtspServer) -> None:
    phases, frames = asyncio.run(follow(rtsp))
    assert phases[:3] == [Phase.WAITING, Phase.CONNECTING, Phase.LIVE]
    assert phases[-1] is Phase.STOPPED
    assert frames >= 5


class Bursts:
    """A camera of 20 pictures a second whose network hands them over once a second, all at once."""

    def __init__(self, every_s: float) -> None:
        self._every_s = every_s
        self._pictures = itertools.cycle(coded(GOP * 2))
        self._begin = datetime.now(UTC)
        self._closed = threading.Event()
        self._number = 0

    def read(self) -> Packet:
        """The next picture, when its burst has come."""
        taken_s = PACE_S * self._number
        comes_s = -(-taken_s // self._every_s) * self._every_s if self._every_s else taken_s
        left_s = comes_s - (datetime.now(UTC) - self._begin).total_seconds()
        if self._closed.wait(max(0.0, left_s)):
            raise NoPicture("Hall camera was closed.")
        self._number += 1
        data, is_key = next(self._pictures)
        return Packet(data, Codec.H264, is_key, self._begin + timedelta(seconds=taken_s))

    def close(self) -> None:
        """Ends a waiting read."""
        self._closed.set()


def test_a_network_that_does_not_carry_the_main_stream_brings_the_small_one_with_the_reason() -> None:
    async def work() -> None:
        loop = asyncio.get_running_loop()

        def source(quality: Quality) -> PacketSource:
            return PacketSource(lambda: Bursts(1.0 if quality is Quality.MAIN else 0.0), "Hall camera")

        player = Player(
            source,
            (PyavEngine(),),
            SystemClock(),
            lambda seconds, work: loop.call_later(seconds, work).cancel,
            loop.call_soon_threadsafe,
        )
        player.set_size(1600, 900)

        def take(_none: None) -> None:
            player.take()

        player.frame_arrived.connect(take)
        player.start()
        await until(lambda: player.status.phase is Phase.LIVE)
        assert player.status.quality is Quality.MAIN
        await until(lambda: player.status.quality is Quality.SUB)
        assert player.status.phase is Phase.LIVE
        assert player.status.why_quality == "Small stream: the network does not bring more in time."
        player.stop()
        assert player.join(5)

    run(work())
