"""What a tile says: live and recorded look different, gaps and standing still are named, masks cover, stills stand in."""

from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtGui import QColor

from smartclient.domain.errors import CannotDecode
from smartclient.ui.theme import Tone
from smartclient.ui.video.bands import elided_name
from smartclient.ui.video.face import Shown, Time, kind_words, status_words, taken_words, time_of
from smartclient.ui.video.picture import READING_S, Picture
from smartclient.ui.video.still_decoder import decoded
from smartclient.video.frames import Frame, Rows
from smartclient.video.status import Gap, Phase, PlayerStatus
from tests.builders.watch import START
from tests.ui.video.wall_stage import CAMERAS, MASKED, Stage


def frame() -> Frame:
    import numpy as np

    return Frame(np.full((36, 64, 4), 200, np.uint8), 64, 36, START, 0.0, 64, 36)


@pytest.mark.parametrize(
    ("phase", "is_frame_past", "is_past", "waited_s", "shown"),
    [
        (Phase.LIVE, False, False, 9.0, Shown.PICTURE),
        (Phase.RECORDED, True, True, 9.0, Shown.PICTURE),
        (Phase.STANDING, True, True, 9.0, Shown.PICTURE),
        (Phase.READING, True, True, READING_S / 2, Shown.PICTURE),
        (Phase.READING, True, True, READING_S * 2, Shown.OLD),
        (Phase.READING, False, True, READING_S / 2, Shown.PICTURE),
        (Phase.RECORDED, False, True, 9.0, Shown.OLD),
        (Phase.GAP, True, True, 0.0, Shown.OLD),
        (Phase.STALLED, False, False, 9.0, Shown.OLD),
    ],
)
def test_a_picture_counts_only_for_the_time_that_was_asked_for(
    phase: Phase, is_frame_past: bool, is_past: bool, waited_s: float, shown: Shown
) -> None:
    picture = Picture()
    picture.take(frame(), START, is_past=is_frame_past)
    assert picture.shown(phase, waited_s, is_past=is_past) is shown


def test_words_of_the_past() -> None:
    assert [time_of(Phase.LIVE, False), time_of(Phase.RECORDED, True), time_of(Phase.STANDING, True)] == list(Time)
    assert kind_words(Shown.PICTURE, True, True, None) == "RECORDED"
    assert kind_words(Shown.OLD, True, False, None) == "LAST PICTURE"
    local = START.astimezone()
    assert taken_words(START + timedelta(milliseconds=470), START) == f"{local:%H:%M:%S}.4"
    assert taken_words(START, START + timedelta(days=3)) == f"{local.day} {local:%b %H:%M:%S}.0"
    gap = PlayerStatus(Phase.GAP, "", gap=Gap(START, START + timedelta(hours=1)), is_live_source=False)
    words = status_words(gap, 0)
    assert words.startswith("Not recorded from")
    assert words.endswith(".")
    assert status_words(replace(gap, gap=None), 0) == "Nothing is recorded here."
    reading = PlayerStatus(Phase.READING, "", is_live_source=False)
    assert status_words(reading, 1.0) == "Reading the recording …"
    assert status_words(reading, 8.4) == "Waiting for the recorder: 8 s …"


def test_a_loose_tile_says_so(wall_stage: Stage) -> None:
    stage = wall_stage
    stage.workspace.open_cameras(CAMERAS[:2])
    stage.bench.playbacks.loosen(stage.workspace.wall, 1)
    stage.wall.content.tick()
    assert "its own clock" in stage.tiles[1].face().notes
    assert stage.tiles[0].face().notes == ()
    stage.bench.playbacks.keep_behind(stage.workspace.wall, 1, timedelta(hours=1))
    stage.wall.content.tick()
    assert "1 h 00 min behind the others" in stage.tiles[1].face().notes


def test_boards_follow_the_clock_of_their_tile(wall_stage: Stage) -> None:
    stage = wall_stage
    stage.workspace.open_cameras(CAMERAS[:2])
    stage.bench.playbacks.loosen(stage.workspace.wall, 1)
    stage.bench.playbacks.one.pause()
    players = [tile.player for tile in stage.tiles[:2]]
    assert [player is not None and player.is_past for player in players] == [True, False]
    stage.workspace.wall.swap(0, 1)
    players = [tile.player for tile in stage.tiles[:2]]
    assert [player is not None and player.is_past for player in players] == [True, True]


