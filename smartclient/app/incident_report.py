"""Where the report of an incident goes, asked beside the work."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QWidget

from smartclient.domain.incidents import Incident
from smartclient.runtime import paths
from smartclient.session.incidents.words import title_of


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
