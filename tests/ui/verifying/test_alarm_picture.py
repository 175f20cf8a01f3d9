"""The plate of an alarm's picture: shows it, or says why not; what is no picture, or too large to be one, is none."""

import struct
import zlib
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize
from PySide6.QtGui import QColor, QImage
from pytestqt.qtbot import QtBot

from smartclient.session.verifying.alarm_pictures import AlarmPicture
from smartclient.ui.console.watermark import Watermark
from smartclient.ui.theme import dark
from smartclient.ui.verifying.alarm_picture import AlarmPicturePlate, covered_jpeg
from smartclient.ui.video.face import Face, Shown
from smartclient.ui.video.still_decoder import decoded

AT = datetime(2026, 11, 23, 14, tzinfo=UTC)
LEFT_HALF = ((0.0, 0.0), (0.5, 0.0), (0.5, 1.0), (0.0, 1.0))
FACE = Face("Hall", Shown.PICTURE, "KEPT WITH IT", "14:00:00.0", is_behind=False, trouble="", detail="")


def white(width: int = 64, height: int = 36) -> bytes:
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "JPEG")  # type: ignore[call-overload]
    return bytes(data.data())


def png_that_claims(width: int, height: int) -> bytes:
    """A PNG whose head says it is that large, and no more."""
    head = b"IHDR" + struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + head + struct.pack(">I", zlib.crc32(head))


@pytest.fixture
def plate(qtbot: QtBot) -> Iterator[AlarmPicturePlate]:
    made = AlarmPicturePlate(dark(), Watermark())
    qtbot.addWidget(made)
    made.resize(320, 200)
    made.fit(320)
    made.show()
    yield made
    made.close()


def test_it_shows_the_picture_or_says_why_not(plate: AlarmPicturePlate) -> None:
    plate.say("You may not see it.")
    assert not plate.has_picture
    assert plate.words.isVisible()
    assert plate.accessibleName() == "You may not see it."
    still = decoded(AlarmPicture(white(), AT, None), QSize(320, 180))
    assert still is not None
    plate.show_picture(still.image, FACE)
    assert plate.has_picture
    assert not plate.words.isVisible()
    assert "Hall" in plate.accessibleName()
    assert plate.grab().toImage().pixelColor(160, 120).lightness() > 200
    plate.say("")
    assert plate.isHidden()


def test_a_copy_has_the_privacy_masks_in_it(qapp: object) -> None:
    assert qapp is not None
    image = QImage.fromData(covered_jpeg(AlarmPicture(white(), AT, None), (LEFT_HALF,)))
    assert image.pixelColor(image.width() // 4, image.height() // 2).lightness() < 30
    assert image.pixelColor(image.width() * 3 // 4, image.height() // 2).lightness() > 225


@pytest.mark.qt_log_ignore(".*", extend=True)
@given(st.binary(max_size=300).map(lambda rest: b"\xff\xd8\xff" + rest))
def test_what_is_no_picture_is_none(data: bytes) -> None:
    assert covered_jpeg(AlarmPicture(data, AT, None), ()) == b""


def test_a_picture_that_claims_to_be_gigantic_is_none(qapp: object) -> None:
    assert qapp is not None
    assert decoded(AlarmPicture(png_that_claims(60_000, 60_000), AT, None), QSize(320, 180)) is None
