"""The responder's screen once there is one: it shows the alarm that wants somebody, flies the map there and opens its best camera."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer

from smartclient.domain.alarms import Alarm
from smartclient.domain.ids import AlarmId, DeviceId
from smartclient.runtime.tasks import Tasks
from smartclient.store.layouts import LAYOUTS, Layout
from smartclient.ui.bindings import bind
from smartclient.ui.responding.alarm_strip import AlarmStrip
from smartclient.ui.responding.touch import Touch
from smartclient.ui.responding.touch_bar import TouchBar
from smartclient.ui.shell.watch_actions import next_alarm

if TYPE_CHECKING:
    from smartclient.app.watch import Watch

_TICK_MS = 500
_LOOKING = "Looking which cameras see it …"
_UNSEEN = "No camera sees this place, as far as the plan tells."
_ASK = "grant-ask"


class RespondingDesk:
    """`leave` goes back to the console's screen. Needs a running loop; `stop` ends it."""

    def __init__(self, watch: "Watch", leave: Callable[[], None]) -> None:
        self._watch, self._leave = watch, leave
        self._tasks = Tasks("responding")
        self._verifying = watch.verifying.verifying
        given = watch.given
        self.strip = AlarmStrip(given.theme, given.clock)
        self.bar = TouchBar(given.theme)
        self.is_shown = False
        self._alarm: AlarmId | None = None
        self._cameras: tuple[DeviceId, ...] | None = None
        self._number = 0
        self._layout: Layout = LAYOUTS["4"]
        self.bar.pressed.connect(self.press)
        self._ticker = QTimer(self.strip, interval=_TICK_MS)
        self._ticker.timeout.connect(self._refresh)
        bind(self.strip, self._verifying.changed, lambda _nothing: self.follow())
        bind(self.strip, watch.store.changed, lambda _changes: self._refresh())
        bind(self.strip, watch.whereabouts.radio.changed, lambda _said: self._refresh())

    def show(self) -> None:
        """Map and one tile beside each other, the alarm above, three buttons below."""
        if self.is_shown:
            return
        self.is_shown = True
        watch = self._watch
        watch.verifying.give_way(True)
        watch.players.spare(True)
        self._layout = watch.workspace.walls[0].layout
        watch.workspace.use_wall(watch.workspace.walls[0])
        watch.workspace.set_layout(LAYOUTS["1"])
        watch.wall.content.show_board_alone(True)
        watch.window.narrow(self.strip, self.bar, self.strip.add)
        self._ticker.start()
        self._alarm = None
        self.follow()

    def hide(self) -> None:
        """The console's screen, as it was."""
        if not self.is_shown:
            return
        self.is_shown = False
        watch = self._watch
        self._ticker.stop()
        watch.window.widen()
        watch.wall.content.show_board_alone(False)
        watch.workspace.set_layout(self._layout)
        watch.players.spare(False)
        watch.verifying.give_way(False)

    async def stop(self) -> None:
        """Ends everything."""
        self.hide()
        await self._tasks.cancel()

    def press(self, touch: Touch) -> None:
        """Does what the button says."""
        if touch is Touch.ALL:
            self._leave()
        elif touch is Touch.ALARM:
            self._go_on()
        elif self._must_ask:
            self._watch.actions.run(_ASK)
        else:
            self._show_camera(self._number + 1)

    def follow(self) -> None:
        """Another alarm wants somebody, or none does any more."""
        if not self.is_shown:
            return
        alarm = self._shown
        if alarm is not None and alarm.id != self._alarm:
            self._alarm, self._cameras, self._number = alarm.id, None, 0
            device = self._watch.store.devices.get(alarm.device) if alarm.device is not None else None
            self._watch.workspace.select(alarm.device, alarm.id)
            if device is not None:
                self._watch.verbs.fly_to(device)
            self._tasks.start("cameras", self._open_camera(alarm))
        self._refresh()

    @property
    def _shown(self) -> Alarm | None:
        """What is being verified, else the worst that is open."""
        return self._verifying.alarm or next(iter(self._watch.store.open_alarms()), None)

    @property
    def _must_ask(self) -> bool:
        """Whether this person sees no camera of the alarm without a grant."""
        camera = self._cameras[self._number] if self._cameras else None
        return camera is not None and bool(self._watch.players.why_closed(camera))

    def _go_on(self) -> None:
        alarms = self._watch.store.open_alarms()
        if self._verifying.waiting:
            self._verifying.open_next()
        elif alarms:
            self._verifying.open(next_alarm(alarms, self._alarm).id)

    async def _open_camera(self, alarm: Alarm) -> None:
        """The one that sees it best, as soon as that is known."""
        seers = await self._watch.verbs.seeing.cameras(alarm)
        if self.is_shown and alarm.id == self._alarm:
            self._cameras = tuple(best.camera for best in seers)
            self._show_camera(0)

    def _show_camera(self, number: int) -> None:
        if self._cameras:
            self._number = number % len(self._cameras)
            camera = self._cameras[self._number]
            self._watch.stills.want(camera)
            self._watch.workspace.put_in_tile(0, camera)
        self._refresh()

    def _refresh(self) -> None:
        if not self.is_shown:
            return
        alarm, store = self._shown, self._watch.store
        place = self._place(alarm) if alarm is not None else ""
        self.strip.show_alarm(alarm, place, is_live=store.is_live(alarm.id if alarm is not None else ""))
        others = store.queue.open_count - (1 if alarm is not None and alarm.is_open else 0)
        words = f"Next alarm · {others:,} more" if others else "Next alarm"
        self.bar.say(
            Touch.ALARM, words, "" if others else "There is no other open alarm.", is_urgent=bool(self._verifying.worse)
        )
        if self._must_ask:
            why_not = next(row for row in self._watch.actions if row.name == _ASK).why_not()
            self.bar.say(Touch.CAMERA, "Ask for video", why_not or "", is_urgent=why_not is None)
        else:
            self.bar.say(Touch.CAMERA, self._camera_words(), self._why_no_camera(alarm))

    def _camera_words(self) -> str:
        return f"Next camera · {self._number + 1} of {len(self._cameras)}" if self._cameras else "Next camera"

    def _why_no_camera(self, alarm: Alarm | None) -> str:
        if alarm is None:
            return "There is no open alarm."
        if not self._cameras:
            return _LOOKING if self._cameras is None else _UNSEEN
        return "" if len(self._cameras) > 1 else "No other camera sees this place."

    def _place(self, alarm: Alarm) -> str:
        device = self._watch.store.devices.get(alarm.device) if alarm.device is not None else None
        if device is not None and device.placement is not None:
            return self._watch.whereabouts.radio.where(device.id)
        name = device.name if device is not None else alarm.source_name
        return f"On no map: {name or 'the server does not say where'}"
