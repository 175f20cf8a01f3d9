"""Printed pages, read back and rendered by another program's PDF engine: text, grid, revision, ink where the map is."""

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree as ET

import numpy as np
import pypdfium2
import pytest
from numpy.typing import NDArray
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from smartclient.domain.errors import PlanUnwritable
from smartclient.domain.ids import UnitId
from smartclient.domain.site import Opening, Rings, Site, UnitKind
from smartclient.plans.printing.paper import PaperUnknown, paper_named, paper_names, scale_for
from smartclient.store.places import Places
from smartclient.store.radio_string import RadioStrings
from smartclient.store.walking import Walkable
from smartclient.ui import theme
from smartclient.ui.map.chart import Chart
from smartclient.ui.printing.edition import Edition, NothingToPrint, Sheet, SheetKind, chosen
from smartclient.ui.printing.map_drawing import bounds_of_sheet, marks_of, scale_of_sheet
from smartclient.ui.printing.output import Format, write_pages
from smartclient.ui.printing.page import SENSITIVE
from tests.builders.maple_grove import DAY, campus_named, maple_grove_records, maple_grove_revision

pytestmark = pytest.mark.usefixtures("qapp")
_POINTS_PER_MM = 72 / 25.4


@pytest.fixture(scope="module")
def edition(qapp: QApplication) -> Edition:  # noqa: ARG001 (fonts need it)
    places = Places(campus_named("Maple Grove Middle School"))
    say = RadioStrings(places, Walkable(places)).of_opening
    return Edition(Chart(places), maple_grove_records(), maple_grove_revision(), DAY, paper_named("letter"), say)


@pytest.fixture(scope="module")
def pdf(edition: Edition, tmp_path_factory: pytest.TempPathFactory) -> Iterator[pypdfium2.PdfDocument]:
    path = tmp_path_factory.mktemp("print") / "school.pdf"
    write_pages(path, Format.PDF, theme.paper(), edition, edition.sheets())
    document = pypdfium2.PdfDocument(path)
    yield document
    document.close()


def honeycomb(width_m: int, height_m: int, room_m: int) -> Site:
    """One floor full of square rooms with four figures."""
    base = campus_named("Elm Street Elementary School")
    lon, lat = base.venues[0].display_point
    east, north = 1 / 81_300, 1 / 111_320

    def square(x: float, y: float, wide: float, high: float) -> Rings:
        corners = ((x, y), (x + wide, y), (x + wide, y + high), (x, y + high), (x, y))
        return (tuple((lon + a * east, lat + b * north) for a, b in corners),)

    level = next(level for level in base.levels if not level.outdoor)
    model = next(unit for unit in base.units if unit.kind is UnitKind.ROOM)
    spots = [(x, y) for y in range(0, height_m, room_m * 3) for x in range(0, width_m, room_m)]
    units = tuple(
        replace(model, id=UnitId(f"room {i}"), number=f"{1000 + i}", area=square(x, y, room_m, room_m))
        for i, (x, y) in enumerate(spots)
    )
    floor = replace(level, area=square(0, 0, width_m, height_m))
    return Site("Huge", venues=base.venues, buildings=base.buildings, levels=(floor,), units=units)


def text_of(document: pypdfium2.PdfDocument, page: int) -> str:
    return str(document[page].get_textpage().get_text_range())


def pixels_of(document: pypdfium2.PdfDocument, page: int) -> NDArray[np.uint8]:
    """Red, green, blue; two pixels a point."""
    bitmap = document[page].render(scale=2)
    found: NDArray[np.uint8] = bitmap.to_numpy()[:, :, :3]
    return found


def sheet_of(edition: Edition, words: str) -> Sheet:
    return next(sheet for sheet in edition.sheets() if words in sheet.name)


def test_the_pages_are_campus_doors_and_every_floor(edition: Edition, pdf: pypdfium2.PdfDocument) -> None:
    assert [(sheet.kind, sheet.subtitle) for sheet in edition.sheets()] == [
        (SheetKind.CAMPUS, "Campus"),
        (SheetKind.DOORS, "Exterior doors"),
        (SheetKind.FLOOR, "Middle School, first floor"),
        (SheetKind.FLOOR, "Middle School, second floor"),
    ]
    assert len(pdf) == 4
    for page in range(4):
        width, height = pdf[page].get_size()
        assert (round(width), round(height)) == (792, 612)


def test_every_page_says_what_it_is_and_how_far_it_can_be_trusted(edition: Edition, pdf: pypdfium2.PdfDocument) -> None:
    for page, sheet in enumerate(edition.sheets()):
        text = text_of(pdf, page)
        assert text.count(SENSITIVE) == 2
        assert text.count(edition.revision) >= 2
        for words in (
            sheet.title,
            sheet.subtitle,
            f"page {page + 1} of 4",
            "2026-09-01",
            "415 Prairie Road",
            "2026-08-11",
        ):
            assert words in text, (page, words)
        assert "Maple Grove Police" in text


