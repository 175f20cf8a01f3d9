"""Edit mode once it is entered: tool and marks on the map, the panel, saving and leaving."""

import asyncio
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QTimer
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

from smartclient.app.room_drawing import RoomDrawing
from smartclient.domain.devices import Placement
from smartclient.domain.edits import Edit, name_of
from smartclient.domain.errors import PlanError
from smartclient.domain.ids import DeviceId
from smartclient.domain.site import GridSpec, Venue
from smartclient.plans.district import open_plan
from smartclient.plans.earlier_plans import EarlierPlans
from smartclient.plans.editing import devices, grids
from smartclient.plans.writing.history import NAME as HISTORY
from smartclient.plans.writing.history import Entry, read_entries
from smartclient.runtime import paths
from smartclient.runtime.tasks import Tasks
from smartclient.session.editing import Editing
from smartclient.session.plan_saving import PlanOnDisk, PlanSaving
from smartclient.store.notices import Grade
from smartclient.ui.bindings import bind
from smartclient.ui.dialogs import FactSheet
from smartclient.ui.editor.dropping import Dropping
from smartclient.ui.editor.editor_panel import EditorPanel, status_words
from smartclient.ui.editor.palette import Kind, Palette
from smartclient.ui.editor.properties import Properties
from smartclient.ui.editor.tray import Tray
from smartclient.ui.map.layers.edit_marks import EditMarks
from smartclient.ui.map.tools.edit_draft import Draft
from smartclient.ui.map.tools.edit_plan import EditPlan
from smartclient.ui.shell.main_window import MainWindow
from smartclient.ui.words import one_line, time_of_day

if TYPE_CHECKING:
    from smartclient.app.editing import Drawing

NOTICE, LAYER = "editing", "editing"
_SAVE_KEY, _SNAPSHOT = "Ctrl+S", "snapshot"
_MOST_ENTRIES = 200


