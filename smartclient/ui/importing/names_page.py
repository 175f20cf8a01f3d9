"""The step of names: the school, its address, the building, and which floor each drawing is."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFormLayout, QGridLayout, QLabel, QLineEdit, QSpinBox, QVBoxLayout, QWidget

from smartclient.plans.importing.project import Part, Project
from smartclient.plans.importing.school import floor_name
from smartclient.ui.dialogs import text_label
from smartclient.ui.words import one_line


class NamesPage(QWidget):
    """Writes into the project; `changed` tells."""

    changed = Signal()

    def __init__(self, project: Project) -> None:
        super().__init__()
        self._project = project
        self.school, self.address, self.building = QLineEdit(), QLineEdit(), QLineEdit()
        for field, name, example in (
            (self.school, "Name of the school", "Lincoln Elementary School"),
            (self.address, "Address", "415 Prairie Road, Madison, US-WI, 53703"),
            (self.building, "Name of the building", "Main building"),
        ):
            field.setAccessibleName(name)
            field.setPlaceholderText(example)
            field.textEdited.connect(self._typed)
        form = QFormLayout()
        form.setVerticalSpacing(12)
        form.addRow("School", self.school)
        form.addRow("Address", self.address)
        form.addRow("Building", self.building)
        self._floors = QGridLayout()
        self._floors.setHorizontalSpacing(16)
        self._floors.setVerticalSpacing(8)
        self.levels: list[QSpinBox] = []
        heading = QLabel("FLOORS")
        heading.setProperty("heading", True)
        hint = text_label(dim=True)
        hint.setText("0 is the floor at the ground, 1 the one above it, -1 the basement.")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(16)
        column.addLayout(form)
        column.addWidget(heading)
        column.addLayout(self._floors)
        column.addWidget(hint)
        column.addStretch(1)
        self.setMaximumWidth(760)

    def show_project(self) -> None:
        """What is known so far."""
        project = self._project
        for field, text in (
            (self.school, project.school),
            (self.address, project.address),
            (self.building, project.building),
        ):
            if field.text() != text:
                field.setText(text)
        self._show_floors(project.parts)

    def _show_floors(self, parts: Sequence[Part]) -> None:
        while (item := self._floors.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.deleteLater()
        self.levels = []
        for row, part in enumerate(parts):
            label = text_label()
            label.setText(one_line(part.path.name))
            self._floors.addWidget(label, row, 0)
            if part.tells_floors:
                ordinals = sorted({layer.floor for layer in part.drawing.layers if layer.floor is not None})
                told = text_label(dim=True)
                told.setText(f"tells its floors itself: {', '.join(map(str, ordinals))}")
                self._floors.addWidget(told, row, 1, 1, 2)
                continue
            level, name = QSpinBox(), QLineEdit(part.floor_name)
            level.setRange(-20, 100)
            level.setValue(part.floor)
            level.setAccessibleName(f"Floor of {one_line(part.path.name)}")
            name.setAccessibleName(f"Name of that floor, {one_line(part.path.name)}")
            name.setPlaceholderText(floor_name(part.floor)[0])
            level.valueChanged.connect(self._floor_setter(part, name))
            name.textEdited.connect(self._name_setter(part))
            self._floors.addWidget(level, row, 1)
            self._floors.addWidget(name, row, 2)
            self.levels.append(level)

    def _floor_setter(self, part: Part, name: QLineEdit) -> Callable[[int], None]:
        def put(floor: int) -> None:
            part.floor = floor
            name.setPlaceholderText(floor_name(floor)[0])
            self.changed.emit()

        return put

    def _name_setter(self, part: Part) -> Callable[[str], None]:
        def put(text: str) -> None:
            part.floor_name = text.strip()
            self.changed.emit()

        return put

    def _typed(self) -> None:
        self._project.school = self.school.text().strip()
        self._project.address = self.address.text().strip()
        self._project.building = self.building.text().strip()
        self.changed.emit()
