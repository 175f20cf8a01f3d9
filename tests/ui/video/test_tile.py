"""A tile shows the newest picture where it belongs and never keeps a trouble or an age to itself."""

from datetime import timedelta

import pytest
from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QRectF, QSize
from PySide6.QtGui import QColor, QImage
from pytestqt.qtbot import QtBot

from smartclient.domain.alarms import Priority
from smartclient.domain.errors import NoPicture
from smartclient.domain.events import Box
from smartclient.domain.footage import Quality
from smartclient.ui.theme import Tone
from smartclient.ui.video.face import EMPTY_FACE, Shown
from smartclient.ui.video.picture_painting import picture_area
from smartclient.ui.video.still_decoder import decoded
from smartclient.ui.video.tile import Tile
from smartclient.video.status import Phase
from tests.builders.scripted_engine import ScriptedDecoding, ScriptedEngine
from tests.builders.watch import CAMERA, START, Watch

ORANGE = (230, 120, 20)
SIZE = QSize(480, 360)


class Stage:
    """A tile on screen with a camera whose engine is scripted."""

    def __init__(self, qtbot: QtBot, watch: Watch) -> None:
        self.watch = watch
        self.engine = ScriptedEngine()
        self.player = self.engine.camera_player("cam", watch.clock)
        self.tile = Tile(0, watch.theme, watch.theme, watch.clock)
        qtbot.addWidget(self.tile)
        self.tile.resize(SIZE)
        with qtbot.waitExposed(self.tile):
            self.tile.show()

    def open(self) -> ScriptedDecoding:
        self.tile.show_camera(self.watch.store.devices[CAMERA], self.player)
        return self.engine.opened[-1]

    def pixel(self, x: int, y: int) -> QColor:
        return self.tile.grab().toImage().pixelColor(x, y)


@pytest.fixture
def stage(qtbot: QtBot, watch: Watch) -> Stage:
    return Stage(qtbot, watch)


def jpeg(color: QColor) -> bytes:
    image = QImage(64, 36, QImage.Format.Format_RGB32)
    image.fill(color)
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "JPG", 95)  # type: ignore[call-overload]
    return bytes(data.data())


class Kept:
    def __init__(self, data: bytes) -> None:
        self.jpeg = data
        self.at = START - timedelta(seconds=13)


def test_an_empty_tile_says_what_to_press(stage: Stage) -> None:
    assert stage.tile.face() == EMPTY_FACE
    assert "empty" in stage.tile.accessibleName()


def test_the_frame_fills_its_area_and_nothing_else(stage: Stage) -> None:
    stage.open().show_color(ORANGE, stage.watch.clock)
    image = stage.tile.grab().toImage()
    assert image.pixelColor(240, 180) == QColor(*ORANGE)
    area = picture_area(QRectF(0, 0, 480, 360), 64, 36)
    assert (area.top(), area.height()) == (45, 270)
    assert image.pixelColor(240, int(area.top()) + 1) == QColor(*ORANGE)
    assert image.pixelColor(240, int(area.bottom()) + 2) == stage.watch.theme.color(Tone.GROUND)


def test_connecting_is_said_and_never_blank(stage: Stage) -> None:
    stage.open()
    assert stage.tile.face().trouble == "Connecting …"
    assert stage.tile.face().shown is Shown.NOTHING


def test_live_says_its_age_and_when_it_falls_behind(stage: Stage) -> None:
    clock = stage.watch.clock
    stage.open().show_color(ORANGE, clock, at=START - timedelta(seconds=0.2))
    stage.tile.grab()
    face = stage.tile.face()
    assert (face.kind, face.age, face.is_behind, face.detail) == ("LIVE", "0.2 s", False, "1280×720 · small stream")
    clock.advance(1.0)
    stage.tile.tick()
    assert (stage.tile.face().age, stage.tile.face().is_behind) == ("1.2 s behind", True)


