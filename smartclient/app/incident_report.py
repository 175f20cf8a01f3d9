"""The report of an incident: where it goes, asked beside the work, and its writing."""

import getpass
import os
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path

from PySide6.QtCore import QLocale, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QWidget

from smartclient.domain.devices import Device
from smartclient.domain.ids import DeviceId
from smartclient.domain.incidents import Incident
from smartclient.domain.site import Site
from smartclient.plans.printing.paper import paper_named
from smartclient.runtime import paths
from smartclient.session.incidents.words import title_of
from smartclient.store.incidents.kept import file_of_this_machine
from smartclient.ui import theme as themes


def ask_where(window: QWidget, incident: Incident, then: Callable[[Path], object]) -> None:
    """Asks for a file; the dialog stays beside."""
    opened = incident.opened_at.astimezone() if incident.opened_at else None
    day = f"{opened:%Y-%m-%d %H.%M} " if opened else ""
    name = "".join(c if c.isalnum() or c in " -.·" else "-" for c in f"{day}{title_of(incident)}")[:100]
    dialog = QFileDialog(window, "Report of the incident", str(paths.evidence_folder().parent / f"{name}.pdf"))
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setNameFilter("PDF (*.pdf)")
    dialog.setDefaultSuffix("pdf")
    dialog.fileSelected.connect(lambda chosen: then(Path(chosen)))
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.open()


def written(
    path: Path,
    incident: Incident,
    site: Site,
    devices: Mapping[DeviceId, Device],
    by: str,
    at: datetime,
    paper: str = "",
) -> int:
    """Writes it on the paper of this country unless another is named, and answers how many pages; for a thread. Raises PlanError."""
    from smartclient.ui.incidents.report.source import ReportSource
    from smartclient.ui.incidents.report.writing import write_report

    is_letter = QLocale.system().measurementSystem() is QLocale.MeasurementSystem.ImperialUSSystem
    chosen = paper_named(paper or ("letter" if is_letter else "a4"))
    return write_report(path, themes.paper(), ReportSource(incident, site, devices, by, at), chosen)


def report_of_this_machine(beginning: str, plan: Path, out: Path, paper: str) -> int:
    """The file whose id begins so, over the plans at `plan`, without a screen. Raises IncidentMissing and PlanError."""
    from smartclient import plans

    incident = file_of_this_machine(beginning)
    site, _ = plans.read(plan)
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    application = QGuiApplication.instance() or QGuiApplication(["smartclient"])
    devices = {device.id: device for device in site.devices}
    pages = written(out, incident, site, devices, getpass.getuser(), datetime.now(UTC), paper)
    application.processEvents()
    return pages
