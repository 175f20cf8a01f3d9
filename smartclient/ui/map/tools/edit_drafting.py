"""From a handle under the pointer to the edit that letting go there makes."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from smartclient.domain.devices import Device, DeviceKind, Placement
from smartclient.domain.edits import Edit, Thing
from smartclient.domain.site import Amenity, GridSpec, Opening, Site, Unit
from smartclient.geometry.next_corner import snap as square
from smartclient.geometry.snapping import Snap
from smartclient.plans.editing import devices, grids, rooms, safety
from smartclient.plans.editing.corner_move import CornerMove
from smartclient.store.places import Places
from smartclient.ui.map.tools.edit_draft import Draft
from smartclient.ui.map.tools.edit_handles import Grip, Handle, dragged_grid, dragged_view, handles_of
from smartclient.ui.map.tools.edit_picking import LevelAt
from smartclient.ui.map.tools.edit_targets import DOORWAY, RIGHT_ANGLE, EditTargets
from smartclient.ui.map.tools.tool import MapPoint

REACH_PX = 12.0
_SAME_M = 0.01


class EditDrafting:
    """Places points on floors, snapped unless Alt is held. `scale` is the map's, metres per pixel."""

    def __init__(self, places: Places, targets: EditTargets, level_at: LevelAt, scale: Callable[[], float]) -> None:
        self._places, self._targets, self._level_at, self._scale = places, targets, level_at, scale
        self._move: tuple[Site, Unit, Handle, CornerMove] | None = None

    def handles(self, thing: Thing | None) -> tuple[Handle, ...]:
        """The handles of a thing at the map's scale."""
        return handles_of(thing, self._places.frame, self._scale())

    def draw_up(self, draft: Draft, thing: Thing, handle: Handle, at: MapPoint) -> None:
        """Writes into `draft` what letting go at `at` does."""
        match thing:
            case GridSpec():
                self._draw_grid(draft, thing, handle.grip, at)
            case Unit() | Opening():
                self._draw_corner(draft, thing, handle, at)
            case Device() if handle.grip is not Grip.MOVE:
                self._draw_view(draft, thing, handle.grip, at)
            case _:
                snap = self.snapped(at)
                draft.edit, draft.snap, draft.words = self.moved(thing, at, snap), snap, _to(snap)
        draft.thing = draft.edit.put[0] if draft.edit is not None else None

    def moved(self, thing: Thing, at: MapPoint, snap: Snap) -> Edit | None:
        """The edit that moves a device or symbol; a door on a doorway is bound to it."""
        where, _ = self.placed(at, snap)
        if isinstance(thing, Amenity):
            return safety.move_amenity(thing, where.position, where.level_id)
        if not isinstance(thing, Device):
            return None
        is_bound = thing.kind is DeviceKind.DOOR and snap.to == DOORWAY
        opening = self._targets.doorway((snap.x, snap.y), _SAME_M) if is_bound else None
        if opening is not None:
            return devices.bind(replace(thing, placement=where), opening)
        return devices.move(thing, where)

    def placed(self, at: MapPoint, snap: Snap | None = None) -> tuple[Placement, Snap]:
        """The place at a point: floor and room are those that are pointed at, the position is the snapped one."""
        level = self._level_at(*at)
        snap = snap or self.snapped(at)
        inside = self._places.at_local(*at, level).unit
        position = self._places.frame.point_to_world(snap.x, snap.y)
        return devices.placement(position, level, inside.id if inside else None), snap

    def snapped(self, at: MapPoint, *, with_grid: bool = True) -> Snap:
        """Drawn to what is near."""
        if not is_snapping():
            return Snap(*at)
        return self._targets.at(at, with_grid=with_grid).snapped(*at, REACH_PX * self._scale())

    def _draw_grid(self, draft: Draft, spec: GridSpec, grip: Grip, at: MapPoint) -> None:
        snap = self.snapped(at, with_grid=False) if grip is Grip.ORIGIN else Snap(*at)
        grid = dragged_grid(spec, grip, self._places.frame, (snap.x, snap.y), is_snapping=is_snapping())
        draft.edit, draft.snap = grids.set_grid(self._places.venues[spec.venue_id], grid), snap
        draft.words = f"{grid.columns} × {grid.rows} cells of {grid.cell_m:.3g} m"

    def _draw_corner(self, draft: Draft, thing: Unit | Opening, handle: Handle, at: MapPoint) -> None:
        snap = self.snapped(at, with_grid=False)
        if not snap.to and isinstance(thing, Unit) and is_snapping() and handle.grip is Grip.CORNER:
            snap = self._squared(thing, handle.number, at)
        to = self._places.frame.point_to_world(snap.x, snap.y)
        if isinstance(thing, Unit):
            draft.edit = self._held(thing, handle).to(to)
        else:
            draft.edit = rooms.move_corner(self._places.site, thing, handle.number, to)
        draft.snap, draft.words = snap, _to(snap)

    def _held(self, unit: Unit, handle: Handle) -> CornerMove:
        """What follows the corner is looked up once, when it is taken hold of; a side gets a new corner first."""
        known = self._move
        if known is None or known[0] is not self._places.site or known[1] is not unit or known[2] != handle:
            number, held = handle.number, unit
            if handle.grip is Grip.SIDE:
                split = rooms.split_side(unit, number, self._places.frame.point_to_world(handle.x, handle.y))
                held, number = next(thing for thing in split.put if isinstance(thing, Unit)), number + 1
            known = self._move = (self._places.site, unit, handle, CornerMove(self._places.site, held, number))
        return known[3]

    def _squared(self, unit: Unit, number: int, at: MapPoint) -> Snap:
        """At a right angle to the walls that meet in the corner, where it is nearly that."""
        corners = [one for one in self.handles(unit) if one.grip is Grip.CORNER]
        others = [(one.x, one.y) for one in corners if one.number != number]
        found = square(
            at, np.empty((0, 2)), np.empty((0, 4)), others[number:] + others[:number], REACH_PX * self._scale()
        )
        return Snap(*found.point, RIGHT_ANGLE if found.why else "")

    def _draw_view(self, draft: Draft, device: Device, grip: Grip, at: MapPoint) -> None:
        if device.view is None or device.placement is None:
            return
        camera = self._places.frame.point_to_local(*device.placement.position)
        view = dragged_view(device.view, grip, camera, at, is_snapping=is_snapping())
        draft.edit = devices.aim(device, view)
        draft.words = f"{view.bearing_deg:.0f}° · {view.field_of_view_deg:.0f}° wide · {view.range_m:.3g} m"


def is_snapping() -> bool:
    """Alt suspends it."""
    return not QGuiApplication.keyboardModifiers() & Qt.KeyboardModifier.AltModifier


def _to(snap: Snap) -> str:
    return f"to the {snap.to}" if snap.to else ""
