"""The floors of the building in the middle, top floor first, with the alarms on each."""

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QVBoxLayout, QWidget

from smartclient.domain.ids import LevelId
from smartclient.domain.site import Level
from smartclient.store.places import Tally
from smartclient.ui.signs import around, paint_sign
from smartclient.ui.theme import Theme, Tone

_WIDTH_PX, _HEIGHT_PX = 52, 32
_MOST = 14


class FloorRail(QWidget):
    """One button a floor; hidden for buildings with none."""

    def __init__(self, theme: Theme, choose: Callable[[LevelId], None], parent: QWidget) -> None:
        super().__init__(parent)
        self._theme, self._choose = theme, choose
        self._shown: tuple[object, ...] = ()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(2)
        self.setAccessibleName("Floors")
        self.setAttribute(Qt.WidgetAttribute.WA_TranslucentBackground)
        self.setStyleSheet("background: transparent")

    @property
    def buttons(self) -> list["FloorButton"]:
        """Top floor first."""
        return self.findChildren(FloorButton)

    def show_floors(
        self, title: str, floors: Sequence[Level], chosen: LevelId | None, tallies: Mapping[LevelId, Tally]
    ) -> None:
        """Shows these floors of the building `title`, lowest first given."""
        top_first = tuple(reversed(floors))[:_MOST]
        shown = (title, tuple((level.id, level.id == chosen, tallies.get(level.id, Tally())) for level in top_first))
        if shown == self._shown:
            return
        self._shown = shown
        for button in self.buttons:
            self._column.removeWidget(button)
            button.setParent(None)
            button.deleteLater()
        for level in top_first:
            button = FloorButton(level, title, tallies.get(level.id, Tally()), self._theme, self)
            button.setChecked(level.id == chosen)
            button.clicked.connect(lambda _checked=False, wanted=level.id: self._choose(wanted))
            self._column.addWidget(button)
        self.setVisible(bool(top_first))
        self.adjustSize()


class FloorButton(QAbstractButton):
    """A floor's short name and the sign of its worst alarm."""

    def __init__(self, level: Level, building: str, tally: Tally, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._tally, self._theme = tally, theme
        self.setCheckable(True)
        self.setText(level.short_name or level.name)
        alarms = f", {tally.alarm_count} alarm{'s' if tally.alarm_count > 1 else ''}" if tally.alarm_count else ""
        self.setAccessibleName(f"{building}, {level.name}{alarms}")
        self.setToolTip(self.accessibleName())
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFixedSize(self.sizeHint())

    def sizeHint(self) -> QSize:  # noqa: N802 (Qt's name)
        """The same for all floors."""
        return QSize(_WIDTH_PX, _HEIGHT_PX)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802, ARG002 (Qt's name)
        """A plate, filled with the accent where the floor is shown."""
        theme, worst = self._theme, self._tally.worst
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        edge = theme.alarm(worst) if worst else theme.color(Tone.TEXT_DIM if self.underMouse() else Tone.LINE)
        painter.setPen(QPen(edge, 1.6 if worst else 1))
        painter.setBrush(theme.color(Tone.ACCENT) if self.isChecked() else theme.color(Tone.PANEL, 0.94))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 4, 4)
        painter.setPen(theme.color(Tone.ON_ACCENT if self.isChecked() else Tone.TEXT))
        painter.setFont(theme.font(1, bold=True))
        room = QRectF(self.rect()).adjusted(0, 0, -18 if worst else 0, 0)
        painter.drawText(room, Qt.AlignmentFlag.AlignCenter, self.text())
        if worst:
            paint_sign(painter, theme, worst, around(QPointF(_WIDTH_PX - 13, _HEIGHT_PX / 2), 9))
            if self._tally.alarm_count > 1:
                painter.setFont(theme.font(0, bold=True))
        painter.end()
