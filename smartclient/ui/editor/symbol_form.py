"""The properties of a chosen safety symbol of IMDF: kind and name."""

from collections.abc import Callable

from PySide6.QtWidgets import QPushButton, QWidget

from smartclient.domain.edits import Edit
from smartclient.domain.site import Amenity
from smartclient.plans.editing import safety
from smartclient.ui.editor.fields import add_row, choice_field, form_of, show_choice, show_text, text_field
from smartclient.ui.words import one_line, sentence


class SymbolForm(QWidget):
    """Hands every change to `make` as an edit."""

    def __init__(self, make: Callable[[Edit], None], remove: Callable[[], None]) -> None:
        super().__init__()
        self._make = make
        self._amenity: Amenity | None = None
        self.name = text_field("Name of the symbol")
        self.category = choice_field("Kind", [(each, sentence(words)) for each, words in safety.AMENITY_WORDS.items()])
        self.off = QPushButton("Remove it")
        form = form_of(self)
        add_row(form, "Kind", self.category)
        add_row(form, "Name", self.name)
        form.addRow(self.off)
        self.name.editingFinished.connect(self._change)
        self.category.activated.connect(self._change)
        self.off.clicked.connect(remove)

    def show_amenity(self, amenity: Amenity) -> None:
        """Shows it."""
        self._amenity = amenity
        show_text(self.name, one_line(amenity.name))
        show_choice(self.category, amenity.category)

    def _change(self) -> None:
        amenity, name, category = self._amenity, self.name.text(), str(self.category.currentData())
        self.name.setModified(False)
        if amenity is not None and (one_line(name), category) != (one_line(amenity.name), amenity.category):
            self._make(safety.change_amenity(amenity, name, category))
