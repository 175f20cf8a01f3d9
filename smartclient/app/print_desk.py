"""Printing once it is opened: pages are drawn in a thread, for the eye first and then into the file or onto the printer."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QImage
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QDialog, QFileDialog

from smartclient.app.duties import MapGround
from smartclient.app.printed_ground import PrintedGround
from smartclient.app.printing import edition_of
from smartclient.domain.errors import SmartclientError
from smartclient.plans.printing.paper import paper_named
from smartclient.runtime import paths
from smartclient.runtime.tasks import Tasks
from smartclient.session.campus_records import CampusRecords
from smartclient.session.verifying.drills import drilling_campuses
from smartclient.store.changes import Changes
from smartclient.ui import theme as themes
from smartclient.ui.bindings import bind
from smartclient.ui.printing.edition import Edition, Sheet
from smartclient.ui.printing.output import page_image, write_pages
from smartclient.ui.printing.print_window import PrintWindow
from smartclient.ui.printing.printer import print_pages, printer_for
from smartclient.ui.shell.main_window import MainWindow

_PREVIEW_PER_DOT = 1.0
_AGAIN_AFTER_MS = 1_500
"""While somebody walks through, the record changes with every tick."""

Told = Callable[[int], None]
"""How many pages are done."""


class PrintDesk:
    """Needs a running loop; `stop` ends it."""

    def __init__(self, ground: MapGround, records: CampusRecords, window: MainWindow) -> None:
        self._ground, self._records = ground, records
        self._tasks = Tasks("print")
        self._is_over = False
        self._drawing = asyncio.Lock()
        self._loop = asyncio.get_running_loop()
        self._theme = themes.paper()
        self._edition: Edition | None = None
        self._looked: Sheet | None = None
        self._base_map = PrintedGround()
        self.window = PrintWindow(ground.theme, window)
        self.window.looked.connect(self._look)
        self.window.paper_chosen.connect(lambda _name: self._renew())
        self.window.ground_chosen.connect(lambda _is_on: self._renew())
        self.window.wanted.connect(self._ask)
        self.window.printer_wanted.connect(self._ask_printer)
        self._soon = QTimer(self.window, interval=_AGAIN_AFTER_MS, singleShot=True)
        self._soon.timeout.connect(self._renew)
        bind(self.window, records.changed, lambda _venue: self._soon.start())
        bind(self.window, ground.store.changed, self._take)

    def open(self) -> None:
        """Shows the window with the pages of the campus in the middle of the map ticked."""
        self.window.offer_ground(bool(self._ground.settings.read().base_map.place))
        self.window.bring()
        self._renew(is_new=True)

    async def stop(self) -> None:
        """Ends what is being drawn."""
        self._is_over = True
        self._soon.stop()
        await self._tasks.cancel()
        async with self._drawing:
            await asyncio.to_thread(self._base_map.close)

    def _renew(self, *, is_new: bool = False) -> None:
        """The plans, their record, the paper or what lies under the plans are others now."""
        if self.window.isVisible() and not self._is_over:
            self._tasks.start("make an edition", self._make(is_new))

    def _take(self, changes: Changes) -> None:
        is_other = self._edition is not None and self._ground.store.site is not self._edition.places.site
        if changes.everything and is_other:
            self._renew()
        elif (changes.alarms or changes.responses) and self.window.isVisible() and self._is_otherwise():
            self._soon.start()

    def _is_otherwise(self) -> bool:
        """A drill began or ended since the pages were made, or a building is under another action."""
        made, store = self._edition, self._ground.store
        if made is None:
            return False
        return made.responses != store.responses or drilling_campuses(store, self._ground.places) != made.drilling

    async def _make(self, is_new: bool) -> None:
        site, records = self._ground.store.site, dict(self._records.records)
        paper, today = paper_named(str(self.window.paper.currentData())), self._ground.clock.now().astimezone().date()
        kept, is_wanted = self._ground.settings.read().base_map, self.window.ground.isChecked()
        async with self._drawing:
            revision = await asyncio.to_thread(self._ground.revision.of, site)
            made = await asyncio.to_thread(edition_of, site, records, revision, paper, today, kept)
            try:
                under = await asyncio.to_thread(self._base_map.of, kept) if is_wanted else None
            except SmartclientError as trouble:
                self.window.say(str(trouble))
                under = None
        store = self._ground.store
        drilling = drilling_campuses(store, made.places)
        self._edition = replace(made, ground=under, drilling=drilling, responses=store.responses)
        sheets = made.sheets()
        campus = self._ground.campus()
        ticked = [s for s in sheets if s.venue_id == campus] if is_new else list(self.window.chosen)
        self.window.offer(sheets, ticked)

    def _look(self, sheet: Sheet) -> None:
        self._looked = sheet
        self.window.show_page(None)
        self._tasks.start("preview", self._preview(sheet))

    async def _preview(self, sheet: Sheet) -> None:
        edition = self._edition
        async with self._drawing:
            if edition is None or sheet is not self._looked or edition is not self._edition:
                return
            sheets = [each.name for each in self.window.chosen] or [sheet.name]
            number = sheets.index(sheet.name) + 1 if sheet.name in sheets else 1
            image: QImage = await asyncio.to_thread(
                page_image, self._theme, edition, sheet, number, len(sheets), _PREVIEW_PER_DOT
            )
        if sheet is self._looked:
            self.window.show_page(image)

    def _ask(self) -> None:
        """Where to, then prints; the dialog stays beside."""
        edition = self._chosen()
        if edition is None:
            return
        form = self.window.chosen_format
        name = f"{self._ground.store.site.name} {edition.revision}.{form}".replace("/", " ")
        dialog = QFileDialog(self.window, "Print the map", str(paths.pictures_folder().parent / name))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilter(f"{form.upper()} (*.{form})")
        dialog.setDefaultSuffix(form)
        dialog.fileSelected.connect(lambda chosen: self.print_into(Path(chosen)))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def _ask_printer(self) -> None:
        """Which printer, in the system's own dialog, then prints."""
        edition = self._chosen()
        if edition is None:
            return
        title = f"{self._ground.store.site.name} · revision {edition.revision}"
        printer = printer_for(edition.paper, title)
        dialog = QPrintDialog(printer, self.window)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.finished.connect(lambda code: self.print_on(printer) if code == QDialog.DialogCode.Accepted else None)
        QDialog.open(dialog)

    def _chosen(self) -> Edition | None:
        if self._edition is None or not self.window.chosen:
            self.window.say("Tick the pages to print.")
            return None
        return self._edition

    def print_into(self, path: Path) -> None:
        """Prints the ticked pages into a file; needs a running loop."""
        form = self.window.chosen_format

        def write(edition: Edition, sheets: tuple[Sheet, ...], told: Told) -> str:
            files = write_pages(path, form, self._theme, edition, sheets, told)
            return f"{files[0]}{f' and {len(files) - 1} more' if len(files) > 1 else ''}"

        self._tasks.start("print", self._print(write))

    def print_on(self, printer: QPrinter) -> None:
        """Prints the ticked pages on a printer; needs a running loop."""

        def send(edition: Edition, sheets: tuple[Sheet, ...], told: Told) -> str:
            print_pages(printer, self._theme, edition, sheets, told)
            return printer.printerName() or printer.outputFileName()

        self._tasks.start("print", self._print(send))

    async def _print(self, work: Callable[[Edition, tuple[Sheet, ...], Told], str]) -> None:
        """`work` runs in a thread and answers where the pages went."""
        edition, sheets = self._edition, self.window.chosen
        if edition is None:
            return
        total = len(sheets)

        def told(pages: int) -> None:
            if not self._loop.is_closed():
                self._loop.call_soon_threadsafe(self.window.show_progress, pages, total)

        self.window.show_progress(0, total)
        try:
            async with self._drawing:
                where = await asyncio.to_thread(work, edition, sheets, told)
        except SmartclientError as trouble:
            self.window.say(str(trouble))
        else:
            bare = f" {edition.ground.trouble}" if edition.ground is not None else ""
            self.window.say(f"Printed {total} pages, revision {edition.revision}: {where}{bare}")
        finally:
            self.window.show_progress(total, total)
