"""The properties of a chosen room or doorway: number, name, category."""

from collections.abc import Callable

from PySide6.QtWidgets import QPushButton, QWidget

from smartclient.domain.edits import Edit
from smartclient.domain.site import Opening, Unit
from smartclient.plans.editing import rooms
from smartclient.session.editing import Editing
from smartclient.ui.editor.fields import add_row, choice_field, form_of, show_choice, show_text, text_field
from smartclient.ui.words import one_line, sentence

_LONGER = {
    "conferenceroom": "conference room",
    "fieldofplay": "field of play",
    "firstaid": "first aid",
    "fitnessroom": "fitness room",
    "foodservice": "food service",
    "huddleroom": "huddle room",
    "mailroom": "mail room",
    "mothersroom": "mothers' room",
    "movingwalkway": "moving walkway",
    "movietheater": "movie theater",
    "nonpublic": "not public",
    "opentobelow": "open to below",
    "phoneroom": "phone room",
    "privatelounge": "private lounge",
    "serverroom": "server room",
    "smokingarea": "smoking area",
    "unenclosedarea": "unenclosed area",
    "waitingroom": "waiting room",
}
_RESTROOMS = ("restroom.female", "restroom.male", "restroom.unisex", "restroom.wheelchair")
_OPENINGS = (
    "pedestrian",
    "pedestrian.principal",
    "pedestrian.transit",
    "automobile",
    "bicycle",
    "emergencyexit",
    "service",
)


def category_words(category: str) -> str:
    """`Conference room`, `Restroom, female`."""
    head, _, rest = category.partition(".")
    words = _LONGER.get(head, head)
    return sentence(f"{words}, {rest}" if rest else words)


class UnitForm(QWidget):
    """Hands every change to `make` as an edit."""

    def __init__(self, editing: Editing, make: Callable[[Edit], None], remove: Callable[[], None]) -> None:
        super().__init__()
        self._editing, self._make = editing, make
        self._unit: Unit | None = None
        self.number, self.name = text_field("Number on the door", 20), text_field("Name of the room")
        categories = sorted((*rooms.UNIT_CATEGORIES, *_RESTROOMS), key=category_words)
        self.category = choice_field("Category", [(each, category_words(each)) for each in categories])
        form = form_of(self)
        add_row(form, "Number", self.number)
        add_row(form, "Name", self.name)
        add_row(form, "Category", self.category)
        self.off = QPushButton("Remove it")
        form.addRow(self.off)
        self.off.clicked.connect(remove)
        self.number.editingFinished.connect(self._change)
        self.name.editingFinished.connect(self._change)
        self.category.activated.connect(self._change)

    def show_unit(self, unit: Unit) -> None:
        """Shows it."""
        self._unit = unit
        show_text(self.number, one_line(unit.number))
        show_text(self.name, one_line(unit.name))
        show_choice(self.category, unit.category)

    def _change(self) -> None:
        unit = self._unit
        if unit is None:
            return
        name, number, category = self.name.text(), self.number.text(), str(self.category.currentData())
        self.name.setModified(False)
        self.number.setModified(False)
        if (one_line(name), one_line(number), category) != (one_line(unit.name), one_line(unit.number), unit.category):
            self._make(rooms.change_unit(self._editing.site, unit, name, number, category))


class OpeningForm(QWidget):
    """Hands every change to `make` as an edit."""

    def __init__(self, editing: Editing, make: Callable[[Edit], None], remove: Callable[[], None]) -> None:
        super().__init__()
        self._editing, self._make = editing, make
        self._opening: Opening | None = None
        self.name = text_field("Name of the doorway")
        self.name.setPlaceholderText("Door 7")
        self.category = choice_field("Category", [(each, sentence(each.replace(".", ", "))) for each in _OPENINGS])
        form = form_of(self)
        add_row(form, "Name", self.name)
        add_row(form, "Category", self.category)
        self.off = QPushButton("Remove it")
        form.addRow(self.off)
        self.off.clicked.connect(remove)
        self.name.editingFinished.connect(self._change)
        self.category.activated.connect(self._change)

    def show_opening(self, opening: Opening) -> None:
        """Shows it."""
        self._opening = opening
        show_text(self.name, one_line(opening.name))
        show_choice(self.category, opening.category)

    def _change(self) -> None:
        opening, name, category = self._opening, self.name.text(), str(self.category.currentData())
        self.name.setModified(False)
        if opening is not None and (one_line(name), category) != (one_line(opening.name), opening.category):
            self._make(rooms.change_opening(self._editing.site, opening, name, category))
