"""Stills are decoded off the loop, as large as their tile needs them, masked, and what is no picture is passed over."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

import pytest
from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize
from PySide6.QtGui import QColor, QImage
from pytestqt.qtbot import QtBot

from smartclient.domain.devices import Device, DeviceKind
from smartclient.domain.ids import DeviceId
from smartclient.ui.video.still_decoder import StillDecoder, StillImage, decoded
from tests.builders.watch import START
from tests.ui.video.wall_stage import CAMERAS, MASK, Stage

TILE = QSize(320, 200)


@dataclass
class Kept:
    jpeg: bytes
    at: datetime = START


def jpeg(width: int = 640, height: int = 360, color: str = "#e87814") -> bytes:
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(QColor(color))
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "JPG", 95)  # type: ignore[call-overload]
    return bytes(data.data())


def camera(number: int) -> Device:
    return Device(DeviceId(f"cam {number}"), DeviceKind.CAMERA, f"Camera {number}")


@pytest.fixture
def decoder(qapp: object) -> Iterator[StillDecoder]:  # noqa: ARG001  signals between threads need it
    decoder = StillDecoder()
    yield decoder
    decoder.close()


def test_a_still_is_as_large_as_its_tile_needs_it_and_never_larger_than_it_is() -> None:
    large, small = decoded(Kept(jpeg()), TILE), decoded(Kept(jpeg(64, 36)), TILE)
    assert large is not None
    assert small is not None
    assert large.image.size() == QSize(320, 180)
    assert small.image.size() == QSize(64, 36)
    assert large.grey.pixelColor(9, 9).saturation() == 0 < large.image.pixelColor(9, 9).saturation()


def test_what_masks_cover_is_black() -> None:
    still = decoded(Kept(jpeg()), TILE, (MASK,))
    assert still is not None
    assert still.image.pixelColor(160, 90) == still.grey.pixelColor(160, 90) == QColor(0, 0, 0)
    assert still.image.pixelColor(20, 20).lightness() > 100


@pytest.mark.parametrize("data", [b"", b"<html>not a picture", bytes(500)])
def test_what_is_no_picture_is_none(data: bytes) -> None:
    assert decoded(Kept(data), TILE) is None


def test_each_camera_is_told_once_and_the_newest_still_of_one_counts(decoder: StillDecoder, qtbot: QtBot) -> None:
    told: dict[DeviceId, StillImage] = {}
    decoder.decoded.connect(told.__setitem__)
    for number in range(20):
        decoder.decode(Kept(b"nothing"), camera(number), TILE)
        decoder.decode(Kept(jpeg(color="#0000ff")), camera(number), TILE)
    qtbot.waitUntil(lambda: len(told) == 20)
    assert all(still.image.pixelColor(5, 5).blue() > 240 for still in told.values())


def test_a_kept_still_is_on_the_tile_before_the_stream_is(wall_stage: Stage) -> None:
    stage = wall_stage
    stage.bench.stills.kept[CAMERAS[0]] = Kept(jpeg())
    stage.workspace.open_cameras(CAMERAS[:1])
    stage.qtbot.waitUntil(lambda: stage.tiles[0].face().kind.startswith("STILL"))
    stage.bench.stills.kept[CAMERAS[0]] = Kept(jpeg(color="#ffffff"))
    stage.bench.stills.arrived.emit(CAMERAS[0])
    stage.qtbot.waitUntil(lambda: stage.tiles[0].grab().toImage().pixelColor(200, 100).lightness() > 200)
