"""Importing plans: the window of its steps, and what is read, built and saved behind it."""

import asyncio
import threading
from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QWidget

from smartclient.app.import_ground import ImportGround
from smartclient.domain.edits import Edit
from smartclient.domain.errors import SmartclientError
from smartclient.domain.site import Site
from smartclient.plans.importing import apart
from smartclient.plans.importing.drawing import Drawing, total
from smartclient.plans.importing.ground import ground
from smartclient.plans.importing.joining import Target, edit_between, joined, targets
from smartclient.plans.importing.kinds import DrawingKind, kind_of_file
from smartclient.plans.importing.project import Project
from smartclient.plans.importing.reading import read_drawing
from smartclient.plans.writing import write_archive
from smartclient.runtime import paths
from smartclient.runtime.settings import SettingsFile
from smartclient.runtime.tasks import Tasks
from smartclient.ui.importing.backdrop import backdrop_of
from smartclient.ui.importing.grid_page import site_drawing
from smartclient.ui.importing.import_window import ImportWindow
from smartclient.ui.importing.names_page import Goals
from smartclient.ui.importing.svg_picture import read_svg
from smartclient.ui.theme import Theme

_GROUNDS = "sites"


class ImportDesk:
    """Build it on the running loop; `stop` ends it. `opened` is told the folder of every school that was saved.

    `put_in` makes an edit of the plan that is open and answers why not; where there is none, imports are sites of their own.
    """

    def __init__(
        self,
        site: Callable[[], Site],
        theme: Theme,
        opened: Callable[[Path], None],
        parent: QWidget | None = None,
        put_in: Callable[[Edit], str] | None = None,
    ) -> None:
        self._site, self._opened, self._put_in = site, opened, put_in
        self._theme, self._parent = theme, parent
        self._loop = asyncio.get_running_loop()
        self._tasks = Tasks("import")
        self._cancelled = threading.Event()
        self._is_building = self._builds_again = False
        self.world = ImportGround(SettingsFile(paths.settings_folder()))
        self.window = self._new_window()

    def _new_window(self) -> ImportWindow:
        window = ImportWindow(Project(), self._theme, paths.data_folder() / _GROUNDS, self._parent, self._goals)
        window.read.connect(self.read)
        window.stopped.connect(lambda: self._cancelled.set())
        window.ground_wanted.connect(lambda: self._tasks.start("ground", self._show_ground()))
        window.place.changed.connect(lambda: None if window.place.has_ground else window.ground_wanted.emit())
        window.build_wanted.connect(self._want_built)
        window.save_wanted.connect(lambda folder: self._tasks.start("save", self._save(folder)))
        window.join_wanted.connect(lambda: self._tasks.start("join", self._join()))
        return window

    def _goals(self) -> Goals:
        return tuple(targets(self._site())) if self._put_in is not None else ()

    def show(self) -> None:
        """Brings the window; work that was begun is still there."""
        self.window.bring()

    def read(self, path: Path, page: int = 1) -> None:
        """Reads a drawing into the import."""
        self._tasks.start("read", self._read(path, page))

    async def stop(self) -> None:
        """Cancels what runs and waits for it."""
        self._cancelled.set()
        await self._tasks.cancel()
        await self.world.stop()
        self.window.stop()
        self.window.hide()
        self.window.deleteLater()

    async def _read(self, path: Path, page: int) -> None:
        window, cancelled = self.window, threading.Event()
        self._cancelled = cancelled
        window.files.show_progress(path.name, 0.0)

        def tell(share: float) -> None:
            self._loop.call_soon_threadsafe(window.files.show_progress, path.name, share)

        try:
            drawing = await _in_thread(lambda: _read_apart(path, page, tell, cancelled), cancelled)
            backdrop = await asyncio.to_thread(backdrop_of, drawing)
        except SmartclientError as trouble:
            window.files.show_idle(str(trouble))
            return
        window.take(window.project.add(path, page, drawing), backdrop, _words(drawing))

    async def _show_ground(self) -> None:
        window, parts = self.window, self.window.project.parts
        others = tuple(part for part in parts if part is not window.part)
        near = next((mark.world for part in parts for mark in part.marks if mark.world is not None), None)
        found = await asyncio.to_thread(ground, self._site(), others, near)
        backdrop = await asyncio.to_thread(backdrop_of, found.drawing) if found is not None else None
        window.show_ground(found, backdrop)
        await self.world.lie_under(window.place, found)

    def _want_built(self) -> None:
        """Builds once at a time; what was changed meanwhile is built after it."""
        self._builds_again = True
        if not self._is_building:
            self._tasks.start("build", self._build())

    async def _build(self) -> None:
        self._is_building = True
        try:
            while self._builds_again:
                self._builds_again = False
                window = self.window
                try:
                    built = await asyncio.to_thread(window.project.imported)
                    if window.project.target is not None:
                        await asyncio.to_thread(joined, self._site(), built.site, window.project.target)
                    drawing = await asyncio.to_thread(site_drawing, built.site)
                    backdrop = await asyncio.to_thread(backdrop_of, drawing)
                except SmartclientError as trouble:
                    window.say(str(trouble))
                    continue
                if window is self.window:
                    window.show_built(built, backdrop)
        finally:
            self._is_building = False

    async def _save(self, folder: Path) -> None:
        project = self.window.project
        self.window.save.say("Saving …")
        try:
            built = await asyncio.to_thread(project.imported)
            await asyncio.to_thread(write_archive, built.site, folder)
        except SmartclientError as trouble:
            self.window.say(str(trouble))
            return
        self.window.save.say(f"Saved to {folder}.")
        self._begin_anew()
        self._opened(folder)

    async def _join(self) -> None:
        """Into the plan as it is by then: somebody may edit it meanwhile."""
        project, put_in = self.window.project, self._put_in
        if project.target is None or put_in is None:
            return
        self.window.save.say("Putting it in …")
        try:
            built = await asyncio.to_thread(project.imported)
            edit, before = None, None
            while before is not self._site():
                before = self._site()
                edit = await asyncio.to_thread(_edit, before, built.site, project.target)
        except SmartclientError as trouble:
            self.window.say(str(trouble))
            return
        reason = put_in(edit) if edit is not None else ""
        if reason:
            self.window.say(reason)
        else:
            self._begin_anew()

    def _begin_anew(self) -> None:
        """What was imported is done; the next import begins from nothing."""
        let_go = self.world.let_go()
        if let_go is not None:
            self._tasks.start("let go of the base map", asyncio.to_thread(let_go))
        before, self.window = self.window, self._new_window()
        before.stop()
        before.hide()
        before.deleteLater()


