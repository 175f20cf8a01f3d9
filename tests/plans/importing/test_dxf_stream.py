"""Large DXF files are read entity by entity: the same comes out as when ezdxf reads them whole."""

from pathlib import Path

import numpy as np
import pytest
from ezdxf.filemanagement import new

from smartclient.bench.large_dxf import write_large_dxf
from smartclient.domain.errors import PlanUnreadable
from smartclient.plans.importing import dxf
from smartclient.plans.importing.drawing import Drawing, Form
from smartclient.plans.importing.dxf import read_dxf
from tests.builders import drawings


def write_all_kinds(path: Path) -> Path:
    """Every kind of entity that is read by hand, and some that ezdxf reads."""
    document = new("R2010")
    document.units = 6
    space = document.modelspace()
    hidden = document.layers.add("HIDDEN")
    hidden.off()
    block = document.blocks.new("DESK", base_point=(1, 1))
    block.add_lwpolyline([(1, 1), (2, 1), (2, 1.5), (1, 1.5)], close=True)
    block.add_line((1, 1), (2, 2), dxfattribs={"layer": "OWN"})
    space.add_line((0, 0), (5, 5), dxfattribs={"layer": "A"})
    space.add_line((0, 0), (9, 9), dxfattribs={"layer": "HIDDEN"})
    space.add_arc((3, 3), 0.9, 0, 90, dxfattribs={"layer": "DOOR"})
    space.add_arc((3, 3), 2, 300, 80, dxfattribs={"layer": "A"})
    space.add_circle((8, 8), 1.5, dxfattribs={"layer": "A"})
    space.add_circle((8, 8), 0.5, dxfattribs={"layer": "A", "extrusion": (0, 0, -1)})
    space.add_lwpolyline([(0, 0), (4, 0, 0, 0, 1), (4, 4)], format="xyseb", close=True, dxfattribs={"layer": "B"})
    space.add_polyline2d([(0, 0), (7, 0), (7, 7)], close=True, dxfattribs={"layer": "B"})
    space.add_polyline2d([(0, 0), (7, 1)], dxfattribs={"layer": "B"})
    space.add_text("101", height=0.3, dxfattribs={"layer": "T", "insert": (2, 2)})
    space.add_mtext("Science\\Plab", dxfattribs={"layer": "T", "insert": (2, 3)})
    space.add_ellipse((5, 5), (2, 0), 0.5, dxfattribs={"layer": "E"})
    space.add_hatch(dxfattribs={"layer": "H"}).paths.add_polyline_path([(0, 0), (3, 0), (3, 3)], is_closed=True)
    space.add_blockref("DESK", (10, 10), dxfattribs={"layer": "F", "rotation": 30, "xscale": 2, "yscale": -1})
    space.add_blockref(
        "DESK",
        (20, 10),
        dxfattribs={"layer": "F", "column_count": 3, "row_count": 2, "column_spacing": 4, "row_spacing": 3},
    )
    document.saveas(path)
    return path


def both_ways(path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Drawing, Drawing]:
    whole = read_dxf(path, lambda _share: None)
    monkeypatch.setattr(dxf, "_LARGE_BYTES", 0)
    return whole, read_dxf(path, lambda _share: None)


@pytest.mark.parametrize("write", [write_all_kinds, drawings.write_dxf])
def test_the_same_is_read_both_ways(write: object, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole, streamed = both_ways(write(tmp_path / "plan.dxf"), monkeypatch)  # type: ignore[operator]
    assert streamed.unit_m == whole.unit_m
    assert [layer.name for layer in streamed.layers] == [layer.name for layer in whole.layers]
    for ours, theirs in zip(streamed.layers, whole.layers, strict=True):
        assert sorted(ours.forms.tolist()) == sorted(theirs.forms.tolist()), ours.name
        assert sorted(ours.words) == sorted(theirs.words)
        assert np.allclose(np.sort(ours.extents()), np.sort(theirs.extents()), atol=0.02 / (whole.unit_m or 1)), (
            ours.name
        )
        assert np.allclose(ours.swings, theirs.swings)
    assert streamed.bounds == pytest.approx(whole.bounds, abs=0.02 / (whole.unit_m or 1))


def test_the_way_is_told_and_the_end_that_is_missing_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "large.dxf"
    rooms = write_large_dxf(path, 4)
    monkeypatch.setattr(dxf, "_LARGE_BYTES", 0)
    told: list[float] = []
    drawing = read_dxf(path, told.append)
    assert next(layer for layer in drawing.layers if layer.name == "A-AREA").count(Form.AREA) == rooms
    assert told == sorted(told)
    data = path.read_bytes()
    path.write_bytes(data[: len(data) // 2])
    cut = read_dxf(path, told.append)
    assert any("cut short" in sentence or "end of the file" in sentence for sentence in cut.left_out)


def test_damage_in_the_middle_is_refused_in_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = drawings.write_dxf(tmp_path / "plan.dxf")
    data = path.read_bytes()
    middle = data.index(b"LWPOLYLINE", data.index(b"ENTITIES"))
    path.write_bytes(data[:middle] + b"\nnonsense\nmore nonsense\nand more\n" + data[middle:])
    monkeypatch.setattr(dxf, "_LARGE_BYTES", 0)
    with pytest.raises(PlanUnreadable, match="damaged beyond repair"):
        read_dxf(path, lambda _share: None)
