"""The panel of marking: what a click does, who says so, how far the search has come, and which doors expose it again, in words."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QIcon, QKeyEvent, QPainter, QPen, QPixmap
from PySide6.QtWidgets import (
    QButtonGroup,
    QFormLayout,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from smartclient.domain.incident_entries import Heat, Post, RoomStatus
from smartclient.session.incident_marking import LONGEST_NAME
from smartclient.store.frontier import Exposure
from smartclient.ui.dialogs import text_label
from smartclient.ui.incident_map.mark_looks import POSTS, ROOMS, ZONES, Look, paint_pattern
from smartclient.ui.incident_map.marking_draft import Draft, RouteKind, Rubber, Stroke
from smartclient.ui.incident_map.marking_tool import STROKE_KEYS, Writing
from smartclient.ui.theme import Theme, Tone
from smartclient.ui.words import one_line

_ICON_PX = 20
_WIDTH_PX = 316
"""Five words of a button beside each other."""
_ROWS: Sequence[Sequence[Stroke]] = ((*ROOMS, Rubber.UNMARK), (*Heat, *RouteKind), tuple(Post))
_WORDS: Mapping[Stroke, str] = {
    RouteKind.LINE: "Route",
    RouteKind.WALK: "On foot",
    Rubber.UNMARK: "Take off",
    Post.COMMAND: "Command",
    Post.REUNIFICATION: "Reunify",
    Post.LANDING: "Landing",
}
"""Where the word of its look is too long for a button."""
_KEY_OF = {stroke: chr(key.value) for key, stroke in STROKE_KEYS.items()}
_TOUCH = "QToolButton { font-size: 11px; padding: 3px 0; min-height: 40px; }"


class MarksPanel(QWidget):
    """`chosen` carries the stroke that was pressed, `entered` the exposure that is to be shown on the map."""

    chosen = Signal(object)
    entered = Signal(object)
    open_wanted = Signal()
    undo_wanted = Signal()
    finished = Signal()
    """What is drawn is whole."""
    left = Signal()
    written = Signal()
    """Enter in a field: the keyboard goes back to the map."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.setAccessibleName("Marks of the incident")
        self.setMinimumWidth(_WIDTH_PX)
        self.offer, self.open = text_label("Why nothing can be marked"), QPushButton("Open an incident")
        self.team, self.name = QLineEdit(), QLineEdit()
        self.hint, self.search = text_label("What to do next", dim=True), text_label("How far the search has come")
        self.room = text_label("What is said of this room")
        self.buttons: dict[Stroke, QToolButton] = {}
        self.exposures = QListWidget()
        self.finish, self.undo, self.done = QPushButton("Draw it"), QPushButton("Undo"), QPushButton("Done")
        self._found: tuple[Exposure, ...] = ()
        self._group = QButtonGroup(self)
        self._lay_out()
        self.open.clicked.connect(self.open_wanted)
        self.undo.clicked.connect(self.undo_wanted)
        self.done.clicked.connect(self.left)
        self.finish.clicked.connect(self.finished)
        self.exposures.itemActivated.connect(lambda item: self.entered.emit(self._found[self.exposures.row(item)]))
        self.exposures.itemClicked.connect(lambda item: self.entered.emit(self._found[self.exposures.row(item)]))

    def show_draft(self, draft: Draft, why_not: str, *, can_open: bool, can_undo: bool) -> None:
        """Shows what the tool does now; with a reason why not, only that."""
        self.offer.setText(why_not)
        self.offer.setVisible(bool(why_not))
        self.open.setVisible(bool(why_not) and can_open)
        self._strokes.setVisible(not why_not)
        self.hint.setText(draft.hint)
        self.hint.setVisible(not why_not)
        self.buttons[draft.stroke].setChecked(True)
        self.undo.setEnabled(can_undo and not why_not)
        self.finish.setVisible(0 < draft.least_points <= len(draft.points))

    def show_room(self, words: str) -> None:
        """What is said of the room that is pointed at or selected."""
        self.room.setText(words)
        self.room.setVisible(bool(words))

    def show_search(self, words: str, exposures: Sequence[Exposure], sentences: Sequence[str]) -> None:
        """The count in words, and a sentence for each way by which cleared rooms can be entered again."""
        self.search.setText(words)
        self.search.setVisible(bool(words))
        if tuple(exposures) == self._found and self.exposures.count() == len(sentences):
            return
        self._found = tuple(exposures)
        self.exposures.clear()
        self.exposures.addItems([one_line(each) for each in sentences])
        self.exposures.setVisible(bool(sentences))

    def take_keyboard(self, part: Writing) -> None:
        """Gives the keyboard to one of its parts, from the beginning."""
        widget = {Writing.TEAM: self.team, Writing.NAME: self.name, Writing.EXPOSURES: self.exposures}[part]
        widget.setFocus(Qt.FocusReason.ShortcutFocusReason)
        if isinstance(widget, QLineEdit):
            widget.selectAll()
        elif self.exposures.currentRow() < 0:
            self.exposures.setCurrentRow(0)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 (Qt's name)
        """Esc ends."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def _lay_out(self) -> None:
        for field, name, hint in (
            (self.team, "Team that says so (M)", "Team 2"),
            (self.name, "Name of the next post or route (N)", "may stay empty"),
        ):
            field.returnPressed.connect(self.written)
            field.setToolTip(name)
            field.setAccessibleName(name)
            field.setPlaceholderText(hint)
            field.setMaxLength(LONGEST_NAME)
        self.open.setAccessibleName("Open an incident, so that rooms can be marked")
        self.open.setDefault(True)
        self.finish.setAccessibleName("Draw the zone or route (Enter)")
        self.finish.hide()
        self.undo.setAccessibleName("Take the last mark back (Ctrl+Z)")
        self.done.setAccessibleName("End marking (Esc)")
        self.exposures.setAccessibleName("Doors that expose cleared rooms (E)")
        self.exposures.setWordWrap(True)
        self.exposures.setSpacing(2)
        self.exposures.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._strokes = self._all_strokes()
        page = QVBoxLayout(self)
        page.setContentsMargins(12, 10, 12, 8)
        page.setSpacing(8)
        for widget in (self.offer, self.open, self._strokes, self.hint, self.room, self.search):
            page.addWidget(widget)
        page.addWidget(self.exposures, 1)
        page.addStretch(0)
        foot = QHBoxLayout()
        foot.setSpacing(6)
        for button in (self.finish, self.undo, self.done):
            button.setMinimumHeight(36)
            foot.addWidget(button)
        foot.addStretch(1)
        page.addLayout(foot)

    def _all_strokes(self) -> QWidget:
        whole = QWidget()
        column = QVBoxLayout(whole)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        form = QFormLayout()
        form.setHorizontalSpacing(12)
        form.addRow("Team", self.team)
        form.addRow("Name", self.name)
        column.addLayout(form)
        grid = QGridLayout()
        grid.setSpacing(4)
        for row, strokes in enumerate(_ROWS):
            for place, stroke in enumerate(strokes):
                grid.addWidget(self._button(stroke), row, place)
                grid.setColumnStretch(place, 1)
        column.addLayout(grid)
        return whole

    def _button(self, stroke: Stroke) -> QToolButton:
        button = self.buttons[stroke] = QToolButton()
        words, key = _words(stroke), _KEY_OF.get(stroke, "")
        button.setText(words)
        button.setIcon(_icon(stroke, self._theme))
        button.setIconSize(QSize(_ICON_PX, _ICON_PX))
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextUnderIcon)
        button.setCheckable(True)
        button.setStyleSheet(_TOUCH)
        button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        look = _look(stroke)
        button.setAccessibleName(f"{look.word if look is not None else stroke.value.capitalize()} ({key})")
        button.setToolTip(button.accessibleName())
        button.clicked.connect(lambda _checked=False: self.chosen.emit(stroke))
        self._group.addButton(button)
        return button


def _words(stroke: Stroke) -> str:
    look = _look(stroke)
    return _WORDS[stroke] if stroke in _WORDS or look is None else look.word.removesuffix(" zone")


def _look(stroke: Stroke) -> Look | None:
    if isinstance(stroke, RoomStatus):
        return ROOMS[stroke]
    if isinstance(stroke, Heat):
        return ZONES[stroke]
    return POSTS[stroke] if isinstance(stroke, Post) else None


def _icon(stroke: Stroke, theme: Theme) -> QIcon:
    """The colour, the pattern and the letter with which it is drawn on the map."""
    look = _look(stroke)
    pixmap = QPixmap(2 * _ICON_PX, 2 * _ICON_PX)
    pixmap.setDevicePixelRatio(2)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if look is None:
        _paint_stroke(painter, stroke, theme)
        painter.end()
        return QIcon(pixmap)
    box = QRectF(0, 0, _ICON_PX, _ICON_PX)
    if isinstance(stroke, RoomStatus):
        painter.fillRect(box, theme.color(look.tone, look.alpha))
        painter.setClipRect(box)
        paint_pattern(painter, theme, stroke, box, QPointF(0, 0), 0.1)
    else:
        painter.fillRect(box, theme.color(look.tone))
    letter = box.adjusted(3, 3, -3, -3)
    painter.fillRect(letter, theme.color(look.tone))
    painter.setPen(theme.color(Tone.GROUND))
    painter.setFont(theme.font(0, bold=True))
    painter.drawText(letter, Qt.AlignmentFlag.AlignCenter, look.letter)
    painter.end()
    return QIcon(pixmap)


def _paint_stroke(painter: QPainter, stroke: Stroke, theme: Theme) -> None:
    """A line with an arrow, dotted for a way on foot; a cross takes away."""
    low, high = QPointF(3, _ICON_PX - 4), QPointF(_ICON_PX - 3, 4)
    style = Qt.PenStyle.DotLine if stroke is RouteKind.WALK else Qt.PenStyle.SolidLine
    painter.setPen(QPen(theme.color(Tone.TEXT), 2.2, style, Qt.PenCapStyle.RoundCap))
    painter.drawLine(low, high)
    if stroke is Rubber.UNMARK:
        painter.drawLine(QPointF(low.x(), high.y()), QPointF(high.x(), low.y()))
    else:
        painter.setPen(QPen(theme.color(Tone.TEXT), 2.2, c=Qt.PenCapStyle.RoundCap))
        painter.drawPolyline([high + QPointF(-8, 0), high, high + QPointF(0, 8)])
