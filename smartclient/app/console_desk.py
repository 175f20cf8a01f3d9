"""What a locked console shows: veils over all windows but the map and the alarms, the panel that unlocks, input held back."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

from smartclient.ui.console.input_guard import InputGuard
from smartclient.ui.console.unlock_panel import UnlockPanel
from smartclient.ui.console.veil import Veil

if TYPE_CHECKING:
    from smartclient.app.console import ConsoleRoom

_EDGE_PX = 16


class ConsoleDesk:
    """Belongs to the room; `veil` and `lift` follow the lock, `stop` ends it."""

    def __init__(self, room: "ConsoleRoom") -> None:
        self._room, self._watch = room, room.watch
        self._theme = room.watch.given.theme
        self.veils: dict[QWidget, Veil] = {}
        self.panel: UnlockPanel | None = None
        self.guard: InputGuard | None = None
        self._set_aside: list[QWidget] = []
        self._before: QWidget | None = None

    def veil(self) -> None:
        """Covers everything and asks for the password."""
        window = self._watch.window
        self._before = QApplication.focusWidget()
        main = self.veils[window] = Veil(window, self._theme, self._seen_on)
        panel = self.panel = UnlockPanel(self._theme, self._room.audit.user(), main)
        panel.tried.connect(self._room.try_unlock)
        panel.another.connect(self._room.try_another)
        panel.show_since(self._since())
        self.guard = InputGuard(panel, window)
        self.guard.window_shown.connect(self._cover)
        self.guard.turned_away.connect(self._turn_away)
        self.guard.begin()
        for widget in QApplication.topLevelWidgets():
            if widget.isVisible():
                self._cover(widget)
        self._place()
        panel.show()
        main.fitted.connect(self._place)
        window.activateWindow()
        panel.take_keyboard()

    def ask_another(self) -> None:
        """Asks for another user's name at once."""
        if self.panel is not None:
            self.panel.ask_another()

    def lift(self) -> None:
        """Shows everything again; the keyboard goes back where it was."""
        self.stop()
        for widget in self._set_aside:
            if isValid(widget):
                widget.show()
        self._set_aside.clear()
        if self._before is not None and isValid(self._before) and self._before.isVisible():
            self._before.setFocus(Qt.FocusReason.OtherFocusReason)

    def say(self, words: str, *, is_trouble: bool = True) -> None:
        """On the panel."""
        if self.panel is not None:
            self.panel.say(words, is_trouble=is_trouble)

    def stop(self) -> None:
        """Ends veils and guard."""
        if self.guard is not None:
            self.guard.end()
            self.guard.deleteLater()
        for veil in self.veils.values():
            if isValid(veil):
                veil.lift()
        self.veils.clear()
        self.guard = self.panel = None

    def _seen_on(self) -> tuple[QWidget, ...]:
        """What goes on in sight: the map, the alarms and how the line to the server is."""
        watch = self._watch
        return watch.map, watch.alarms, watch.window.connection

    def _cover(self, widget: QWidget) -> None:
        """A window beside the main one has nothing that may be seen; one that holds all others back is put aside meanwhile."""
        if widget in self.veils or not isValid(widget) or not widget.isWindow():
            return
        if widget.isModal():
            self._set_aside.append(widget)
            widget.hide()
            return
        self.veils[widget] = Veil(widget, self._theme)
        widget.destroyed.connect(lambda: self.veils.pop(widget, None))

    def _turn_away(self) -> None:
        if self.panel is not None and self.panel.isEnabled():
            self.panel.turn_away()

    def _since(self) -> str:
        lock = self._room.lock
        at = lock.since.astimezone() if lock.since is not None else None
        how = "locked by hand" if lock.is_by_hand else f"nobody was there for {lock.after_s / 60:.0f} min"
        return f"{self._room.audit.user()}, since {at:%H:%M}: {how}. Map and alarms go on." if at is not None else ""

    def _place(self) -> None:
        """Where the video was if that is large enough, else in the middle of what is veiled, else in the middle."""
        window, panel = self._watch.window, self.panel
        if panel is None or not isValid(panel):
            return
        panel.adjustSize()
        wall = self._watch.wall
        room = (
            QRect(wall.mapTo(window, QPoint(0, 0)), wall.size())
            if window.isAncestorOf(wall) and wall.isVisible()
            else window.rect()
        )
        place = QRect(QPoint(0, 0), panel.size())
        if room.height() < panel.height() + _EDGE_PX or room.width() < panel.width() + _EDGE_PX:
            room = window.rect()
        place.moveCenter(room.center())
        panel.move(place.topLeft())
        self.veils[window].keep(place)
