"""The intercom's panel at work: it comes up for a call, follows it, and goes when the last call is over."""

import asyncio
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer

from smartclient.domain.commands import UnlockDoor
from smartclient.domain.devices import Device
from smartclient.domain.ids import DeviceId
from smartclient.runtime.tasks import Tasks
from smartclient.session.best_cameras import BestCamera, best_cameras
from smartclient.session.intercom.call_log import past_calls
from smartclient.session.intercom.calls import Call
from smartclient.store.notices import Grade
from smartclient.ui.alarms.facts import sayings
from smartclient.ui.bindings import bind
from smartclient.ui.intercom.call_card import CallCard
from smartclient.ui.intercom.call_face import CallFace, CallKey
from smartclient.ui.intercom.call_lists import PastCalls, WaitingCalls
from smartclient.ui.intercom.call_video import MOST, CallVideo
from smartclient.ui.intercom.intercom_panel import IntercomPanel
from smartclient.ui.verifying.keyboard import Keyboard
from smartclient.ui.words import seconds_since
from smartclient.video.audio.ear import Phase

if TYPE_CHECKING:
    from smartclient.app.intercom import IntercomRoom

TITLE = "Intercom"
_RINGS = "intercom rings"
_TICK_MS, _LEVEL_MS = 500, 80


