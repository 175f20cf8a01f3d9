"""Intercom and sound in one watch: calls, what is listened to, the voice; the panel is built when all else stands."""

import asyncio
from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer

from smartclient.domain.commands import UnlockDoor
from smartclient.domain.devices import Device, DeviceKind
from smartclient.domain.ids import DeviceId
from smartclient.runtime import paths
from smartclient.session.intercom.calls import Calls, EndedCall, Outcome
from smartclient.session.intercom.listening import Listening
from smartclient.session.intercom.taking import CallTaking
from smartclient.session.intercom.talking import Talking
from smartclient.store.intercom_door import door_of
from smartclient.store.notices import Grade
from smartclient.store.playback import Playback
from smartclient.store.workspace import Aspect
from smartclient.ui.actions import Action
from smartclient.ui.bindings import bind
from smartclient.ui.intercom.held_key import HeldKey
from smartclient.ui.intercom.open_sign import OpenSign
from smartclient.ui.intercom.ringer import Ringer
from smartclient.ui.intercom.sound_signs import SoundSigns
from smartclient.ui.video.board import Board
from smartclient.ui.words import duration, one_line
from smartclient.video.audio.devices import SystemSoundDevices

if TYPE_CHECKING:
    from smartclient.app.intercom_desk import IntercomDesk
    from smartclient.app.watch import Watch

_CALLS, _SOUND = "Intercom", "Sound"
_NOTICE, _MISSED = "intercom", "intercom missed"
_LEVEL_MS = 60


