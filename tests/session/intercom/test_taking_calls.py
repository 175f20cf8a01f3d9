"""Taking calls and sound with a server that answers, refuses, is silent or away; the key alone opens the microphone."""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from smartclient.adapters.server import Capability
from smartclient.domain.alarms import Alarm, AlarmState, Priority
from smartclient.domain.commands import AnswerCall, DeclineCall
from smartclient.domain.connection import Connection, Line
from smartclient.domain.devices import Device, DeviceKind, Placement
from smartclient.domain.errors import NotPermitted, ServerUnreachable, Unsupported
from smartclient.domain.events import AlarmChanged, EventKind, Happened
from smartclient.domain.ids import AlarmId, DeviceId, EventId
from smartclient.domain.site import Site
from smartclient.domain.snapshot import Snapshot
from smartclient.runtime.clock import SystemClock
from smartclient.session.intercom import taking
from smartclient.session.intercom.calls import Calls, Outcome
from smartclient.session.intercom.listening import Listening
from smartclient.session.intercom.taking import CallTaking
from smartclient.session.intercom.talking import Talking
from smartclient.session.record import Record
from smartclient.store.journal import Journal
from smartclient.store.notices import Notices
from smartclient.store.site_store import SiteStore
from smartclient.video.audio.ear import Phase
from tests.builders.running import run, until
from tests.builders.scripted_server import ScriptedServer
from tests.builders.sound import NullDevices, SaidSource, TakenVoice, tone_packet

DOOR, CAMERA, DEAF = DeviceId("inputevents/1"), DeviceId("cameras/1"), DeviceId("cameras/2")


class Post:
    """Everything the operator has of sound, over a server that does what the test says."""

    def __init__(self, folder: Path, *, has_no_devices: bool = False) -> None:
        self.clock, self.server = SystemClock(), ScriptedServer()
        loop = asyncio.get_running_loop()
        self.store = SiteStore(Site("Test"), Connection(Line.LIVE, self.clock.now()), loop.call_later)
        kinds = {DOOR: DeviceKind.INTERCOM, CAMERA: DeviceKind.CAMERA, DEAF: DeviceKind.CAMERA}
        devices = tuple(Device(key, kind, key, Placement((-89.5, 43.1))) for key, kind in kinds.items())
        self.store.take_snapshot(Snapshot(self.clock.now(), "demo", "dispatcher", devices))
        self.door, self.camera, self.voice = SaidSource(), SaidSource(), TakenVoice()
        self.server.sounds = {DOOR: self.door.source, CAMERA: self.camera.source}
        self.server.talks = {DOOR: self.voice.path}
        self.devices = NullDevices(has_none=has_no_devices)
        self.journal = Journal(folder / "journal.db")
        self.said: list[str] = []
        record = Record(self.journal, Notices(self.clock), self.clock)
        around = self.server, self.store, record, self.clock, self.devices, self.said.append
        self.unheard: set[DeviceId] = set()
        self.listening, self.talking = Listening(*around), Talking(*around, lambda device: device not in self.unheard)
        self.calls = Calls(self.store, self.clock, loop.call_later)
        self.taking = CallTaking(
            self.server, self.store, self.calls, self.listening, self.talking, record, self.said.append
        )
        self._number = 0

    def happen(self, kind: EventKind, person: str = "") -> None:
        self._number += 1
        self.store.apply([Happened(EventId(f"e{self._number}"), self.clock.now(), kind, DOOR, person=person)])

    async def ring(self) -> None:
        self.happen(EventKind.SENSOR_ACTIVATED)
        await until(lambda: self.calls.of(DOOR))

    @property
    def acts(self) -> list[str]:
        """What was written down."""
        import json

        return [json.loads(entry.body)["act"] for entry in self.journal.entries() if entry.kind == "act"]

    async def stop(self) -> None:
        await self.talking.stop()
        await self.taking.stop()
        await self.listening.stop()
        self.store.stop()
        self.journal.close()


def on_post(work: Callable[[Post], Awaitable[None]], folder: Path, *, has_no_devices: bool = False) -> None:
    async def whole() -> None:
        post = Post(folder, has_no_devices=has_no_devices)
        try:
            await work(post)
        finally:
            await post.stop()

    run(whole())


