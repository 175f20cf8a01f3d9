"""What is chosen, and the form that changes it."""

from collections.abc import Callable
from functools import cached_property
from typing import TypeVar

from PySide6.QtWidgets import QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from smartclient.domain.devices import Device
from smartclient.domain.edits import Edit, Thing
from smartclient.domain.site import Amenity, GridSpec, Opening, Unit
from smartclient.plans.editing import devices, rooms, safety
from smartclient.session.editing import Editing
from smartclient.store.places import Places
from smartclient.ui.dialogs import text_label
from smartclient.ui.editor.device_form import DeviceForm
from smartclient.ui.editor.grid_form import GridForm
from smartclient.ui.editor.room_form import OpeningForm, UnitForm
from smartclient.ui.editor.symbol_form import SymbolForm
from smartclient.ui.words import one_line, sentence

_HINT = (
    "Click a camera, door, symbol, room or doorway to change it. Drag its handles on the map: the dotted ring moves, "
    "round ones turn and widen, square ones stretch. Alt lets go of walls and corners."
)


F = TypeVar("F", bound=QWidget)


class Forms:
    """One form for each kind of thing, made when it is first wanted."""

    def __init__(
        self, editing: Editing, places: Places, make: Callable[[Edit], None], remove: Callable[[], None]
    ) -> None:
        self._editing, self._places, self._make, self._remove = editing, places, make, remove
        self.made: list[QWidget] = []

    @cached_property
    def device(self) -> DeviceForm:
        """Of cameras, doors and all other devices."""
        return self._kept(DeviceForm(self._places, self._make, self._remove))

    @cached_property
    def unit(self) -> UnitForm:
        """Of rooms."""
        return self._kept(UnitForm(self._editing, self._make, self._remove))

    @cached_property
    def opening(self) -> OpeningForm:
        """Of doorways."""
        return self._kept(OpeningForm(self._editing, self._make, self._remove))

    @cached_property
    def symbol(self) -> SymbolForm:
        """Of safety symbols."""
        return self._kept(SymbolForm(self._make, self._remove))

    @cached_property
    def grid(self) -> GridForm:
        """Of the campus grid."""
        return self._kept(GridForm(self._places, self._make, self._remove))

    def _kept(self, form: F) -> F:
        self.made.append(form)
        return form


class Properties(QWidget):
    """Follows what is chosen. `remove` takes the chosen thing off."""

    def __init__(
        self, editing: Editing, places: Places, make: Callable[[Edit], None], remove: Callable[[], None]
    ) -> None:
        super().__init__()
        self._editing, self._places = editing, places
        self.title = text_label("Chosen")
        self.title.setProperty("title", True)
        self.where = text_label("Where it is", dim=True)
        self.hint = text_label("What to do")
        self.hint.setText(_HINT)
        self.hint.setProperty("dim", True)
        self.forms = Forms(editing, places, make, remove)
        self._stack = QStackedWidget()
        self._nothing = QWidget()
        self._nothing.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Ignored)
        self._stack.addWidget(self._nothing)
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.setSpacing(2)
        for label in (self.title, self.where, self.hint):
            label.setContentsMargins(12, 0, 12, 0)
            page.addWidget(label)
        page.addWidget(self._stack)
        self.refresh()

    def refresh(self) -> None:
        """Shows the chosen thing as it is now."""
        thing = self._editing.chosen_thing()
        title, where = self._words(thing)
        self.title.setText(one_line(title))
        self.where.setText(one_line(where))
        self.title.setVisible(thing is not None)
        self.where.setVisible(bool(where))
        self.hint.setVisible(thing is None)
        self._show(thing)

    def _show(self, thing: Thing | None) -> None:
        forms: QWidget = self._nothing
        match thing:
            case Device():
                self.forms.device.show_device(thing)
                forms = self.forms.device
            case Unit():
                self.forms.unit.show_unit(thing)
                forms = self.forms.unit
            case Opening():
                self.forms.opening.show_opening(thing)
                forms = self.forms.opening
            case Amenity():
                self.forms.symbol.show_amenity(thing)
                forms = self.forms.symbol
            case GridSpec():
                self.forms.grid.show_grid(thing)
                forms = self.forms.grid
        if self._stack.indexOf(forms) < 0:
            self._stack.addWidget(forms)  # when it is first wanted: every widget more is styled again with its panel
        self._stack.setCurrentWidget(forms)
        for form in self.forms.made:
            vertical = QSizePolicy.Policy.Preferred if form is forms else QSizePolicy.Policy.Ignored
            form.setSizePolicy(QSizePolicy.Policy.Preferred, vertical)
        self._stack.setVisible(forms is not self._nothing)

    def _words(self, thing: Thing | None) -> tuple[str, str]:
        match thing:
            case Device():
                return sentence(devices.words(thing)), self._places.of_device(thing).words
            case Unit():
                return sentence(rooms.unit_words(thing)), self._places.at(thing.display_point, thing.level_id).words
            case Opening():
                return thing.name or "Doorway", self._places.at(thing.line[0], thing.level_id).words
            case Amenity():
                return sentence(safety.words(thing)), self._places.at(thing.position, thing.level_id).words
            case GridSpec():
                return "Campus grid", self._places.venues[thing.venue_id].name
        return "", ""
