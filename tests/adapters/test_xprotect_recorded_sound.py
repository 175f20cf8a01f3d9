"""A microphone's past through the demo's gateway: the same sound as was heard then, and who may hear it."""

import asyncio
from datetime import timedelta
from pathlib import Path

import numpy as np
import pytest

from smartclient.adapters.xprotect.webrtc.access_units import AccessUnit
from smartclient.adapters.xprotect.webrtc.sound import SoundArrivals
from smartclient.demo.devices import microphone_of
from smartclient.demo.server import DemoServer
from smartclient.demo.sound.mixing import heard
from smartclient.demo.sound.mu_law import encode
from smartclient.demo.sound.noises import RATE_HZ
from smartclient.domain.errors import NotPermitted, Unsupported
from smartclient.domain.ids import DeviceId
from smartclient.domain.sound import SoundPacket
from tests.adapters.test_xprotect_sound import CALLING, CAMERA, DEAF, connected
from tests.builders.little_district import PANIC, guid
from tests.builders.running import run


def would_be(demo: DemoServer, begin: int, count: int) -> bytes:
    """What the microphone heard from that sample on."""
    device = demo.site.by_guid[CAMERA.partition("/")[2]]
    microphone = demo.sound.microphones.by_guid[microphone_of(device)]
    return encode(heard(microphone, demo.world, begin, count))


def test_what_was_heard_then_is_heard_again(tmp_path: Path) -> None:
    async def body() -> None:
        async with connected(tmp_path) as (demo, server, _snapshot):
            camera = CAMERA.partition("/")[2]
            now = demo.world.clock()
            demo.world.motions[camera].begin(now - timedelta(seconds=30))
            siren = guid("inputEvents", PANIC)
            demo.world.set_input(siren, active=True)
            demo.world.set_input(siren, active=False)
            start = (now - timedelta(seconds=20)).replace(microsecond=0)
            stream = await asyncio.to_thread(server.past_sound(CAMERA).open, start)
            packets: list[SoundPacket] = [await asyncio.to_thread(stream.read) for _ in range(10)]
            stream.close()
            begin = round(start.timestamp()) * RATE_HZ
            for packet in packets:
                assert packet.data == would_be(demo, begin + packet.stamp, len(packet.data))
            assert packets[-1].stamp - packets[0].stamp >= 9 * 160
            assert np.frombuffer(packets[0].data, np.uint8).any()

    run(body())


def test_who_may_hear_the_past(tmp_path: Path) -> None:
    async def body() -> None:
        async with connected(tmp_path) as (_demo, server, _snapshot):
            with pytest.raises(Unsupported, match="has no microphone"):
                server.past_sound(DEAF)
            with pytest.raises(Unsupported, match="only that of cameras is"):
                server.past_sound(CALLING)
        async with connected(tmp_path / "other", "responder") as (_demo, server, _snapshot):
            with pytest.raises(NotPermitted, match="You may not listen"):
                server.past_sound(CAMERA)

    run(body())


def test_the_server_refuses_who_may_not_see_what_was_recorded(tmp_path: Path) -> None:
    async def body() -> None:
        async with connected(tmp_path) as (demo, server, _snapshot):
            role = demo.accounts["dispatcher"].role
            source = server.past_sound(CAMERA)
            demo.accounts.change("dispatcher", campus=None, actions=role.actions - {"PLAYBACK"})
            with pytest.raises(NotPermitted):
                await asyncio.to_thread(source.open, demo.world.clock() - timedelta(seconds=20))

    run(body())


def test_stamps_count_from_zero_or_from_the_first_packet() -> None:
    def stamps(*sent: int) -> list[int]:
        arrivals = SoundArrivals()
        for stamp in sent:
            arrivals.arrive(AccessUnit(b"x", stamp, is_key=True), None)  # type: ignore[arg-type]
        found = [arrivals.take(0.1) for _ in sent]
        return [each.stamp for each in found if each is not None]

    assert stamps(320, 480) == [320, 480], "what was lost before it is counted"
    assert stamps(4_000_000_000, 4_000_000_160) == [0, 160]
    assert stamps((1 << 32) - 160, 0, 160) == [0, 160, 320]
    assert DeviceId(CAMERA)