def test_answering_listens_at_once_and_is_told_by_the_event(tmp_path: Path) -> None:
    async def work(post: Post) -> None:
        await post.ring()
        post.taking.answer(DOOR)
        assert post.taking.is_asking(DOOR)
        assert list(post.listening.heard) == [DOOR]
        await until(lambda: post.server.commands)
        post.happen(EventKind.CALL_ANSWERED, "dispatcher")
        await until(lambda: not post.taking.is_asking(DOOR))
        call = post.calls.current
        assert call is not None
        assert call.answered_at is not None
        assert post.server.commands == [AnswerCall(DOOR)]
        assert post.taking.why_not(DOOR) == "This call is answered."
        post.taking.hang_up(DOOR)
        assert list(post.listening.heard) == []
        assert [ended.outcome for ended in post.calls.past] == [Outcome.ANSWERED]
        assert {"answer call", "listen", "stop listening", "call answered"} <= set(post.acts)

    on_post(work, tmp_path)


def test_a_server_that_tells_nobody_leaves_the_call_to_us(tmp_path: Path) -> None:
    async def work(post: Post) -> None:
        post.server.executes = [Unsupported("The server tells other consoles nothing of calls.")]
        await post.ring()
        post.taking.answer(DOOR)
        await until(lambda: post.calls.current and post.calls.current.answered_at)
        assert post.said == []
        post.taking.hang_up(DOOR)
        post.happen(EventKind.SENSOR_CLEARED)
        await post.ring()
        post.taking.decline(DOOR)
        await until(lambda: len(post.calls.past) == 2)
        assert post.calls.past[-1].outcome is Outcome.DECLINED
        assert isinstance(post.server.commands[-1], DeclineCall)

    on_post(work, tmp_path)


def test_a_server_that_accepts_and_says_nothing_more_leaves_it_to_us_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(taking, "EVENT_S", 0.02)

    async def work(post: Post) -> None:
        await post.ring()
        post.taking.answer(DOOR)
        await until(lambda: post.calls.current and post.calls.current.answered_at)

    on_post(work, tmp_path)


def test_who_is_later_than_another_console_does_not_have_the_call(tmp_path: Path) -> None:
    async def work(post: Post) -> None:
        await post.ring()
        post.taking.answer(DOOR)
        post.happen(EventKind.CALL_ANSWERED, "principal-hs")
        await until(lambda: post.calls.past)
        assert post.calls.past[0].outcome is Outcome.ELSEWHERE
        await until(lambda: not post.taking.is_asking(DOOR))
        assert post.calls.current is None
        assert list(post.listening.heard) == []

    on_post(work, tmp_path)


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        (NotPermitted("You may not answer calls."), "You may not answer calls."),
        (ServerUnreachable("Away."), "No answer from the server about this call. It may still ring elsewhere."),
    ],
)
def test_a_refusal_and_silence_are_said_and_the_call_rings_on(error: Exception, sentence: str, tmp_path: Path) -> None:
    async def work(post: Post) -> None:
        post.server.executes = [error]
        await post.ring()
        post.taking.answer(DOOR)
        await until(lambda: post.said)
        await until(lambda: not post.taking.is_asking(DOOR))
        assert post.said == [sentence]
        assert [call.intercom for call in post.calls.waiting] == [DOOR]
        assert list(post.listening.heard) == []

    on_post(work, tmp_path)


def test_one_microphone_is_heard_or_several_and_the_loudspeaker_is_open_meanwhile(tmp_path: Path) -> None:
    async def work(post: Post) -> None:
        post.listening.toggle(CAMERA)
        await until(lambda: post.camera.streams and post.devices.pull)
        post.camera.streams[0].say(*map(tone_packet, range(30)))
        await until(lambda: post.devices.heard() > 0.5)
        status = post.listening.status(CAMERA)
        assert status is not None
        assert status.phase is Phase.HEARD
        assert post.listening.level(CAMERA) > 0.5
        post.listening.toggle(DOOR, beside=True)
        assert list(post.listening.heard) == [CAMERA, DOOR]
        post.listening.mute(True)
        await until(lambda: post.devices.pull is None)
        post.listening.mute(False)
        await until(lambda: post.devices.pull is not None)
        post.listening.toggle(DOOR)
        assert list(post.listening.heard) == [CAMERA]
        post.listening.toggle(DOOR)
        assert list(post.listening.heard) == [DOOR]
        post.listening.leave_all()
        await until(lambda: post.devices.pull is None)
        assert post.acts.count("listen") == post.acts.count("stop listening") == 3

    on_post(work, tmp_path)


