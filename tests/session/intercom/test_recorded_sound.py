"""The past that is heard: in step with the tile's clock, only at the speed of life, and never the present under an old picture."""

import asyncio
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest

from smartclient.domain.errors import NoSound
from smartclient.domain.ids import DeviceId
from smartclient.domain.sound import PastSoundSource, SoundCodec, SoundPacket
from smartclient.runtime.clock import ManualClock, SystemClock
from smartclient.session.intercom import in_step
from smartclient.session.intercom.hearing import ONLY_FORWARD
from smartclient.session.intercom.in_step import LEAD_S, MOST_FETCHED, InStep
from smartclient.session.intercom.listening import Listening
from smartclient.session.record import Record
from smartclient.store.journal import Journal
from smartclient.store.notices import Notices
from smartclient.store.playback import Playback
from smartclient.video.audio.ear import Phase
from tests.builders.running import until
from tests.builders.sound import NullDevices, SaidStream, tone_packet
from tests.session.intercom.test_taking_calls import CAMERA, Post, on_post

START = datetime(2026, 11, 23, 14, tzinfo=UTC)


class PastMicrophone:
    """Says what it was asked for, and hands out streams."""

    def __init__(self) -> None:
        self.asked: list[datetime] = []
        self.streams: list[SaidStream] = []
        self.source = PastSoundSource(self._open, "Hall")

    def _open(self, at: datetime) -> SaidStream:
        self.asked.append(at)
        self.streams.append(SaidStream())
        return self.streams[-1]


def packet(number: int) -> SoundPacket:
    return SoundPacket(bytes(160), SoundCodec.PCMU, number * 160)


def test_sound_is_asked_for_ahead_and_waits_for_its_time() -> None:
    clock = ManualClock(START + timedelta(hours=1))
    playback, microphone = Playback(clock), PastMicrophone()
    playback.run_from(START, 1.0)
    stream = InStep(microphone.source, playback)
    assert microphone.asked == [START + timedelta(seconds=LEAD_S)]
    clock.advance(LEAD_S)
    microphone.streams[0].say(packet(0))
    assert stream.read().stamp == round(LEAD_S * 8_000), "stamps count from where the tile stood when it was opened"
    microphone.streams[0].say(packet(50))
    read = threading.Thread(target=stream.read)
    read.start()
    read.join(0.05)
    assert read.is_alive(), "a second later than the picture is too early"
    stream.close()
    read.join(10)
    assert not read.is_alive()


def test_sound_that_lags_is_fetched_from_farther_ahead_and_given_up_in_the_end() -> None:
    clock = ManualClock(START + timedelta(hours=1))
    playback, microphone = Playback(clock), PastMicrophone()
    playback.run_from(START, 1.0)
    stream = InStep(microphone.source, playback)
    clock.advance(2.0)
    microphone.streams[0].say(packet(0))

    def answer() -> None:
        for number in range(1, MOST_FETCHED):
            while len(microphone.streams) <= number:
                threading.Event().wait(0.002)
            clock.advance(5.0)
            microphone.streams[number].say(packet(0))

    answering = threading.Thread(target=answer)
    answering.start()
    with pytest.raises(NoSound, match="too late to be heard with its picture"):
        stream.read()
    answering.join(10)
    assert len(microphone.asked) == MOST_FETCHED
    assert microphone.asked[1] - (START + timedelta(seconds=2)) > timedelta(seconds=LEAD_S)
    assert all(each.is_closed for each in microphone.streams)


def test_the_clock_of_the_tile_decides_what_is_heard(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(in_step, "LEAD_S", 0.0)

    async def work(post: Post) -> None:
        microphone, clock = PastMicrophone(), SystemClock()
        post.server.past_sounds = {CAMERA: microphone.source}
        playback = Playback(clock)
        record = Record(post.journal, Notices(clock), clock)
        listening = Listening(
            post.server, post.store, record, clock, NullDevices(), post.said.append, lambda _device: playback
        )
        listening.listen(CAMERA)
        await until(lambda: post.camera.streams)
        assert not listening.is_past(CAMERA)
        playback.run_from(clock.now() - timedelta(hours=1), 1.0)
        await until(lambda: microphone.streams)
        await until(lambda: post.camera.streams[0].is_closed)
        assert listening.is_past(CAMERA)
        microphone.streams[0].say(*map(tone_packet, range(40)))
        await until(lambda: (one := listening.status(CAMERA)) is not None and one.phase is Phase.HEARD)
        await until(lambda: listening.level(CAMERA) > 0)
        for speed in (0.0, 4.0, -1.0):
            playback.play(speed)
            status = listening.status(CAMERA)
            assert status is not None
            assert status.trouble == ONLY_FORWARD
            assert not np.any(listening._heard[CAMERA].take(100))
        await until(lambda: microphone.streams[0].is_closed)
        playback.run_from(clock.now() - timedelta(minutes=5), 1.0)
        await until(lambda: len(microphone.streams) == 2)
        playback.go_live()
        await until(lambda: len(post.camera.streams) == 2)
        await listening.stop()
        assert not listening.heard
        assert microphone.streams[1].is_closed

    on_post(work, tmp_path)


def test_where_the_past_has_no_sound_that_is_said(tmp_path: Path) -> None:
    async def work(post: Post) -> None:
        clock = SystemClock()
        playback = Playback(clock)
        playback.run_from(clock.now() - timedelta(hours=1), 1.0)
        journal = Journal(tmp_path / "other.db")
        listening = Listening(
            post.server,
            post.store,
            Record(journal, Notices(clock), clock),
            clock,
            NullDevices(),
            post.said.append,
            lambda _device: playback,
        )
        assert listening.why_not(CAMERA) == f"The sound of {CAMERA} is not recorded."
        listening.listen(CAMERA)
        assert listening.heard == ()
        assert post.said == [f"The sound of {CAMERA} is not recorded."]
        assert listening.why_not(DeviceId("cameras/2")) is not None
        await listening.stop()
        journal.close()
        await asyncio.sleep(0)

    on_post(work, tmp_path)
