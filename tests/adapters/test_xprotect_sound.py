"""Microphones, loudspeakers and calls of a server, against the demo over its real protocols and against what strange servers say."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from itertools import pairwise
from pathlib import Path

import pytest

from smartclient.adapters.server import Capability
from smartclient.adapters.xprotect.client import XProtectServer
from smartclient.adapters.xprotect.object_rights import ObjectRights
from smartclient.adapters.xprotect.sound_configuration import sound_configuration
from smartclient.adapters.xprotect.values import Item
from smartclient.adapters.xprotect.webrtc.access_units import RtpPart
from smartclient.adapters.xprotect.webrtc.sound import MOST_PACKETS, SoundArrivals
from smartclient.adapters.xprotect.webrtc.sound_units import LONGEST_PACKET, SoundUnits
from smartclient.demo.ids import derived
from smartclient.demo.server import DemoOptions, DemoServer
from smartclient.domain.commands import AnswerCall
from smartclient.domain.devices import DeviceKind
from smartclient.domain.errors import NoSound, NotPermitted, ServerError, Unsupported
from smartclient.domain.events import EventKind, Happened
from smartclient.domain.ids import DeviceId
from smartclient.domain.snapshot import Snapshot
from smartclient.domain.sound import SoundCodec, SoundSource, SoundStream
from smartclient.runtime.secret import Secret
from tests.builders.demo_client import PASSWORD, plain_video
from tests.builders.little_district import ENTRANCE, HALL, INTERCOM, guid, write_district
from tests.builders.running import run

CALLING = DeviceId(f"inputevents/{guid('inputEvents', INTERCOM)}")
CAMERA, DEAF = (DeviceId(f"cameras/{guid('cameras', name)}") for name in (ENTRANCE, HALL))
SPEAKER = derived("speakers", derived("device", INTERCOM))


@asynccontextmanager
async def connected(
    folder: Path, user: str = "dispatcher"
) -> AsyncIterator[tuple[DemoServer, XProtectServer, Snapshot]]:
    options = DemoOptions(site=write_district(folder / "district"), password=PASSWORD)
    async with DemoServer(options, plain_video) as demo:
        server = XProtectServer(demo.url, user, Secret(PASSWORD))
        snapshot = await server.connect()
        try:
            yield demo, server, snapshot
        finally:
            await server.close()


def test_what_can_be_heard_and_spoken_through_is_known(tmp_path: Path) -> None:
    async def body() -> None:
        async with connected(tmp_path) as (_, server, snapshot):
            assert {Capability.LISTEN, Capability.TALK} <= server.capabilities
            assert server.permits(CAMERA, Capability.LISTEN)
            assert not server.permits(DEAF, Capability.LISTEN)
            assert server.permits(CALLING, Capability.TALK)
            assert not server.permits(CAMERA, Capability.TALK)
            kinds = {device.id: device.kind for device in snapshot.devices}
            assert kinds[CALLING] is DeviceKind.INTERCOM
            assert not [device for device in kinds if device.startswith("microphones/")]
            with pytest.raises(Unsupported, match="has no microphone"):
                server.sound(DEAF)
            with pytest.raises(Unsupported, match="has no loudspeaker"):
                server.talk(CAMERA)

    run(body())


def test_who_may_not_is_told_so_before_anything_is_opened(tmp_path: Path) -> None:
    async def body() -> None:
        async with connected(tmp_path, "responder") as (demo, server, _):
            assert not {Capability.LISTEN, Capability.TALK} & server.capabilities
            with pytest.raises(NotPermitted, match="You may not listen to"):
                server.sound(CAMERA)
            with pytest.raises(NotPermitted, match="You may not speak through"):
                server.talk(CALLING)
            with pytest.raises(ServerError):
                await server.execute(AnswerCall(CALLING))
            assert demo.sound.talk.speaking == {}

    run(body())


def test_a_microphone_is_heard_in_order_until_it_is_closed(tmp_path: Path) -> None:
    async def body() -> None:
        async with connected(tmp_path) as (_, server, _snapshot):
            source = server.sound(CALLING)
            assert isinstance(source, SoundSource)
            stream = await asyncio.to_thread(source.open)
            packets = [await asyncio.to_thread(stream.read) for _ in range(20)]
            assert {(packet.codec, len(packet.data)) for packet in packets} == {(SoundCodec.PCMU, 160)}
            steps = {(later.stamp - earlier.stamp) % 2**32 for earlier, later in pairwise(packets)}
            assert steps == {160}
            stream.close()
            with pytest.raises(NoSound, match="closed"):
                await asyncio.to_thread(read_all, stream)

    run(body())


def read_all(stream: SoundStream) -> None:
    for _ in range(200):
        stream.read()


def test_a_voice_arrives_and_a_second_one_is_told_who_speaks(tmp_path: Path) -> None:
    async def body() -> None:
        async with connected(tmp_path) as (demo, server, _):
            first = await asyncio.to_thread(server.talk(CALLING).open)
            await asyncio.to_thread(first.send, b"\xff" * 160)
            second = await asyncio.to_thread(server.talk(CALLING).open)

            def send_on() -> None:
                for _ in range(1_000):
                    second.send(b"\xff" * 160)

            with pytest.raises(NoSound, match="dispatcher is speaking there"):
                await asyncio.to_thread(send_on)
            assert demo.sound.talk.speaking == {SPEAKER: "dispatcher"}
            for stream in (second, first):
                await asyncio.to_thread(stream.close)
            assert demo.sound.talk.heard[SPEAKER] == 160

    run(body())


def test_a_call_is_an_event_and_so_is_its_answer(tmp_path: Path) -> None:
    async def body() -> None:
        async with connected(tmp_path) as (demo, server, _):
            told: list[Happened] = []
            events = server.events()
            await anext(events)
            demo.stage._input(demo.site.by_guid[guid("inputEvents", INTERCOM)], active=True)
            await server.execute(AnswerCall(CALLING))
            while not any(event.kind is EventKind.SENSOR_CLEARED for event in told):
                batch = await anext(events)
                told += [each for each in batch if isinstance(each, Happened) and each.device == CALLING]
            assert [event.kind for event in told] == [
                EventKind.SENSOR_ACTIVATED,
                EventKind.CALL_ANSWERED,
                EventKind.SENSOR_CLEARED,
            ]
            assert told[1].person == "dispatcher"
            await events.aclose()

    run(body())


def item(guid_of: str, hardware: str, channel: int = 0, **more: object) -> dict[str, object]:
    return {"id": guid_of, "channel": channel, "relations": {"parent": {"type": "hardware", "id": hardware}}, **more}


def test_a_microphone_belongs_to_what_hangs_on_its_hardware_and_channel() -> None:
    a, b, c, d, box, other = (derived("test", name) for name in ("a", "b", "c", "d", "box", "other"))
    told: dict[str, list[Item]] = {
        "cameras": [item(a, box, 0), item(b, box, 1), item(c, other)],
        "inputEvents": [item(d, derived("test", "alone"))],
        "microphones": [
            item(c, box, 0),
            item(d, box, 1),
            item(a, other, 3),
            item(b, other, 4, enabled=False),
            {"id": 5},
        ],
        "speakers": [item(a, box, 7), item(b, box, 8)],
    }
    made = sound_configuration(told, ObjectRights([d]), None)
    assert made.microphones == {f"cameras/{a}": c, f"cameras/{b}": d, f"cameras/{c}": a}
    assert made.loudspeakers == {}
    assert made.may_listen(DeviceId(f"cameras/{a}"))
    assert not made.may_listen(DeviceId(f"cameras/{b}"))
    assert not made.may_talk(DeviceId(f"cameras/{a}"))


def test_packets_of_no_size_that_sound_has_are_passed_over() -> None:
    units = SoundUnits()
    sizes = (0, 1, 160, LONGEST_PACKET, LONGEST_PACKET + 1)
    kept = [unit for number, size in enumerate(sizes) for unit in units.add(RtpPart(number, 0, False, bytes(size)))]
    assert [len(unit.data) for unit in kept] == [1, 160, LONGEST_PACKET]


def test_what_nobody_takes_is_dropped_from_its_beginning() -> None:
    arrivals = SoundArrivals()
    assert arrivals.take(0) is None
    for number in range(MOST_PACKETS + 5):
        for unit in SoundUnits().add(RtpPart(number, number, False, b"\xff")):
            arrivals.arrive(unit, None)  # type: ignore[arg-type]
    arrivals.end(NoSound("It ended."))
    arrivals.end(NoSound("Later."))
    packet = arrivals.take(0)
    assert packet is not None
    assert packet.stamp == 5
    assert all(arrivals.take(0) for _ in range(MOST_PACKETS - 1))
    with pytest.raises(NoSound, match="It ended"):
        arrivals.take(0)
