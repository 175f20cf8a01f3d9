"""`smartclient plan print`: a printed map without a window or a screen."""

import os
from collections.abc import Mapping
from datetime import date
from pathlib import Path

from smartclient.domain.campus_record import CampusRecord
from smartclient.domain.ids import VenueId
from smartclient.domain.site import Site
from smartclient.plans.printing.paper import Paper
from smartclient.store.places import Places
from smartclient.ui.printing.edition import Edition
from smartclient.ui.printing.output import Format


def print_plan(path: Path, paper: Paper, form: Format, out: Path, wanted: str = "") -> tuple[Path, ...]:
    """Prints the site at `path` and answers the files; `wanted` chooses pages. Raises PlanError."""
    from smartclient import plans
    from smartclient.ui.printing.edition import chosen
    from smartclient.ui.printing.output import write_pages

    site, _ = plans.read(path)
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from PySide6.QtGui import QGuiApplication

    from smartclient.ui import theme

    application = QGuiApplication.instance() or QGuiApplication(["smartclient"])
    made = edition(site, path, paper)
    sheets = chosen(made.sheets(), wanted, made.places.levels)
    files = write_pages(out, form, theme.paper(), made, sheets)
    application.processEvents()
    return files


def edition(site: Site, path: Path, paper: Paper) -> Edition:
    """The plans of today with their record. Raises PlanError."""
    from smartclient.plans.records.reading import read_records
    from smartclient.plans.revision import revision_of

    today = date.today()  # noqa: DTZ011 (the day where the printer stands)
    return edition_of(site, read_records(path)[0], revision_of(site), paper, today)


def edition_of(
    site: Site, records: Mapping[VenueId, CampusRecord], revision: str, paper: Paper, today: date
) -> Edition:
    """An edition with plans of its own, so that it may be drawn in any thread."""
    from smartclient.store.radio_string import RadioStrings
    from smartclient.store.walking import Walkable
    from smartclient.ui.map.chart import Chart

    places = Places(site)
    say = RadioStrings(places, Walkable(places)).of_opening
    return Edition(Chart(places), records, revision, today, paper, say)
