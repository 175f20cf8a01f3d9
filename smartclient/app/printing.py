"""`smartclient plan print`: a printed map without a window or a screen."""

import os
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from smartclient.domain.campus_record import CampusRecord
from smartclient.domain.ids import VenueId
from smartclient.domain.site import Site
from smartclient.plans.printing.paper import Paper
from smartclient.runtime import paths
from smartclient.runtime.settings import KeptBaseMap, SettingsFile
from smartclient.store.places import Places
from smartclient.ui.printing.edition import Edition
from smartclient.ui.printing.output import Format

if TYPE_CHECKING:
    from smartclient.ui.printing.paper_ground import PaperGround


def print_plan(
    path: Path, paper: Paper, form: Format, out: Path, wanted: str = "", base_map: KeptBaseMap | None = None
) -> tuple[Path, ...]:
    """Prints the site at `path` and answers the files; `wanted` chooses pages, a `base_map` lies under the plans. Raises PlanError."""
    from smartclient import plans
    from smartclient.ui.printing.edition import chosen
    from smartclient.ui.printing.output import write_pages

    site, _ = plans.read(path)
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from PySide6.QtGui import QGuiApplication

    from smartclient.ui import theme

    application = QGuiApplication.instance() or QGuiApplication(["smartclient"])
    under = ground_of(base_map) if base_map is not None else None
    made = replace(edition(site, path, paper), ground=under)
    sheets = chosen(made.sheets(), wanted, made.places.levels)
    try:
        files = write_pages(out, form, theme.paper(), made, sheets)
    finally:
        if under is not None:
            under.close()
    application.processEvents()
    return files


def ground_of(kept: KeptBaseMap) -> "PaperGround":
    """A base map as it is printed; close it in the end. May take seconds. Raises PlanError."""
    from smartclient.app.base_map_source import credit_of, opened
    from smartclient.ui.printing.paper_ground import PaperGround

    source = opened(kept)
    return PaperGround(source, credit_of(kept, source.credit))


def edition(site: Site, path: Path, paper: Paper) -> Edition:
    """The plans of today with their record. Raises PlanError."""
    from smartclient.plans.records.reading import read_records
    from smartclient.plans.revision import revision_of

    today = date.today()  # noqa: DTZ011 (the day where the printer stands)
    kept = SettingsFile(paths.settings_folder()).read().base_map
    return edition_of(site, read_records(path)[0], revision_of(site), paper, today, kept)


def edition_of(
    site: Site,
    records: Mapping[VenueId, CampusRecord],
    revision: str,
    paper: Paper,
    today: date,
    kept: KeptBaseMap,
) -> Edition:
    """An edition with plans of its own, so that it may be drawn in any thread; `kept` is the base map, for its date."""
    from smartclient.plans.base_maps.aerial import aerials_of
    from smartclient.store.radio_string import RadioStrings
    from smartclient.store.walking import Walkable
    from smartclient.ui.map.chart import Chart

    places = Places(site)
    say = RadioStrings(places, Walkable(places)).of_opening
    return Edition(Chart(places), records, revision, today, paper, say, aerials_of(kept, site.venues))
