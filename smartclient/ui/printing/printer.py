"""Pages onto a printer that the system knows, at their own size, or as large as its paper takes them."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QMarginsF, QSizeF
from PySide6.QtGui import QPageLayout, QPageSize, QPainter
from PySide6.QtPrintSupport import QPrinter

from smartclient.domain.errors import PlanUnwritable
from smartclient.plans.printing.paper import Paper
from smartclient.ui.printing.edition import Edition, Sheet
from smartclient.ui.printing.ink import dots
from smartclient.ui.printing.page import SENSITIVE, paint_page
from smartclient.ui.theme import Theme


def printer_for(paper: Paper, title: str) -> QPrinter:
    """The system's usual printer, set to that paper; a dialog may then choose another."""
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    size = QPageSize(QSizeF(paper.width, paper.height), QPageSize.Unit.Millimeter, paper.title)
    printer.setPageLayout(QPageLayout(size, QPageLayout.Orientation.Portrait, QMarginsF()))
    printer.setFullPage(True)
    printer.setDocName(f"{title} · {SENSITIVE.lower()}")
    printer.setCreator("smartclient")
    return printer


def print_pages(
    printer: QPrinter, theme: Theme, edition: Edition, sheets: Sequence[Sheet], told: Callable[[int], None]
) -> None:
    """Sends the pages; may run in a thread. `told` hears how many are done. Raises PlanUnwritable when it takes none."""
    painter = QPainter()
    if not painter.begin(printer):
        name = printer.printerName() or "that was chosen"
        raise PlanUnwritable(f"The printer {name} takes no pages. Choose another, or print into a PDF file.")
    page = printer.pageLayout().fullRectPixels(printer.resolution())
    scale = min(page.width() / dots(edition.paper.width), page.height() / dots(edition.paper.height))
    for number, sheet in enumerate(sheets, 1):
        if number > 1:
            printer.newPage()
        painter.save()
        painter.scale(scale, scale)
        paint_page(painter, theme, edition, sheet, number, len(sheets))
        painter.restore()
        told(number)
    painter.end()
