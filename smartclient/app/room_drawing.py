"""Drawing rooms in edit mode: the tool in the hand, and the edit that comes of an outline."""

from collections.abc import Callable

from smartclient.domain.edits import Edit
from smartclient.domain.ids import LevelId
from smartclient.plans.editing.drawn_rooms import NoRoom, draw_room
from smartclient.session.editing import Editing
from smartclient.store.places import Places
from smartclient.ui.map.held_tool import HeldTool
from smartclient.ui.map.map_view import MapView
from smartclient.ui.map.tools.draw_room import DrawRoom
from smartclient.ui.map.tools.edit_targets import EditTargets
from smartclient.ui.map.tools.tool import MapPoint

_LAYER = "room in the making"
_CATEGORY = "room"


class RoomDrawing:
    """`made` gets each edit, `say` why there is none, `hint` how it is done. Other tools may take the pointer back at any time."""

    def __init__(
        self,
        site_map: MapView,
        places: Places,
        editing: Editing,
        made: Callable[[Edit], None],
        say: Callable[[str], None],
        hint: Callable[[str], None],
    ) -> None:
        self._places, self._editing = places, editing
        self._made, self._say, self._hint = made, say, hint
        stage = site_map.stage
        targets = EditTargets(places, stage.levels_within)
        self.tool = DrawRoom(
            site_map.ground, targets, stage.level_at, self._close, self.end, lambda: site_map.canvas.update()
        )
        self._held = HeldTool(site_map, self.tool, _LAYER, lambda: None)

    @property
    def is_open(self) -> bool:
        """Whether the tool is in the hand."""
        return self._held.is_held

    def toggle(self) -> None:
        """Takes the tool into the hand, or puts it away."""
        if self.is_open:
            self.end()
            return
        self.tool.outline.clear()
        self._held.take(self.tool)
        self._hint("Click the corners of the room; Enter closes it, Backspace takes one back, Esc ends.")

    def end(self) -> None:
        """Gives the pointer back."""
        self._held.put_down()

    def _close(self, ring: tuple[MapPoint, ...], level_id: LevelId | None) -> None:
        level = self._places.levels.get(level_id) if level_id is not None else None
        if level is None:
            self._say("A room has to be on a floor of this plan; draw it on a campus.")
            return
        corners = [self._places.frame.point_to_world(*corner) for corner in ring]
        try:
            edit = draw_room(self._editing.site, level, corners, _CATEGORY)
        except NoRoom as trouble:
            self._say(str(trouble))
        else:
            self._made(edit)
