"""Draws the cover of an export of the audit log, without a window."""

import os

from PySide6.QtGui import QGuiApplication

from smartclient.app.grant_report import usual_paper
from smartclient.evidence.audit.court import Cover
from smartclient.plans.printing.paper import paper_named
from smartclient.ui import theme as themes
from smartclient.ui.audit.court_cover import cover_pdf


def drawn(cover: Cover) -> bytes:
    """A PDF on the paper of this country. Raises PlanUnwritable."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    application = QGuiApplication.instance() or QGuiApplication(["smartclient"])
    content = cover_pdf(cover, themes.paper(), paper_named(usual_paper()))
    application.processEvents()
    return content
