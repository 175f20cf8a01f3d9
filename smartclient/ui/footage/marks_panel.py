"""What people marked in the past: bookmarks, evidence locks and exports of the time on show, newest first."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QPointF, QSize, Qt, Signal
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QToolButton, QVBoxLayout, QWidget

from smartclient.domain.ids import DeviceId
from smartclient.domain.recordings import Bookmark, EvidenceLock
from smartclient.runtime.clock import Clock
from smartclient.store.marks import Exported, KnownMarks
from smartclient.store.moments import Moment, MomentKind
from smartclient.ui.bindings import bind
from smartclient.ui.dialogs import Question, text_label
from smartclient.ui.footage.lock_form import LockForm
from smartclient.ui.footage.rows import FootageRows
from smartclient.ui.footage.words import moment_words, span_words
from smartclient.ui.theme import Theme
from smartclient.ui.video.timeline.glyphs import paint_glyph
from smartclient.ui.words import one_line, time_of_day

Mark = Bookmark | EvidenceLock | Exported
_ICON = QSize(20, 20)
_EMPTY = (
    "No bookmark, evidence lock or export in the time on show.\n\n"
    "B marks the moment that is watched. I and O mark a span, E keeps it as evidence."
)


class MarksPanel(QWidget):
    """`opened` carries the mark to watch, `renamed` a Bookmark and its new name, `removed` a Bookmark or EvidenceLock."""

    opened = Signal(object)
    renamed = Signal(object, str)
    removed = Signal(object)

    def __init__(
        self, marks: KnownMarks, name_of: Callable[[DeviceId], str], theme: Theme, clock: Clock, form: LockForm
    ) -> None:
        super().__init__()
        self._marks, self._name_of, self._theme, self._clock = marks, name_of, theme, clock
        self.form = form
        self.rows: FootageRows[Mark] = FootageRows("Bookmarks, evidence locks and exports", _ICON)
        self.empty = text_label("No marks", dim=True)
        self.question = Question()
        self.field = QLineEdit()
        self.go, self.rename, self.remove = QToolButton(), QToolButton(), QToolButton()
        self._lay_out()
        self._join()
        self.refresh()

    def _lay_out(self) -> None:
        self.setAccessibleName("Marks")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setMinimumWidth(240)
        self.empty.setText(_EMPTY)
        self.empty.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.empty.setContentsMargins(12, 12, 12, 12)
        self.field.setAccessibleName("New name of the bookmark")
        self.field.setMaxLength(100)
        self.field.hide()
        self.question.setContentsMargins(12, 8, 12, 8)
        foot = QHBoxLayout()
        foot.setContentsMargins(8, 8, 8, 8)
        foot.setSpacing(4)
        buttons = (
            (self.go, "Watch", "Watch it (Enter)"),
            (self.rename, "Rename", "Give the bookmark another name (F2)"),
            (self.remove, "Take away", "Take the bookmark away, or release the evidence (Delete)"),
        )
        for button, text, words in buttons:
            button.setText(text)
            button.setToolTip(words)
            button.setAccessibleName(words.partition(" (")[0])
            foot.addWidget(button)
        foot.addStretch(1)
        self._list = QWidget()
        inner = QVBoxLayout(self._list)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(0)
        for widget in (self.question, self.field):
            inner.addWidget(widget)
        inner.addWidget(self.empty, 1)
        inner.addWidget(self.rows, 1)
        inner.addLayout(foot)
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.setSpacing(0)
        page.addWidget(self.form)
        page.addWidget(self._list, 1)
        self.setFocusProxy(self.rows)

    def _join(self) -> None:
        self.rows.entered.connect(lambda _row: self._open())
        self.rows.renamed.connect(lambda _row: self._ask_name())
        self.rows.removed.connect(lambda _row: self._ask_removal())
        self.rows.currentRowChanged.connect(lambda _row: self._show_buttons())
        self.go.clicked.connect(self._open)
        self.rename.clicked.connect(self._ask_name)
        self.remove.clicked.connect(self._ask_removal)
        self.field.returnPressed.connect(self._take_name)
        self.field.editingFinished.connect(self.field.hide)
        self.form.asked.connect(self._list.hide)
        self.form.left.connect(self._leave_form)
        bind(self, self._marks.changed, lambda _nothing: self.refresh())

    def refresh(self) -> None:
        """Takes everything from the store again."""
        marks: list[Mark] = [*self._marks.bookmarks, *self._marks.locks, *self._marks.exports]
        marks.sort(key=_begin, reverse=True)
        self.rows.show_values(marks, [self._lines(mark) for mark in marks], [self._icon(mark) for mark in marks])
        self.rows.setVisible(bool(marks))
        self.empty.setVisible(not marks)
        self._show_buttons()

    def _lines(self, mark: Mark) -> tuple[str, str]:
        now = self._clock.now()
        if isinstance(mark, Bookmark):
            return mark.name, f"{moment_words(mark.at, now)} · {self._name_of(mark.camera)}"
        count = len(mark.cameras)
        cameras = self._name_of(mark.cameras[0]) if count == 1 else f"{count} cameras"
        if isinstance(mark, Exported):
            return f"Exported: {mark.name}", f"{span_words(mark.span, now)} · {cameras}"
        until = "for ever" if mark.until is None else f"until {time_of_day(mark.until, now)}"
        return f"Kept {until}: {mark.name}", f"{span_words(mark.span, now)} · {cameras}"

    def _icon(self, mark: Mark) -> QIcon:
        kinds = {Bookmark: MomentKind.BOOKMARK, EvidenceLock: MomentKind.LOCK, Exported: MomentKind.EXPORT}
        pixmap = QPixmap(_ICON * 2)
        pixmap.setDevicePixelRatio(2)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        paint_glyph(painter, self._theme, Moment(_begin(mark), kinds[type(mark)], ""), QPointF(8, 10))
        painter.end()
        return QIcon(pixmap)

    def _show_buttons(self) -> None:
        mark = self.rows.chosen
        self.go.setEnabled(mark is not None)
        self.rename.setEnabled(isinstance(mark, Bookmark))
        self.remove.setEnabled(isinstance(mark, Bookmark | EvidenceLock))
        self.remove.setText("Release" if isinstance(mark, EvidenceLock) else "Take away")

    def _open(self) -> None:
        if self.rows.chosen is not None:
            self.opened.emit(self.rows.chosen)

    def _ask_name(self) -> None:
        mark = self.rows.chosen
        if isinstance(mark, Bookmark):
            self.field.setText(one_line(mark.name))
            self.field.show()
            self.field.selectAll()
            self.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def _take_name(self) -> None:
        mark, name = self.rows.chosen, self.field.text().strip()
        if isinstance(mark, Bookmark) and name and name != mark.name:
            self.renamed.emit(mark, name)
        self.rows.setFocus(Qt.FocusReason.OtherFocusReason)

    def _ask_removal(self) -> None:
        mark = self.rows.chosen
        if isinstance(mark, Bookmark):
            words = f"Take the bookmark “{mark.name}” away?"
            self.question.ask(words, "Take it away", lambda: self.removed.emit(mark))
        elif isinstance(mark, EvidenceLock):
            words = f"Release “{mark.name}”? The server then deletes that footage when its time has come."
            self.question.ask(words, "Release it", lambda: self.removed.emit(mark))

    def _leave_form(self) -> None:
        self.form.hide()
        self._list.show()
        self.rows.setFocus(Qt.FocusReason.OtherFocusReason)


def _begin(mark: Mark) -> datetime:
    return mark.at if isinstance(mark, Bookmark) else mark.span.begin