class IntercomDesk:
    """Belongs to its room; `stop` ends it."""

    def __init__(self, room: "IntercomRoom") -> None:
        self._room, self._watch = room, room.watch
        watch, given = self._watch, self._watch.given
        video = CallVideo(given.theme, given.clock, watch.players.new)
        video.watermark = watch.walls.equipment.watermark
        card = CallCard(watch.store, given.theme, given.clock, video)
        lists = WaitingCalls(room.name_of), PastCalls(given.theme, room.name_of)
        self.panel = watch.window.own(IntercomPanel(card, *lists))
        self.keyboard = Keyboard([self.panel], watch.map)
        self._tasks = Tasks("intercom desk")
        self._is_shown = self._came_by_itself = False
        self._told: set[DeviceId] = set()
        self._seen: DeviceId | None = None
        self._join()
        self._tasks.start("earlier calls", self._remember())

    @property
    def is_in_front(self) -> bool:
        """Whether the panel is on the screen."""
        return self.panel.isVisible()

    def open(self) -> None:
        """Shows the panel and gives it the keyboard."""
        self._came_by_itself = self._came_by_itself and self._is_shown
        self._show()
        self.keyboard.take()
        if (call := self._room.calls.current) is not None:
            self._watch.verbs.show_device(call.intercom)
        self.follow()

    def follow(self) -> None:
        """Calls began, ended or are others."""
        waiting = self._room.calls.waiting
        fresh = [call for call in waiting if call.intercom not in self._told]
        self._told = {call.intercom for call in waiting}
        if fresh:
            self._announce(fresh[-1])
        if not waiting:
            self._watch.notices.end(_RINGS)
        current = self._room.calls.current
        if current is None and self._is_shown and self._came_by_itself and not self.keyboard.is_here:
            self._close()
        self._see(current)
        self.refresh()

    def refresh(self) -> None:
        """Shows everything as it is now."""
        calls, now = self._room.calls, self._watch.given.clock.now()
        current = calls.current
        card = self.panel.card
        card.setVisible(current is not None)
        if current is not None:
            door = self._room.door(current.intercom)
            card.show_face(self._face(current), door.id if door is not None else None)
        self.panel.waiting.show_calls([call for call in calls.waiting if call != current], now)
        self.panel.past.show_calls(calls.past, now, is_somebody_there=current is not None)
        is_heard = current is not None and self._room.listening.status(current.intercom) is not None
        (self._levels.start if is_heard and self.is_in_front else self._levels.stop)()

    async def stop(self) -> None:
        """Ends everything."""
        self.panel.card.video.end()
        await self._tasks.cancel()

    async def _remember(self) -> None:
        given, started = self._watch.given, self._watch.given.clock.now()
        earlier = await asyncio.to_thread(past_calls, given.journal, started)
        self._room.calls.remember(earlier)

    def _join(self) -> None:
        panel, watch = self.panel, self._watch
        panel.pressed.connect(self._press)
        panel.card.unlocked.connect(self._unlock)
        panel.card.talk_pressed.connect(self._room.talk_key.press)
        panel.card.talk_released.connect(self._room.talk_key.release)
        panel.waiting.chosen.connect(lambda intercom: self._room.calls.choose(DeviceId(intercom)))
        panel.past.shown.connect(watch.verbs.show_device)
        self._ticker = QTimer(panel, interval=_TICK_MS)
        self._ticker.timeout.connect(self._tick)
        self._ticker.start()
        self._levels = QTimer(panel, interval=_LEVEL_MS)
        self._levels.timeout.connect(self._show_level)
        bind(panel, watch.store.changed, lambda _changes: self.refresh() if self.is_in_front else None)
        bind(panel, watch.whereabouts.radio.changed, lambda _said: self.refresh() if self.is_in_front else None)

    def _press(self, key: CallKey) -> None:
        room, call = self._room, self._room.calls.current
        if call is None:
            return
        match key:
            case CallKey.ANSWER:
                room.answer()
            case CallKey.DECLINE:
                room.decline()
            case CallKey.LISTEN:
                room.listening.toggle(call.intercom)
            case CallKey.UNLOCK:
                self.panel.card.ask_unlock()
            case CallKey.NEXT:
                room.calls.choose_next()

    def _announce(self, call: Call) -> None:
        """The card comes up by itself, unless an alarm is being verified: that is never covered."""
        name = self._room.name_of(call.intercom)
        if self._watch.verifying.verifying.alarm is not None:
            self._watch.notices.say(_RINGS, f"{name} rings. X shows the call.", Grade.WARNING)
            return
        if not self._is_shown:
            self._came_by_itself = True
        self._show()

    def _show(self) -> None:
        window = self._watch.window
        self._is_shown = True
        window.raise_tabs(True)
        self.keyboard.show_over(window.tabs, lambda: window.show_panel(self.panel, TITLE, self._close))

    def _close(self) -> None:
        self._is_shown = False
        self.keyboard.forget()
        self._watch.window.close_panel(self.panel)
        self._watch.window.raise_tabs(False)
        self._see(None)

    def _see(self, call: Call | None) -> None:
        """Live pictures of the cameras that see it, as soon as they are found out."""
        intercom = call.intercom if call is not None and self._is_shown else None
        if intercom == self._seen:
            return
        self._seen = intercom
        if intercom is None:
            self.panel.card.video.end()
        else:
            self.panel.card.question.dismiss()
            self.panel.card.video.show_cameras((), "Looking which cameras see it …")
            self._tasks.start("cameras", self._open_cameras(intercom))

    async def _open_cameras(self, intercom: DeviceId) -> None:
        found = await asyncio.to_thread(self._find, intercom)
        if intercom == self._seen:
            devices = [self._watch.store.devices[best.camera] for best in found]
            self.panel.card.video.show_cameras(devices, "No camera sees this intercom, as far as the plan tells.")

    def _find(self, intercom: DeviceId) -> tuple[BestCamera, ...]:
        return best_cameras(self._watch.store, self._watch.verbs.seeing.sight, intercom, (), MOST)

    def _unlock(self) -> None:
        call = self._room.calls.current
        door = self._room.door(call.intercom) if call is not None else None
        if door is not None:
            self._watch.dispatcher.send(UnlockDoor(door.id))
            self.refresh()

    def _face(self, call: Call) -> CallFace:
        room, watch = self._room, self._watch
        door, now = room.door(call.intercom), watch.given.clock.now()
        return CallFace(
            title=room.name_of(door.id) if door is not None else room.name_of(call.intercom),
            place=watch.whereabouts.radio.where(call.intercom),
            rings_for_s=seconds_since(call.answered_at or call.at, now),
            is_answered=call.answered_at is not None,
            is_being_told=room.taking.is_asking(call.intercom),
            door=door.name if door is not None else "",
            door_state=self._door_words(door),
            why_not_answer=room.taking.why_not(call.intercom),
            why_not_listen=room.listening.why_not(call.intercom),
            why_not_talk=room.talking.why_not(call.intercom),
            why_not_unlock=room.why_not_unlock(door),
            is_listening=room.listening.status(call.intercom) is not None,
            is_talking=room.talking.device == call.intercom,
            sound=self._sound_words(call.intercom),
            others=len([other for other in room.calls.waiting if other != call]),
        )

    def _door_words(self, door: Device | None) -> str:
        if door is None:
            return ""
        store, now = self._watch.store, self._watch.given.clock.now()
        can = door.id in store.commandable
        known = sayings(door, store.state(door.id), now, can, store.silent_since(door.id))
        return " · ".join(f"{saying.name}: {saying.text}" for saying in known[:2])

    def _sound_words(self, intercom: DeviceId) -> str:
        status = self._room.listening.status(intercom)
        if status is None:
            return ""
        if status.phase is Phase.TROUBLE:
            return status.trouble
        if self._room.talking.is_open:
            return "Silent while your microphone is open."
        if self._room.listening.is_muted:
            return "Microphones are silent here; Alt M lets them be heard."
        return "Opening the sound …" if status.phase is Phase.OPENING else "You hear the visitor."

    def _tick(self) -> None:
        if self.is_in_front:
            self.panel.card.video.tick()
            self.refresh()

    def _show_level(self) -> None:
        call = self._room.calls.current
        if call is not None:
            listening = self._room.listening
            is_silent = listening.is_muted or self._room.talking.is_open
            self.panel.card.show_level(listening.level(call.intercom), is_dim=is_silent)
