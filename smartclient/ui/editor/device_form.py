"""The properties of a chosen device: its name, what a camera sees, the opening of a door."""

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtWidgets import QPushButton, QWidget

from smartclient.domain.devices import CameraForm, Device, DeviceKind, View
from smartclient.domain.edits import Edit
from smartclient.domain.ids import LevelId, OpeningId
from smartclient.domain.site import Opening
from smartclient.plans.editing import devices
from smartclient.plans.editing.devices import LEAST_FIELD_DEG, LEAST_RANGE_M, MOST_RANGE_M
from smartclient.store.places import Places
from smartclient.ui.editor.fields import (
    add_row,
    choice_field,
    fill,
    form_of,
    number_field,
    show_choice,
    show_number,
    show_text,
    text_field,
)
from smartclient.ui.words import one_line

_FORMS = tuple((form.value, form.value.capitalize() if form is not CameraForm.PTZ else "PTZ") for form in CameraForm)
_PLAN = "plan/"


class DeviceForm(QWidget):
    """Hands every change to `make` as an edit."""

    def __init__(self, places: Places, make: Callable[[Edit], None], take_off: Callable[[], None]) -> None:
        super().__init__()
        self._places, self._make = places, make
        self._device: Device | None = None
        self._openings: dict[OpeningId, Opening] = {}
        self.name = text_field("Name")
        self.bearing = number_field("Bearing", 0, 360, "°", 1, 5)
        self.bearing.setWrapping(True)
        self.field = number_field("Field of view", LEAST_FIELD_DEG, 360, "°", 1, 5)
        self.range = number_field("Range", LEAST_RANGE_M, MOST_RANGE_M, " m")
        self.form = choice_field("Form", _FORMS)
        self.opening = choice_field("Opening", ())
        self.off = QPushButton()
        self._rows = form_of(self)
        self._of_camera = (self.bearing, self.field, self.range, self.form)
        captions = ("Name", "Bearing", "Field of view", "Range", "Form", "Opening")
        for words, field in zip(captions, (self.name, *self._of_camera, self.opening), strict=True):
            add_row(self._rows, words, field)
        self._rows.addRow(self.off)
        self.name.editingFinished.connect(self._rename)
        for number in (self.bearing, self.field, self.range):
            number.valueChanged.connect(self._aim)
        self.form.activated.connect(self._aim)
        self.opening.activated.connect(self._bind)
        self.off.clicked.connect(take_off)

    def show_device(self, device: Device) -> None:
        """Shows it; names of the server's devices are the server's to change."""
        self._device = device
        is_own = device.id.startswith(_PLAN)
        show_text(self.name, one_line(device.name))
        self.name.setReadOnly(not is_own)
        self.name.setToolTip("" if is_own else "The server names this device.")
        for field in self._of_camera:
            self._rows.setRowVisible(field, device.view is not None)
        self._rows.setRowVisible(self.opening, device.kind is DeviceKind.DOOR)
        if device.view is not None:
            show_number(self.bearing, device.view.bearing_deg)
            show_number(self.field, device.view.field_of_view_deg)
            show_number(self.range, device.view.range_m)
            show_choice(self.form, device.view.form.value)
        if device.kind is DeviceKind.DOOR:
            self._show_openings(device)
        self.off.setText("Remove it" if is_own else "Take it off the map")
        self.off.setEnabled(device.placement is not None)

    def _show_openings(self, door: Device) -> None:
        """Those of its floor: named ones first, then the nearest of the others."""
        level = door.placement.level_id if door.placement else None
        found = sorted(self._openings_on(level), key=lambda one: (not one.name, one.name))
        self._openings = {one.id: one for one in found}
        unnamed = sum(not one.name for one in found)
        words = [(one.id, one_line(one.name)) for one in found if one.name]
        fill(self.opening, [("", "not bound"), *words])
        bound = door.placement.opening_id if door.placement else None
        opening = self._openings.get(bound) if bound else None
        if opening is not None and not opening.name:
            self.opening.addItem("a doorway without a name", opening.id)
        show_choice(self.opening, bound or "")
        more = f" {unnamed} doorways have no name: drag the door onto one." if unnamed else ""
        self.opening.setToolTip(f"Drag the door onto its doorway, or choose it here.{more}")

    def _openings_on(self, level: LevelId | None) -> list[Opening]:
        return list(self._places.openings_on(level)) if level is not None else []

    def _rename(self) -> None:
        device, name = self._device, one_line(self.name.text())
        self.name.setModified(False)
        if device is not None and name and name != one_line(device.name) and not self.name.isReadOnly():
            self._make(devices.rename(device, name))

    def _aim(self) -> None:
        device = self._device
        if device is None or device.view is None:
            return
        view = replace(
            device.view,
            bearing_deg=self.bearing.value(),
            field_of_view_deg=self.field.value(),
            range_m=self.range.value(),
            form=CameraForm(self.form.currentData()),
        )
        if _shown(view) != _shown(device.view):
            self._make(devices.aim(device, view))

    def _bind(self) -> None:
        device, opening = self._device, self._openings.get(OpeningId(self.opening.currentData()))
        if device is None or device.placement is None:
            return
        if opening is not None:
            self._make(devices.bind(device, opening))
        elif device.placement.opening_id is not None:
            self._make(devices.move(device, replace(device.placement, opening_id=None)))


def _shown(view: View) -> tuple[float, float, float, CameraForm]:
    """A view as the fields show it."""
    return round(view.bearing_deg, 1) % 360, round(view.field_of_view_deg, 1), round(view.range_m, 1), view.form
