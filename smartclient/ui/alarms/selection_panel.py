"""The place beside the map that says what is selected and offers what can be done with it."""

from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from smartclient.domain.alarm_details import AlarmDetails
from smartclient.domain.commands import Command
from smartclient.domain.ids import DeviceId
from smartclient.runtime.clock import Clock
from smartclient.session.alarm_reading import AlarmReading
from smartclient.store.changes import Changes
from smartclient.store.site_store import SiteStore
from smartclient.store.workspace import Aspect, Workspace
from smartclient.ui.alarms.alarm_card import AlarmCard
from smartclient.ui.alarms.device_card import DeviceCard
from smartclient.ui.bindings import bind
from smartclient.ui.dialogs import text_label
from smartclient.ui.theme import Theme, Tone


class SelectionPanel(QWidget):
    """The alarm's card, the device's card, or what to do to see one. `open_video` carries a DeviceId, `replay` an AlarmId."""

    open_video = Signal(str)
    replay = Signal(str)

    def __init__(
        self,
        store: SiteStore,
        workspace: Workspace,
        theme: Theme,
        clock: Clock,
        where: Callable[[DeviceId], str],
        send: Callable[[Command], None],
        permitted: Callable[[Command], str | None],
        parent: QWidget | None = None,
        said: Callable[[DeviceId], str] | None = None,
        reading: AlarmReading[AlarmDetails] | None = None,
    ) -> None:
        """`said` is the place of an alarm's device for the radio, where it is another than `where`."""
        super().__init__(parent)
        self._store = store
        self._workspace = workspace
        self.alarm = AlarmCard(store, theme, clock, said or where, send, permitted, reading=reading)
        self.alarm.replay.connect(self.replay)
        self._scroll = QScrollArea()
        self.alarm.acts.asked.connect(lambda: self._scroll.ensureWidgetVisible(self.alarm.acts))
        self.device = DeviceCard(store, theme, clock, where, send, permitted)
        self.device.open_video.connect(self.open_video)
        self.empty = text_label("Nothing is selected", dim=True)
        self.empty.setText("Nothing is selected.\n\nClick a pin, a door or an alarm, or press Tab on the map.")
        self._rule = QFrame()
        self._rule.setFixedHeight(1)
        self._rule.setStyleSheet(f"background: {theme.colors[Tone.LINE]}; border: none")
        self._lay_out()
        bind(self, store.changed, self._on_store)
        bind(self, workspace.changed, self._on_workspace)
        ticker = QTimer(self, interval=1_000)
        ticker.timeout.connect(self._refresh_if_seen)
        ticker.start()
        self.refresh()

    def _lay_out(self) -> None:
        self.setAccessibleName("Selected")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setMinimumWidth(240)
        inner = QWidget()
        self._cards = cards = QVBoxLayout(inner)
        cards.setContentsMargins(12, 12, 12, 12)
        cards.setSpacing(12)
        for widget in (self.alarm, self._rule, self.device, self.empty):
            cards.addWidget(widget)
        cards.addStretch(1)
        scroll = self._scroll
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(inner)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(scroll, 1)

    def add(self, card: QWidget) -> None:
        """Lays one more card below the others; it shows and hides itself."""
        self._cards.insertWidget(self._cards.count() - 1, card)

    def refresh(self) -> None:
        """Shows what is selected as it is now; once a second, because ages grow."""
        alarm = self._store.alarms.get(self._workspace.alarm) if self._workspace.alarm is not None else None
        device = self._store.devices.get(self._workspace.device) if self._workspace.device is not None else None
        self.alarm.setVisible(alarm is not None)
        self.device.setVisible(device is not None)
        self._rule.setVisible(alarm is not None and device is not None)
        self.empty.setVisible(alarm is None and device is None and self._workspace.spot is None)
        if alarm is not None:
            self.alarm.show_alarm(alarm)
        if device is not None:
            self.device.show_device(device)
        else:
            self.device.clear()

    def ask_lock(self) -> None:
        """Asks whether to lock the selected door."""
        self.device.ask_lock()

    def ask_unlock(self) -> None:
        """Asks whether to unlock the selected door."""
        self.device.ask_unlock()

    def _on_store(self, changes: Changes) -> None:
        device, alarm = self._workspace.device, self._workspace.alarm
        concerns_us = device in changes.devices or alarm in changes.alarms
        if concerns_us or changes.everything or changes.connection:
            self._refresh_if_seen()

    def _refresh_if_seen(self) -> None:
        """Another panel may lie over it; it is refreshed when that goes."""
        if self.isVisible():
            self.refresh()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 (Qt's name)
        """On screen again: much may have happened."""
        super().showEvent(event)
        self.refresh()

    def _on_workspace(self, aspect: Aspect) -> None:
        if aspect is Aspect.SELECTION:
            self.refresh()
