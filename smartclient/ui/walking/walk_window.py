"""The window of a walk-through: the plan on one side, the stop on the other, large buttons below; keys do the same."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QProgressBar,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from smartclient.domain.campus_record import Outcome
from smartclient.domain.ids import VenueId
from smartclient.session.walking_through import NotSigned, WalkingThrough
from smartclient.ui.bindings import bind
from smartclient.ui.dialogs import text_label
from smartclient.ui.map.chart import Chart
from smartclient.ui.theme import Theme
from smartclient.ui.walking.sign_form import SignForm
from smartclient.ui.walking.stop_card import StopCard
from smartclient.ui.walking.stop_map import StopMap
from smartclient.ui.walking.touch import TARGET_PX, touch_button
from smartclient.ui.words import one_line

_SIGNS = {Outcome.RIGHT: "✓", Outcome.CORRECTED: "✎", Outcome.NOTED: "✎", None: "·"}


class WalkWindow(QWidget):
    """Shows one WalkingThrough at a time; `corrected` carries the Stop and what the plan should say of it.

    `campus_chosen` carries the id of another campus to walk through.
    """

    corrected = Signal(object, object)
    campus_chosen = Signal(str)

    def __init__(self, theme: Theme, user: str, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self.setObjectName("walk")
        self.setWindowTitle("Walk through · smartclient")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._user = user
        self._walking: WalkingThrough | None = None
        self._chart: Chart | None = None
        self._campus = ""
        self.heading, self.words, self.progress = text_label("Campus"), text_label("How far", dim=True), QProgressBar()
        self.map, self.list = StopMap(theme), QListWidget()
        self.card, self.sign_form = StopCard(theme), SignForm(theme)
        self.buttons = {
            words: touch_button(words, theme, act, is_first=words == "Right")
            for words, act in (
                ("Back", lambda: self._step(-1)),
                ("Right", self.tick),
                ("Correct …", self.card.ask_correction),
                ("Note …", self.card.ask_note),
                ("Next", lambda: self._step(1)),
            )
        }
        self.campuses = QComboBox()
        self.show_list = touch_button("All stops", theme, self._toggle_list)
        self.sign = touch_button("Sign …", theme, self.ask_signature)
        self._lay_out()
        self._join()

    def sizeHint(self) -> QSize:  # noqa: N802 (Qt's name)
        """A tablet lying on its side."""
        return QSize(1180, 780)

    def _lay_out(self) -> None:
        self.heading.setProperty("title", True)
        self.progress.setTextVisible(False)
        self.progress.setFixedHeight(8)
        self.progress.setAccessibleName("Stops looked at")
        self.list.setProperty("framed", True)
        self.list.setAccessibleName("All stops")
        self.list.setStyleSheet(f"QListWidget::item {{ min-height: {TARGET_PX - 4}px; }}")
        self._left, self._right = QStackedWidget(), QStackedWidget()
        for side, widgets in ((self._left, (self.map, self.list)), (self._right, (self.card, self.sign_form))):
            for widget in widgets:
                side.addWidget(widget)
        top, middle, below = QHBoxLayout(), QHBoxLayout(), QHBoxLayout()
        titles = QVBoxLayout()
        titles.setSpacing(4)
        titles.addWidget(self.heading)
        titles.addWidget(self.words)
        self.campuses.setAccessibleName("Campus")
        self.campuses.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.campuses.setStyleSheet(f"QComboBox {{ font-size: 16px; min-height: {TARGET_PX - 12}px; }}")
        top.addLayout(titles, 1)
        top.addWidget(self.campuses)
        top.addWidget(self.show_list)
        top.addWidget(self.sign)
        middle.setSpacing(24)
        middle.addWidget(self._left, 1)
        middle.addWidget(self._right, 1)
        below.setSpacing(12)
        for words, button in self.buttons.items():
            below.addWidget(button, 2 if words == "Right" else 1)
        page = QVBoxLayout(self)
        page.setContentsMargins(20, 16, 20, 16)
        page.setSpacing(12)
        page.addLayout(top)
        page.addWidget(self.progress)
        page.addLayout(middle, 1)
        page.addLayout(below)
        hint = text_label("Keys", dim=True)
        hint.setText("Space right · ← → back and next · C correct · N note · S sign · L list of all stops · Esc close")
        page.addWidget(hint)

    def _join(self) -> None:
        self.campuses.activated.connect(lambda _index: self.campus_chosen.emit(str(self.campuses.currentData())))
        self.card.corrected.connect(self._correct)
        self.card.noted.connect(lambda note: self._walking.note(note) if self._walking else None)
        self.card.closed.connect(self.setFocus)
        self.sign_form.signed.connect(self._sign)
        self.sign_form.closed.connect(self._end_signing)
        self.list.itemClicked.connect(lambda item: self._go_to(item))
        self.list.itemActivated.connect(lambda item: self._go_to(item))

    def begin(self, walking: WalkingThrough, chart: Chart, campus: VenueId) -> None:
        """Shows a walk-through from where it stands."""
        names = {venue.id: one_line(venue.name) for venue in chart.places.site.venues}
        self._walking, self._chart, self._campus = walking, chart, names.get(campus, "")
        self.campuses.clear()
        for own_id, name in names.items():
            self.campuses.addItem(name, own_id)
        self.campuses.setCurrentIndex(self.campuses.findData(campus))
        self.campuses.setVisible(len(names) > 1)
        bind(self, walking.changed, lambda _nothing: self._show() if walking is self._walking else None)
        self._end_signing()
        self._left.setCurrentWidget(self.map)
        self._show()

    def show_plan(self, chart: Chart) -> None:
        """The plan is drawn from this from now on."""
        self._chart = chart

    def say(self, words: str) -> None:
        """What came of a correction."""
        self.card.found.setText(one_line(words))

    def bring(self) -> None:
        """Shows it, in front."""
        self.show()
        self.activateWindow()
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def tick(self) -> None:
        """It is right; on to the next."""
        if self._walking is not None:
            self._walking.tick()

    def ask_signature(self) -> None:
        """Shows who answers for it, and for what."""
        if self._walking is None:
            return
        left = len(self._walking.stops) - self._walking.done
        rest = (
            f" {left} stops were not looked at; buildings or grounds that they lie in do not count as walked."
            if left
            else ""
        )
        words = f"{self._campus}: {self._walking.done} stops looked at, plan revision {self._walking.revision}.{rest}"
        self._right.setCurrentWidget(self.sign_form)
        self.sign_form.ask(words, self._user)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 (Qt's name)
        """Space or Enter: right; arrows: back and next; C, N, S, L; Esc puts a form away, then the window."""
        keys: Mapping[int, Callable[[], None]] = {
            Qt.Key.Key_Space: self.tick,
            Qt.Key.Key_Return: self.tick,
            Qt.Key.Key_Enter: self.tick,
            Qt.Key.Key_Left: lambda: self._step(-1),
            Qt.Key.Key_Right: lambda: self._step(1),
            Qt.Key.Key_C: self.card.ask_correction,
            Qt.Key.Key_N: self.card.ask_note,
            Qt.Key.Key_S: self.ask_signature,
            Qt.Key.Key_L: self._toggle_list,
            Qt.Key.Key_Escape: self._back_out,
        }
        act = keys.get(event.key())
        if act is not None and (event.key() == Qt.Key.Key_Escape or not self._is_typing):
            act()
        else:
            super().keyPressEvent(event)

    @property
    def _is_typing(self) -> bool:
        return self.card.is_asking or self._right.currentWidget() is self.sign_form

    def _show(self) -> None:
        walking, chart = self._walking, self._chart
        if walking is None or chart is None or walking.stop is None:
            return
        stop, found = walking.stop, walking.outcomes
        resumed = " · resumed" if walking.is_resumed else ""
        self.heading.setText(f"Walk through · {self._campus}")
        others = [f"{found[each]} {each}" for each in (Outcome.CORRECTED, Outcome.NOTED) if found[each]]
        parts = [f"{walking.done} of {len(walking.stops)} looked at", *others, f"plan revision {walking.revision}"]
        signed = " · signed" if walking.walk.is_signed else ""
        self.words.setText(" · ".join(parts) + resumed + signed)
        self.progress.setRange(0, len(walking.stops))
        self.progress.setValue(walking.done)
        after = walking.stops[walking.index + 1] if walking.index + 1 < len(walking.stops) else None
        self.card.show_stop(stop, walking.check_of(stop), after)
        self.map.show_stop(chart, stop)
        self._fill_list(walking)
        for button in self.buttons.values():
            button.setEnabled(not walking.walk.is_signed)

    def _fill_list(self, walking: WalkingThrough) -> None:
        while self.list.count() > len(walking.stops):
            self.list.takeItem(self.list.count() - 1)
        for row, each in enumerate(walking.stops):
            check, item = walking.check_of(each), self.list.item(row)
            words = one_line(f"{_SIGNS[check.outcome if check else None]}  {each.title} · {each.place}")
            if item is None:
                self.list.addItem(QListWidgetItem(words))
            elif item.text() != words:
                item.setText(words)
        self.list.setCurrentRow(walking.index)

    def _step(self, by: int) -> None:
        if self._walking is not None:
            self._walking.go(self._walking.index + by)

    def _correct(self, correction: Mapping[str, str], note: str) -> None:
        if self._walking is not None:
            stop = self._walking.stop
            self._walking.correct(correction, note)
            self.corrected.emit(stop, correction)

    def _sign(self, name: str, role: str, agency: str, by: str, invited: str) -> None:
        if self._walking is None:
            return
        try:
            self._walking.sign(name, role, agency, by, [each.strip() for each in invited.split(",") if each.strip()])
        except NotSigned as trouble:
            self.sign_form.say(str(trouble))
            return
        self._end_signing()

    def _end_signing(self) -> None:
        self._right.setCurrentWidget(self.card)
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def _toggle_list(self) -> None:
        is_map = self._left.currentWidget() is self.map
        self._left.setCurrentWidget(self.list if is_map else self.map)
        self.show_list.setText("Plan" if is_map else "All stops")

    def _go_to(self, item: QListWidgetItem) -> None:
        if self._walking is not None:
            self._walking.go(self.list.row(item))
            self._toggle_list()

    def _back_out(self) -> None:
        if self.card.is_asking:
            self.card.close_form()
        elif self._right.currentWidget() is self.sign_form:
            self._end_signing()
        else:
            self.hide()
