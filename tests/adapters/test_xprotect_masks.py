"""Privacy masks: read from what the demo tells, from other ways to write them, and never from nonsense."""

import logging
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smartclient.adapters.xprotect.translate.masks import has_unreadable_masks, masks_of
from tests.builders.demo_district import camera, client, demo_server, write_district
from tests.builders.running import run

SQUARE = ((0.1, 0.2), (0.5, 0.2), (0.5, 0.6), (0.1, 0.6))


def protected(xml: Any, enabled: Any = True) -> dict[str, Any]:
    return {"privacyProtections": [{"enabled": enabled, "privacyMaskXml": xml}]}


@pytest.mark.parametrize(
    "xml",
    [
        (
            '<PrivacyMask><Mask><Point X="0.1" Y="0.2"/><Point X="0.5" Y="0.2"/>'
            '<Point X="0.5" Y="0.6"/><Point X="0.1" Y="0.6"/></Mask></PrivacyMask>'
        ),
        "<m><a><p x='.1' y='.2'></p><p x='.5' y='.2'></p><p x='.5' y='.6'></p><p x='.1' y='.6'></p></a></m>",
        '<?xml version="1.0"?><masks><rect x="0.1" y="0.2" width="0.4" height="0.4"/></masks>',
        '<Region Left="0.1" Top="0.2" Right="0.5" Bottom="0.6" Type="Permanent"/>',
    ],
)
def test_areas_in_many_shapes(xml: str) -> None:
    (mask,) = masks_of(protected(xml))
    assert [(round(x, 6), round(y, 6)) for x, y in mask] == list(SQUARE)
    assert not has_unreadable_masks(protected(xml))
    assert masks_of(protected(xml, enabled=False)) == ()


@pytest.mark.parametrize(
    "xml", ["<grid>0011</grid>", '<rect x="10" y="10" width="5" height="5"/>', "<", '<p x="nan" y="1"/></a>']
)
def test_what_cannot_be_read_is_known_to_be_there(xml: str) -> None:
    assert masks_of(protected(xml)) == ()
    assert has_unreadable_masks(protected(xml))


@given(st.text(alphabet="<>/=\"' .0123xyXYleftopbmrigh", max_size=300) | st.integers() | st.none())
def test_whatever_stands_there_every_corner_lies_in_the_picture(xml: Any) -> None:
    for mask in masks_of(protected(xml)):
        assert len(mask) >= 3
        assert all(0 <= x <= 1 and 0 <= y <= 1 for x, y in mask)


def test_masks_of_the_demo_reach_the_devices(tmp_path: Path) -> None:
    async def scene() -> None:
        write_district(tmp_path / "district", masked=2)
        async with demo_server(tmp_path) as demo:
            server = client(demo)
            devices = {device.id: device for device in (await server.connect()).devices}
            await server.close()
            assert devices[camera(2)].masks == (((0.0, 0.0), (0.5, 0.0), (0.0, 0.5)),)
            assert devices[camera(1)].masks == ()

    run(scene())


def test_masks_that_cannot_be_read_are_logged(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    async def scene() -> None:
        write_district(tmp_path / "district", masked=2)
        async with demo_server(tmp_path) as demo:
            (protection,) = demo.configuration.items["privacyProtections"].values()
            protection["privacyMaskXml"] = "<grid>0110</grid>"
            server = client(demo)
            with caplog.at_level(logging.WARNING):
                await server.connect()
            await server.close()
            assert f"the privacy masks of {camera(2)} cannot be read" in caplog.text

    run(scene())
