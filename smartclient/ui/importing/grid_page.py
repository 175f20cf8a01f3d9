"""The step of the campus grid: how large its cells are and where it begins, seen over what was drawn."""

from collections.abc import Callable

import numpy as np
from PySide6.QtCore import QPointF, Qt, Signal
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import (
    QCheckBox,
    QDoubleSpinBox,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from smartclient.domain.site import GridSpec, Site
from smartclient.geometry.degrees import lonlat_words
from smartclient.geometry.frames import Frame
from smartclient.geometry.grid import Grid, column_name
from smartclient.plans.importing.drawing import Draft, Drawing, Point
from smartclient.plans.importing.project import Project
from smartclient.plans.importing.school import GridWish, grid_over
from smartclient.ui.dialogs import text_label
from smartclient.ui.form_parts import padded
from smartclient.ui.importing.backdrop import Backdrop
from smartclient.ui.importing.canvas import Canvas
from smartclient.ui.importing.place_page import position_in
from smartclient.ui.theme import Theme, Tone

_LEAST_LABEL_PX = 16.0


class GridPage(QWidget):
    """Writes the grid into the project; a click on the drawing moves its north-west corner there."""

    changed = Signal()

    def __init__(self, theme: Theme, project: Project) -> None:
        super().__init__()
        self._project = project
        self._site: Site | None = None
        self._is_given = False
        self.canvas = Canvas(theme, "The campus with its grid; a click puts the grid's corner there")
        self.canvas.hint = "The grid is shown here as soon as something is drawn and placed."
        self._lines = _GridTool(self.canvas)
        self._lines.on_click = self._put_corner
        self.canvas.tool = self._lines
        self.is_wanted = QCheckBox("Lay a grid over the campus")
        self.is_wanted.setChecked(True)
        self.cell = padded(QDoubleSpinBox())
        self.cell.setRange(1, 1000)
        self.cell.setDecimals(1)
        self.cell.setSuffix(" m")
        self.cell.setValue(10)
        self.corner = QLineEdit()
        self.corner.setPlaceholderText("the campus's own corner")
        self.columns, self.rows = padded(QSpinBox()), padded(QSpinBox())
        for box in (self.columns, self.rows):
            box.setRange(0, 702)
            box.setSpecialValueText("as many as needed")
        self.words = text_label("The grid in words", dim=True)
        form = QFormLayout()
        form.setVerticalSpacing(12)
        for label, field in (
            ("Cell", self.cell),
            ("North-west corner", self.corner),
            ("Columns", self.columns),
            ("Rows", self.rows),
        ):
            field.setAccessibleName(label)
            form.addRow(label, field)
        side = QVBoxLayout()
        side.setSpacing(16)
        side.addWidget(self.is_wanted)
        side.addLayout(form)
        side.addWidget(self.words)
        side.addStretch(1)
        panel = QWidget()
        panel.setLayout(side)
        panel.setFixedWidth(340)
        page = QHBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.setSpacing(16)
        page.addWidget(self.canvas, 1)
        page.addWidget(panel)
        self.is_wanted.toggled.connect(self._typed)
        self.cell.valueChanged.connect(self._typed)
        self.columns.valueChanged.connect(self._typed)
        self.rows.valueChanged.connect(self._typed)
        self.corner.editingFinished.connect(self._typed)

    def show_site(self, site: Site, backdrop: Backdrop) -> None:
        """What will be saved."""
        self._site = site
        self.canvas.show_backdrop(backdrop)
        self._show_grid()

    def show_campus_grid(self, *, is_there: bool) -> None:
        """Whether the campus that it goes to keeps its own grid."""
        self._is_given = is_there
        for field in (self.is_wanted, self.cell, self.corner, self.columns, self.rows):
            field.setEnabled(not is_there)
        self._show_grid()

    def stop(self) -> None:
        """Ends the canvas's thread."""
        self.canvas.stop()

    def _typed(self) -> None:
        text = self.corner.text().strip()
        origin = position_in(text, self._site.venues[0].display_point if self._site else None) if text else None
        if text and origin is None:
            self.words.setText(f"“{text[:40]}” is no place. Write latitude and longitude, 43.0731, -89.4012.")
            return
        wish = GridWish(self.cell.value(), origin, self.columns.value(), self.rows.value())
        self._project.grid = wish if self.is_wanted.isChecked() else None
        self._show_grid()
        self.changed.emit()

    def _put_corner(self, at: Point) -> None:
        if self._site is not None:
            self.corner.setText(lonlat_words(*_frame(self._site).point_to_world(*at)))
            self._typed()

    def _show_grid(self) -> None:
        wish = self._project.grid
        if self._is_given:
            self._lines.show_grid(None)
            self.words.setText("The campus keeps its grid, which grows with it where it has to.")
            return
        if self._site is None:
            return
        spec = grid_over(self._site.venues[0], wish) if wish is not None else None
        self._lines.show_grid(_local(spec, _frame(self._site)) if spec else None)
        self.words.setText(
            f"{spec.columns} columns, A to {column_name(spec.columns - 1)}, and {spec.rows} rows. "
            "True north is up; the grid is the same on every floor."
            if spec
            else "There will be no grid."
        )


def site_drawing(site: Site) -> Drawing:
    """Rooms, walls and doors of a site in metres of its campus, as lines to look at."""
    draft, frame = Draft(), _frame(site)
    for level in site.levels:
        if level.outdoor:
            draft.area("campus", [frame.to_local(np.array(level.area[0]))])
    for unit in site.units:
        draft.area("units", [frame.to_local(np.array(ring)) for ring in unit.area])
    for opening in site.openings:
        draft.line("doors", frame.to_local(np.array(opening.line)))
    return Drawing(site.name, draft.layers())


def _frame(site: Site) -> Frame:
    return Frame(*site.venues[0].display_point)


def _local(spec: GridSpec, frame: Frame) -> Grid:
    x, y = frame.point_to_local(*spec.origin)
    return Grid(x, y, spec.cell_m, spec.columns, spec.rows, spec.bearing_deg)


class _GridTool:
    """Draws the grid with its letters and numbers on the margins."""

    def __init__(self, canvas: Canvas) -> None:
        self._canvas = canvas
        self._grid: Grid | None = None
        self.on_click: Callable[[Point], None] = lambda _at: None

    def show_grid(self, grid: Grid | None) -> None:
        self._grid = grid
        self._canvas.update()

    def click(self, at: Point, *, is_shift: bool) -> None:  # noqa: ARG002 (all tools hear it)
        self.on_click(at)

    def double_click(self, at: Point) -> None:
        pass

    def hover(self, at: Point | None) -> None:
        pass

    def key(self, key: Qt.Key, *, is_control: bool) -> bool:  # noqa: ARG002 (all tools hear it)
        return False

    def paint(self, painter: QPainter, canvas: Canvas) -> None:
        grid = self._grid
        if grid is None:
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
        painter.setPen(QPen(canvas.theme.color(Tone.GRID), 1.0))
        for column in range(grid.columns + 1):
            painter.drawLine(canvas.to_screen(grid.corner(column, 0)), canvas.to_screen(grid.corner(column, grid.rows)))
        for row in range(grid.rows + 1):
            painter.drawLine(canvas.to_screen(grid.corner(0, row)), canvas.to_screen(grid.corner(grid.columns, row)))
        painter.setPen(canvas.theme.color(Tone.TEXT_DIM))
        painter.setFont(canvas.theme.font(0))
        cell_px = grid.cell_m / max(canvas.units(1.0), 1e-9)
        step = max(int(np.ceil(_LEAST_LABEL_PX / max(cell_px, 1e-3))), 1)
        for column in range(0, grid.columns, step):
            at = canvas.to_screen(grid.corner(column + 0.5, 0)) - QPointF(5, 6)
            painter.drawText(at, column_name(column))
        for row in range(0, grid.rows, step):
            at = canvas.to_screen(grid.corner(0, row + 0.5)) + QPointF(-22, 4)
            painter.drawText(at, str(row + 1))
