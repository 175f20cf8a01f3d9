"""The tool of edit mode: click chooses a thing, its handles move, turn and stretch it; what is new is put down with a click."""

import math
from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from smartclient.domain.devices import Device, DeviceKind, Placement
from smartclient.domain.edits import Edit, Name, Thing, name_of
from smartclient.domain.ids import DeviceId, LevelId
from smartclient.domain.site import Amenity, GridSpec, Opening, Unit
from smartclient.geometry.snapping import Snap
from smartclient.plans.editing import devices, grids, rooms, safety
from smartclient.session.editing import Editing
from smartclient.store.places import Places
from smartclient.store.workspace import Workspace
from smartclient.ui.map.tools.edit_draft import Draft
from smartclient.ui.map.tools.edit_handles import Grip, Handle, dragged_grid, dragged_view, handle_near, handles_of
from smartclient.ui.map.tools.edit_targets import DOORWAY, EditTargets, LevelsWithin
from smartclient.ui.map.tools.tool import Hit, MapPoint, Surface

REACH_PX = 12.0
_SYMBOL_PX, _OPENING_PX = 13.0, 9.0
_SAME_M = 0.01

New = Callable[[Placement], Edit]
"""The edit that puts something new at a place."""
LevelAt = Callable[[float, float], LevelId | None]


