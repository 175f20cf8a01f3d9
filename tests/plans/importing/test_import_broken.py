"""Broken, cut, mislabelled and malicious files: a sentence for a person, never a traceback, a hang or a full memory."""

import struct
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from ezdxf.filemanagement import new
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from smartclient.domain.errors import PlanError, PlanMissing, PlanUnreadable
from smartclient.plans.importing import apart
from smartclient.plans.importing.apart import Cancelled
from smartclient.plans.importing.drawing import Drawing
from smartclient.plans.importing.reading import read_drawing
from tests.builders import drawings

WRITERS: dict[str, Callable[[Path], Path]] = {
    "wing.dxf": drawings.write_dxf,
    "wing.png": drawings.write_png,
    "wing.pdf": drawings.write_pdf,
    "wing.geojson": drawings.write_indoor_geojson,
    "wing.shp": drawings.write_shapefile,
    "wing.ifc": drawings.write_ifc,
}


def read(path: Path) -> Drawing:
    return read_drawing(path, 1, lambda _share: None)


def _read_or_refused(path: Path) -> Drawing | PlanError:
    try:
        return read(path)
    except PlanError as trouble:
        return trouble


@pytest.fixture(scope="session")
def whole(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    folder = tmp_path_factory.mktemp("whole")
    return {name: write(folder / name).read_bytes() for name, write in WRITERS.items()}


@pytest.mark.parametrize("name", WRITERS)
@pytest.mark.parametrize("share", [0.0, 0.02, 0.3, 0.6, 0.95])
def test_a_file_that_was_cut_short_gives_what_it_has_or_a_sentence(
    whole: dict[str, bytes], tmp_path: Path, name: str, share: float
) -> None:
    data = whole[name]
    path = tmp_path / name
    path.write_bytes(data[: int(len(data) * share)])
    found = _read_or_refused(path)
    if isinstance(found, PlanError):
        assert path.name in str(found)
        assert str(found).endswith(".")
    else:
        assert found.layers or found.picture is not None


@pytest.mark.parametrize("name", [name for name in WRITERS if name != "wing.ifc"])
@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(damages=st.lists(st.tuples(st.floats(0, 0.999), st.integers(0, 255)), min_size=1, max_size=12))
def test_a_file_with_damaged_bytes_is_read_or_refused(
    whole: dict[str, bytes], tmp_path: Path, name: str, damages: list[tuple[float, int]]
) -> None:
    data = bytearray(whole[name])
    for where, byte in damages:
        data[int(where * len(data))] = byte
    path = tmp_path / name
    path.write_bytes(bytes(data))
    assert str(_read_or_refused(path))


def test_nothing_and_folders_and_foreign_files_are_told_apart(tmp_path: Path) -> None:
    with pytest.raises(PlanMissing, match="There is nothing at"):
        read(tmp_path / "none.dxf")
    with pytest.raises(PlanUnreadable, match="is a folder"):
        read(tmp_path)
    (tmp_path / "a.dwg").write_bytes(b"AC1032\0\0\0")
    with pytest.raises(PlanUnreadable, match="Save it as DXF"):
        read(tmp_path / "a.dwg")
    (tmp_path / "a.docx").write_bytes(b"PK\3\4 a letter")
    with pytest.raises(PlanUnreadable, match="is no drawing we can read"):
        read(tmp_path / "a.docx")
    (tmp_path / "a.svg").write_text("<svg xmlns='http://www.w3.org/2000/svg'/>")
    with pytest.raises(PlanUnreadable, match="smartclient open"):
        read(tmp_path / "a.svg")


def test_a_picture_that_claims_to_be_huge_is_refused_before_it_is_decoded(tmp_path: Path) -> None:
    data = bytearray(drawings.png(8, 8))
    data[16:24] = struct.pack(">II", 60_000, 60_000)
    (tmp_path / "bomb.png").write_bytes(data)
    with pytest.raises(PlanUnreadable, match="60,000 × 60,000 pixels"):
        read(tmp_path / "bomb.png")


def test_blocks_that_multiply_are_refused_before_they_fill_the_memory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("smartclient.plans.importing.drawing.MOST_POINTS", 100_000)
    document = new("R2010")
    inner = document.blocks.new("B0")
    inner.add_line((0, 0), (1, 1))
    for depth in range(1, 5):
        block = document.blocks.new(f"B{depth}")
        for x in range(30):
            block.add_blockref(f"B{depth - 1}", (x, depth))
    document.modelspace().add_blockref("B4", (0, 0))
    document.modelspace().add_blockref("B4", (9, 0))
    document.saveas(tmp_path / "bomb.dxf")
    with pytest.raises(PlanUnreadable, match="more than 100,000 points"):
        read(tmp_path / "bomb.dxf")


def test_blocks_inside_themselves_are_left_out(tmp_path: Path) -> None:
    document = new("R12")
    block = document.blocks.new("LOOP")
    block.add_line((0, 0), (1, 1))
    block.add_blockref("LOOP", (1, 1))
    document.modelspace().add_blockref("LOOP", (0, 0))
    document.saveas(tmp_path / "loop.dxf")
    drawing = read(tmp_path / "loop.dxf")
    assert sum(len(layer) for layer in drawing.layers) >= 1


def test_entities_of_a_million_laughs_do_not_fill_the_memory(tmp_path: Path) -> None:
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
    kinds = f'<?xml version="1.0"?><!DOCTYPE osm [<!ENTITY l0 "ha">{laughs}]>'
    text = f'{kinds}<osm><node id="1" lat="1" lon="1"><tag k="a" v="&l11;"/></node></osm>'
    (tmp_path / "laughs.osm").write_text(text)
    with pytest.raises(PlanUnreadable):
        read(tmp_path / "laughs.osm")


def _endless(path: Path, page: int, tell: Callable[[float], None]) -> Drawing:
    share = 0.0
    while True:
        share = (share + 0.001) % 1
        tell(share)
        del page, path
        page, path = 1, Path()


def _greedy(path: Path, page: int, tell: Callable[[float], None]) -> Drawing:
    raise SystemExit(len(bytearray(64 * 2**30)) + page + len(str(path)) + int(tell is None))


def _dies(path: Path, page: int, tell: Callable[[float], None]) -> Drawing:
    import os

    os._exit(3 + page + len(str(path)) * 0 + int(tell is None))


def test_a_reading_is_told_of_and_can_be_cancelled(tmp_path: Path) -> None:
    cancelled, told = threading.Event(), []

    def tell(share: float) -> None:
        told.append(share)
        if len(told) == 3:
            cancelled.set()

    with pytest.raises(Cancelled, match="was cancelled"):
        apart.read(tmp_path / "endless.dxf", tell=tell, cancelled=cancelled, work=_endless)
    assert len(told) >= 3


def test_a_reader_that_wants_too_much_memory_ends_in_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(PlanUnreadable, match="memory"):
        apart.read(tmp_path / "greedy.dxf", work=_greedy, memory_bytes=3 * 2**30)


def test_a_reader_that_dies_ends_in_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(PlanUnreadable, match="could not be read"):
        apart.read(tmp_path / "dies.dxf", work=_dies)


def test_a_refusal_comes_back_from_the_other_process(tmp_path: Path) -> None:
    with pytest.raises(PlanMissing, match="There is nothing at"):
        apart.read(tmp_path / "none.dxf")


def test_a_drawing_comes_back_from_the_other_process(whole: dict[str, bytes], tmp_path: Path) -> None:
    (tmp_path / "wing.dxf").write_bytes(whole["wing.dxf"])
    assert {layer.name for layer in apart.read(tmp_path / "wing.dxf").layers} >= {"A-AREA", "A-DOOR"}