def test_what_cannot_be_heard_is_said(tmp_path: Path) -> None:
    async def work(post: Post) -> None:
        post.listening.listen(DEAF)
        assert post.said == ["cameras/2 has no microphone."]
        assert list(post.listening.heard) == []
        assert post.listening.has_microphone(CAMERA)
        post.server.barred.add((CAMERA, Capability.LISTEN))
        assert not post.listening.has_microphone(CAMERA)
        post.store.set_connection(Connection(Line.OFFLINE, post.clock.now()))
        assert post.listening.why_not(CAMERA) == "There is no connection to the server."
        assert post.talking.why_not(DOOR) == "There is no connection to the server."

    on_post(work, tmp_path)


def test_a_machine_without_a_loudspeaker_says_so_once_and_goes_on(tmp_path: Path) -> None:
    async def work(post: Post) -> None:
        post.listening.listen(CAMERA)
        await until(lambda: post.said)
        assert post.said == ["This machine has no loudspeaker."]
        await until(lambda: post.camera.streams)
        post.camera.streams[0].say(tone_packet(0))
        await until(lambda: post.listening.level(CAMERA) > 0)
        post.listening.leave(CAMERA)

    on_post(work, tmp_path, has_no_devices=True)


def test_no_microphone_is_open_without_the_key(tmp_path: Path) -> None:
    async def work(post: Post) -> None:
        await post.ring()
        post.taking.answer(DOOR)
        post.happen(EventKind.CALL_ANSWERED, "dispatcher")
        await until(lambda: post.calls.current and post.calls.current.answered_at)
        assert "microphone" not in post.devices.opened
        post.talking.begin(DOOR)
        await until(lambda: post.talking.is_open)
        assert post.devices.push is not None
        post.talking.end()
        await until(lambda: post.talking.device is None)
        assert post.devices.push is None
        post.talking.begin(DOOR)
        await until(lambda: post.talking.is_open)
        post.taking.hang_up(DOOR)
        await until(lambda: post.devices.push is None)
        post.talking.begin(CAMERA)
        assert post.said == ["cameras/1 has no loudspeaker."]
        assert post.devices.opened.count("microphone") == 2
        await until(lambda: post.acts.count("stop speaking") == 2)

    on_post(work, tmp_path)


def test_a_cut_line_closes_the_microphone(tmp_path: Path) -> None:
    async def work(post: Post) -> None:
        post.talking.begin(DOOR)
        await until(lambda: post.talking.is_open)
        post.store.set_connection(Connection(Line.OFFLINE, post.clock.now()))
        await until(lambda: post.talking.device is None)
        assert post.devices.push is None

    on_post(work, tmp_path)


def test_the_end_of_the_watch_closes_everything(tmp_path: Path) -> None:
    async def work(post: Post) -> None:
        post.listening.listen(CAMERA)
        post.talking.begin(DOOR)
        await until(lambda: post.talking.is_open and post.devices.pull)
        await post.stop()
        assert (post.devices.push, post.devices.pull) == (None, None)

    on_post(work, tmp_path)


def test_nothing_is_said_in_a_room_that_called_for_help_unheard(tmp_path: Path) -> None:
    async def work(post: Post) -> None:
        post.talking.begin(DOOR)
        await until(lambda: post.talking.is_open)
        post.unheard.add(DOOR)
        at = post.clock.now()
        panic = Alarm(AlarmId("p"), 1, "Panic", "", Priority.HIGH, AlarmState.NEW, "New", at, at, DOOR)
        post.store.apply([AlarmChanged(panic)])
        await until(lambda: not post.talking.is_open)
        post.talking.begin(DOOR)
        assert not post.talking.is_open
        assert post.said[-1].startswith("Somebody in that room called for help unheard")

    on_post(work, tmp_path)
