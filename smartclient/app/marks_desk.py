"""Marking once it is used: joins tool, panel and map to the incident that is worked on."""

import asyncio
from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from smartclient.domain.incident_entries import Heat, Post, RoomStatus
from smartclient.domain.site import Unit, UnitKind
from smartclient.runtime.tasks import Tasks
from smartclient.session.incident_marking import IncidentMarking
from smartclient.store.finding.match import around
from smartclient.store.frontier import Exposure, Frontier, Guard
from smartclient.store.frontier_words import FrontierWords
from smartclient.store.notices import Grade
from smartclient.store.routes import Standpoint
from smartclient.store.search_progress import Count
from smartclient.store.workspace import Aspect
from smartclient.ui.bindings import bind
from smartclient.ui.incident_map.draft_layer import DraftLayer
from smartclient.ui.incident_map.marking_draft import Draft, RouteKind, Stroke
from smartclient.ui.incident_map.marking_tool import MarkingTool
from smartclient.ui.incident_map.marks_on_map import MarksOnMap
from smartclient.ui.incident_map.marks_panel import MarksPanel
from smartclient.ui.incident_map.near_mark import key_of_mark_near
from smartclient.ui.map.held_tool import HeldTool
from smartclient.ui.shell.main_window import MainWindow
from smartclient.ui.words import one_line

if TYPE_CHECKING:
    from smartclient.app.incident_map import Marked

_TITLE, _LAYER, _NOTICE = "Incident marks", "marking", "marking"
_WORST_FIRST = (Guard.OPEN, Guard.NOTHING, Guard.UNLOCKED, Guard.UNKNOWN)
_NO_ROOM = frozenset({UnitKind.WALL, UnitKind.WINDOW})