class EditingDesk:
    """Needs a running loop; `stop` ends it."""

    def __init__(self, drawing: "Drawing", window: MainWindow, plan: PlanOnDisk | None) -> None:
        self._drawing, self._window = drawing, window
        self._tasks = Tasks("editing")
        site_map, places = drawing.map, drawing.places
        self.editing = Editing(drawing.store, places, drawing.clock)
        self.saving = PlanSaving(
            self.editing,
            drawing.server,
            drawing.store,
            drawing.record,
            drawing.notices,
            drawing.clock,
            plan,
            paths.cache_folder(),
            EarlierPlans(paths.earlier_plans_folder()),
        )
        draft = Draft()
        self.tool = EditPlan(
            site_map.ground,
            places,
            site_map.stage.level_at,
            site_map.stage.levels_within,
            self.editing,
            drawing.workspace,
            draft,
            self._say,
            site_map.canvas.update,
        )
        self.rooms = RoomDrawing(
            site_map,
            places,
            self.editing,
            self._make_and_choose,
            self._say,
            lambda words: drawing.notices.say(NOTICE, words, Grade.QUIET),
        )
        self._marks = EditMarks(self.editing, draft, lambda: status_words(self.editing))
        self._dropping = Dropping(site_map.canvas, self._drop)
        site_map.tool_used.connect(self._come_back)

    def pieces(self) -> Iterator[QWidget]:
        """Builds the panel piece by piece; between two of them the loop may turn."""
        yield self._palette
        yield self._properties
        yield self._tray
        yield self.panel
        yield self._properties.forms.device
        yield self._properties.forms.unit

    @cached_property
    def _palette(self) -> Palette:
        return self._window.own(Palette(self._drawing.theme))

    @cached_property
    def _properties(self) -> Properties:
        properties = Properties(self.editing, self._drawing.places, self._make, self.tool.remove_chosen)
        return self._window.own(properties)

    @cached_property
    def _tray(self) -> Tray:
        return self._window.own(Tray(self._drawing.store, self._drawing.theme))

    @cached_property
    def panel(self) -> EditorPanel:
        """The panel of edit mode."""
        panel = EditorPanel(self.editing, self._properties, self._palette, self._tray, self._drawing.theme)
        self._join(panel)
        return self._window.own(panel)

    def toggle(self) -> None:
        """Enters edit mode; leaves it, asking first when something is not saved."""
        if not self.editing.is_on:
            self._begin()
        elif self.editing.is_changed:
            self._show()
            self.panel.question.ask(
                f"{status_words(self.editing)}. Discard?", "Discard and leave", self._discard_and_leave
            )
        else:
            self._leave()

    def ask_save(self) -> None:
        """Shows what a save would change on disk and on the server."""
        self._show()
        self.panel.sheet.ask(self.saving.pending(), self.saving.place_words)
        self.panel.ask_save(is_open=True)

    def ask_discard(self) -> None:
        """Asks before everything that is not saved goes."""
        self._show()
        self.panel.question.ask(f"{status_words(self.editing)}. Discard?", "Discard", self.editing.discard)

    def edit_grid(self) -> None:
        """Chooses the grid of the campus in the middle of the map, which gets one where it has none."""
        venue = self._venue_in_the_middle()
        if venue is None:
            self._say("Move the map to a campus first.")
            return
        if self.editing.thing((GridSpec, venue.id)) is None:
            self._make(grids.set_grid(venue, grids.covering(venue)))
        self.editing.choose((GridSpec, venue.id))
        self._drawing.map.canvas.update()

    def show_history(self) -> None:
        """A sheet of all saves, newest first."""
        now = self._drawing.clock.now()
        entries = list(reversed(_entries(self.saving.path)))[:_MOST_ENTRIES]
        facts = [(f"{time_of_day(entry.at, now)} · {entry.who}", _told(entry)) for entry in entries]
        nothing = [("No entry", "Nobody has saved a change of this plan here yet.")]
        FactSheet("Who changed the plan when", facts or nothing, self._window).show()

    async def stop(self) -> None:
        """Lets a save come to its end."""
        await self._tasks.cancel()
        await self.saving.wait()

    def _join(self, panel: EditorPanel) -> None:
        panel.undo.clicked.connect(self.editing.undo)
        panel.redo.clicked.connect(self.editing.redo)
        panel.save.clicked.connect(self.ask_save)
        panel.done.clicked.connect(self.toggle)
        panel.grid.clicked.connect(self.edit_grid)
        panel.room.clicked.connect(self.rooms.toggle)
        panel.history.clicked.connect(self.show_history)
        panel.sheet.agreed.connect(self._save)
        panel.sheet.left.connect(lambda: panel.ask_save(is_open=False))
        self._palette.chosen.connect(self._put_next)
        self._tray.placed.connect(self._place_in_the_middle)
        bind(panel, self.editing.changed, lambda _: self._after_step())

    def _come_back(self, tool: object) -> None:
        """Another tool was put away: edit mode goes on."""
        if tool is None and self.editing.is_on:
            QTimer.singleShot(0, self._take_tool)

    def _take_tool(self) -> None:
        if self.editing.is_on:
            self._drawing.map.use_tool(self.tool, self.tool)

    def _after_step(self) -> None:
        self._drawing.map.canvas.update()
        self._drawing.notices.end(NOTICE)
        if not self.tool.is_putting:
            self._palette.release()

    def _begin(self) -> None:
        self.editing.begin()
        self._take_tool()
        self._drawing.map.lay_over(LAYER, self._marks)
        self._dropping.turn(is_on=True)
        self._lend_keys(is_lent=True)
        self._window.may_close = self._may_close
        if "panel" in self.__dict__:
            self._show()
        else:
            self._tasks.start("panel", self._build_and_show())
        self._drawing.map.setFocus()

    async def _build_and_show(self) -> None:
        """Edit mode is on at once; its panel, where nobody had the time to build it before, comes a piece a turn of the loop."""
        for _piece in self.pieces():
            await asyncio.sleep(0)
        if self.editing.is_on:
            self._show()

    def _leave(self) -> None:
        self.rooms.end()
        self.tool.put_next(None)
        self.editing.end()
        self._drawing.map.use_tool(None)
        self._drawing.map.lay_over(LAYER, None)
        self._dropping.turn(is_on=False)
        self._lend_keys(is_lent=False)
        self._window.may_close = _always
        self._window.close_panel(self.panel)
        self._drawing.map.setFocus()

    def _discard_and_leave(self) -> None:
        self.editing.discard()
        self._leave()

    def _may_close(self) -> bool:
        """Closing the window asks first, as leaving does."""
        if not self.editing.is_changed:
            return True
        self._show()
        self.panel.question.ask(
            f"{status_words(self.editing)}. Close all the same?", "Discard and close", self._discard_and_close
        )
        return False

    def _discard_and_close(self) -> None:
        self._discard_and_leave()
        self._window.close()

    def _save(self, with_server: bool) -> None:
        self.panel.ask_save(is_open=False)
        self.saving.save(with_server=with_server)

    def _show(self) -> None:
        self._window.show_panel(self.panel, "Edit", self.toggle)

    def _make(self, edit: Edit) -> None:
        if reason := self.editing.do(edit):
            self._say(reason)
            self.panel.refresh()

    def _make_and_choose(self, edit: Edit) -> None:
        self._make(edit)
        if edit.put and self.editing.thing(name_of(edit.put[0])) is not None:
            self.editing.choose(name_of(edit.put[0]))

    def _say(self, words: str) -> None:
        self._drawing.notices.say(NOTICE, words, Grade.WARNING)
        if not self.tool.is_putting:
            self._palette.release()

    def _put_next(self, kind: Kind | None) -> None:
        self.tool.put_next(kind.new if kind is not None else None)
        self._drawing.map.setFocus()

    def _place_in_the_middle(self, device: DeviceId) -> None:
        self._place(device, self.tool.middle())

    def _drop(self, device: DeviceId, pixel: QPointF) -> None:
        self._place(device, self._drawing.map.viewport.to_map(pixel.x(), pixel.y()))

    def _place(self, device_id: DeviceId, at: tuple[float, float]) -> None:
        device, told = self.editing.device(device_id), self._drawing.store.told(device_id)
        if device is None:
            return

        def placed(where: Placement) -> Edit:
            is_new = device.placement is None
            return devices.place(device, where, told.view if told else None) if is_new else devices.move(device, where)

        self.tool.put(placed, at)

    def _venue_in_the_middle(self) -> Venue | None:
        return self._drawing.places.at_local(*self.tool.middle()).venue

    def _lend_keys(self, *, is_lent: bool) -> None:
        """In edit mode Ctrl+S saves the plan, elsewhere a picture of the tile."""
        save, snapshot = (self._window.findChild(QAction, name) for name in ("edit-save", _SNAPSHOT))
        for action, has_key in ((save, is_lent), (snapshot, not is_lent)):
            if isinstance(action, QAction):
                keys = [key for key in action.shortcuts() if key != QKeySequence(_SAVE_KEY)]
                action.setShortcuts([*keys, QKeySequence(_SAVE_KEY)] if has_key else keys)


def _always() -> bool:
    return True


def _entries(path: Path | None) -> list[Entry]:
    try:
        files = open_plan(path) if path is not None else None
        return list(read_entries(files.read(HISTORY))) if files is not None and HISTORY in files.names() else []
    except PlanError:
        return []


def _told(entry: Entry) -> str:
    return one_line(f"{entry.before} → {entry.after}: {'; '.join(step.what for step in entry.steps)}")
