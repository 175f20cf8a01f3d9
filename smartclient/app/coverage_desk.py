"""Coverage once it is opened: the panel, its layer on the map, what is lost without the selected camera, and the files."""

from collections.abc import Callable, Sequence
from copy import copy
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer

from smartclient.app.coverage_files import CoverageFiles
from smartclient.domain.devices import DeviceKind
from smartclient.domain.ids import DeviceId, LevelId
from smartclient.runtime.tasks import Tasks
from smartclient.session.coverage import Coverage
from smartclient.session.coverage_words import floor_name, loss_words
from smartclient.session.failed_cameras import FailedCameras
from smartclient.session.radio import Lasting
from smartclient.session.ways_out import WaysOut
from smartclient.store.changes import Changes
from smartclient.store.routes import Standpoint
from smartclient.store.workspace import Aspect
from smartclient.ui.bindings import bind
from smartclient.ui.coverage.coverage_layer import CoverageLayer, LossLayer
from smartclient.ui.coverage.coverage_panel import CoveragePanel
from smartclient.ui.coverage.coverage_tree import CoverageTree, Row, Target
from smartclient.ui.coverage.legend import LegendLayer
from smartclient.ui.coverage.share_bar import shares_words
from smartclient.ui.coverage.ways_out_rows import ways_out_rows
from smartclient.ui.shell.main_window import MainWindow
from smartclient.ui.words import sentence

if TYPE_CHECKING:
    from smartclient.app.coverage import Ground

_LAY_AFTER_MS = 80
"""Floors come one by one; the plan is not drawn anew for each."""
_LAYER = "coverage"


