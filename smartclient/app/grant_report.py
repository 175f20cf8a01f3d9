"""The report of grants for the school board: read from the server, written as pages or as a table, beside the work."""

import asyncio
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QDate, QLocale, Qt
from PySide6.QtWidgets import QFileDialog

from smartclient.adapters.server import Server
from smartclient.domain.recordings import Span
from smartclient.plans.printing.paper import paper_named
from smartclient.plans.writing.disk import replaced_file
from smartclient.runtime import paths
from smartclient.session.grants.report_rows import Names, as_csv
from smartclient.ui import theme as themes
from smartclient.ui.grants.board_report import BoardSource, write_board_report

if TYPE_CHECKING:
    from smartclient.app.granting import GrantingRoom


def days(first: QDate, last: QDate) -> Span:
    """From the beginning of the first to the end of the last, by this machine's clock; in order, whichever comes first."""
    begin, end = sorted(datetime(day.year(), day.month(), day.day()) for day in (first, last))  # noqa: DTZ001  made local below
    return Span(begin.astimezone(UTC), (datetime.combine(end, time.min) + timedelta(days=1)).astimezone(UTC))


def ask_where(room: "GrantingRoom", first: QDate, last: QDate, kind: str) -> None:
    """Asks for a file; the dialog stays beside."""
    name = f"Grants {first.toString('yyyy-MM-dd')} to {last.toString('yyyy-MM-dd')}.{kind}"
    dialog = QFileDialog(room.watch.window, "Report for the school board", str(paths.evidence_folder().parent / name))
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setNameFilter("PDF (*.pdf)" if kind == "pdf" else "Tables (*.csv)")
    dialog.setDefaultSuffix(kind)
    dialog.fileSelected.connect(lambda chosen: room.opened.write_report(days(first, last), Path(chosen)))
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.open()


async def write(server: Server, span: Span, names: Names, owner: str, by: str, at: datetime, out: Path) -> str:
    """Reads and writes it, a PDF or a table after the file's name, and says so. Raises ServerError and PlanUnwritable."""
    report = await server.grant_report(span)
    if out.suffix.casefold() == ".csv":
        await asyncio.to_thread(_save, out, as_csv(report, names).encode("utf-8-sig"))
        return f"Written: {out}"
    source = BoardSource(report, names, report.district or owner, by, at)
    pages = await asyncio.to_thread(write_board_report, out, themes.paper(), source, paper_named(usual_paper()))
    return f"Written, {pages} {'page' if pages == 1 else 'pages'}: {out}"


def usual_paper() -> str:
    """The paper of this country."""
    is_letter = QLocale.system().measurementSystem() is QLocale.MeasurementSystem.ImperialUSSystem
    return "letter" if is_letter else "a4"


def _save(out: Path, content: bytes) -> None:
    with replaced_file(out) as stream:
        stream.write(content)
