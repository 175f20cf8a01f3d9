"""The find box of one watch: places from an index made in a thread when the box is first used, actions, saved layouts."""

import asyncio
from collections.abc import Callable, Sequence
from copy import copy
from typing import TYPE_CHECKING

import numpy as np

from smartclient.domain.devices import Device
from smartclient.domain.site import LonLat
from smartclient.runtime.tasks import Tasks
from smartclient.store.changes import Changes
from smartclient.store.finding.match import Kind, Match
from smartclient.store.places import Places
from smartclient.store.site_store import SiteStore
from smartclient.store.spots import spot_of_unit
from smartclient.store.workspace import Aspect, Spot, Workspace
from smartclient.ui.actions import Action, Actions
from smartclient.ui.bindings import bind
from smartclient.ui.map.layers.found_cell import FoundCellLayer
from smartclient.ui.map.map_view import MapView
from smartclient.ui.shell.find_box import FindBox
from smartclient.ui.theme import Theme

if TYPE_CHECKING:
    from smartclient.store.finding.finder import Finder
    from smartclient.ui.shell.action_finder import ActionFinder

_OUTLINE = "found cell"
ONLY_ACTIONS = ">"
"""What is typed after it is an action."""


class FindingRoom:
    """Build it on the running loop; `offer` the actions when they stand; `stop` ends it."""

    def __init__(
        self,
        store: SiteStore,
        workspace: Workspace,
        places: Places,
        go_to: Callable[[Match], None],
        site_map: MapView,
        theme: Theme,
    ) -> None:
        self._map = site_map
        self._store, self._workspace, self._places, self._go_to = store, workspace, places, go_to
        self._tasks = Tasks("finding")
        self._finder: Finder | None = None
        self._making = 0
        """Counts the indexes that were begun: only the last one is taken."""
        self._is_old = True
        self._is_outlined = False
        self._offered: Callable[[], ActionFinder] | None = None
        self._actions_known: ActionFinder | None = None
        self.box = FindBox(self._find, self._take, theme, self._prepare)
        bind(self.box, store.changed, self._note)
        bind(site_map, workspace.changed, lambda aspect: self._outline(None) if aspect is Aspect.SELECTION else None)

    def offer(self, actions: Actions, layouts: Callable[[], Sequence[Action]], say: Callable[[str], None]) -> None:
        """From now on actions are found too."""

        def find_actions() -> "ActionFinder":
            from smartclient.ui.shell.action_finder import ActionFinder

            return ActionFinder(actions, layouts, say)

        self._offered = find_actions

    @property
    def is_ready(self) -> bool:
        """Whether there is an index of the present."""
        return self._finder is not None and not self._is_old and len(self._tasks) == 0

    def forget(self) -> None:
        """Nothing of what was known is found any more; the next question makes the index anew."""
        self._finder, self._is_old = None, True
        self._making += 1
        self.box.look_again()

    async def stop(self) -> None:
        """Lets go of an index under way."""
        await self._tasks.cancel()

    def _note(self, changes: Changes) -> None:
        """Another plan, or other devices."""
        if changes.everything:
            self._is_old = True

    def _prepare(self) -> None:
        """Somebody types, or is about to: the index must be of the present plan and devices."""
        if self._is_old:
            self._is_old = False
            self._making += 1
            self._tasks.start("index", self._index(self._making))

    async def _index(self, making: int) -> None:
        places = copy(self._places)
        if places.site is not self._store.site:
            places.adopt(self._store.site)
        finder = await asyncio.to_thread(_made, places, tuple(self._store.devices.values()))
        if making == self._making:
            self._finder = finder
            self._places.know(finder)
            self.box.look_again()

    def _find(self, text: str, most: int) -> Sequence[Match] | None:
        """Places and actions, best first; None while there is no index yet."""
        self._prepare()
        if text.lstrip().startswith(ONLY_ACTIONS):
            return self._actions.find(text.lstrip()[1:], most) if self._actions else ()
        if self._finder is None:
            return None
        actions = self._actions.find(text, most) if self._actions else []
        found = [*self._finder.find(text, most, self._middle()), *actions]
        return sorted(found, key=lambda match: -match.score)[:most]

    @property
    def _actions(self) -> "ActionFinder | None":
        """Made at the first letter."""
        if self._actions_known is None and self._offered is not None:
            self._actions_known = self._offered()
        return self._actions_known

    def _middle(self) -> LonLat | None:
        """The middle of the map."""
        viewport = self._workspace.viewport
        return self._places.frame.point_to_world(viewport.center_x, viewport.center_y) if viewport else None

    def _take(self, match: Match) -> None:
        if match.kind is Kind.ACTION:
            if self._actions is not None:
                self._actions.take(match)
            return
        self._go_to(match)
        if match.device is None:
            self._workspace.select(None)
        self._outline(match if match.outline else None)
        on_level = self._places.units_on(match.level) if match.level is not None else ()
        unit = next((unit for unit in on_level if unit.id == match.unit), None)
        if unit is not None:
            self._workspace.select_spot(spot_of_unit(unit))
        elif match.kind is Kind.POSITION:
            west, south, east, north = match.bounds
            middle = ((west + east) / 2, (south + north) / 2)
            level = self._map.stage.level_at(*self._places.frame.point_to_local(*middle))
            self._workspace.select_spot(Spot(middle, level))

    def _outline(self, match: Match | None) -> None:
        """A cell that was found is outlined until something else is chosen."""
        layer = None
        if match is not None:
            ring = self._places.frame.to_local(np.array(match.outline)).tolist()
            layer = FoundCellLayer(match.name, [(x, y) for x, y in ring])
        if layer is not None or self._is_outlined:
            self._map.lay_over(_OUTLINE, layer)
        self._is_outlined = layer is not None


def _made(places: Places, devices: Sequence[Device]) -> "Finder":
    """In a thread, imported there too."""
    from smartclient.store.finding.finder import Finder

    finder = Finder(places, devices)
    finder.warm_up()
    return finder
