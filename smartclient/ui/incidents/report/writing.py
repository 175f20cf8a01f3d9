"""The report of an incident as a PDF."""

from pathlib import Path

from smartclient.plans.printing.paper import Paper
from smartclient.session.incidents.words import title_of
from smartclient.ui.incidents.report.content import ReportContent
from smartclient.ui.incidents.report.pages import Imprint, write_pages
from smartclient.ui.incidents.report.source import ReportSource
from smartclient.ui.theme import Theme


def write_report(path: Path, theme: Theme, source: ReportSource, paper: Paper) -> int:
    """Writes the report and answers how many pages it has; for a thread. `theme` is that of paper. Raises PlanUnwritable."""
    imprint = Imprint(
        title_of(source.incident),
        source.site.name,
        source.printed_by,
        source.printed_at,
        source.incident.is_drill,
    )
    return write_pages(path, theme, imprint, ReportContent(source).blocks(), paper)
