"""The properties of a campus's grid: cell, extent, bearing."""

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtWidgets import QPushButton, QWidget

from smartclient.domain.edits import Edit
from smartclient.domain.site import GridSpec
from smartclient.plans.editing import grids
from smartclient.plans.editing.grids import LEAST_CELL_M, MOST_CELL_M, MOST_CELLS
from smartclient.store.places import Places
from smartclient.ui.editor.fields import add_row, form_of, number_field, show_number


class GridForm(QWidget):
    """Hands every change to `make` as an edit."""

    def __init__(self, places: Places, make: Callable[[Edit], None], remove: Callable[[], None]) -> None:
        super().__init__()
        self._places, self._make = places, make
        self._grid: GridSpec | None = None
        self.cell = number_field("Side of a cell", LEAST_CELL_M, MOST_CELL_M, " m")
        self.columns = number_field("Columns", 1, MOST_CELLS, "", 0)
        self.rows = number_field("Rows", 1, MOST_CELLS, "", 0)
        self.bearing = number_field("Bearing of the columns", 0, 359.99, "°", 2)
        self.off = QPushButton("Remove the grid")
        form = form_of(self)
        fields = (self.cell, self.columns, self.rows, self.bearing)
        for words, field in zip(("Cell", "Columns", "Rows", "Bearing"), fields, strict=True):
            add_row(form, words, field)
            field.valueChanged.connect(self._change)
        form.addRow(self.off)
        self.off.clicked.connect(remove)

    def show_grid(self, grid: GridSpec) -> None:
        """Shows it."""
        self._grid = grid
        show_number(self.cell, grid.cell_m)
        show_number(self.columns, grid.columns)
        show_number(self.rows, grid.rows)
        show_number(self.bearing, grid.bearing_deg)

    def _change(self) -> None:
        grid = self._grid
        if grid is None:
            return
        changed = replace(
            grid,
            cell_m=self.cell.value(),
            columns=round(self.columns.value()),
            rows=round(self.rows.value()),
            bearing_deg=self.bearing.value(),
        )
        edit = grids.set_grid(self._places.venues[grid.venue_id], changed)
        if edit.put != (grid,):
            self._make(edit)