def test_a_floor_has_its_rooms_halls_doors_and_both_axes(edition: Edition, pdf: pypdfium2.PdfDocument) -> None:
    text = text_of(pdf, 2)
    level = sheet_of(edition, "first floor").level_id
    rooms = [u for u in edition.places.site.units if u.level_id == level and u.number]
    words = set(re.split(r"\s+", text))
    assert [room.number for room in rooms if room.number not in words] == []
    assert "Hall A" in text.replace("\r\n", " ")
    assert {str(number) for number in range(1, 12)} <= words
    assert {"L", "M", "N", "O", "P", "Q", "R", "S", "T", "U", "V"} <= words
    assert {str(number) for number in range(20, 30)} <= words
    assert "true north up" in text
    assert "1:600 on Letter" in text
    for kind in ("Trauma kit", "Defibrillator", "Hazard", "Power shut-off", "Fire panel"):
        assert kind in text


def test_a_campus_has_grounds_roads_neighbours_and_door_numbers(pdf: pypdfium2.PdfDocument) -> None:
    text = text_of(pdf, 0).replace("\r\n", " ")
    for words in ("Soccer field", "Visitor parking", "Farmland", "Assembly point", "Gas shut-off", "Key box", "100 m"):
        assert words in text, words
    assert "Homes on Prairie Road" in text


def test_every_exterior_door_has_its_radio_string(edition: Edition, pdf: pypdfium2.PdfDocument) -> None:
    text = text_of(pdf, 1)
    doors: list[Opening] = edition.exterior_doors(edition.places.site.venues[0].id)
    assert [door.name for door in doors] == [f"Door {number}" for number in range(1, 12)]
    for door in doors:
        assert edition.radio_string(door) in text
        assert door.name.lower() in edition.radio_string(door)
    assert text.count("16T BN") == len(doors)


def test_pages_are_vectors_with_letters_not_pictures(pdf: pypdfium2.PdfDocument) -> None:
    for page in range(4):
        kinds = [each.type for each in pdf[page].get_objects()]
        assert pypdfium2.raw.FPDF_PAGEOBJ_IMAGE not in kinds
        assert pypdfium2.raw.FPDF_PAGEOBJ_TEXT in kinds
    assert sum(each.type == pypdfium2.raw.FPDF_PAGEOBJ_PATH for each in pdf[2].get_objects()) > 500


def test_the_map_lies_in_its_frame_and_nothing_in_the_printers_edge(
    edition: Edition, pdf: pypdfium2.PdfDocument
) -> None:
    for page in (0, 2, 3):
        picture = pixels_of(pdf, page).astype(int)
        edge = round((edition.paper.edge - 1.0) * _POINTS_PER_MM * 2)
        border = np.concatenate(
            [picture[:edge].reshape(-1, 3), picture[-edge:].reshape(-1, 3), picture[:, :edge].reshape(-1, 3)]
        )
        assert (border > 250).all(), page
        box = edition.paper.map
        left, top, right, bottom = (round(mm * _POINTS_PER_MM * 2) for mm in (box.left, box.top, box.right, box.bottom))
        inside = picture[top + 3 : bottom - 3, left + 3 : right - 3]
        assert (inside.min(axis=2) < 250).mean() > 0.5
        assert (inside.max(axis=2) < 120).mean() > 0.002, "walls and names are dark"
        assert inside.mean() > 200, "paper is light"


def test_a_metre_on_paper_is_a_metre_by_the_scale(edition: Edition) -> None:
    for sheet in edition.sheets():
        if sheet.kind is not SheetKind.DOORS:
            west, south, east, north = bounds_of_sheet(edition, sheet)
            scale, box = scale_of_sheet(edition, sheet), edition.paper.map
            assert (east - west) * 1000 / scale <= box.width + 1e-6
            assert (north - south) * 1000 / scale <= box.height + 1e-6


@pytest.mark.parametrize("name", paper_names())
def test_every_paper_holds_map_and_column(edition: Edition, name: str, tmp_path: Path) -> None:
    paper = paper_named(name.upper())
    assert paper.side.right <= paper.frame.right + 1e-6
    assert paper.map.right + paper.band < paper.side.left
    assert paper.map.bottom + paper.band < paper.frame.bottom
    on_paper = replace(edition, paper=paper)
    sheet = sheet_of(on_paper, "second floor")
    write_pages(tmp_path / "one.pdf", Format.PDF, theme.paper(), on_paper, [sheet])
    document = pypdfium2.PdfDocument(tmp_path / "one.pdf")
    size = document[0].get_size()
    assert [round(side / _POINTS_PER_MM) for side in size] == [round(paper.width), round(paper.height)]
    assert "page 1 of 1" in text_of(document, 0)
    document.close()


