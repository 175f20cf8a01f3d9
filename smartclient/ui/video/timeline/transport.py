"""The bar of playback between tiles and timeline: buttons for what keys do, the time that is watched, the marked span."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenu, QToolButton, QWidget

from smartclient.runtime.clock import Clock
from smartclient.store.past import Past
from smartclient.store.playback import SPEEDS, Playback
from smartclient.store.workspace import Aspect, Workspace
from smartclient.ui.bindings import bind
from smartclient.ui.theme import Theme
from smartclient.ui.video.timeline.icons import icon
from smartclient.ui.video.timeline.watched import Watched

_MOVES = (
    ("previous", "previous-recording", "Previous recording (Ctrl+Shift+Left)"),
    ("backward", "play-backward", "Play backward (R)"),
    ("frame-back", "frame-back", "One picture back (,)"),
    ("play", "play", "Play or pause (Ctrl+Space)"),
    ("frame-forward", "frame-forward", "One picture forward (.)"),
    ("next", "next-recording", "Next recording (Ctrl+Shift+Right)"),
)
_MARKS = (
    ("mark-in", "mark-in", "Mark in (I)"),
    ("mark-out", "mark-out", "Mark out (O)"),
    ("bookmark", "bookmark", "Bookmark this moment (B)"),
    ("lock-evidence", "lock-evidence", "Keep the marked span as evidence (E)"),
    ("search", "search-footage", "Search footage (Ctrl+F)"),
)


class Transport(QWidget):
    """Buttons run actions by name, which say why when they cannot."""

    def __init__(
        self,
        workspace: Workspace,
        past: Past,
        theme: Theme,
        clock: Clock,
        run: Callable[[str], None],
        go_to: Callable[[datetime], None],
        set_pace: Callable[[float], None],
        say: Callable[[str], None],
    ) -> None:
        super().__init__()
        self._workspace, self._past, self._theme, self._set_pace = workspace, past, theme, set_pace
        self._run, self._is_map_led = run, False
        self.setAccessibleName("Playback")
        self.buttons: dict[str, QToolButton] = {}
        self.pace = QToolButton()
        self.length = QLabel()
        self.live = QToolButton()
        self.watched = Watched(theme, clock, self._playback, go_to, say, self._whose)
        self._lay_out()
        bind(self, past.playbacks.one.changed, lambda _nothing: self.refresh())
        bind(self, past.playbacks.changed, lambda _seat: self.refresh())
        bind(self, past.selection.changed, lambda _nothing: self.refresh())
        bind(self, workspace.changed, self._on_workspace)
        self.refresh()

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 2, 12, 2)
        row.setSpacing(4)
        for sign, action, words in _MOVES:
            row.addWidget(self._button(sign, action, words))
        self.pace.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.pace.setMenu(self._pace_menu())
        self.pace.setToolTip("Speed: slower (<), faster (>)")
        self.pace.setMinimumWidth(56)
        self.pace.setStyleSheet("QToolButton::menu-indicator { image: none }")
        row.addWidget(self.pace)
        skip = self._button("skip-gaps", "skip-gaps", "Skip what is not recorded (Shift+G)")
        skip.setCheckable(True)
        row.addWidget(skip)
        row.addSpacing(8)
        row.addWidget(self.watched, 1)
        row.addSpacing(8)
        self.length.setAccessibleName("Length of the marked span")
        self.length.setProperty("dim", True)
        row.addWidget(self.length)
        for sign, action, words in _MARKS:
            row.addWidget(self._button(sign, action, words))
        self.live.setText("LIVE")
        self.live.setCheckable(True)
        self.live.setAccessibleName("Watch now")
        self.live.setToolTip("Watch now (L)")
        self.live.clicked.connect(self._go_live)
        row.addWidget(self.live)

    def _button(self, sign: str, action: str, words: str) -> QToolButton:
        button = self.buttons[action] = QToolButton()
        button.setIcon(icon(sign, self._theme))
        button.setIconSize(QSize(16, 16))
        button.setMinimumSize(QSize(30, 24))
        button.setStyleSheet("padding: 2px 4px")
        button.setToolTip(words)
        button.setAccessibleName(words.partition(" (")[0])
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.clicked.connect(lambda: self._run(action))
        return button

    def _pace_menu(self) -> QMenu:
        menu = QMenu(self)
        for speed in SPEEDS:
            menu.addAction(speed_words(speed)).setData(speed)
        menu.triggered.connect(lambda action: self._set_pace(action.data()))
        return menu

    def show_skipping(self, is_on: bool) -> None:
        """Whether gaps are skipped."""
        self.buttons["skip-gaps"].setChecked(is_on)

    def show_map_led(self, is_map_led: bool) -> None:
        """Whether the map follows the clock of all tiles."""
        self._is_map_led = is_map_led
        self.watched.tick()

    def show_pace(self, pace: float) -> None:
        """How fast it plays when it plays."""
        self.pace.setText(f"{speed_words(pace)} ▾")
        self.pace.setAccessibleName(f"Speed {speed_words(pace)}")

    def tick(self) -> None:
        """Counts the watched time on."""
        self.watched.tick()

    def refresh(self) -> None:
        """Shows how the clock of the chosen tile runs, and what is marked."""
        playback = self._playback()
        is_running = playback.speed > 0
        self.buttons["play"].setIcon(icon("pause" if is_running else "play", self._theme))
        self.buttons["play"].setAccessibleName("Pause" if is_running else "Play")
        self.buttons["play-backward"].setIcon(icon("pause" if playback.speed < 0 else "backward", self._theme))
        self.live.setChecked(playback.is_live)
        if playback.speed:
            self.show_pace(abs(playback.speed))
        elif not self.pace.text():
            self.show_pace(1.0)
        span = self._past.selection.span
        self.length.setText(length_words(span.length.total_seconds()) if span is not None else "")
        self.watched.tick()

    def _go_live(self) -> None:
        """Pressed while live, it stays pressed."""
        self._run("live")
        self.live.setChecked(self._playback().is_live)

    def _on_workspace(self, aspect: Aspect) -> None:
        if aspect is Aspect.TILES:
            self.refresh()

    def _whose(self) -> str:
        """The chosen tile, where it has a clock of its own; whether the map follows that of all."""
        wall = self._workspace.wall
        if self._past.playbacks.is_loose(wall, wall.tile):
            return f"tile {wall.tile + 1} alone"
        return "the map shows it, too" if self._is_map_led and not self._playback().is_live else ""

    def _playback(self) -> Playback:
        return self._past.playbacks.of(self._workspace.wall, self._workspace.tile)


def speed_words(speed: float) -> str:
    """`1/8×`, `1×`, `64×`."""
    return f"{speed:g}×" if speed >= 1 else f"1/{1 / speed:g}×"


def length_words(seconds: float) -> str:
    """A span's length: `4.2 s`, `3 min 20 s`, `2 h 05 min`."""
    if seconds < 10:
        return f"{seconds:.1f} s"
    whole = round(seconds)
    if whole < 60:
        return f"{whole} s"
    if whole < 3_600:
        return f"{whole // 60} min {whole % 60:02} s"
    return f"{whole // 3_600} h {whole % 3_600 // 60:02} min"