def _edit(site: Site, made: Site, target: Target) -> Edit:
    named = made.name if target.venue_id is None else ", ".join(building.name for building in made.buildings)
    return edit_between(site, joined(site, made, target), f"Import {named}")


def _read_apart(path: Path, page: int, tell: Callable[[float], None], cancelled: threading.Event) -> Drawing:
    work = read_svg if kind_of_file(path) is DrawingKind.SVG else read_drawing
    return apart.read(path, page, tell, cancelled, work)


async def _in_thread(work: Callable[[], Drawing], cancelled: threading.Event) -> Drawing:
    """The answer of `work`; when the task is cancelled, the work is told and waited for."""
    running = asyncio.ensure_future(asyncio.to_thread(work))
    try:
        return await asyncio.shield(running)
    except asyncio.CancelledError:
        cancelled.set()
        await asyncio.wait({running})
        if not running.cancelled():
            running.exception()
        raise


def _words(drawing: Drawing) -> str:
    if drawing.picture is not None:
        high, wide, _ = drawing.picture.pixels.shape
        pages = f", a page of {drawing.pages}" if drawing.pages > 1 else ""
        return f"A picture of {wide:,} × {high:,} pixels{pages}. Next: place it, then draw its rooms over it."
    names = len({layer.name for layer in drawing.layers})
    where = " It says itself where it lies." if drawing.is_world or drawing.georeference else ""
    return f"{total(drawing.layers):,} paths on {names} layer{'s' if names > 1 else ''}.{where}"
