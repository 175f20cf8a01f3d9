"""Cameras take turns in a tile, and a tile is never black in between."""

from PySide6.QtCore import QMimeData, QPointF, Qt
from PySide6.QtGui import QDropEvent

from smartclient.ui.device_drag import DEVICE_MIME
from tests.ui.video.wall_stage import CAMERAS, Stage

A, B, C = CAMERAS[:3]


def tick(stage: Stage, seconds: float) -> None:
    """So much time passes, half a second at a time."""
    for _ in range(round(seconds * 2)):
        stage.watch.clock.advance(0.5)
        stage.wall.content.tick()


def test_the_next_camera_plays_before_its_turn(wall_stage: Stage) -> None:
    stage = wall_stage
    stage.workspace.wall.play_sequence(0, [A, B, C], 10)
    stage.show(A)
    tick(stage, 6)
    assert stage.playing() == [A]
    tick(stage, 1.5)
    assert stage.playing() == [A, B]
    tick(stage, 4)
    assert stage.tiles[0].camera == A
    stage.show(B)
    tick(stage, 0.5)
    assert stage.tiles[0].camera == B
    assert stage.playing() == [B]
    assert len(stage.engine.opened) == 2


def test_a_camera_without_a_picture_is_shown_with_its_trouble(wall_stage: Stage) -> None:
    stage = wall_stage
    stage.workspace.wall.play_sequence(0, [A, B], 5)
    stage.show(A)
    tick(stage, 5 + 7)
    assert stage.tiles[0].camera == B
    assert stage.tiles[0].face().trouble == "Connecting …"


def test_pause_next_and_their_words(wall_stage: Stage) -> None:
    stage, verbs = wall_stage, wall_stage.wall.content.verbs
    assert verbs.why_no_sequence() == "In this tile no cameras take turns."
    stage.workspace.open_cameras([A, B])
    verbs.make_sequence()
    stage.show(A)
    tick(stage, 0.5)
    assert "1 of 2, 10 s each" in stage.tiles[0].face().notes
    verbs.pause_sequence()
    tick(stage, 60)
    assert stage.tiles[0].camera == A
    assert "1 of 2, paused" in stage.tiles[0].face().notes
    assert stage.playing() == [A]
    verbs.pause_sequence()
    tick(stage, 0.5)
    verbs.next_in_sequence()
    tick(stage, 0.5)
    stage.show(B)
    tick(stage, 0.5)
    assert stage.tiles[0].camera == B
    verbs.set_dwell(30)
    assert stage.workspace.wall.content.dwell_s == 30


def test_off_screen_nothing_turns(wall_stage: Stage) -> None:
    stage = wall_stage
    stage.workspace.wall.play_sequence(1, [A, B], 5)
    stage.show(A)
    stage.workspace.choose_tile(0, full=True)
    tick(stage, 30)
    assert stage.tiles[1].camera == A
    assert stage.playing() == []


def test_several_devices_dropped_take_turns(wall_stage: Stage) -> None:
    mime = QMimeData()
    mime.setData(DEVICE_MIME, f"{A}\ndoors/7\nnobody\n{B}".encode())
    drop = QDropEvent(
        QPointF(5, 5), Qt.DropAction.CopyAction, mime, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    )
    wall_stage.tiles[2].dropEvent(drop)
    assert wall_stage.workspace.wall.contents[2].cameras == (A, B)


def test_closing_the_wall_closes_what_was_opened_ahead(wall_stage: Stage) -> None:
    stage = wall_stage
    stage.workspace.wall.play_sequence(0, [A, B], 5)
    stage.show(A)
    tick(stage, 4)
    assert stage.playing() == [A, B]
    stage.wall.stop()
    assert stage.playing() == []
