"""The tool of edit mode: click chooses a thing, its handles move, turn and stretch it; what is new is put down with a click."""

from collections.abc import Callable

from PySide6.QtCore import Qt

from smartclient.domain.devices import Device, Placement
from smartclient.domain.edits import Edit, Name, name_of
from smartclient.domain.ids import DeviceId
from smartclient.domain.site import Amenity, GridSpec, Opening, Unit
from smartclient.geometry.snapping import Snap
from smartclient.plans.editing import devices, grids, rooms, safety
from smartclient.session.editing import Editing
from smartclient.store.places import Places
from smartclient.store.workspace import Workspace
from smartclient.ui.map.tools.edit_draft import Draft
from smartclient.ui.map.tools.edit_drafting import REACH_PX, EditDrafting
from smartclient.ui.map.tools.edit_handles import Grip, Handle, handle_near
from smartclient.ui.map.tools.edit_picking import EditPicking, LevelAt
from smartclient.ui.map.tools.edit_targets import EditTargets, LevelsWithin
from smartclient.ui.map.tools.panning import Panning
from smartclient.ui.map.tools.tool import MapPoint, Surface

New = Callable[[Placement], Edit]
"""The edit that puts something new at a place."""


class EditPlan(Panning):
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
        super().__init__(surface)
        self._places = places
        self._editing, self._workspace, self._draft = editing, workspace, draft
        self._say, self._redraw = say, redraw
        targets = EditTargets(places, shown)
        self._picking = EditPicking(places, targets, level_at)
        self._drafting = EditDrafting(places, targets, level_at, lambda: self._scale)
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
        where, _snap = self._drafting.placed(at)
        self._make(new(where))

    def middle(self) -> MapPoint:
        """The middle of the screen."""
        return (self._surface.viewport.center_x, self._surface.viewport.center_y)

    def press(self, at: MapPoint) -> DeviceId | None:
        """Takes hold of a handle, else of the map."""
        chosen = self._editing.chosen_thing()
        held = None if self.is_putting else handle_near(self._drafting.handles(chosen), at, REACH_PX * self._scale)
        self._held, self._draft.grip = held, held.grip if held else None
        if held is None:
            return super().press(at)
        super().release()
        return None

    def drag(self, at: MapPoint) -> None:
        """Shows what letting go would do; without a handle moves the map."""
        chosen = self._editing.chosen_thing()
        if self._held is not None and chosen is not None:
            self._drafting.draw_up(self._draft, chosen, self._held, at)
            self._redraw()
        else:
            super().drag(at)

    def release(self) -> None:
        """Makes the edit that was shown."""
        edit = self._draft.edit if self._held is not None else None
        super().release()
        self._held = None
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
            self._choose(self._picking.name_at(hit, at, self._scale))

    def double_click(self, at: MapPoint, beside: bool) -> None:  # noqa: ARG002 (the tool's shape)
        """Chooses, as one click does."""
        self.click(at)

    def hover(self, at: MapPoint | None) -> None:
        """Names what is under the pointer; shows what would be put there."""
        self._surface.point_at(self._surface.pick(at) if at else None, at)
        near = (
            handle_near(self._drafting.handles(self._editing.chosen_thing()), at, REACH_PX * self._scale)
            if at
            else None
        )
        hovered = near.grip if near is not None and not self.is_putting else None
        if self._new is not None and at is not None:
            where, snap = self._drafting.placed(at)
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
        move = next((one for one in self._drafting.handles(thing) if one.grip is Grip.MOVE), None)
        if thing is not None and move is not None:
            edit = self._drafting.moved(thing, (move.x + east, move.y + north), Snap(move.x + east, move.y + north))
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

    @property
    def _scale(self) -> float:
        return self._surface.viewport.metres_per_px


_K = Qt.Key
_NUDGES = {_K.Key_Left: (-0.1, 0.0), _K.Key_Right: (0.1, 0.0), _K.Key_Up: (0.0, 0.1), _K.Key_Down: (0.0, -0.1)}