def test_a_broken_picture_is_greyed_and_counts_down(stage: Stage) -> None:
    clock = stage.watch.clock
    decoding = stage.open()
    decoding.show_color(ORANGE, clock)
    assert stage.pixel(240, 180) == QColor(*ORANGE)
    decoding.fail(NoPicture("The recorder does not answer."))
    status = stage.player.status
    assert status.phase is Phase.RETRYING
    assert status.retry_in_s is not None
    clock.advance(2)
    stage.tile.tick()
    face = stage.tile.face()
    assert (face.shown, face.kind, face.age) == (Shown.OLD, "LAST PICTURE", "2 s old")
    left = max(1, round(status.retry_in_s - 2))
    assert face.trouble == f"The recorder does not answer. Trying again in {left} s."
    shown = stage.pixel(240, 180)
    assert shown.saturation() < QColor(*ORANGE).saturation() / 2
    assert shown.lightness() < QColor(*ORANGE).lightness()


def test_a_still_stands_in_and_says_so(stage: Stage) -> None:
    stage.open()
    still = decoded(Kept(jpeg(QColor(250, 250, 250))), SIZE)
    assert still is not None
    stage.tile.show_still(still)
    face = stage.tile.face()
    assert face.shown is Shown.STILL
    assert face.kind == f"STILL {(START - timedelta(seconds=13)).astimezone():%H:%M:%S}"
    assert face.trouble == "Connecting …"
    assert stage.pixel(240, 180).lightness() > 240
    stage.engine.opened[-1].show_color(ORANGE, stage.watch.clock)
    assert stage.pixel(240, 180) == QColor(*ORANGE)
    assert stage.tile.face().kind == "LIVE"


def test_words_are_read_on_a_white_picture(stage: Stage) -> None:
    stage.open().show_color((255, 255, 255), stage.watch.clock, size=(64, 48))
    band = [stage.pixel(160, y).lightness() for y in (1, 14, 26)]
    assert max(band) < 128
    assert stage.pixel(240, 180).lightness() == 255


def test_an_open_alarm_frames_its_camera(stage: Stage) -> None:
    stage.open().show_color(ORANGE, stage.watch.clock)
    stage.tile.mark(Priority.MEDIUM, is_chosen=True)
    image = stage.tile.grab().toImage()
    assert image.pixelColor(1, 200) == stage.watch.theme.alarm(Priority.MEDIUM)
    assert image.pixelColor(4, 200) == stage.watch.theme.color(Tone.ACCENT)
    assert "open alarm" in stage.tile.accessibleName()


def test_detections_lie_on_the_picture_and_go(stage: Stage) -> None:
    stage.open().show_color(ORANGE, stage.watch.clock)
    stage.tile.show_boxes((Box(0.25, 0.5, 0.75, 0.9),))
    area = picture_area(QRectF(0, 0, 480, 360), 64, 36)
    x, y = int(area.left() + 0.25 * area.width()) + 1, int(area.top() + 0.7 * area.height())
    assert stage.pixel(x, y) == stage.watch.theme.alarm(Priority.HIGH)
    stage.watch.clock.advance(11)
    stage.tile.tick()
    assert stage.pixel(x, y) == QColor(*ORANGE)


def test_a_hidden_tile_decodes_nothing(stage: Stage) -> None:
    first = stage.open()
    stage.tile.hide()
    assert first.is_stopped
    stage.tile.show()
    assert len(stage.engine.playing("cam")) == 1


def test_the_player_hears_the_size_and_the_stream_wished_for(stage: Stage) -> None:
    decoding = stage.open()
    assert decoding.size == (480, 360)
    stage.tile.want_quality(Quality.MAIN)
    assert decoding.size == (1280, 720)
    stage.tile.want_quality(Quality.SUB)
    assert decoding.size == (480, 360)


def test_a_wide_tile_asks_for_no_more_than_its_picture_can_show(stage: Stage) -> None:
    decoding = stage.open()
    stage.tile.resize(1400, 180)
    assert decoding.size == (320, 180)


def test_many_knocks_are_one_painting(stage: Stage, qtbot: QtBot) -> None:
    decoding = stage.open()
    qtbot.waitUntil(lambda: not stage.tile.isHidden())
    for shade in range(50):
        decoding.show_color((shade, 0, 0), stage.watch.clock)
    assert stage.pixel(240, 180) == QColor(49, 0, 0)
    assert stage.player.take() is None
