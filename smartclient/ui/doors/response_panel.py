"""What a building is under: the five actions of the Standard Response Protocol, set with a confirmation, for every console."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QIcon, QKeyEvent, QPainter, QPixmap
from PySide6.QtWidgets import QCheckBox, QPushButton, QVBoxLayout, QWidget

from smartclient.domain.commands import Command, SetResponse
from smartclient.domain.ids import BuildingId
from smartclient.domain.response import ResponseAction, ResponseStatus
from smartclient.runtime.clock import Clock
from smartclient.store.changes import Changes
from smartclient.store.pending import Pending, PendingState
from smartclient.store.site_store import SiteStore
from smartclient.ui.bindings import bind
from smartclient.ui.dialogs import Question, text_label
from smartclient.ui.drill import DrillFrame
from smartclient.ui.response_signs import TONES, paint_response, response_words
from smartclient.ui.theme import Theme, Tone
from smartclient.ui.words import one_line, tooltip

_ICON_PX = 24
_OFFERED = (ResponseAction.LOCKDOWN, ResponseAction.SECURE)
"""Actions whose directive is about locks: the panel offers to lock the doors, and never does it by itself."""


@dataclass(frozen=True, slots=True)
class ResponsePlace:
    """A building by its name; `door_count` of its doors can be locked here."""

    title: str
    building: BuildingId
    door_count: int


class ResponsePanel(QWidget):
    """Status, five buttons and the end. `lock_wanted` asks to lock the building's doors."""

    lock_wanted = Signal()

    def __init__(
        self,
        store: SiteStore,
        theme: Theme,
        clock: Clock,
        send: Callable[[Command], None],
        permitted: Callable[[Command], str | None],
    ) -> None:
        super().__init__()
        self._store, self._theme, self._clock = store, theme, clock
        self._send, self._permitted = send, permitted
        self._place: ResponsePlace | None = None
        self.title, self.status = text_label("Building"), text_label("What it is under")
        self.title.setProperty("title", True)
        self.pending = text_label("How far the last command has come")
        self.reason = text_label("Why nothing can be set", dim=True)
        self.drill = QCheckBox("As a drill")
        self.buttons = {action: QPushButton() for action in ResponseAction}
        self.end = QPushButton()
        self.question = Question()
        self.lock = QPushButton()
        self.frame = DrillFrame(self, theme)
        self._lay_out()
        bind(self, store.changed, self._on_store)
        self._ticker = QTimer(self, interval=1_000)
        self._ticker.timeout.connect(self.refresh)
        self._ticker.start()

    def _lay_out(self) -> None:
        self.setAccessibleName("Standard Response Protocol")
        self.setMinimumWidth(240)
        page = QVBoxLayout(self)
        page.setContentsMargins(12, 12, 12, 12)
        page.setSpacing(8)
        for widget in (self.title, self.status, self.pending, self.lock, self.question, self.drill):
            page.addWidget(widget)
        for action, button in self.buttons.items():
            button.setText(f"{action.value.upper()}\n{action.directive}")
            button.setAccessibleName(f"{action.value}. {action.directive}")
            button.setIcon(response_icon(self._theme, action))
            button.setIconSize(QSize(_ICON_PX, _ICON_PX))
            button.setMinimumHeight(52)
            button.setStyleSheet("text-align: left; padding-left: 8px")
            button.clicked.connect(lambda _checked=False, action=action: self.ask(action))
            page.addWidget(button)
        self.end.clicked.connect(lambda: self.ask(None))
        self.lock.clicked.connect(self.lock_wanted)
        self.question.closed.connect(self._on_closed)
        page.addWidget(self.end)
        page.addWidget(self.reason)
        page.addStretch(1)

    def show_place(self, place: ResponsePlace) -> None:
        """Shows what that building is under."""
        if self._place is None or place.building != self._place.building:
            self.question.dismiss()
        self._place = place
        self._on_closed()

    def _on_closed(self) -> None:
        """The keyboard stays in the panel when the question goes."""
        self.refresh()
        first = self.buttons[ResponseAction.HOLD]
        (first if first.isEnabled() else self.end).setFocus(Qt.FocusReason.OtherFocusReason)

    def ask(self, action: ResponseAction | None) -> None:
        """Asks whether to set it, as a drill where that is ticked."""
        place = self._place
        if place is None:
            return
        is_drill = self.drill.isChecked() and action is not None
        command = SetResponse(place.building, action, is_drill)
        what = f"{'DRILL: ' if is_drill else ''}{action.value.upper()}" if action else "End what is in force"
        verb = f"Set {action.value.lower()}{' drill' if is_drill else ''}" if action else "End it"
        self.question.ask(
            f"{what} at {one_line(place.title)}? Every console will show it.", verb, lambda: self._send(command)
        )
        self.refresh()

    def refresh(self) -> None:
        """Shows it as it is now."""
        place = self._place
        if place is None or not self.isVisible():
            return
        status, now = self._store.responses.get(place.building), self._clock.now()
        self.title.setText(one_line(place.title))
        self.status.setText(response_words(status, now) if status is not None else "Unknown: the server does not tell.")
        action = status.action if status is not None else None
        tone = TONES[action] if action is not None else Tone.STALE if status is None else Tone.TEXT
        self.status.setStyleSheet(f"color: {self._theme.colors[tone]}; font-weight: 600")
        self.frame.show_drill(status is not None and status.is_drill)
        self._show_pending(self._store.pending(place.building))
        reason = self._permitted(SetResponse(place.building, None)) or ""
        for each in (*self.buttons.values(), self.end, self.drill):
            each.setEnabled(not reason and not self.question.is_open)
            each.setToolTip(tooltip(reason))
        self.end.setEnabled(self.end.isEnabled() and action is not None)
        self.end.setText(f"End {action.value.lower()}" if action is not None else "Nothing to end")
        self.reason.setText(reason)
        self.reason.setVisible(bool(reason))
        self._offer(place, status)

    def _offer(self, place: ResponsePlace, status: ResponseStatus | None) -> None:
        is_about_locks = status is not None and status.action in _OFFERED
        is_offered, is_new = is_about_locks and place.door_count > 0, self.lock.isHidden()
        self.lock.setVisible(is_offered)
        if is_offered and is_new and self.isAncestorOf(self.focusWidget() or self):
            self.lock.setFocus(Qt.FocusReason.OtherFocusReason)
        drill = " This is a drill: doors really move." if status is not None and status.is_drill else ""
        self.lock.setText(f"Lock its {place.door_count} doors …")
        self.lock.setToolTip(tooltip(f"Setting an action moves no door; this asks before it does.{drill}"))

    def _show_pending(self, pending: Pending | None) -> None:
        self.pending.setVisible(pending is not None)
        if pending is not None:
            is_waiting = pending.state is PendingState.WAITING
            words = "Waiting for the server …" if is_waiting else one_line(pending.reason) or pending.state.value
            self.pending.setText(words)
            self.pending.setStyleSheet(f"color: {self._theme.colors[Tone.ACCENT if is_waiting else Tone.ALARM_MEDIUM]}")

    def _on_store(self, changes: Changes) -> None:
        if changes.responses or changes.everything or changes.connection:
            self.refresh()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 (Qt's name)
        """Arrows go from button to button."""
        if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self.focusNextPrevChild(event.key() == Qt.Key.Key_Down)
        else:
            super().keyPressEvent(event)


def response_icon(theme: Theme, action: ResponseAction) -> QIcon:
    """The action's sign for a button, drawn for twice the pixels."""
    picture = QPixmap(2 * _ICON_PX, 2 * _ICON_PX)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    paint_response(painter, theme, action, QRectF(0, 0, 2 * _ICON_PX, 2 * _ICON_PX))
    painter.end()
    return QIcon(picture)
