"""The floors of the building in the middle, top floor first, with the alarms on each."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QVBoxLayout, QWidget

from smartclient.domain.ids import LevelId
from smartclient.domain.site import Level
from smartclient.store.places import Tally
from smartclient.ui.drill import paint_drill
from smartclient.ui.map.plate_button import PlateButton, paint_plate
from smartclient.ui.signs import around, paint_sign
from smartclient.ui.theme import Theme, Tone

_SIZE = QSize(52, 32)
_COUNT_PX = 12
_BELOW_WORD_PX = 12
"""How high the word of a drill stands."""
_MOST = 14


class FloorRail(QWidget):
    """One button a floor; hidden for buildings with none."""

    def __init__(self, theme: Theme, choose: Callable[[LevelId], None], parent: QWidget) -> None:
        super().__init__(parent)
        self._theme, self._choose = theme, choose
        self._shown: tuple[str, tuple[tuple[LevelId, Tally, str], ...], bool] = ("", (), False)
        self._counts: Mapping[LevelId, str] = {}
        self.buttons: list[PlateButton] = []
        """Top floor first."""
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(2)
        self.setAccessibleName("Floors")

    def show_counts(self, counts: Mapping[LevelId, str]) -> None:
        """Has a few letters written below the names of floors, from when they are shown next."""
        self._counts = counts

    def show_floors(
        self,
        title: str,
        floors: Sequence[Level],
        chosen: LevelId | None,
        tallies: Mapping[LevelId, Tally],
        *,
        is_stale: bool = False,
    ) -> None:
        """Shows these floors of the building `title`, lowest first given; alarms grey where they are not the present."""
        top_first = tuple(reversed(floors))[:_MOST]
        shown = (title, tuple(self._known(level, tallies) for level in top_first), is_stale)
        if shown != self._shown:
            self._shown = shown
            self._build(title, top_first, tallies, is_stale=is_stale)
        for level, button in zip(top_first, self.buttons, strict=True):
            button.setChecked(level.id == chosen)

    def _known(self, level: Level, tallies: Mapping[LevelId, Tally]) -> tuple[LevelId, Tally, str]:
        return level.id, tallies.get(level.id, Tally()), self._counts.get(level.id, "")

    def _build(
        self, title: str, top_first: Sequence[Level], tallies: Mapping[LevelId, Tally], *, is_stale: bool
    ) -> None:
        for button in self.buttons:
            self._column.removeWidget(button)
            button.setParent(None)
            button.deleteLater()
        self.buttons = []
        for level in top_first:
            _id, tally, count = self._known(level, tallies)
            face = _FloorFace(level, tally, count, self._theme, is_stale)
            button = PlateButton(_name(level, title, tally, count), face.size, face, self)
            button.setCheckable(True)
            button.clicked.connect(lambda _checked=False, wanted=level.id: self._press(wanted))
            self._column.addWidget(button)
            button.show()
            self.buttons.append(button)
        self.setVisible(bool(top_first))
        self.adjustSize()

    def _press(self, wanted: LevelId) -> None:
        """What is shown as chosen follows the floor shown, also where the same one was pressed again."""
        for (level, *_), button in zip(self._shown[1], self.buttons, strict=True):
            button.setChecked(level == wanted)
        self._choose(wanted)


@dataclass(frozen=True, slots=True)
class _FloorFace:
    """A floor's short name, a count below it, and the sign of its worst alarm; the accent where the floor is shown."""

    level: Level
    tally: Tally
    count: str
    theme: Theme
    is_stale: bool

    @property
    def size(self) -> QSize:
        """Taller with a count."""
        return _SIZE + QSize(0, _COUNT_PX if self.count else 0)

    def __call__(self, painter: QPainter, is_checked: bool, is_pointed_at: bool) -> None:
        theme, worst = self.theme, self.tally.worst
        alarm = theme.color(Tone.STALE) if self.is_stale or worst is None else theme.alarm(worst)
        edge = alarm if worst else theme.color(Tone.TEXT_DIM if is_pointed_at else Tone.LINE)
        paint_plate(
            painter, theme, self.size, QPen(edge, 1.6 if worst else 1), Tone.ACCENT if is_checked else Tone.PANEL
        )
        painter.setPen(theme.color(Tone.ON_ACCENT if is_checked else Tone.TEXT))
        painter.setFont(theme.font(1, bold=True))
        lower = _BELOW_WORD_PX if self.tally.drills else 0
        room = QRectF(0, lower, _SIZE.width() - (18 if worst else 0), _SIZE.height() - lower)
        painter.drawText(room, Qt.AlignmentFlag.AlignCenter, self.level.short_name or self.level.name)
        if self.count:
            painter.setFont(theme.font(0))
            below = QRectF(0, _SIZE.height() - 8, _SIZE.width(), _COUNT_PX + 4)
            painter.drawText(below, Qt.AlignmentFlag.AlignCenter, self.count)
        if self.tally.drills:
            paint_drill(painter, QRectF(QPointF(0, 0), _SIZE.toSizeF()), theme, size_px=8)
        if worst:
            place = around(QPointF(_SIZE.width() - 13, (_SIZE.height() + lower) / 2), 8 if lower else 9)
            paint_sign(painter, theme, worst, place, is_stale=self.is_stale)


def _name(level: Level, building: str, tally: Tally, count: str) -> str:
    alarms = f", {tally.alarm_count} alarm{'s' if tally.alarm_count > 1 else ''}" if tally.alarm_count else ""
    alarms += f", {tally.drills} drill{'s' if tally.drills > 1 else ''}" if tally.drills else ""
    cleared = f", {count} cleared" if count else ""
    return f"{building}, {level.name}{alarms}{cleared}"