def test_recorded_tiles_have_a_frame_and_a_sign_of_their_own(wall_stage: Stage) -> None:
    stage = wall_stage
    stage.workspace.open_cameras(CAMERAS[:2])
    stage.show(CAMERAS[0])
    tile = stage.tiles[0]
    edge = stage.watch.theme.color(Tone.MOTION)
    assert tile.grab().toImage().pixelColor(0, 90) != edge
    stage.bench.playbacks.one.pause()
    assert tile.grab().toImage().pixelColor(0, 90) == edge
    assert tile.face().time is not Time.LIVE


def test_masks_cover_what_is_shown(wall_stage: Stage) -> None:
    stage = wall_stage
    stage.workspace.open_cameras([MASKED])
    stage.show(MASKED, (240, 240, 240), size=(640, 360))
    tile = stage.tiles[0]
    image = tile.grab().toImage()
    assert image.pixelColor(tile.width() // 2, tile.height() // 2) == QColor(0, 0, 0)
    assert image.pixelColor(tile.width() // 10, tile.height() // 2).lightness() > 200
    held = tile.picture.frame
    assert held is not None
    assert held.pixels[180, 320].max() <= 255
    assert held.pixels[180, 320][:3].max() == 0


def test_masks_cover_a_picture_whose_rows_are_longer_than_its_pixels() -> None:
    width, height, row_bytes = 10, 4, 64
    rows = Rows(memoryview(bytearray(b"\xf0" * row_bytes * height)), row_bytes)
    picture = Picture(masks=(((0.0, 0.0), (0.5, 0.0), (0.5, 1.0), (0.0, 1.0)),))
    picture.take(Frame(rows, width, height, START, 0.0, width, height), START)
    image = picture.image(Shown.PICTURE)
    assert image.pixelColor(1, 2) == QColor(0, 0, 0)
    assert image.pixelColor(8, 2) == QColor(0xF0, 0xF0, 0xF0)


def test_what_cannot_be_decoded_is_shown_by_stills(wall_stage: Stage) -> None:
    stage, camera = wall_stage, CAMERAS[0]
    stage.workspace.open_cameras([camera])
    stage.decoding(camera).fail(CannotDecode("Camera 10 sends VP9, which nothing here can show."))
    before = len(stage.bench.stills.wanted)
    for _ in range(12):
        stage.watch.clock.advance(0.5)
        stage.wall.content.tick()
    assert 3 <= len(stage.bench.stills.wanted) - before <= 4
    assert "VP9" in stage.tiles[0].face().trouble


def test_a_still_newer_than_the_last_picture_stands_in(wall_stage: Stage) -> None:
    import io

    from PySide6.QtCore import QBuffer, QIODevice
    from PySide6.QtGui import QImage

    stage, camera = wall_stage, CAMERAS[0]
    stage.workspace.open_cameras([camera])
    stage.show(camera)
    image = QImage(64, 36, QImage.Format.Format_RGB32)
    image.fill(QColor(0, 0, 220))
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "JPG", 95)  # type: ignore[call-overload]
    data = io.BytesIO(bytes(buffer.data().data())).getvalue()
    stage.decoding(camera).fail(CannotDecode("No."))
    stage.watch.clock.advance(1)

    class Kept:
        jpeg = data
        at = stage.watch.clock.now()

    tile = stage.tiles[0]
    still = decoded(Kept(), tile.size())
    assert still is not None
    tile.show_still(still)
    assert tile.face().shown is Shown.STILL
    seen = tile.grab().toImage().pixelColor(tile.width() // 2, tile.height() // 2)
    assert seen.blue() > 150 > seen.red()


def test_names_keep_the_end_that_tells_neighbours_apart(wall_stage: Stage) -> None:
    theme, name = wall_stage.watch.theme, "HS Main · 1F · Hall A east · centre"
    assert elided_name(name, 1000, theme) == name
    middle, narrow = elided_name(name, 160, theme), elided_name(name, 70, theme)
    assert middle.startswith("HS")
    assert middle.endswith("centre")
    assert narrow.startswith("…")
    assert narrow.endswith("tre")
