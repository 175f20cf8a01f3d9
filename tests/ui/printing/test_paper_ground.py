"""The base map on paper: under the plans, with its credit, and a sentence where it does not come."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pypdfium2
import pytest
from PySide6.QtGui import QColor
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QApplication

from smartclient.domain.errors import PlanUnreadable, PlanUnwritable
from smartclient.plans.base_maps.mbtiles import MbTiles
from smartclient.plans.base_maps.tiles import Credit, TileAddress, tile_at, tiles_within
from smartclient.plans.printing.paper import paper_named
from smartclient.store.places import Places
from smartclient.store.radio_string import RadioStrings
from smartclient.store.walking import Walkable
from smartclient.ui import theme
from smartclient.ui.map.chart import Chart
from smartclient.ui.printing.edition import Edition
from smartclient.ui.printing.output import Format, page_image, write_pages
from smartclient.ui.printing.paper_ground import PaperGround
from smartclient.ui.printing.printer import print_pages, printer_for
from tests.builders.maple_grove import DAY, campus_named, maple_grove_records, maple_grove_revision
from tests.builders.tile_files import mbtiles

pytestmark = pytest.mark.usefixtures("qapp")
ORANGE = QColor("#ff8000")


@pytest.fixture(scope="module")
def edition(qapp: QApplication) -> Edition:  # noqa: ARG001 (fonts need it)
    places = Places(campus_named("Elm Street Elementary School"))
    say = RadioStrings(places, Walkable(places)).of_opening
    return Edition(Chart(places), maple_grove_records(), maple_grove_revision(), DAY, paper_named("letter"), say)


@pytest.fixture
def ground(edition: Edition, tmp_path: Path) -> PaperGround:
    lon, lat = edition.places.site.venues[0].display_point
    around = tiles_within((lon - 0.02, lat - 0.02, lon + 0.02, lat + 0.02), 16)
    colours = dict.fromkeys([*around, *(tile_at((lon, lat), zoom) for zoom in range(16))], ORANGE.name())
    return PaperGround(MbTiles(mbtiles(tmp_path / "g.mbtiles", colours)), Credit("© City", date(2026, 5, 1)))


def orange_share(edition: Edition) -> float:
    """How much of a page is orange below the paper's veil."""
    image = page_image(theme.paper(), edition, edition.sheets()[0], 1, 1, 0.5)
    pixels = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.width(), 4)
    blue, green, red = (pixels[..., channel].astype(int) for channel in range(3))
    return float(((red > green + 30) & (green > blue + 30) & (red > 240)).mean())


def test_it_lies_under_the_plans_with_its_credit(edition: Edition, ground: PaperGround, tmp_path: Path) -> None:
    assert orange_share(edition) == 0.0
    with_ground = replace(edition, ground=ground)
    assert orange_share(with_ground) > 0.2
    out = tmp_path / "campus.pdf"
    write_pages(out, Format.PDF, theme.paper(), with_ground, with_ground.sheets()[:1])
    document = pypdfium2.PdfDocument(out)
    assert "© City · captured 2026-05-01" in document[0].get_textpage().get_text_range()
    document.close()
    ground.close()


def test_what_does_not_come_is_left_out_and_said(edition: Edition) -> None:
    class Away:
        deepest, credit = 16, Credit("© City")

        def tile(self, _address: TileAddress) -> bytes | None:
            raise PlanUnreadable("The base map's server does not answer.")

        def close(self) -> None:
            pass

    ground = PaperGround(Away(), Credit("© City"))
    assert orange_share(replace(edition, ground=ground)) == 0.0
    assert ground.trouble == "The base map's server does not answer."


def test_a_printer_gets_the_pages_at_their_size(edition: Edition, tmp_path: Path) -> None:
    printer = printer_for(edition.paper, "Elm Street")
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "paper.pdf"))
    told: list[int] = []
    print_pages(printer, theme.paper(), edition, edition.sheets()[:2], told.append)
    assert told == [1, 2]
    document = pypdfium2.PdfDocument(tmp_path / "paper.pdf")
    sides = [round(side / 72 * 25.4) for side in document[0].get_size()]
    assert sides == [round(edition.paper.width), round(edition.paper.height)]
    words = document[0].get_textpage().get_text_range()
    assert "Elm Street Elementary School" in words
    assert edition.revision in words
    document.close()


@pytest.mark.qt_log_ignore("QPainter::begin", extend=True)
def test_a_printer_that_takes_nothing_is_one_sentence(edition: Edition, tmp_path: Path) -> None:
    printer = printer_for(edition.paper, "Elm Street")
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "no-such-folder" / "paper.pdf"))
    with pytest.raises(PlanUnwritable, match="takes no pages"):
        print_pages(printer, theme.paper(), edition, edition.sheets()[:1], lambda _done: None)