def test_png_and_svg_show_the_same_page(edition: Edition, tmp_path: Path) -> None:
    sheets = [sheet_of(edition, "first floor"), sheet_of(edition, "doors")]
    pngs = write_pages(tmp_path / "map.png", Format.PNG, theme.paper(), edition, sheets)
    assert [file.name for file in pngs] == ["map-01.png", "map-02.png"]
    image = QImage(str(pngs[0]))
    assert (image.width(), image.height()) == (2508, 1938)
    assert round(image.dotsPerMeterX() * 0.0254) == 228
    (svg,) = write_pages(tmp_path / "map.svg", Format.SVG, theme.paper(), edition, sheets[:1])
    root = ET.parse(svg).getroot()  # noqa: S314 (written a line above)
    letters = " ".join(element.text or "" for element in root.iter("{http://www.w3.org/2000/svg}text"))
    assert edition.revision in letters
    assert SENSITIVE in letters


def test_symbols_of_a_floor_are_its_own(edition: Edition) -> None:
    first, second = sheet_of(edition, "first floor"), sheet_of(edition, "second floor")
    shown, upstairs = marks_of(edition, first), marks_of(edition, second)
    assert {"Key box", "Gas shut-off"}.isdisjoint(mark.words for mark in shown)
    assert any(mark.words == "Power shut-off" for mark in shown)
    assert not any(mark.words == "Power shut-off" for mark in upstairs)
    west, south, east, north = bounds_of_sheet(edition, first)
    assert all(west < mark.x < east and south < mark.y < north for mark in shown)


def test_pages_are_chosen_by_words(edition: Edition) -> None:
    sheets, levels = edition.sheets(), edition.places.levels
    assert [sheet.subtitle for sheet in chosen(sheets, "2f", levels)] == ["Middle School, second floor"]
    assert [sheet.kind for sheet in chosen(sheets, "campus", levels)] == [SheetKind.CAMPUS]
    assert len(chosen(sheets, "", levels)) == 4
    with pytest.raises(NothingToPrint, match="Exterior doors"):
        chosen(sheets, "9F", levels)


def test_a_floor_too_large_to_be_read_on_one_page_is_divided(edition: Edition) -> None:
    """A floor of 400 × 300 m with rooms of 4 × 4 m: every room is whole on one of the pages, and large enough to be read."""
    site = honeycomb(400, 300, 4)
    places = Places(site)
    huge = replace(edition, chart=Chart(places), paper=paper_named("letter"))
    pages = [sheet for sheet in huge.sheets() if sheet.kind is SheetKind.FLOOR]
    assert len(pages) > 1
    assert pages[0].subtitle.endswith(f"part 1 of {len(pages)}")
    bounds = [bounds_of_sheet(huge, page) for page in pages]
    for room in places.site.units:
        ring = places.frame.to_local(np.array(room.area[0]))
        (west, south), (east, north) = ring.min(axis=0), ring.max(axis=0)
        assert any(w <= west and s <= south and e >= east and n >= north for w, s, e, n in bounds)
    assert all(4 * 1000 / scale_of_sheet(huge, page) > 4.0 for page in pages)
    assert len([s for s in replace(huge, paper=paper_named("a3")).sheets() if s.kind is SheetKind.FLOOR]) < len(pages)


def test_scales_are_round_and_fit() -> None:
    box = paper_named("letter").map
    for width_m in np.geomspace(1, 60_000, 200):
        scale = scale_for(float(width_m), 1.0, box)
        assert width_m * 1000 / scale <= box.width + 1e-6
        assert scale == 100 or width_m * 1000 / scale > box.width * 0.6
        mantissa = scale / 10 ** np.floor(np.log10(scale))
        assert any(abs(mantissa - step) < 1e-9 for step in (1, 1.25, 1.5, 2, 2.5, 3, 4, 5, 6, 7.5, 8))


def test_an_unknown_paper_names_the_known() -> None:
    with pytest.raises(PaperUnknown, match="letter, tabloid, a4, a3"):
        paper_named("b5")


def test_a_file_that_cannot_be_written_is_one_sentence(edition: Edition, tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("a file")
    with pytest.raises(PlanUnwritable, match="cannot be written"):
        write_pages(tmp_path / "taken" / "map.pdf", Format.PDF, theme.paper(), edition, edition.sheets()[:1])


def test_a_campus_with_a_drill_says_so_on_every_page(edition: Edition, tmp_path: Path) -> None:
    sheets = edition.sheets()[:2]
    drilling = replace(edition, drilling=frozenset({sheets[0].venue_id}))
    for made, times in ((edition, 0), (drilling, 1)):
        path = tmp_path / f"{times}.pdf"
        write_pages(path, Format.PDF, theme.paper(), made, sheets)
        document = pypdfium2.PdfDocument(path)
        assert [text_of(document, page).split().count("DRILL") for page in range(2)] == [times, times]
        document.close()
