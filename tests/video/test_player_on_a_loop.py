"""A real player on asyncio's loop with a real engine and GStreamer's RTSP server that goes away."""

import asyncio

from smartclient.domain.footage import UrlSource
from smartclient.runtime.clock import SystemClock
from smartclient.video.engine import Limits
from smartclient.video.player import Player
from smartclient.video.pyav_engine import PyavEngine
from smartclient.video.status import Phase
from tests.builders.rtsp_server import RtspServer


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
