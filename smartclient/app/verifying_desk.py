"""The verification card once there is one: it fills the wall's place and a panel, flies the map, and gives all back when it goes."""

import asyncio
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QGuiApplication

from smartclient.app.alarm_picture_desk import AlarmPictureDesk
from smartclient.domain.alarms import Alarm, Verdict
from smartclient.domain.commands import JudgeAlarm
from smartclient.domain.devices import Device
from smartclient.domain.events import EventKind, Happened
from smartclient.domain.ids import AlarmId
from smartclient.runtime.tasks import Tasks
from smartclient.session.aiming import Aiming
from smartclient.session.best_cameras import COUNT
from smartclient.session.verifying.before import Before
from smartclient.session.verifying.nearby import nearby
from smartclient.session.verifying.verifying import Verifying
from smartclient.session.verifying.who_what import BADGED, NEAR, who_what
from smartclient.store.changes import Changes
from smartclient.store.notices import Grade
from smartclient.store.spots import spot_of_device
from smartclient.ui.alarms.facts import sayings
from smartclient.ui.bindings import bind
from smartclient.ui.drill import DrillFrame
from smartclient.ui.verifying.card_board import CardBoard
from smartclient.ui.verifying.card_panel import CardPanel
from smartclient.ui.verifying.card_part import CardKey
from smartclient.ui.verifying.keyboard import Keyboard
from smartclient.ui.verifying.moment_tile import MomentTile
from smartclient.ui.verifying.verdict_bar import VerdictBar

if TYPE_CHECKING:
    from smartclient.app.watch import Watch
    from smartclient.session.verifying.drills import Drills

TITLE = "Verify"
_TICK_MS = 500
_LET_GO_MS = 200
_NOTICE = "verifying"
_UNSEEN = "No camera sees this place, as far as the plan tells."
_NOWHERE = "Its place is on no map, so nobody can say which cameras see it."


