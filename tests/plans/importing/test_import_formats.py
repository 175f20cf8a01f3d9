"""Each format on a whole file: what is in it comes out, placed and named."""

from pathlib import Path

import numpy as np
import pytest

from smartclient import plans
from smartclient.domain.site import Site, UnitKind
from smartclient.geometry.frames import Frame
from smartclient.plans.importing.drawing import Drawing, Form
from smartclient.plans.importing.placing import ControlPoint, NotPlaced, place
from smartclient.plans.importing.reading import read_drawing
from smartclient.plans.importing.roles import Role, guesses
from smartclient.plans.importing.school import GridWish, Names
from smartclient.plans.importing.sheets import Imported, Sheet, imported
from smartclient.plans.writing import write_archive
from tests.builders import drawings


def read(path: Path, page: int = 1) -> Drawing:
    return read_drawing(path, page, lambda _share: None)


def points(unit_m: float = 1.0) -> list[ControlPoint]:
    return [ControlPoint((x / unit_m, y / unit_m), (lon, lat)) for x, y, lon, lat in drawings.CORNERS]


def school(drawing: Drawing, control: list[ControlPoint] | None = None) -> Imported:
    placement = place(drawing, control or ())
    return imported([Sheet(drawing, placement, guesses(drawing.layers))], Names("East School"), GridWish())


def rooms(site: Site) -> dict[str, str]:
    """Categories by number."""
    return {unit.number: unit.category for unit in site.units if unit.number}


def reread(site: Site, folder: Path) -> Site:
    """The site written and read; nothing may be wrong with it."""
    write_archive(site, folder)
    again, problems = plans.read(folder)
    assert problems == ()
    return again


def test_dxf_rooms_take_number_name_and_category_from_the_texts_in_them(tmp_path: Path) -> None:
    drawing = read(drawings.write_dxf(tmp_path / "wing.dxf"))
    assert drawing.unit_m == pytest.approx(0.001)
    made = school(drawing, points(0.001))
    assert rooms(made.site) == {"101": "laboratory", "102": "classroom", "103": "restroom.male", "104": "office"}
    lab = next(unit for unit in made.site.units if unit.number == "101")
    assert (lab.name, lab.kind) == ("Science lab", UnitKind.ROOM)
    assert any(unit.kind is UnitKind.CORRIDOR for unit in made.site.units)
    assert any("A-ANNO-DIMS" in sentence for sentence in made.left_out)
    site = reread(made.site, tmp_path / "site")
    assert len(site.openings) == 4
    assert site.grids


def test_dxf_doors_lie_in_the_wall_and_interrupt_it(tmp_path: Path) -> None:
    made = school(read(drawings.write_dxf(tmp_path / "wing.dxf")), points(0.001))
    frame = Frame(-89.5, 43.1)
    for opening in made.site.openings:
        (_, y0), (_, y1) = frame.to_local(np.array(opening.line)).tolist()
        assert y0 == pytest.approx(3.0, abs=0.1)
        assert y1 == pytest.approx(3.0, abs=0.1)
    from shapely.geometry import LineString, Polygon

    walls = [Polygon(unit.area[0], unit.area[1:]) for unit in made.site.units if unit.kind is UnitKind.WALL]
    assert walls
    for opening in made.site.openings:
        middle = LineString(opening.line).interpolate(0.5, normalized=True)
        assert not any(wall.intersects(middle) for wall in walls)


def test_dxf_rooms_are_found_between_walls_where_none_are_drawn(tmp_path: Path) -> None:
    drawing = read(drawings.write_dxf(tmp_path / "wing.dxf", with_rooms=False))
    made = school(drawing, points(0.001))
    assert set(rooms(made.site)) == {"101", "102", "103", "104"}


def test_a_dxf_without_a_place_asks_for_control_points(tmp_path: Path) -> None:
    drawing = read(drawings.write_dxf(tmp_path / "wing.dxf"))
    with pytest.raises(NotPlaced, match="three or more control points"):
        place(drawing)
    with pytest.raises(NotPlaced, match="1 more control point; 3 at least"):
        place(drawing, points(0.001)[:2])


def test_control_points_that_disagree_with_the_drawings_units_are_told(tmp_path: Path) -> None:
    drawing = read(drawings.write_dxf(tmp_path / "wing.dxf"))
    assert place(drawing, points(0.001)).warning == ""
    assert "10% smaller than its own units say" in place(drawing, points(0.0009)).warning


def test_exchanged_control_points_do_not_mirror_the_school_silently(tmp_path: Path) -> None:
    drawing = read(drawings.write_dxf(tmp_path / "wing.dxf"))
    first, second, third = points(0.001)
    swapped = [ControlPoint(first.drawn, second.world), ControlPoint(second.drawn, first.world), third]
    placement = place(drawing, swapped)
    assert placement.fit is not None
    assert placement.fit.rms_m > 5


