"""What a building is under, on its printed pages, and nowhere while nothing is in force."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pypdfium2
import pytest
from PySide6.QtWidgets import QApplication

from smartclient.domain.response import ResponseAction, ResponseStatus
from smartclient.plans.printing.paper import paper_named
from smartclient.store.places import Places
from smartclient.store.radio_string import RadioStrings
from smartclient.store.walking import Walkable
from smartclient.ui.map.chart import Chart
from smartclient.ui.printing.edition import Edition, SheetKind
from smartclient.ui.printing.output import Format, page_image, write_pages
from smartclient.ui.theme import paper
from tests.builders.maple_grove import DAY, campus_named, maple_grove_records, maple_grove_revision

pytestmark = pytest.mark.usefixtures("qapp")
SINCE = datetime(2026, 9, 1, 15, 4, tzinfo=UTC)


@pytest.fixture(scope="module")
def edition(qapp: QApplication) -> Edition:  # noqa: ARG001 (fonts need it)
    places = Places(campus_named("Maple Grove High School"))
    say = RadioStrings(places, Walkable(places)).of_opening
    return Edition(Chart(places), maple_grove_records(), maple_grove_revision(), DAY, paper_named("letter"), say)


def _words(edition: Edition, kind: SheetKind, building: str, folder: Path) -> str:
    """All text of the first such page."""
    names = {each.id: each.name for each in edition.places.site.buildings}
    sheet = next(
        each
        for each in edition.sheets()
        if each.kind is kind and (each.building_id is None or names[each.building_id] == building)
    )
    target = folder / "page.pdf"
    write_pages(target, Format.PDF, paper(), edition, [sheet])
    document = pypdfium2.PdfDocument(target)
    text = str(document[0].get_textpage().get_text_range())
    document.close()
    return text


def test_a_page_tells_the_action_of_its_building_and_a_campus_the_most_urgent(edition: Edition, tmp_path: Path) -> None:
    main, athletics = (
        next(b for b in edition.places.site.buildings if b.name.startswith(name)) for name in ("Main", "Ath")
    )
    under = {
        main.id: ResponseStatus(main.id, ResponseAction.SECURE, SINCE, "principal-hs"),
        athletics.id: ResponseStatus(athletics.id, ResponseAction.LOCKDOWN, SINCE, is_drill=True),
    }
    told = replace(edition, responses=under)
    assert "SECURE" not in _words(edition, SheetKind.FLOOR, main.name, tmp_path)
    assert "SECURE since 01 Sep" in _words(told, SheetKind.FLOOR, main.name, tmp_path)
    assert "DRILL: LOCKDOWN" in _words(told, SheetKind.FLOOR, athletics.name, tmp_path)
    campus = _words(told, SheetKind.CAMPUS, "", tmp_path)
    assert "SECURE since 01 Sep" in campus, "the real before the drill"
    assert "and 1 more" in campus
    over = replace(edition, responses={main.id: ResponseStatus(main.id, None, SINCE)})
    assert page_image(paper(), over, over.sheets()[0], 1, 1, 0.5) == page_image(
        paper(), edition, over.sheets()[0], 1, 1, 0.5
    )