class IntercomRoom:
    """Build it on the running loop, behind the wall; it ends with the watch."""

    def __init__(self, watch: "Watch") -> None:
        self.watch = watch
        given, store, record = watch.given, watch.store, watch.record
        devices = SystemSoundDevices()
        self.listening = Listening(given.server, store, record, given.clock, devices, self.say, self._playback_of)
        may_sound = watch.verifying.own_room.may_sound
        self.talking = Talking(given.server, store, record, given.clock, devices, self.say, may_sound)
        self.calls: Calls = Calls(store, given.clock, asyncio.get_running_loop().call_later)
        self.taking = CallTaking(given.server, store, self.calls, self.listening, self.talking, record, self.say)
        self.desk: IntercomDesk | None = None
        self._is_ring_muted = given.settings.read().is_ring_muted
        self._ringer = Ringer(paths.resources() / "sounds", self._is_silent, parent=watch.window)
        self.talk_key: HeldKey = HeldKey(Qt.Key.Key_Z, self._begin_to_talk, self.talking.end, watch.window)
        self._sign = OpenSign(given.theme, watch.window)
        self._signs = SoundSigns(self._boards, self.listening, given.theme, watch.window)
        self._signs.toggled.connect(lambda camera: self.listening.toggle(DeviceId(camera)))
        self._voice_ticker = QTimer(watch.window, interval=_LEVEL_MS)
        self._voice_ticker.timeout.connect(self._follow_voice)
        self.calls.ended.connect(self._on_end)
        watch.closing.push_async_callback(self.stop)
        window = watch.window
        bind(window, self.calls.changed, lambda _nothing: self._follow_calls())
        bind(window, self.listening.changed, lambda _nothing: self._follow_sound())
        bind(window, self.talking.changed, lambda _nothing: self._follow_voice())
        bind(window, watch.workspace.changed, self._on_workspace)
        bind(window, watch.past.playbacks.changed, lambda _seat: self.listening.follow_clocks())

    def actions(self) -> Iterator[Action]:
        """Its rows."""
        yield Action("intercom", "Intercom: the call, or the next one", _CALLS, self.open, ("X",))
        yield Action(
            "intercom-keys",
            "… answer, listen, unlock, decline",
            _CALLS,
            _nothing,
            sheet_keys="on the card: A · L · U · D",
        )
        yield Action("call-answer", "Answer the call", _CALLS, self.answer, (), self._why_not_take)
        yield Action("call-decline", "Decline the call, or hang up", _CALLS, self.decline, (), self._why_no_call)
        yield Action("call-unlock", "Unlock the door of the call", _CALLS, self.ask_unlock, (), self._why_not_unlock)
        yield Action("ring-mute", "Ring of the intercom off or on", _CALLS, self._toggle_ring)
        press = self.talk_key.press
        yield Action("talk", "Talk, while the key is held", _CALLS, press, ("Z",), self._why_not_talk, "hold Z")
        listen, beside = partial(self._listen, beside=False), partial(self._listen, beside=True)
        yield Action("listen", "Listen to the tile, or stop", _SOUND, listen, ("H",), self._why_not_listen)
        yield Action("listen-beside", "… beside others", _SOUND, beside, ("Shift+H",), self._why_not_listen)
        yield Action("mute-listening", "Microphones silent, or heard again", _SOUND, self._mute, ("Alt+M",))
        yield Action("listen-none", "Stop listening everywhere", _SOUND, self.listening.leave_all)

    def open(self) -> None:
        """Shows the call, or the next one, and gives the card the keyboard."""
        desk = self.opened_desk()
        if desk.keyboard.is_here:
            self.calls.choose_next()
        self.watch.notices.end(_MISSED)
        desk.open()

    def answer(self) -> None:
        """Answers the current call."""
        if (call := self.calls.current) is not None:
            self.taking.answer(call.intercom)

    def decline(self) -> None:
        """Declines the current call, or hangs up."""
        call = self.calls.current
        if call is not None:
            (self.taking.decline if call.answered_at is None else self.taking.hang_up)(call.intercom)

    def ask_unlock(self) -> None:
        """Asks on the card whether to unlock the call's door."""
        desk = self.opened_desk()
        desk.open()
        desk.panel.card.ask_unlock()

    def door(self, intercom: DeviceId) -> Device | None:
        """The door it belongs to."""
        device = self.watch.store.devices.get(intercom)
        return door_of(device, self.watch.store.devices, self.watch.places) if device is not None else None

    def name_of(self, device: DeviceId) -> str:
        """What people call it."""
        known = self.watch.store.devices.get(device)
        return one_line(known.name) if known is not None else str(device)

    def why_not_unlock(self, door: Device | None) -> str | None:
        """Why the door cannot be unlocked here."""
        if door is None:
            return "No door stands so near this intercom that it could be meant."
        return self.watch.why_not(UnlockDoor(door.id))

    def say(self, words: str) -> None:
        """Tells the operator a trouble."""
        self.watch.notices.say(_NOTICE, words)

    def opened_desk(self) -> "IntercomDesk":
        """The panel's desk."""
        if self.desk is None:
            from smartclient.app.intercom_desk import IntercomDesk

            self.desk = IntercomDesk(self)
        return self.desk

    async def prepare(self) -> None:
        """Builds the panel while nothing happens, so that the first call finds its card ready."""
        self.opened_desk()

    async def stop(self) -> None:
        """Ends everything; the microphone first."""
        self.talk_key.release()
        self._ringer.follow(rings=False)
        await self.talking.stop()
        await self.taking.stop()
        await self.listening.stop()
        if self.desk is not None:
            await self.desk.stop()
            self.desk = None

    def _boards(self) -> Iterator[Board]:
        wall = self.watch.wall
        yield wall.board
        yield from (content.board for content in wall.screens.contents)

    def _follow_calls(self) -> None:
        waiting = self.calls.waiting
        self._ringer.follow(rings=bool(waiting))
        if self.desk is not None or waiting:
            self.opened_desk().follow()

    def _on_end(self, call: EndedCall) -> None:
        if call.outcome is Outcome.MISSED:
            rang = duration(call.rang.total_seconds())
            words = f"Missed call: {self.name_of(call.intercom)} rang for {rang}. X lists the calls."
            self.watch.notices.say(_MISSED, words)

    def _follow_sound(self) -> None:
        self._signs.follow()
        if self.desk is not None:
            self.desk.refresh()

    def _follow_voice(self) -> None:
        device = self.talking.device
        self.listening.hush(self.talking.is_open)
        if device is None:
            self._voice_ticker.stop()
            self._sign.end()
        else:
            self._voice_ticker.start()
            self._sign.show_voice(is_open=self.talking.is_open, place=self.name_of(device), level=self.talking.level)
        if self.desk is not None:
            self.desk.refresh()

    def _on_workspace(self, aspect: Aspect) -> None:
        """A camera that has left all walls is not listened to any more."""
        if aspect is Aspect.TILES and self.listening.heard:
            shown = {camera for wall in self.watch.workspace.walls for camera in wall.tiles}
            for device in self.listening.heard:
                known = self.watch.store.devices.get(device)
                if known is not None and known.kind is DeviceKind.CAMERA and device not in shown:
                    self.listening.leave(device)
            self.listening.follow_clocks()

    def _playback_of(self, device: DeviceId) -> Playback | None:
        """The clock of the tile it is in: of the chosen one, where it is in several."""
        playbacks = self.watch.past.playbacks
        for wall in self.watch.workspace.walls:
            seats = [tile for tile, camera in enumerate(wall.tiles) if camera == device]
            if seats:
                return playbacks.of(wall, wall.tile if wall.tile in seats else seats[0])
        return None

    def _is_silent(self) -> bool:
        return self._is_ring_muted or self.watch.workspace.is_muted

    def _toggle_ring(self) -> None:
        self._is_ring_muted = not self._is_ring_muted
        self.watch.given.settings.change(is_ring_muted=self._is_ring_muted)
        words = "The intercom's ring is off; its card still comes up." if self._is_ring_muted else "The intercom rings."
        self.watch.notices.say(_NOTICE, words, Grade.QUIET)

    def _mute(self) -> None:
        is_muted = not self.listening.is_muted
        self.listening.mute(is_muted)
        words = "All microphones are silent here." if is_muted else "Microphones are heard again."
        self.watch.notices.say(_NOTICE, words, Grade.QUIET)

    def _listen(self, *, beside: bool) -> None:
        if (device := self._meant()) is not None:
            self.listening.toggle(device, beside=beside)

    def _begin_to_talk(self) -> None:
        if (device := self._meant()) is not None:
            self.talking.begin(device)

    def _meant(self) -> DeviceId | None:
        """The calling intercom, else the selected one, else the camera of the tile that has the keyboard."""
        call = self.calls.current
        if call is not None:
            return call.intercom
        selected = self.watch.workspace.device
        device = self.watch.store.devices.get(selected) if selected is not None else None
        if device is not None and device.kind is DeviceKind.INTERCOM:
            return device.id
        return self.watch.wall.in_use.verbs.camera

    def _why_not_listen(self) -> str | None:
        device = self._meant()
        if device is None:
            return "Choose a tile with a camera, or select an intercom."
        return None if self.listening.status(device) is not None else self.listening.why_not(device)

    def _why_not_talk(self) -> str | None:
        device = self._meant()
        return self.talking.why_not(device) if device is not None else "Select an intercom first."

    def _why_no_call(self) -> str | None:
        return None if self.calls.current is not None else "Nobody calls."

    def _why_not_take(self) -> str | None:
        call = self.calls.current
        return self.taking.why_not(call.intercom if call is not None else None)

    def _why_not_unlock(self) -> str | None:
        call = self.calls.current
        return self.why_not_unlock(self.door(call.intercom)) if call is not None else "Nobody calls."


def _nothing() -> None:
    """The card itself hears these keys."""
