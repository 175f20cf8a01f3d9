"""The step of names: where the import goes, the school, its address, the buildings, and which floor each drawing is."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFormLayout,
    QGridLayout,
    QLabel,
    QLineEdit,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from smartclient.plans.importing.joining import Target
from smartclient.plans.importing.project import Part, Project
from smartclient.plans.importing.school import floor_name
from smartclient.ui.dialogs import text_label
from smartclient.ui.form_parts import padded
from smartclient.ui.words import one_line

Goals = Sequence[tuple[str, Target]]
"""Where in the plan that is open an import can go, in words."""

_OF_ITS_OWN = "A site of its own, in a new folder"


class NamesPage(QWidget):
    """Writes into the project; `changed` tells."""

    changed = Signal()

    def __init__(self, project: Project) -> None:
        super().__init__()
        self._project = project
        self._goals: Goals = ()
        self.into = QComboBox()
        self.into.setAccessibleName("Where it goes")
        self.into.activated.connect(self._choose_goal)
        self.school, self.address, self.building = QLineEdit(), QLineEdit(), QLineEdit()
        for field, name, example in (
            (self.school, "Name of the school", "Lincoln Elementary School"),
            (self.address, "Address", "415 Prairie Road, Madison, US-WI, 53703"),
            (self.building, "Name of the building", "Main building"),
        ):
            field.setAccessibleName(name)
            field.setPlaceholderText(example)
            field.textEdited.connect(self._typed)
        self.split = QCheckBox("Outlines that stand alone are buildings of their own")
        self.split.toggled.connect(self._typed)
        self._floors = QGridLayout()
        self._floors.setHorizontalSpacing(16)
        self._floors.setVerticalSpacing(8)
        self.levels: list[QSpinBox] = []
        self._lay_out()

    def _lay_out(self) -> None:
        form = QFormLayout()
        form.setVerticalSpacing(12)
        form.addRow("Goes into", self.into)
        form.addRow("School", self.school)
        form.addRow("Address", self.address)
        form.addRow("Building", self.building)
        form.addRow("", self.split)
        heading = QLabel("FLOORS")
        heading.setProperty("heading", True)
        hint = text_label(dim=True)
        hint.setText(
            "0 is the floor at the ground, 1 the one above it, -1 the basement. "
            "A drawing of another building says which one."
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(16)
        column.addLayout(form)
        column.addWidget(heading)
        column.addLayout(self._floors)
        column.addWidget(hint)
        column.addStretch(1)
        self.setMaximumWidth(860)

    def offer(self, goals: Goals) -> None:
        """Where it can go besides a folder of its own."""
        self._goals = goals
        self.into.clear()
        self.into.addItems([_OF_ITS_OWN, *(one_line(words) for words, _ in goals)])
        at = next((i for i, (_, target) in enumerate(goals, 1) if target == self._project.target), 0)
        self._choose_goal(at)

    @property
    def goal_words(self) -> str:
        """Where in the open plan it goes; empty for a site of its own."""
        return self.into.currentText() if self._project.target is not None else ""

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
        self._enable()
        self._show_floors(project.parts)

    def _choose_goal(self, index: int) -> None:
        self.into.setCurrentIndex(index)
        self._project.target = self._goals[index - 1][1] if 0 < index <= len(self._goals) else None
        self._enable()
        self.changed.emit()

    def _enable(self) -> None:
        """What the place it goes to has already is not asked for."""
        target = self._project.target
        is_floors = target is not None and target.building_id is not None
        self.school.setEnabled(not self._project.has_campus)
        self.address.setEnabled(not is_floors)
        self.building.setEnabled(not is_floors)
        self.split.setEnabled(not is_floors)

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
            else:
                self._show_floor(row, part)
            if len(parts) > 1:
                self._show_building(row, part)

    def _show_floor(self, row: int, part: Part) -> None:
        level, name = padded(QSpinBox()), QLineEdit(part.floor_name)
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

    def _show_building(self, row: int, part: Part) -> None:
        building = QLineEdit(part.building)
        building.setAccessibleName(f"Building of {one_line(part.path.name)}")
        building.setPlaceholderText(self._project.building or "Main building")

        def put(text: str) -> None:
            part.building = text.strip()
            self.changed.emit()

        building.textEdited.connect(put)
        self._floors.addWidget(building, row, 3)

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
        self._project.is_split = self.split.isChecked()
        self.changed.emit()