def test_plain_geojson_takes_its_floor_from_the_files_name(tmp_path: Path) -> None:
    drawing = read(drawings.write_geojson(tmp_path / "salles_etage2.geojson"))
    assert {layer.floor for layer in drawing.layers} == {2}
    site = reread(school(drawing).site, tmp_path / "site")
    assert set(rooms(site)) == {"101", "102", "103", "104"}
    assert {level.ordinal for level in site.levels if not level.outdoor} == {2}


def test_indoor_tags_on_several_floors_at_once(tmp_path: Path) -> None:
    drawing = read(drawings.write_indoor_geojson(tmp_path / "wing.geojson"))
    assert (drawing.building, drawing.address) == ("East wing", "415 Prairie Road")
    site = reread(school(drawing).site, tmp_path / "site")
    floors = {level.id: level.ordinal for level in site.levels if not level.outdoor}
    assert sorted(floors.values()) == [0, 1]
    for ordinal in (0, 1):
        on_floor = [unit for unit in site.units if floors[unit.level_id] == ordinal]
        assert sorted(unit.number for unit in on_floor if unit.number) == ["101", "102", "103"]
        assert sum(unit.kind is UnitKind.STAIRS for unit in on_floor) == 1
        assert sum(unit.kind is UnitKind.CORRIDOR for unit in on_floor) == 1
    assert {opening.name for opening in site.openings if opening.is_exterior} == {"Door 1"}
    assert len(site.openings) == 3


def test_shapefiles_are_brought_from_their_projection_to_degrees(tmp_path: Path) -> None:
    drawing = read(drawings.write_shapefile(tmp_path / "rooms.shp"))
    assert drawing.is_world
    site = reread(school(drawing).site, tmp_path / "site")
    assert rooms(site) == {"101": "laboratory", "102": "classroom", "103": "restroom.male", "104": "office"}
    lon, lat = site.venues[0].display_point
    assert (lon, lat) == pytest.approx((-89.49985, 43.10007), abs=1e-4)


def test_a_shapefile_without_a_projection_is_placed_by_hand(tmp_path: Path) -> None:
    drawing = read(drawings.write_shapefile(tmp_path / "rooms.shp", with_projection=False))
    assert not drawing.is_world
    with pytest.raises(NotPlaced):
        place(drawing)


def test_ifc_storeys_spaces_walls_and_doors(tmp_path: Path) -> None:
    drawing = read(drawings.write_ifc(tmp_path / "wing.ifc"))
    assert drawing.building == "East wing"
    assert drawing.floors == {0: "Level 1", 1: "Level 2"}
    made = school(drawing)
    site = reread(made.site, tmp_path / "site")
    assert rooms(site) == {"101": "laboratory", "201": "laboratory"}
    assert [level.name for level in site.levels] == ["Level 1", "Level 2", "Grounds"]
    assert len(site.openings) == 2
    assert sum(unit.kind is UnitKind.WALL for unit in site.units) == 4  # each interrupted by its door


def test_ifc_lies_where_its_site_says_turned_to_true_north(tmp_path: Path) -> None:
    drawing = read(drawings.write_ifc(tmp_path / "wing.ifc"))
    placement = place(drawing)
    assert (placement.frame.lon, placement.frame.lat) == pytest.approx((-89.5, 43.1))
    along_y = placement.to_metres(np.array([(0.0, 0.0), (0.0, 10.0)]))
    assert along_y[1] - along_y[0] == pytest.approx((5.0, 8.66), abs=0.01)


def test_a_pdf_page_is_a_picture_with_its_lines_and_letters_beside(tmp_path: Path) -> None:
    drawing = read(drawings.write_pdf(tmp_path / "wing.pdf"))
    assert drawing.picture is not None
    assert (drawing.picture.width, drawing.picture.height) == (240, 100)
    assert drawing.picture.pixels.min() < 100
    strokes = next(layer for layer in drawing.layers if layer.name.startswith("strokes"))
    assert strokes.count(Form.AREA) == 4
    lettering = next(layer for layer in drawing.layers if layer.name == "lettering")
    assert set(lettering.words) == {"101", "102", "103", "104"}
    on_page = [ControlPoint((x * 10, y * 10 - 100), (lon, lat)) for x, y, lon, lat in drawings.CORNERS]
    sheet = Sheet(drawing, place(drawing, on_page), {strokes.name: Role.ROOMS, "lettering": Role.NAMES})
    assert set(rooms(imported([sheet], Names("East School"), None).site)) == {"101", "102", "103", "104"}


def test_a_png_is_a_picture_of_its_own_size(tmp_path: Path) -> None:
    drawing = read(drawings.write_png(tmp_path / "scan.png"))
    assert drawing.picture is not None
    assert drawing.picture.pixels.shape == (400, 960, 3)
    assert drawing.bounds == (0.0, -400.0, 960.0, 0.0)


def test_a_kind_is_told_by_content_and_not_by_name(tmp_path: Path) -> None:
    path = drawings.write_png(tmp_path / "plan.dxf")
    assert read(path).picture is not None