class VerifyingDesk:
    """Needs a running loop; `stop` ends it."""

    def __init__(self, watch: "Watch", verifying: Verifying, drills: "Drills", key: str) -> None:
        self._watch, self._verifying, self._drills = watch, verifying, drills
        given, loop = watch.given, asyncio.get_running_loop()
        self._clock = given.clock
        self._tasks = Tasks("verifying")
        self.before = Before(given.clock, lambda delay_s, call: loop.call_later(delay_s, call).cancel)
        equipment = watch.walls.equipment
        self.board = watch.window.own(CardBoard(equipment, self.before, self.copy))
        self.moment = MomentTile(given.theme, given.clock, equipment.new_player)
        self.moment.watermark = equipment.watermark
        verdicts = VerdictBar(watch.store, given.theme, given.clock, watch.why_not)
        self.pictures = AlarmPictureDesk(watch, self._say, self._refresh)
        self.panel = watch.window.own(
            CardPanel(given.theme, given.clock, self.moment, self.pictures.plate, verdicts, key)
        )
        self.map_frame = DrillFrame(watch.map, given.theme, corner=Qt.Corner.TopLeftCorner, size_px=14)
        self.keyboard = Keyboard((self.panel, self.board), watch.map)
        self._aiming = Aiming(watch.verbs.seeing, watch.store, watch.walls.moving, lambda _cameras: None, self._say)
        self._shown: AlarmId | None = None
        self._earlier: list[Happened] = []
        self._join(verdicts)

    def follow(self) -> None:
        """Another alarm is on the card, or none; or others wait."""
        alarm = self._verifying.alarm
        if alarm is None:
            self._end()
        elif alarm.id != self._shown:
            self._begin(alarm)
        self._refresh()

    def put_away(self) -> None:
        """Another screen shows the alarm."""
        self._end()

    def take_keyboard(self) -> None:
        """The card's keys work from now on."""
        self._show()
        self.keyboard.take()

    def copy(self) -> None:
        """Puts where it is, as it is said over the radio, on the clipboard."""
        alarm = self._verifying.alarm
        if alarm is not None:
            words = self._place(alarm)
            QGuiApplication.clipboard().setText(words)
            self._say(f"Copied: {words}")

    async def stop(self) -> None:
        """Ends everything."""
        self._end()
        self.board.board.close_players()
        await self._tasks.cancel()
        await self._aiming.close()
        await self.pictures.stop()

    def _join(self, verdicts: VerdictBar) -> None:
        watch, panel = self._watch, self.panel
        verdicts.judged.connect(self._judge)
        panel.waiting.asked.connect(self._verifying.open_next)
        for part in (panel, self.board):
            part.pressed.connect(self._press)
        self.keyboard.moved.connect(panel.show_keyboard)
        ticker = QTimer(panel, interval=_TICK_MS)
        ticker.timeout.connect(self._refresh)
        ticker.start()
        bind(panel, watch.store.changed, self._take)
        bind(panel, watch.whereabouts.radio.changed, lambda _said: self._refresh())
        # Who goes to an alarm wants to see the cameras it opens, which the card would lie over.
        bind(panel, watch.verbs.went_to_alarm, lambda _alarm: self._verifying.close())

    def _press(self, key: CardKey) -> None:
        if isinstance(key.value, Verdict):
            self.panel.verdicts.choose(key.value)
        elif key is CardKey.COPY:
            self.copy()
        elif key is CardKey.NEXT:
            self._verifying.open_next()
        elif key is CardKey.TURN:
            self._turn_cameras()
        elif key is CardKey.PICTURE:
            self.pictures.next()
        elif key is CardKey.KEEP:
            self.pictures.add(self.board.tiles.tiles[0])
        elif key is CardKey.CLOSE:
            self._verifying.close()

    def _judge(self, verdict: Verdict) -> None:
        alarm = self._verifying.alarm
        if alarm is not None:
            self._watch.dispatcher.send(JudgeAlarm(alarm.id, verdict))
            self._refresh()

    def _begin(self, alarm: Alarm) -> None:
        self._shown, self._earlier = alarm.id, []
        self.moment.end()
        self.panel.show_near(None)
        self.board.show_cameras(None, "Looking which cameras see it …")
        self._go_there(alarm)
        self._tasks.start("cameras", self._open_cameras(alarm))
        if self.panel.isVisible():
            self._show()
        else:
            self._tasks.start("show", self._show_next(alarm))
        self.before.begin(alarm.at)
        self._tasks.start("nearby", self._look_around(alarm))
        self._tasks.start("earlier", self._read_earlier(alarm))

    def _go_there(self, alarm: Alarm) -> None:
        """Selects it, which asks what sees it, and shows the place and its floor, at once; not from under a hand that drags the map."""
        self._watch.workspace.select(alarm.device, alarm.id)
        self._fly(alarm)

    def _fly(self, alarm: Alarm) -> None:
        device = self._device(alarm)
        if device is None or alarm.id != self._shown:
            return
        if QGuiApplication.mouseButtons() == Qt.MouseButton.NoButton:
            self._watch.verbs.fly_to(device, at_once=True)
        else:
            QTimer.singleShot(_LET_GO_MS, self.panel, lambda: self._fly(alarm))

    def _show(self) -> None:
        """Pictures in the wall's place, words in a panel; who has the keyboard keeps it."""
        window = self._watch.window
        window.raise_tabs(True)
        self.keyboard.show_over(self._watch.wall, lambda: window.cover_wall(self.board))
        self.keyboard.show_over(window.tabs, lambda: window.show_panel(self.panel, TITLE, self._verifying.close))

    async def _show_next(self, alarm: Alarm) -> None:
        """In the turn after the map's: both together would hold the loop, and the map's picture takes longest."""
        await asyncio.sleep(0)
        if alarm.id == self._shown:
            self._show()

    def _end(self) -> None:
        if self._shown is None:
            return
        had_keyboard = self.keyboard.is_here
        self.keyboard.forget()
        self._shown, self._earlier = None, []
        self.before.stop()
        self.board.end()
        self.moment.end()
        self.pictures.end()
        self._watch.window.raise_tabs(False)
        self._watch.window.uncover_wall()
        self._watch.window.close_panel(self.panel)
        if had_keyboard:
            self._watch.map.setFocus(Qt.FocusReason.OtherFocusReason)

    def _take(self, changes: Changes) -> None:
        alarm = self._verifying.alarm
        if alarm is None:
            return
        concerns_us = alarm.id in changes.alarms or alarm.device in changes.devices
        if concerns_us or changes.everything or changes.connection:
            self._refresh()

    def _refresh(self) -> None:
        alarm, watch = self._verifying.alarm, self._watch
        meant = watch.store.alarms.get(watch.workspace.alarm) if watch.workspace.alarm is not None else alarm
        self.map_frame.show_drill(meant is not None and meant.is_drill)
        if alarm is None or alarm.id != self._shown:
            return
        store = watch.store
        known = who_what(alarm, store, self._earlier)
        device = self._device(alarm)
        state = (
            sayings(device, store.state(device.id), self._clock.now(), device.id in store.commandable) if device else []
        )
        self.panel.show_alarm(alarm, store.is_live(alarm.id))
        self.panel.show_findings(known.findings, [each for each in state if each.name not in ("Can", "Looks")])
        self.panel.waiting.show_waiting(self._verifying.waiting, self._verifying.worse, self._verifying.is_finished)
        self.board.show_place(self._place(alarm))
        self.board.drill.show_drill(alarm.is_drill)
        pictured = store.devices.get(known.camera) if known.camera is not None else None
        if self.pictures.show(alarm, known) or pictured is None or known.at is None:
            self.moment.end()
        else:
            self.moment.show_moment(pictured, known.at, known.boxes)

    def _device(self, alarm: Alarm) -> Device | None:
        return self._watch.store.devices.get(alarm.device) if alarm.device is not None else None

    def _place(self, alarm: Alarm) -> str:
        """As it is said over the radio; of what is on no map, that it is on no map."""
        device = self._device(alarm)
        if device is not None and device.placement is not None:
            return self._watch.whereabouts.radio.where(device.id)
        name = device.name if device is not None else alarm.source_name
        return f"On no map: {name or 'the server does not say where'}"

    async def _open_cameras(self, alarm: Alarm) -> None:
        """Those that see it best, as soon as that is known."""
        watch = self._watch
        seers = await watch.verbs.seeing.cameras(alarm)
        if alarm.id != self._shown:
            return
        cameras = [best.camera for best in seers[:COUNT]]
        for camera in cameras:
            watch.stills.want(camera)
        device = self._device(alarm)
        is_placed = device is not None and device.placement is not None
        self.board.show_cameras(cameras, _UNSEEN if is_placed else _NOWHERE)
        self._drills.note_cameras(alarm.id, cameras)

    async def _look_around(self, alarm: Alarm) -> None:
        device = self._device(alarm)
        if device is None or device.placement is None:
            self.panel.show_near((), "Its place is on no map; the server names its source only.")
            return
        near = await asyncio.to_thread(nearby, self._watch.places, self._watch.walkable, device)
        if alarm.id == self._shown:
            self.panel.show_near(near)

    async def _read_earlier(self, alarm: Alarm) -> None:
        """An alarm from before this watch has its events in the journal."""
        recent = self._watch.store.recent
        if recent and recent[0].at < alarm.at - BADGED:
            return
        journal = self._watch.given.journal
        found = await asyncio.to_thread(journal.happened, frozenset(EventKind), alarm.at - BADGED, alarm.at + NEAR)
        if alarm.id == self._shown:
            self._earlier = found
            self._refresh()

    def _turn_cameras(self) -> None:
        alarm = self._verifying.alarm
        device = self._device(alarm) if alarm is not None else None
        spot = spot_of_device(device) if device is not None else None
        if spot is None:
            self._say("Its place is on no map, so no camera can be turned to it.")
        else:
            self._aiming.aim(spot)

    def _say(self, words: str) -> None:
        self._watch.notices.say(_NOTICE, words, Grade.QUIET)
