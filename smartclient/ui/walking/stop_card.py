"""The stop one stands at: what the plan says of it, what was found, and the fields to say something else."""

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFormLayout, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from smartclient.domain.campus_record import Outcome, StopCheck
from smartclient.plans.walk_stops import Stop, StopKind
from smartclient.ui.dialogs import text_label
from smartclient.ui.theme import Theme
from smartclient.ui.walking.touch import touch_button, touch_field
from smartclient.ui.words import one_line

_OUTCOMES = {Outcome.RIGHT: "✓ Right", Outcome.CORRECTED: "✎ Corrected", Outcome.NOTED: "✎ Noted"}

_FIELDS = {
    StopKind.ROOM: ("number", "name", "category", "note"),
    StopKind.GROUNDS: ("name", "category", "note"),
    StopKind.DOOR: ("name", "note"),
    StopKind.THING: ("name", "note"),
}


class StopCard(QWidget):
    """`corrected` carries the corrections by field and a note, `noted` the note."""

    corrected = Signal(object, str)
    noted = Signal(str)
    closed = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._stop: Stop | None = None
        self.kind, self.title, self.name = text_label("Kind", dim=True), text_label("Stop"), text_label("Name")
        self.place, self.found = text_label("Place", dim=True), text_label("What was found")
        self.then = text_label("The stop after this one", dim=True)
        self.title.setProperty("headline", True)
        self.title.setStyleSheet("font-size: 30px; font-weight: 600;")
        self.name.setStyleSheet("font-size: 18px;")
        self.found.setStyleSheet("font-size: 16px;")
        self.fields: dict[str, QLineEdit] = {
            "number": touch_field("Number", "the number on the door"),
            "name": touch_field("Name", "what it is called"),
            "category": touch_field("Category", "classroom, office, storage …"),
            "note": touch_field("Note", "what somebody should know"),
        }
        self._form = QFormLayout()
        self._form.setVerticalSpacing(8)
        for name, field in self.fields.items():
            self._form.addRow(name.capitalize(), field)
            field.returnPressed.connect(self._keep)
        self.keep = touch_button("Keep", theme, self._keep, is_first=True)
        self.cancel = touch_button("Cancel", theme, self.close_form)
        buttons = QHBoxLayout()
        buttons.addWidget(self.keep)
        buttons.addWidget(self.cancel)
        self._is_note_only = False
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.setSpacing(8)
        for label in (self.kind, self.title, self.name, self.place, self.found, self.then):
            page.addWidget(label)
        page.addSpacing(8)
        page.addLayout(self._form)
        page.addLayout(buttons)
        page.addStretch(1)
        self.close_form()

    def show_stop(self, stop: Stop, check: StopCheck | None, after: Stop | None) -> None:
        """Shows a stop, what was found there, and which one comes after it."""
        if stop is not self._stop:
            self.close_form()
        self._stop = stop
        self.kind.setText(str(stop.kind).capitalize())
        self.title.setText(one_line(stop.title))
        said = stop.name if stop.name != stop.title else ""
        self.name.setText(one_line(" · ".join(_once(said, stop.category))))
        self.place.setText(one_line(stop.place))
        self.then.setText(one_line(f"Then: {after.title}") if after is not None else "The last stop")
        self.found.setText(one_line(_found_words(check)) if check is not None else "Not looked at yet")

    def ask_correction(self) -> None:
        """What the plan should say instead."""
        if self._stop is None:
            return
        self._open(_FIELDS[self._stop.kind], self._said())

    def ask_note(self) -> None:
        """What somebody should know."""
        self._open(("note",), {})

    @property
    def is_asking(self) -> bool:
        """Whether the fields are open."""
        return self.keep.isVisibleTo(self)

    def close_form(self) -> None:
        """Puts the fields away."""
        for name in self.fields:
            self._form.setRowVisible(self.fields[name], False)
        self.keep.hide()
        self.cancel.hide()
        self.closed.emit()

    def _said(self) -> Mapping[str, str]:
        stop = self._stop
        if stop is None:
            return {}
        is_door = stop.kind is StopKind.DOOR
        said = {"number": stop.number, "name": stop.number if is_door else stop.name, "category": stop.category}
        return {name: said[name] for name in _FIELDS[stop.kind] if name in said}

    def _open(self, names: tuple[str, ...], filled: Mapping[str, str]) -> None:
        self._is_note_only = names == ("note",)
        for name, field in self.fields.items():
            self._form.setRowVisible(field, name in names)
            field.setText(filled.get(name, ""))
        self.keep.show()
        self.cancel.show()
        self.fields[names[0]].setFocus(Qt.FocusReason.OtherFocusReason)

    def _keep(self) -> None:
        note = self.fields["note"].text()
        if self._is_note_only:
            if note.strip():
                self.noted.emit(note)
        else:
            said = self._said()
            typed = {name: self.fields[name].text().strip() for name in said}
            changed = {name: text for name, text in typed.items() if text != said[name]}
            if changed:
                self.corrected.emit(changed, note)
            elif note.strip():
                self.noted.emit(note)
        self.close_form()


def _found_words(check: StopCheck) -> str:
    parts = [_OUTCOMES[check.outcome], *(f"{name}: {text or 'none'}" for name, text in check.correction.items())]
    return " · ".join([*parts, *([check.note] if check.note else [])])


def _once(name: str, category: str) -> list[str]:
    """What is there, and what it is; a library of the name `Library` is said once."""
    return [part for part in (name, category if category.casefold() != name.casefold() else "") if part]
