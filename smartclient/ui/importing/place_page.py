"""The step that places a drawing: the same three or more points on the plan and in the world, and how far each is off."""

import numpy as np
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QSplitter,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from smartclient.domain.errors import PlanError
from smartclient.domain.site import LonLat
from smartclient.geometry.control_points import Shaping
from smartclient.geometry.degrees import lonlat_words, parse_lonlat
from smartclient.geometry.usng import parse_usng
from smartclient.plans.importing.ground import BUILDINGS, CAMPUSES, PLACED, ROADS, WALLS, Ground
from smartclient.plans.importing.placing import LEAST_POINTS, Placement
from smartclient.plans.importing.project import Mark, Part
from smartclient.ui.dialogs import text_label
from smartclient.ui.importing.backdrop import Backdrop
from smartclient.ui.importing.canvas import Canvas
from smartclient.ui.importing.marks_tool import MarksTool
from smartclient.ui.theme import Theme, Tone

_WHERE, _OFF = 1, 2
_NO_GROUND = (
    "No plans are open to point at. Type where each point is, in the list below: 43.0731, -89.4012 or 16T CN 0457 7126. "
    "Any online map tells them. Around the first one your base map appears, if you have chosen one."
)


class PlacePage(QWidget):
    """`changed` tells whenever the control points are others."""

    changed = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._part: Part | None = None
        self._ground: Ground | None = None
        self._chosen: int | None = None
        self._is_outlined = False
        self.plan = Canvas(theme, "The plan: click a point that you also find in the world")
        self.world = Canvas(theme, "The world: click the same point")
        self.world.hint = _NO_GROUND
        self._theme = theme
        self.on_plan, self.in_world = MarksTool(self.plan), MarksTool(self.world)
        self.plan.tool, self.world.tool = self.on_plan, self.in_world
        self.on_plan.clicked.connect(self._clicked_plan)
        self.in_world.clicked.connect(self._clicked_world)
        self.table = _table()
        self.table.itemChanged.connect(self._typed)
        self.table.currentCellChanged.connect(self._row_chosen)
        self.words = text_label("How well the control points fit")
        self.credit = text_label("Whose base map it is", dim=True)
        self.credit.hide()
        self.stretches = QCheckBox("Let it stretch and shear (a distorted scan; four points or more)")
        self.stretches.toggled.connect(self._shape)
        self.remove = QPushButton("Remove point")
        self.remove.clicked.connect(self._remove)
        self._lay_out()

    def _lay_out(self) -> None:
        sides = QSplitter(Qt.Orientation.Horizontal)
        for title, canvas in (("On the plan", self.plan), ("In the world", self.world)):
            side = QWidget()
            column = QVBoxLayout(side)
            column.setContentsMargins(0, 0, 0, 0)
            heading = QLabel(title)
            heading.setProperty("heading", True)
            column.addWidget(heading)
            column.addWidget(canvas, 1)
            sides.addWidget(side)
        foot = QHBoxLayout()
        foot.addWidget(self.stretches)
        foot.addStretch(1)
        foot.addWidget(self.remove)
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.setSpacing(8)
        page.addWidget(sides, 1)
        page.addWidget(self.credit)
        page.addWidget(self.words)
        page.addWidget(self.table)
        page.addLayout(foot)

    def show_part(self, part: Part, backdrop: Backdrop) -> None:
        """Places that drawing."""
        self._part, self._chosen = part, None
        self.plan.show_backdrop(backdrop)
        self.stretches.blockSignals(True)
        self.stretches.setChecked(part.shaping is Shaping.AFFINE)
        self.stretches.blockSignals(False)
        self._tell()

    def show_ground(self, ground: Ground | None, backdrop: Backdrop | None) -> None:
        """What can be pointed at in the world."""
        self._ground = ground
        c = self._theme.color
        looks = {
            CAMPUSES: (c(Tone.CAMPUS_EDGE), 1.0),
            ROADS: (c(Tone.ROAD), 1.0),
            WALLS: (c(Tone.TEXT_DIM), 0.5),
            BUILDINGS: (c(Tone.TEXT), 1.0),
            PLACED: (c(Tone.ACCENT), 1.0),
        }
        self.world.show_backdrop(backdrop, looks)
        self._tell()

    @property
    def has_ground(self) -> bool:
        """Whether there is anything to point at in the world."""
        return self._ground is not None

    def say_credit(self, words: str) -> None:
        """Whose base map lies under the world, or why there is none."""
        self.credit.setText(words)
        self.credit.setVisible(bool(words))

    def stop(self) -> None:
        """Ends the canvases' threads."""
        self.plan.stop()
        self.world.stop()

    @property
    def marks(self) -> list[Mark]:
        """The control points."""
        return self._part.marks if self._part is not None else []

    def _clicked_plan(self, x: float, y: float) -> None:
        if self._part is None:
            return
        waiting = next((number for number, mark in enumerate(self.marks) if mark.world is None), None)
        if waiting is not None:
            self.marks[waiting].drawn = (x, y)
        else:
            self.marks.append(Mark((x, y)))
            waiting = len(self.marks) - 1
        self._chosen = waiting
        self._changed()
        self.table.setCurrentCell(waiting, _WHERE)

    def _clicked_world(self, x: float, y: float) -> None:
        if self._ground is None:
            return
        number = self._chosen if self._chosen is not None else len(self.marks) - 1
        if not 0 <= number < len(self.marks):
            self.words.setText("Click the point on the plan first, then the same point here.")
            return
        self.marks[number].world = self._ground.lonlat((x, y))
        self._changed()

    def _typed(self, item: QTableWidgetItem) -> None:
        if item.column() != _WHERE or item.row() >= len(self.marks):
            return
        text = item.text().strip()
        world = position_in(text, self._near())
        if text and world is None:
            self.words.setText(
                f"“{text[:40]}” is no place. Write latitude and longitude, 43.0731, -89.4012, or 16T CN 0457 7126."
            )
            return
        self.marks[item.row()].world = world
        self._changed()

    def _near(self) -> LonLat | None:
        known = next((mark.world for mark in self.marks if mark.world is not None), None)
        return known or ((self._ground.frame.lon, self._ground.frame.lat) if self._ground else None)

    def _row_chosen(self, row: int, *_: object) -> None:
        self._chosen = row if 0 <= row < len(self.marks) else None
        self._show_marks()

    def _remove(self) -> None:
        if self._chosen is not None and self._chosen < len(self.marks):
            del self.marks[self._chosen]
            self._chosen = None
            self._changed()

    def _shape(self, is_affine: bool) -> None:
        if self._part is not None:
            self._part.shaping = Shaping.AFFINE if is_affine else Shaping.SIMILARITY
            self._changed()

    def _changed(self) -> None:
        self._tell()
        self.changed.emit()

    def _tell(self) -> None:
        placement, words = _placed(self._part)
        residuals = placement.fit.residuals_m.tolist() if placement and placement.fit is not None else []
        known = iter(residuals)
        self.table.blockSignals(True)
        self.table.setRowCount(len(self.marks))
        for row, mark in enumerate(self.marks):
            where = lonlat_words(*mark.world) if mark.world is not None else ""
            off = next(known, None) if mark.world is not None else None
            cells = (f"{mark.drawn[0]:,.1f}, {mark.drawn[1]:,.1f}", where, f"{off:.2f} m" if off is not None else "")
            for column, text in enumerate(cells):
                item = QTableWidgetItem(text)
                if column != _WHERE:
                    item.setFlags(item.flags() & ~Qt.ItemFlag.ItemIsEditable)
                self.table.setItem(row, column, item)
        self.table.blockSignals(False)
        self.words.setText(words)
        self.remove.setEnabled(bool(self.marks))
        self._show_outline(placement)
        self._show_marks()

    def _show_outline(self, placement: Placement | None) -> None:
        """The drawing's edges in the world, and the world near enough to see them when they are first known."""
        bounds = self._part.drawing.bounds if self._part is not None else None
        if placement is None or bounds is None or self._ground is None:
            self.in_world.show_outline(())
            self._is_outlined = False
            return
        west, south, east, north = bounds
        corners = np.array([(west, south), (east, south), (east, north), (west, north)])
        placed = placement.in_frame(self._ground.frame).to_metres(corners)
        self.in_world.show_outline([(x, y) for x, y in placed.tolist()])
        if not self._is_outlined:
            self._is_outlined = True
            low, high = placed.min(axis=0), placed.max(axis=0)
            self.world.show_bounds((float(low[0]), float(low[1]), float(high[0]), float(high[1])))

    def _show_marks(self) -> None:
        chosen = self._chosen + 1 if self._chosen is not None else None
        self.on_plan.show_marks([(n, mark.drawn) for n, mark in enumerate(self.marks, 1)], chosen)
        ground = self._ground
        if ground is not None:
            places = [(n, mark.world) for n, mark in enumerate(self.marks, 1) if mark.world is not None]
            self.in_world.show_marks([(n, ground.frame.point_to_local(*world)) for n, world in places], chosen)


