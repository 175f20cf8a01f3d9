"""`smartclient plan print`: a printed map without a window or a screen."""

import os
from datetime import date
from pathlib import Path

from smartclient.domain.site import Site
from smartclient.plans.printing.paper import Paper
from smartclient.store.places import Places
from smartclient.ui.printing.edition import Edition, RadioString
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
    from smartclient.ui.map.chart import Chart

    places = Places(site)
    today = date.today()  # noqa: DTZ011 (the day where the printer stands)
    return Edition(Chart(places), read_records(path)[0], revision_of(site), today, paper, radio_string(places))


def radio_string(places: Places) -> RadioString:
    """How doors are said, each worked out when it is asked for."""
    from smartclient.store.radio_string import RadioStrings
    from smartclient.store.walking import Walkable

    return RadioStrings(places, Walkable(places)).of_opening
