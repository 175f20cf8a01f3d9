"""Plans in and out of a watch: the import opens beside it, what is imported opens as a watch of its own, the site is exported."""

import asyncio
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QWidget

from smartclient.domain.edits import Edit
from smartclient.domain.errors import SmartclientError
from smartclient.domain.site import Building, Level
from smartclient.runtime.tasks import Tasks
from smartclient.store.finding.match import bounds_of
from smartclient.store.notices import Grade, Notices
from smartclient.store.site_store import SiteStore
from smartclient.store.workspace import Workspace
from smartclient.ui.actions import Action
from smartclient.ui.theme import Theme

if TYPE_CHECKING:
    from smartclient.app.importing import ImportDesk
    from smartclient.app.watch import Watch
    from smartclient.plans.exporting.formats import Format


class PlanExchangeRoom:
    """Build it on the running loop; `stop` ends it and the watches it opened."""

    def __init__(
        self,
        store: SiteStore,
        workspace: Workspace,
        notices: Notices,
        theme: Theme,
        plan: Path | None,
        put_in: Callable[[Edit], str],
    ) -> None:
        """`plan` is what the site was read from, whose records go with an IMDF archive; `put_in` makes an edit or answers why not."""
        self._store, self._workspace, self._plan, self._put_in = store, workspace, plan, put_in
        self._notices, self._theme = notices, theme
        self._tasks = Tasks("plans")
        self.watches: list[Watch] = []
        """Those over what was imported."""
        self._watching: set[asyncio.Task[None]] = set()
        self.desk: ImportDesk | None = None

    def actions(self, window: QWidget) -> Iterator[Action]:
        """Import and export."""
        yield Action("import-plan", "Import a plan: DXF, IFC, PDF, picture …", "Plans", self.show_import, ("Ctrl+I",))
        yield Action(
            "export-plan",
            "Export the plan: IMDF, GeoJSON, KML, DXF, SVG …",
            "Plans",
            lambda: self._ask(window),
            ("Ctrl+Shift+I",),
            lambda: None if self._store.site.venues else "There is no plan to export.",
        )

    def show_import(self) -> None:
        """Opens the import, or brings it forward."""
        from smartclient.app.importing import ImportDesk

        if self.desk is None:
            self.desk = ImportDesk(lambda: self._store.site, self._theme, self._open, put_in=self._take)
        self.desk.show()

    def export(self, form: "Format", path: Path) -> None:
        """Writes the site; an SVG shows the floor that is shown."""
        self._tasks.start("export", self._export(form, path))

    async def stop(self) -> None:
        """Ends the import, exports and the watches over what was imported."""
        if self.desk is not None:
            await self.desk.stop()
        for watch in self.watches:
            watch.ended.set()
        if self._watching:
            await asyncio.wait(self._watching)  # a watch that is ending must not be cancelled
        await self._tasks.cancel()

    def _take(self, edit: Edit) -> str:
        """Into the plan that is open, and there."""
        reason = self._put_in(edit)
        buildings = [thing for thing in edit.put if isinstance(thing, Building)]
        if not reason and buildings:
            points = [point for building in buildings for rings in building.footprints for point in rings[0]]
            self._workspace.fly_to(bounds_of(points))
            for level in edit.put:
                if isinstance(level, Level) and not level.outdoor and buildings[0].id in level.building_ids:
                    self._workspace.show_level(buildings[0].id, level.id)
                    break
        return reason

    def _open(self, folder: Path) -> None:
        task = self._tasks.start("watch", self._watch(folder))
        self._watching.add(task)
        task.add_done_callback(self._watching.discard)

    async def _watch(self, folder: Path) -> None:
        from smartclient.app.files import watch_site
        from smartclient.app.starting import plan

        try:
            opened = await asyncio.to_thread(plan, folder)
        except SmartclientError as trouble:
            self._notices.say("import", str(trouble), Grade.WARNING)
            return
        await watch_site(opened, self._theme.name, self.watches.append)

    def _ask(self, window: QWidget) -> None:
        from smartclient.plans.exporting.formats import Format

        filters = {f"{form.words} (*{form.suffix})": form for form in Format}
        dialog = QFileDialog(window, "Export the plan", str(Path.home() / f"{self._store.site.name}.zip"))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilters(list(filters))

        def chosen(name: str) -> None:
            form = filters[dialog.selectedNameFilter()]
            path = Path(name)
            self.export(form, path if path.suffix.lower() == form.suffix else path.with_name(path.name + form.suffix))

        dialog.fileSelected.connect(chosen)
        dialog.open()

    async def _export(self, form: "Format", path: Path) -> None:
        from smartclient.plans.exporting.formats import export

        try:
            await asyncio.to_thread(export, self._store.site, form, path, self._shown_level(), self._plan)
        except SmartclientError as trouble:
            self._notices.say("export", str(trouble), Grade.WARNING)
        else:
            self._notices.say("export", f"The plan is in {path}.", Grade.QUIET)

    def _shown_level(self) -> Level | None:
        """The floor of the building in the middle of the map that is shown; its ground floor, else the first of all."""
        building = self._workspace.building
        levels = [level for level in self._store.site.levels if not building or building in level.building_ids]
        levels = levels or list(self._store.site.levels)
        shown = self._workspace.levels.get(building) if building else None
        by_ordinal = sorted(levels, key=lambda level: (level.outdoor, abs(level.ordinal)))
        return next((level for level in levels if level.id == shown), by_ordinal[0] if by_ordinal else None)