class EditPlan:
    """Needs a surface to pan, and the floor shown around a point. `say` tells why something was refused."""

    def __init__(
        self,
        surface: Surface,
        places: Places,
        level_at: LevelAt,
        shown: LevelsWithin,
        editing: Editing,
        workspace: Workspace,
        draft: Draft,
        say: Callable[[str], None],
        redraw: Callable[[], None],
    ) -> None:
        self._surface, self._places, self._level_at = surface, places, level_at
        self._editing, self._workspace, self._draft = editing, workspace, draft
        self._say, self._redraw = say, redraw
        self._targets = EditTargets(places, shown)
        self._grabbed: MapPoint | None = None
        self._held: Handle | None = None
        self._new: New | None = None

    @property
    def is_putting(self) -> bool:
        """Whether the next click puts something new."""
        return self._new is not None

    def put_next(self, new: New | None) -> None:
        """The next click puts that down; None: nothing."""
        self._new = new
        self._draft.clear()
        self._redraw()

    def put(self, new: New, at: MapPoint) -> None:
        """Puts something new down at a point, snapped, and chooses it."""
        where, _snap = self._placed(at)
        self._make(new(where))

    def middle(self) -> MapPoint:
        """The middle of the screen."""
        return (self._surface.viewport.center_x, self._surface.viewport.center_y)

    def press(self, at: MapPoint) -> DeviceId | None:
        """Takes hold of a handle, else of the map."""
        chosen = self._editing.chosen_thing()
        held = None if self.is_putting else handle_near(self._handles(chosen), at, self._px(REACH_PX))
        self._held, self._draft.grip = held, held.grip if held else None
        self._grabbed = None if held else at
        return None

    def drag(self, at: MapPoint) -> None:
        """Shows what letting go would do; without a handle moves the map."""
        chosen = self._editing.chosen_thing()
        if self._held is not None and chosen is not None:
            self._draw_up(chosen, self._held.grip, at)
            self._redraw()
        elif self._grabbed is not None:
            viewport = self._surface.viewport
            x, y = viewport.center_x + self._grabbed[0] - at[0], viewport.center_y + self._grabbed[1] - at[1]
            self._surface.show(viewport.centered(x, y))

    def release(self) -> None:
        """Makes the edit that was shown."""
        edit = self._draft.edit if self._held is not None else None
        self._held = self._grabbed = None
        self._draft.clear()
        if edit is not None:
            self._make(edit)
        self._redraw()

    def click(self, at: MapPoint) -> None:
        """Puts down what is new, else chooses what is there."""
        if self._new is not None:
            new, self._new = self._new, None
            self.put(new, at)
            return
        hit = self._surface.pick(at)
        if hit is not None and hit.bounds is not None:
            self._surface.fly(self._surface.viewport.zoomed_about(self._surface.viewport.to_screen(*at), 2.0))
        else:
            self._choose(self._name_at(hit, at))

    def double_click(self, at: MapPoint, beside: bool) -> None:  # noqa: ARG002 (the tool's shape)
        """Chooses, as one click does."""
        self.click(at)

    def hover(self, at: MapPoint | None) -> None:
        """Names what is under the pointer; shows what would be put there."""
        self._surface.point_at(self._surface.pick(at) if at else None, at)
        near = handle_near(self._handles(self._editing.chosen_thing()), at, self._px(REACH_PX)) if at else None
        hovered = near.grip if near is not None and not self.is_putting else None
        if self._new is not None and at is not None:
            where, snap = self._placed(at)
            self._draft.edit, self._draft.snap = self._new(where), snap
            self._draft.thing = self._draft.edit.put[0]
            self._draft.words = "Click to put it here"
        if hovered is not self._draft.hovered or self._new is not None:
            self._draft.hovered = hovered
            self._redraw()

    def wants(self, key: Qt.Key, modifiers: Qt.KeyboardModifier) -> bool:
        """Esc, Delete and Ctrl with arrows."""
        if key is Qt.Key.Key_Escape:
            return self.is_putting or self._held is not None or self._editing.chosen is not None
        if key is Qt.Key.Key_Delete:
            return self._editing.chosen_thing() is not None
        return key in _NUDGES and bool(modifiers & Qt.KeyboardModifier.ControlModifier)

    def take(self, key: Qt.Key, modifiers: Qt.KeyboardModifier) -> bool:
        """Esc lets go of what is in the hand, then of what is chosen; Delete removes; Ctrl with arrows moves by 10 cm."""
        if not self.wants(key, modifiers):
            return False
        if key is Qt.Key.Key_Escape:
            self._let_go()
        elif key is Qt.Key.Key_Delete:
            self.remove_chosen()
        else:
            self._nudge(*_NUDGES[key])
        return True

    def remove_chosen(self) -> None:
        """Takes the chosen device off the map, or removes what else is chosen."""
        thing = self._editing.chosen_thing()
        if isinstance(thing, Device):
            self._make(devices.take_off(thing))
        elif isinstance(thing, Amenity):
            self._make(safety.remove_amenity(thing))
        elif isinstance(thing, GridSpec):
            self._make(grids.remove_grid(self._places.venues[thing.venue_id]))
        elif isinstance(thing, Unit | Opening):
            self._make(rooms.remove(self._editing.site, thing))

    def _let_go(self) -> None:
        if self._held is not None or self.is_putting:
            self._held = self._new = None
            self._draft.clear()
        else:
            self._choose(None)
        self._redraw()

    def _nudge(self, east: float, north: float) -> None:
        thing = self._editing.chosen_thing()
        move = next((one for one in self._handles(thing) if one.grip is Grip.MOVE), None)
        if thing is not None and move is not None:
            edit = self._moved(thing, (move.x + east, move.y + north), Snap(move.x + east, move.y + north))
            if edit is not None:
                self._make(edit)

    def _make(self, edit: Edit) -> None:
        reason = self._editing.do(edit)
        if reason:
            self._say(reason)
        elif edit.put:
            self._choose(name_of(edit.put[0]))
        self._redraw()

    def _choose(self, name: Name | None) -> None:
        self._editing.choose(name)
        self._workspace.select(DeviceId(name[1]) if name is not None and name[0] is Device else None)
        self._redraw()

    def _name_at(self, hit: Hit | None, at: MapPoint) -> Name | None:
        if hit is not None and hit.device is not None:
            return (Device, hit.device)
        level = self._level_at(*at)
        symbol = self._symbol_at(at, level)
        if symbol is not None:
            return name_of(symbol)
        opening = self._targets.doorway(at, self._px(_OPENING_PX))
        if opening is not None:
            return name_of(opening)
        unit = self._places.at_local(*at, level).unit
        return name_of(unit) if unit is not None else None

    def _symbol_at(self, at: MapPoint, level: LevelId | None) -> Amenity | None:
        frame, reach = self._places.frame, self._px(_SYMBOL_PX)
        near = (one for one in self._places.site.amenities if one.level_id in (None, level))
        found = ((math.dist(frame.point_to_local(*one.position), at), one) for one in near)
        return next((one for away, one in sorted(found, key=lambda pair: pair[0]) if away <= reach), None)

    def _handles(self, thing: Thing | None) -> tuple[Handle, ...]:
        return handles_of(thing, self._places.frame, self._surface.viewport.metres_per_px)

    def _draw_up(self, thing: Thing, grip: Grip, at: MapPoint) -> None:
        """The edit that letting go at `at` makes."""
        draft, is_snapping = self._draft, _is_snapping()
        if isinstance(thing, GridSpec):
            snap = self._snapped(at, with_grid=False) if grip is Grip.ORIGIN else Snap(*at)
            grid = dragged_grid(thing, grip, self._places.frame, (snap.x, snap.y), is_snapping=is_snapping)
            draft.edit, draft.snap = grids.set_grid(self._places.venues[thing.venue_id], grid), snap
            draft.words = f"{grid.columns} × {grid.rows} cells of {grid.cell_m:.3g} m"
        elif grip is Grip.MOVE:
            snap = self._snapped(at)
            draft.edit, draft.snap = self._moved(thing, at, snap), snap
            draft.words = f"to the {snap.to}" if snap.to else ""
        elif isinstance(thing, Unit | Opening) and self._held is not None:
            snap = self._snapped(at)
            to = self._places.frame.point_to_world(snap.x, snap.y)
            draft.edit, draft.snap = rooms.move_corner(self._editing.site, thing, self._held.number, to), snap
            draft.words = f"to the {snap.to}" if snap.to else ""
        elif isinstance(thing, Device) and thing.view is not None and thing.placement is not None:
            camera = self._places.frame.point_to_local(*thing.placement.position)
            view = dragged_view(thing.view, grip, camera, at, is_snapping=is_snapping)
            draft.edit = devices.aim(thing, view)
            draft.words = f"{view.bearing_deg:.0f}° · {view.field_of_view_deg:.0f}° wide · {view.range_m:.3g} m"
        draft.thing = draft.edit.put[0] if draft.edit is not None else None

    def _moved(self, thing: Thing, at: MapPoint, snap: Snap) -> Edit | None:
        where, _ = self._placed(at, snap)
        if isinstance(thing, Amenity):
            return safety.move_amenity(thing, where.position, where.level_id)
        if not isinstance(thing, Device):
            return None
        is_bound = thing.kind is DeviceKind.DOOR and snap.to == DOORWAY
        opening = self._targets.doorway((snap.x, snap.y), _SAME_M) if is_bound else None
        if opening is not None:
            return devices.bind(replace(thing, placement=where), opening)
        return devices.move(thing, where)

    def _placed(self, at: MapPoint, snap: Snap | None = None) -> tuple[Placement, Snap]:
        level = self._level_at(*at)
        snap = snap or self._snapped(at)
        inside = self._places.at_local(*at, level).unit
        position = self._places.frame.point_to_world(snap.x, snap.y)
        return devices.placement(position, level, inside.id if inside else None), snap

    def _snapped(self, at: MapPoint, *, with_grid: bool = True) -> Snap:
        if not _is_snapping():
            return Snap(*at)
        return self._targets.at(at, with_grid=with_grid).snapped(*at, self._px(REACH_PX))

    def _px(self, pixels: float) -> float:
        return pixels * self._surface.viewport.metres_per_px


_K = Qt.Key
_NUDGES = {_K.Key_Left: (-0.1, 0.0), _K.Key_Right: (0.1, 0.0), _K.Key_Up: (0.0, 0.1), _K.Key_Down: (0.0, -0.1)}


def _is_snapping() -> bool:
    """Alt suspends it."""
    return not QGuiApplication.keyboardModifiers() & Qt.KeyboardModifier.AltModifier
