"""The replay over the live map: a map of its own with frame and time, the bar to play and scrub, and what rings live meanwhile."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from smartclient.session.incident_replay import SPEEDS, IncidentReplay
from smartclient.ui.incident_map.replay_frame import ReplayFrame
from smartclient.ui.incident_map.replay_scrubber import ReplayScrubber
from smartclient.ui.map import keys
from smartclient.ui.map.map_view import MapView
from smartclient.ui.theme import Theme
from smartclient.ui.words import one_line

_FOLLOW_MS = 80
_BANNER_TOP_PX, _BANNER_PX = 76, 36
_K = Qt.Key


class ReplayView(QWidget):
    """Lies over `above`, which it fills, and has its keys while it has the keyboard. `left` asks to go back to live."""

    left = Signal()

    def __init__(
        self,
        replay: IncidentReplay,
        site_map: MapView,
        theme: Theme,
        above: QWidget,
        plan: str = "",
    ) -> None:
        """`plan` says of what time the plan is that is drawn; empty where it is surely that of the incident."""
        super().__init__(above)
        self._plan = plan
        self.replay, self.map = replay, site_map
        self.setAccessibleName("Replay of the incident")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.play, self.slower, self.faster = QPushButton(), QPushButton("−"), QPushButton("+")
        self.back = QPushButton("Back to live  (Esc)")
        self.time, self.speed, self.said = QLabel(), QLabel(), QLabel()
        self.scrubber = ReplayScrubber(theme)
        self.banner = QPushButton(site_map)
        self._lay_out(theme)
        self._join()
        site_map.lay_over("replay", ReplayFrame(self._words))
        self._keys = ReplayKeys(self)
        site_map.use_tool(None, self._keys)
        above.installEventFilter(self)
        self._cover()

    def show_step(self, words: str) -> None:
        """Shows where the replay is; `words` say what happened last, or what is selected."""
        replay = self.replay
        self.play.setText("Pause" if replay.is_running else "Play")
        self.play.setAccessibleName("Pause the replay (Space)" if replay.is_running else "Play the replay (Space)")
        self.time.setText(f"{replay.instant.astimezone():%H:%M:%S}")
        self.speed.setText(f"{replay.speed:g}×")
        self.said.setText(one_line(words))
        self.scrubber.show_instant(replay.instant)
        self.map.canvas.update()

    def show_live(self, words: str) -> None:
        """Something rings live; empty takes the banner away."""
        self.banner.setText(one_line(words))
        self.banner.setAccessibleName(one_line(words))
        self.banner.setVisible(bool(words))
        self._cover()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 (Qt's name)
        """Stays as large as what it lies over."""
        if watched is self.parent() and event.type() is QEvent.Type.Resize:
            self._cover()
        return False

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802 (Qt's name)
        """The map's drawing thread must not outlive it."""
        self.map.stop()
        event.accept()

    def _words(self) -> str:
        replay = self.replay
        how = f"{replay.speed:g}×" if replay.is_running else "paused"
        drill = " · DRILL" if replay.incident.is_drill else ""
        plan = f" · {self._plan}" if self._plan else ""
        return f"{_clock(replay.instant)} · {how}{drill}{plan}"

    def _cover(self) -> None:
        parent = self.parentWidget()
        if parent is not None:
            self.setGeometry(parent.rect())
        self.banner.ensurePolished()
        width = min(self.banner.sizeHint().width() + 2 * _BANNER_PX, self.width())
        self.banner.setGeometry((self.width() - width) // 2, _BANNER_TOP_PX, width, _BANNER_PX)

    def _join(self) -> None:
        replay = self.replay
        self.play.clicked.connect(replay.play_or_pause)
        self.slower.clicked.connect(lambda: replay.change_speed(-1))
        self.faster.clicked.connect(lambda: replay.change_speed(1))
        self.back.clicked.connect(self.left)
        self.banner.clicked.connect(self.left)
        self.scrubber.sought.connect(replay.go_to)
        timer = QTimer(self, interval=_FOLLOW_MS)
        timer.timeout.connect(lambda: replay.follow() if replay.is_running else None)
        timer.start()

    def _lay_out(self, theme: Theme) -> None:
        bar = QHBoxLayout()
        bar.setContentsMargins(12, 6, 12, 6)
        bar.setSpacing(8)
        for widget, name in (
            (self.slower, "Replay slower (−)"),
            (self.speed, "Speed of the replay"),
            (self.faster, f"Replay faster (+), up to {SPEEDS[-1]:g} times"),
            (self.time, "Replayed time"),
            (self.back, "Back to live (Esc)"),
            (self.said, "What happened last"),
        ):
            widget.setAccessibleName(name)
            widget.setToolTip(name)
        self.play.setFixedWidth(76)
        for button in (self.play, self.slower, self.faster, self.back):
            button.setMinimumHeight(32)
        self.time.setFixedWidth(round(theme.metrics(1).horizontalAdvance("00:00:00")) + 8)
        self.speed.setFixedWidth(32)
        self.speed.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.said.setTextFormat(Qt.TextFormat.PlainText)
        self.said.setMinimumWidth(40)
        for each in (self.play, self.slower, self.speed, self.faster, self.time):
            bar.addWidget(each)
        bar.addWidget(self.scrubber, 1)
        bar.addWidget(self.back)
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.setSpacing(0)
        page.addWidget(self.map, 1)
        page.addLayout(bar)
        self.said.setContentsMargins(14, 0, 14, 8)
        page.addWidget(self.said)
        self.banner.setDefault(True)
        self.banner.hide()


class ReplayKeys:
    """Space plays and pauses, comma and full stop step, + and − change the speed, Esc goes back to live; the rest is the map's."""

    def __init__(self, view: ReplayView) -> None:
        self._map = view.map
        replay = view.replay
        self._acts: dict[Qt.Key, Callable[[], None]] = {
            _K.Key_Space: replay.play_or_pause,
            _K.Key_Comma: lambda: replay.step(-1),
            _K.Key_Period: lambda: replay.step(1),
            _K.Key_Plus: lambda: replay.change_speed(1),
            _K.Key_Equal: lambda: replay.change_speed(1),
            _K.Key_Minus: lambda: replay.change_speed(-1),
            _K.Key_Escape: view.left.emit,
        }

    def wants(self, key: Qt.Key, modifiers: Qt.KeyboardModifier) -> bool:
        """Its own keys, and those of the map, which would otherwise be the live map's."""
        held = modifiers & ~(Qt.KeyboardModifier.KeypadModifier | Qt.KeyboardModifier.ShiftModifier)
        return not held and (key in self._acts or keys.is_known(key))

    def take(self, key: Qt.Key, modifiers: Qt.KeyboardModifier) -> bool:
        """Does what the key means."""
        act = self._acts.get(key)
        if act is None or not self.wants(key, modifiers):
            return keys.act(self._map.ground, key, modifiers)
        act()
        return True


def _clock(at: datetime) -> str:
    local = at.astimezone()
    return f"{local.day} {local:%b %Y %H:%M:%S}"