def position_in(text: str, near: LonLat | None) -> LonLat | None:
    """The place that somebody typed: latitude and longitude, or a square of the national grid; None when it is none."""
    lonlat = parse_lonlat(text)
    if lonlat is not None:
        return lonlat
    square = parse_usng(text, near)
    return square.middle if square is not None else None


def _placed(part: Part | None) -> tuple[Placement | None, str]:
    """Where the drawing lies, and that in words."""
    if part is None:
        return None, ""
    missing = LEAST_POINTS - sum(mark.world is not None for mark in part.marks)
    try:
        placement = part.placement()
    except PlanError as trouble:
        if any(mark.world is None for mark in part.marks):
            return None, "Now click the same point in the world at the right, or type where it is in the list."
        if missing > 0:
            return None, f"Click a corner of the building on the plan; {missing} more control points are needed."
        return None, str(trouble)
    if not part.marks:
        return placement, "The file itself says where it lies. Control points would overrule that."
    if placement.fit is None:
        return placement, ""
    fit = placement.fit
    words = (
        f"{fit.rms_m:.2f} m off on average. The plan's unit is {fit.metres_per_unit:.4g} m; its upper edge looks "
        f"{abs(fit.turn_deg):.1f}° {'east' if fit.turn_deg >= 0 else 'west'} of north."
    )
    return placement, f"{words} {placement.warning}".strip()


def _table() -> QTableWidget:
    table = QTableWidget(0, 3)
    table.setAccessibleName("Control points")
    table.setHorizontalHeaderLabels(["On the plan", "In the world (click there, or type)", "Off by"])
    header = table.horizontalHeader()
    header.setSectionResizeMode(_WHERE, QHeaderView.ResizeMode.Stretch)
    table.setColumnWidth(0, 180)
    table.setColumnWidth(_OFF, 100)
    table.setFixedHeight(150)
    return table
