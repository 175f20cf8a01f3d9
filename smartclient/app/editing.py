"""Edit mode in one watch: its actions; tool, panel and saving stand ready when it is first entered."""

import asyncio
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from smartclient.adapters.server import Server
from smartclient.domain.edits import Edit
from smartclient.domain.site import Site
from smartclient.plans.stamp import Stamp, stamp_of
from smartclient.runtime import paths
from smartclient.runtime.clock import Clock
from smartclient.session.access import why_not_edit_plan
from smartclient.store.notices import Notices
from smartclient.store.places import Places
from smartclient.store.site_store import SiteStore
from smartclient.store.workspace import Workspace
from smartclient.ui.actions import Action
from smartclient.ui.map.map_view import MapView
from smartclient.ui.shell.main_window import MainWindow
from smartclient.ui.theme import Theme

if TYPE_CHECKING:
    from smartclient.app.editing_desk import EditingDesk
    from smartclient.session.plan_saving import PlanOnDisk
    from smartclient.session.record import Record

_GROUP = "Editing"
_BETWEEN_PIECES_S = 0.05


@dataclass(frozen=True, slots=True)
class Drawing:
    """What is edited, and where it is shown and kept."""

    server: Server
    store: SiteStore
    workspace: Workspace
    places: Places
    map: MapView
    record: "Record"
    notices: Notices
    theme: Theme
    clock: Clock
    plan: Path | None
    stamp: Stamp


class EditingRoom:
    """Build it on the running loop; `stop` ends it."""

    def __init__(self, drawing: Drawing, window: MainWindow) -> None:
        self._drawing, self._window = drawing, window
        self._desk: EditingDesk | None = None

    def start_from(self, site: Site) -> None:
        """The plan is another one than was read, and nobody of this watch made it so."""
        if self._desk is not None:
            self._desk.editing.take_saved(site, len(self._desk.editing.steps))

    @property
    def desk(self) -> "EditingDesk":
        """Made when it is first asked for."""
        if self._desk is None:
            from smartclient.app.editing_desk import EditingDesk

            self._desk = EditingDesk(self._drawing, self._window, plan_on_disk(self._drawing.plan, self._drawing.stamp))
        return self._desk

    def actions(self) -> Iterator[Action]:
        """Its rows."""

        def run(act: "Callable[[EditingDesk], None]") -> Callable[[], None]:
            return lambda: act(self.desk)

        yield Action(
            "edit", "Edit the plan, or stop editing", _GROUP, run(lambda desk: desk.toggle()), ("F2",), self._why_not
        )
        yield Action(
            "edit-undo",
            "Take the last step back",
            _GROUP,
            run(lambda desk: desk.editing.undo()),
            ("Ctrl+Z",),
            self._why_no_undo,
        )
        yield Action(
            "edit-redo",
            "Make it again",
            _GROUP,
            run(lambda desk: desk.editing.redo()),
            ("Ctrl+Shift+Z", "Ctrl+Y"),
            self._why_no_redo,
        )
        yield Action(
            "edit-save", "Save the plan", _GROUP, run(lambda desk: desk.ask_save()), (), self._why_no_save, "Ctrl+S"
        )
        yield Action(
            "edit-discard",
            "Discard what is not saved",
            _GROUP,
            run(lambda desk: desk.ask_discard()),
            (),
            self._why_no_save,
        )
        yield Action(
            "edit-grid", "Change the campus grid", _GROUP, run(lambda desk: desk.edit_grid()), (), self._why_not_on
        )
        yield Action(
            "edit-room",
            "Draw a room, or stop drawing",
            _GROUP,
            run(lambda desk: desk.rooms.toggle()),
            ("Alt+B",),
            self._why_not_on,
        )
        yield Action("edit-history", "Who changed the plan when", _GROUP, run(lambda desk: desk.show_history()))

    def expect_record(self) -> None:
        """A record was written into the plan by this program; nobody else changed it."""
        plan = self._drawing.plan
        if self._desk is not None:
            self._desk.saving.expect_record()
        elif plan is not None and plan.is_file():
            self._drawing = replace(self._drawing, stamp=stamp_of(plan))

    def change(self, edit: Edit) -> str:
        """Makes one edit that was asked for elsewhere; the answer is the reason where it may not be, else empty."""
        return self._why_not() or self.desk.editing.do(edit)

    async def prepare(self) -> None:
        """Builds what edit mode shows while nobody waits for it, for those who may edit: F2 is quick then."""
        if self._desk is None and self._why_not() is None:
            for _piece in self.desk.pieces():
                await asyncio.sleep(_BETWEEN_PIECES_S)

    def put_in(self, edit: Edit) -> str:
        """Makes a large edit, such as an import, and stays in edit mode, where it is taken back or saved; or answers why not."""
        reason = self.change(edit)
        if not reason and not self.desk.editing.is_on:
            self.desk.toggle()
        return reason

    async def stop(self) -> None:
        """Lets a save come to its end."""
        if self._desk is not None:
            await self._desk.stop()

    def _why_not(self) -> str | None:
        if self._why_not_on() is None:
            return None
        return why_not_edit_plan(self._drawing.store, self._drawing.server.capabilities, self._saved_at()) or None

    def _saved_at(self) -> Path | None:
        """A folder that is there and that a save writes to."""
        plan = self._drawing.plan
        return paths.data_folder() if plan is not None and _is_ours(plan) else plan

    def _why_not_on(self) -> str | None:
        return None if self._desk is not None and self._desk.editing.is_on else "Press F2 to edit the plan first."

    def _why_no_undo(self) -> str | None:
        return self._why_not_on() or (None if self.desk.editing.next_undo else "There is nothing to take back.")

    def _why_no_redo(self) -> str | None:
        return self._why_not_on() or (None if self.desk.editing.next_redo else "Nothing was taken back.")

    def _why_no_save(self) -> str | None:
        return self._why_not_on() or (None if self.desk.editing.is_changed else "Everything is saved.")


def plan_on_disk(plan: Path | None, stamp: Stamp) -> "PlanOnDisk | None":
    """Where the plan is kept; one that travels with the program is saved as a copy of this person's."""
    from smartclient.session.plan_saving import PlanOnDisk

    if plan is None:
        return None
    return PlanOnDisk(plan, stamp, own_copy(plan.name) if _is_ours(plan) else None)


def own_copy(name: str) -> Path:
    """Where this person's copy of a plan that travels with the program lies."""
    return paths.data_folder() / "plans" / name


def _is_ours(plan: Path) -> bool:
    return plan.resolve().is_relative_to(paths.floorplans().resolve())
