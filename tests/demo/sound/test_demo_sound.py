"""What the demo's microphones hear: µ-law as others read it, loops that join, the same for the same time, slams, callers, sirens."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import av
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from smartclient.demo.archive import read_site
from smartclient.demo.devices import microphone_of
from smartclient.demo.sound import noises
from smartclient.demo.sound.microphones import Microphone, Microphones
from smartclient.demo.sound.mixing import heard
from smartclient.demo.sound.mu_law import encode
from smartclient.demo.sound.noises import RATE_HZ
from smartclient.demo.world import SWING_S, World
from tests.builders.little_district import DOOR_1, ENTRANCE, HALL, INTERCOM, PANIC, guid, write_district

NOW = datetime(2026, 3, 2, 14, 0, tzinfo=UTC)


class Ear:
    """The microphones of the little district at a time that is moved by hand."""

    def __init__(self, folder: Path) -> None:
        self.now = NOW
        site = read_site(write_district(folder / "district"))
        self.world = World(site, lambda: self.now, lambda _at: 0.0)
        self.microphones = Microphones(site, self.world)
        self.names = {microphone_of(device): device.name for device in site.devices}

    def at(self, name: str) -> Microphone:
        return next(one for one in self.microphones.by_guid.values() if one.device.name == name)

    def loudness(self, name: str, at: datetime, seconds: float = 0.5) -> float:
        begin = round(at.timestamp() * RATE_HZ)
        sound = heard(self.at(name), self.world, begin, round(seconds * RATE_HZ))
        return float(np.sqrt(np.mean(sound**2)))


@pytest.fixture
def ear(tmp_path: Path) -> Ear:
    return Ear(tmp_path)


@given(st.lists(st.floats(-1.25, 1.25, width=32), min_size=1, max_size=200))
def test_ffmpeg_reads_our_mu_law(samples: list[float]) -> None:
    sound = np.array(samples, np.float32)
    decoder = av.CodecContext.create("pcm_mulaw", "r")
    assert isinstance(decoder, av.AudioCodecContext)
    decoder.sample_rate, decoder.layout = RATE_HZ, "mono"
    (frame,) = decoder.decode(av.Packet(encode(sound)))
    read, wanted = frame.to_ndarray()[0] / 32_768, np.clip(sound, -1, 1)
    assert np.all(np.abs(read - wanted) <= 0.003 + 0.04 * np.abs(wanted))


def test_microphones_are_at_intercoms_and_entrances_alone(ear: Ear) -> None:
    names = {one.device.name for one in ear.microphones.by_guid.values()}
    assert {ENTRANCE, INTERCOM} <= names
    assert HALL not in names
    assert ear.at(INTERCOM).doors == (guid("accessControlUnits", DOOR_1),)


@pytest.mark.parametrize("loop", [noises.room, noises.murmur, noises.steps, noises.caller, noises.siren])
def test_a_loop_joins_and_is_never_too_loud(loop: Callable[[], noises.Sound]) -> None:
    made = loop()
    assert np.abs(made).max() <= 1
    step = np.abs(np.diff(np.concatenate([made, made]))).max()
    assert abs(made[0] - made[-1]) <= step


def test_pieces_join_to_the_same_whole(ear: Ear) -> None:
    begin = round(NOW.timestamp() * RATE_HZ)
    whole = heard(ear.at(ENTRANCE), ear.world, begin, 1_600)
    pieces = [heard(ear.at(ENTRANCE), ear.world, begin + offset, 160) for offset in range(0, 1_600, 160)]
    assert np.array_equal(whole, np.concatenate(pieces))
    assert not np.array_equal(whole, heard(ear.at(INTERCOM), ear.world, begin, 1_600))


def test_people_callers_sirens_and_doors_are_heard(ear: Ear) -> None:
    quiet = ear.loudness(INTERCOM, NOW)
    ear.world.set_input(guid("inputEvents", INTERCOM), active=True)
    assert ear.loudness(INTERCOM, NOW, 3.0) > 3 * quiet
    ear.world.set_input(guid("inputEvents", INTERCOM), active=False)
    ear.world.set_crowd(1.0)
    assert ear.loudness(INTERCOM, NOW) > 3 * quiet
    ear.world.set_crowd(0.0)
    ear.now += timedelta(seconds=1)
    ear.world.set_input(guid("inputEvents", PANIC), active=True)
    assert ear.loudness(ENTRANCE, ear.now) > 10 * quiet
    ear.world.set_input(guid("inputEvents", PANIC), active=False)
    door = guid("accessControlUnits", DOOR_1)
    ear.world.move_leaf(door, is_open=True)
    assert ear.loudness(INTERCOM, ear.now + timedelta(seconds=SWING_S)) < 2 * quiet
    ear.now += timedelta(seconds=4)
    ear.world.move_leaf(door, is_open=False)
    assert ear.loudness(INTERCOM, ear.now + timedelta(seconds=SWING_S)) > 5 * quiet
    assert ear.loudness(INTERCOM, ear.now + timedelta(seconds=SWING_S + 2)) < 2 * quiet