class MarksDesk:
    """Needs a running loop; `stop` ends it."""

    def __init__(self, marked: "Marked", marks: MarksOnMap, window: MainWindow) -> None:
        self._on, self._marks, self._window = marked, marks, window
        self._tasks = Tasks("marking")
        self.marking, self.draft = IncidentMarking(marked.incidents), Draft()
        self.panel = window.own(MarksPanel(marked.theme))
        self._words = FrontierWords(marked.places)
        self._said: tuple[Sequence[Exposure], Sequence[str]] = ((), ())
        self._said_of: Frontier | None = None
        self.tool = MarkingTool(
            marked.map.ground,
            self.draft,
            marked.map.stage.level_at,
            self.mark_at,
            self.choose,
            self._gather,
            self._finish,
            self.marking.undo,
            self.end,
            self.panel.take_keyboard,
        )
        self._held = HeldTool(marked.map, self.tool, _LAYER, self._let_go)
        self._join()

    @property
    def is_open(self) -> bool:
        """Whether somebody marks."""
        return self._held.is_held

    def _join(self) -> None:
        panel = self.panel
        panel.chosen.connect(self.choose)
        panel.undo_wanted.connect(self.marking.undo)
        panel.left.connect(self.end)
        panel.finished.connect(self._finish)
        panel.open_wanted.connect(self._on.open_incident)
        panel.entered.connect(self._show_exposure)
        panel.written.connect(lambda: self._on.map.setFocus(Qt.FocusReason.OtherFocusReason))
        panel.team.textChanged.connect(self._take_team)
        bind(panel, self.draft.changed, lambda _nothing: self._show())
        bind(panel, self.draft.moved, lambda _nothing: self._point())
        bind(panel, self._on.workspace.changed, lambda aspect: self._point() if aspect is Aspect.SELECTION else None)
        bind(panel, self._on.incidents.changed, lambda _nothing: self._show())
        bind(panel, self._marks.clearing.changed, lambda _nothing: self._show())
        bind(panel, self._on.store.changed, lambda changes: self._take_plan() if changes.everything else None)

    def toggle(self) -> None:
        """Begins to mark, or ends."""
        if self.is_open:
            self.end()
            return
        self._window.show_panel(self.panel, _TITLE, self.end)
        self._held.take(DraftLayer(self.draft, self._marks.shapes))
        self._show()
        if self.marking.why_not:
            self.panel.open.setFocus(Qt.FocusReason.OtherFocusReason)

    def end(self) -> None:
        """Gives the pointer back; what is marked stays on the map."""
        self._held.put_down()

    def choose(self, stroke: Stroke) -> None:
        """The next click does that; rooms that are selected or were taken together are marked at once with a status."""
        rooms = self._meant_rooms()
        self.draft.take(stroke)
        if isinstance(stroke, RoomStatus) and rooms:
            self.mark_rooms(rooms, stroke)
        if self.is_open:
            self._on.map.setFocus(Qt.FocusReason.OtherFocusReason)

    def mark_selected(self, status: RoomStatus) -> None:
        """Marks the selected room, or says what is missing."""
        rooms = self._meant_rooms()
        if self.marking.why_not:
            if not self.is_open:
                self.toggle()
        elif rooms:
            self.mark_rooms(rooms, status)
        else:
            self._say("Select a room on the map first.")

    def mark_rooms(self, rooms: list[Unit], status: RoomStatus) -> None:
        """Marks them together, as one step; one room that is just so already is unmarked."""
        self.draft.drop(all_of_them=True)
        if self.marking.why_not:
            self._say(self.marking.why_not)
        elif len(rooms) == 1 and self.marking.is_marked(rooms[0].id, status):
            self.marking.unmark_rooms(rooms)
            self._say(f"{self._words.unit(rooms[0].id)}: mark taken away.")
        else:
            self.marking.mark_rooms(rooms, status)
            what = self._words.unit(rooms[0].id) if len(rooms) == 1 else f"{len(rooms)} rooms"
            self._say(f"{what}: {status.value}. Backspace or Ctrl Z takes it back.")

    def mark_at(self, point: Standpoint) -> None:
        """What a click means that is all there is to do."""
        stroke, unit = self.draft.stroke, self._unit_at(point)
        if self.marking.why_not:
            self._say(self.marking.why_not)
        elif isinstance(stroke, Post):
            position = self._on.places.frame.point_to_world(point.x, point.y)
            self.marking.place_post(stroke, position, point.level, self._take_name())
        elif isinstance(stroke, RoomStatus) and unit is not None:
            self.mark_rooms([unit], stroke)
        elif isinstance(stroke, RoomStatus):
            self._say("There is no room on the plan here.")
        else:
            self._take_away(point, unit)

    async def stop(self) -> None:
        """Lets go of ways that are being looked for."""
        await self._tasks.cancel()

    def _take_away(self, point: Standpoint, unit: Unit | None) -> None:
        """The drawing that is nearest, else the mark of the room."""
        incident, viewport = self._on.incidents.current, self._on.map.viewport
        key = key_of_mark_near(incident, point, self._on.places.frame, viewport.metres_per_px) if incident else None
        if key is not None:
            self.marking.remove(key)
        elif unit is not None:
            self.marking.unmark_rooms([unit])

    def _finish(self) -> None:
        """The drawing is whole."""
        draft, frame = self.draft, self._on.places.frame
        if not draft.least_points:
            return
        if len(draft.points) < draft.least_points:
            self._say(f"Set {draft.least_points} points or more first.")
            return
        corners = [(frame.point_to_world(point.x, point.y), point.level) for point in draft.points]
        if isinstance(draft.stroke, Heat):
            self.marking.draw_zone(draft.stroke, corners[0][1], [at for at, _level in corners])
        elif draft.stroke is RouteKind.LINE:
            self.marking.draw_route(corners, self._take_name())
        else:
            self._tasks.start("way", self._find_way(draft.points[0], draft.points[1]))
        draft.drop(all_of_them=True)

    async def _find_way(self, start: Standpoint, end: Standpoint) -> None:
        self.draft.is_looking = True
        self._show()
        try:
            route = await asyncio.to_thread(self._on.walkable.route, start, end)
        finally:
            self.draft.is_looking = False
            self._show()
        if route is None:
            self._say("No way on foot leads there, as far as the plan tells.")
        else:
            self.marking.draw_walk(route, self._on.places.frame, self._take_name())

    def _gather(self, point: Standpoint) -> None:
        unit = self._unit_at(point)
        if unit is not None:
            self.draft.gather(unit.id)

    def _meant_rooms(self) -> list[Unit]:
        """Those taken together, else the selected one."""
        spot = self._on.workspace.spot
        selected = {spot.unit} if spot is not None and spot.unit is not None else set()
        found = (self._marks.shapes.unit(unit) for unit in sorted(self.draft.together or selected))
        return [unit for unit in found if unit is not None]

    def _unit_at(self, point: Standpoint) -> Unit | None:
        unit = self._on.places.at_local(point.x, point.y, point.level).unit
        return unit if unit is not None and unit.kind not in _NO_ROOM else None

    def _take_team(self, team: str) -> None:
        self.marking.team = team

    def _take_name(self) -> str:
        name = self.panel.name.text().strip()
        self.panel.name.clear()
        return name

    def _take_plan(self) -> None:
        self._words = FrontierWords(self._on.places)
        self._said_of = None

    def _show_exposure(self, exposure: Exposure) -> None:
        position = self._on.places.frame.point_to_world(*exposure.join.at)
        self._on.map.ground.choose_floor(exposure.join.level)
        self._on.workspace.fly_to(around(position))

    def _show(self) -> None:
        """Panel and map say what is so; nothing while neither is open."""
        if not self.is_open:
            return
        why_not = self.marking.why_not
        self.panel.show_draft(
            self.draft, why_not, can_open=self._on.incidents.current is None, can_undo=self.marking.can_undo
        )
        found, progress = self._marks.clearing.frontier, self._marks.clearing.progress
        total = sum(progress.buildings.values(), Count())
        doors = len(found.exposures)
        exposed = (
            f" {doors} door{'' if doors == 1 else 's'} expose{'s' if doors == 1 else ''} cleared rooms:"
            if doors
            else ""
        )
        following = f" Next: {self._words.several(found.next_rooms)}." if found.next_rooms else ""
        words = f"{total.words}.{following}{exposed}" if total.total else ""
        if found is not self._said_of:
            worst_first = sorted(found.exposures, key=lambda each: (_WORST_FIRST.index(each.guard), -each.behind))
            self._said_of, self._said = found, (worst_first, [self._words.exposure(each) for each in worst_first])
        self.panel.show_search(words, *self._said)
        self._point()

    def _point(self) -> None:
        """The panel says what is said of the room under the pointer, else of the selected one."""
        if not self.is_open:
            return
        at, spot, incident = self.draft.pointed, self._on.workspace.spot, self._on.incidents.current
        pointed = self._unit_at(Standpoint(*at, self._on.map.stage.level_at(*at))) if at is not None else None
        unit = pointed.id if pointed is not None else spot.unit if spot is not None else None
        mark = incident.rooms.get(unit) if incident is not None and unit is not None else None
        words = ""
        if unit is not None:
            said = (mark.body.status.value, mark.body.team, f"{mark.at.astimezone():%H:%M}") if mark is not None else ()
            words = f"{self._words.unit(unit)}: {' · '.join(part for part in said if part) or 'not marked'}"
        self.panel.show_room(one_line(words))
        self._on.map.canvas.update()

    def _let_go(self) -> None:
        self.draft.drop(all_of_them=True)
        self._window.close_panel(self.panel)

    def _say(self, words: str) -> None:
        self._on.notices.say(_NOTICE, words, Grade.QUIET)