class CoverageDesk:
    """Needs a running loop; `stop` ends it."""

    def __init__(
        self,
        ground: "Ground",
        coverage: Coverage,
        failed: FailedCameras,
        window: MainWindow,
        name_of: Callable[[DeviceId], str],
    ) -> None:
        self._ground, self._coverage, self._failed, self._window = ground, coverage, failed, window
        self._name_of = name_of
        self._tasks = Tasks("coverage desk")
        self._without: LossLayer | None = None
        self._site = ground.store.site
        self.ways = WaysOut(copy(ground.places), ground.walkable, coverage)
        self.files = CoverageFiles(ground, coverage, self.ways, window, lambda: self.level, self._levels_around)
        self._radio = ground.radio()
        tree = CoverageTree(coverage, ground.places, ground.theme, self._ways_out, self._radio.where)
        self.panel = window.own(CoveragePanel(tree, ground.theme))
        self._lay_soon = QTimer(self.panel, singleShot=True, interval=_LAY_AFTER_MS)
        self._join()

    def _join(self) -> None:
        panel = self.panel
        self._lay_soon.timeout.connect(self._lay)
        panel.shown.connect(lambda _is_shown: self._lay())
        panel.left.connect(self.close)
        panel.table_wanted.connect(self.files.ask_table)
        panel.picture_wanted.connect(self.files.ask_picture)
        panel.tree.chosen.connect(self._go)
        bind(panel, self._coverage.changed, self._take)
        bind(panel, self.ways.changed, panel.tree.refresh)
        bind(panel, self._radio.changed, self._take_words)
        bind(panel, self._failed.changed, lambda _nothing: self._lay_soon.start())
        bind(panel, self._ground.workspace.changed, self._look_again)
        bind(panel, self._ground.store.changed, self._take_changes)

    @property
    def is_open(self) -> bool:
        """Whether the panel is among the window's tabs."""
        return self.panel.isVisibleTo(self._window)

    def toggle(self) -> None:
        """Opens panel and layer, or closes both."""
        if self.is_open:
            self.close()
        else:
            self.open()

    def open(self) -> None:
        """Shows the panel and the layer, works out the campus in the middle of the map."""
        self._window.show_panel(self.panel, "Coverage", self.close)
        self.panel.on_map.setChecked(True)
        self._want()
        level = self.level
        if level is not None:
            self.panel.tree.show_level(level)
        self.panel.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._judge_selected()
        self._describe()

    def close(self) -> None:
        """Takes panel and layer away; the map has the keyboard."""
        self.panel.on_map.setChecked(False)
        self._window.close_panel(self.panel)
        self._without = None
        self._lay()
        self._ground.map.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_without(self) -> None:
        """Opens the panel, and the map goes to the selected camera."""
        if not self.is_open:
            self.open()
        else:
            self._window.show_panel(self.panel, "Coverage", self.close)

    async def stop(self) -> None:
        """Ends what is being worked out or written."""
        self._lay_soon.stop()
        await self.ways.stop()
        await self.files.stop()
        await self._tasks.cancel()

    @property
    def level(self) -> LevelId | None:
        """The floor that is meant: of the building in the middle the one on show, else the grounds of the campus there."""
        places, workspace = self._ground.places, self._ground.workspace
        if workspace.building is not None:
            floors = {floor.id for floor in places.floors.get(workspace.building, ())}
            chosen = workspace.levels.get(workspace.building)
            ground = places.ground_floor(workspace.building)
            return chosen if chosen in floors else ground.id if ground is not None else None
        campus = self._levels_around()
        return next((level for level in campus if places.levels[level].outdoor), campus[0] if campus else None)

    def _levels_around(self) -> list[LevelId]:
        """The floors of the campus in the middle of the map, those on show first."""
        places, viewport = self._ground.places, self._ground.workspace.viewport
        if viewport is None or not places.site.levels:
            return []
        here = places.at_local(viewport.center_x, viewport.center_y).venue
        venue = here.id if here is not None else places.site.levels[0].venue_id
        shown = self._ground.map.stage.levels
        levels = [level.id for level in places.site.levels if level.venue_id == venue]
        return sorted(levels, key=lambda level: level not in shown)

    def _want(self) -> None:
        self._coverage.want(self._levels_around())
        level = self.level
        if level is not None:
            self.ways.want(level)

    def _take(self, level: LevelId) -> None:
        self.panel.tree.refresh(level)
        if level == self.level:
            self._describe()
            self._judge_selected()
        if level in self._ground.map.stage.levels:
            self._lay_soon.start()

    def _take_words(self, said: frozenset[Lasting]) -> None:
        for level in {one.level for one in said if isinstance(one, Standpoint)}:
            if level is not None:
                self.panel.tree.refresh(level)

    def _take_changes(self, changes: Changes) -> None:
        """Another plan has other floors and other ways."""
        site = self._ground.store.site
        if not changes.everything or site is self._site:
            return
        before, self._site = self._site, site
        if (before.levels, before.units, before.openings) != (site.levels, site.units, site.openings):
            self.ways.take_places(copy(self._ground.places))
            self.panel.tree.take_site()
            if self.is_open:
                self._want()

    def _look_again(self, aspect: Aspect) -> None:
        if not self.is_open:
            return
        if aspect in (Aspect.LEVELS, Aspect.FOCUS):
            self._want()
            self._describe()
        elif aspect is Aspect.SELECTION:
            self._judge_selected()

    def _describe(self) -> None:
        level = self.level
        known = self._coverage.of(level) if level is not None else None
        if level is None:
            self.panel.say("Move the map to a campus.")
        elif known is None:
            self.panel.say(f"{sentence(floor_name(self._ground.places, level))}: being worked out.")
        else:
            failed = f" {len(known.failed)} cameras do not answer." if known.failed else ""
            self.panel.say(f"{sentence(floor_name(self._ground.places, level))}: {shares_words(known.shares)}.{failed}")

    def _judge_selected(self) -> None:
        """What would be lost without the selected camera, as soon as its floor is known."""
        chosen = self._ground.workspace.device
        device = self._ground.store.devices.get(chosen) if chosen else None
        level = device.placement.level_id if device is not None and device.placement is not None else None
        if device is None or device.kind is not DeviceKind.CAMERA or level is None or not self.is_open:
            self._show_without("", None)
            return
        self._coverage.want([level])
        self._tasks.start("judge a camera", self._judge(device.id, level))

    async def _judge(self, camera: DeviceId, level: LevelId) -> None:
        await self._coverage.settled()
        loss = await self._coverage.loss(level, frozenset({camera}))
        if loss is None or self._ground.workspace.device != camera:
            return
        words = loss_words(loss, floor_name(self._ground.places, level))
        self._show_without(f"Without {self._name_of(camera)}: {words}", LossLayer([(level, loss.area)]))

    def _show_without(self, words: str, layer: LossLayer | None) -> None:
        self.panel.say_without(words)
        self._without = layer
        self._lay_losses()

    def _lay(self) -> None:
        """Lays on the map what is known, or takes it away."""
        if not self.panel.on_map.isChecked():
            self._ground.map.lay(_LAYER, None)
        else:
            known = {level: self._coverage.of(level) for level in self._ground.places.levels}
            floors = {level: coverage for level, coverage in known.items() if coverage is not None}
            self._ground.map.lay(_LAYER, CoverageLayer(floors))
        self._lay_losses()

    def _lay_losses(self) -> None:
        if not self.panel.on_map.isChecked():
            self._ground.map.lay_over(_LAYER, None)
            return
        failed = LossLayer((level, loss.area) for level, loss in self._failed.losses.items())
        self._ground.map.lay_over(_LAYER, LegendLayer([failed, *([self._without] if self._without else [])]))

    def _go(self, target: Target) -> None:
        places, workspace = self._ground.places, self._ground.workspace
        level = places.levels.get(target.level)
        if level is None:
            return
        if not level.outdoor:
            for building in level.building_ids:
                workspace.show_level(building, level.id)
        if target.camera is not None:
            workspace.select(target.camera)
        west, south, east, north = target.bounds
        low, high = places.frame.point_to_world(west, south), places.frame.point_to_world(east, north)
        workspace.fly_to((*low, *high))
        self._coverage.want([level.id])
        self.ways.want(level.id)

    def _ways_out(self, level: LevelId) -> Sequence[Row]:
        return ways_out_rows(self.ways.of(level), self._radio.where)
