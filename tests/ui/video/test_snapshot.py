"""Snapshots hold the picture at full size, say what they are, cover nothing up and never cover up a failure."""

import errno
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtGui import QColor, QImage

from smartclient.domain.footage import Quality
from smartclient.ui.video.snapshot import Shot, write
from tests.builders.watch import START
from tests.ui.video.wall_stage import CAMERAS, FISHEYE, MASKED, Stage


def kept(stage: Stage, folder: Path) -> list[Path]:
    """The files, once the sentence about them was said."""
    said: list[str] = []
    stage.bench.snapshots.said.connect(said.append)
    stage.wall.content.verbs.snapshot()
    stage.qtbot.waitUntil(lambda: bool(said), timeout=8000)
    stage.bench.said += said
    return sorted(folder.glob("*.png"))


def test_the_main_streams_picture_at_full_size(wall_stage: Stage, tmp_path: Path) -> None:
    stage, camera = wall_stage, CAMERAS[0]
    stage.workspace.open_cameras([camera])
    stage.tiles[0].want_quality(Quality.MAIN)
    stage.show(camera, (10, 200, 30), size=(1280, 720))
    (file,) = kept(stage, tmp_path / "pictures")
    image = QImage(str(file))
    assert (image.width(), image.height()) == (1280, 720)
    assert image.pixelColor(640, 360) == QColor(10, 200, 30)
    assert image.text("Title") == "Camera 10"
    assert image.text("Creation Time") == "2026-03-02T14:00:00.000+00:00"
    assert image.text("Source") == "live"
    local = START.astimezone()
    assert file.name == f"Camera 10 {local:%Y-%m-%d %H.%M.%S}.000 live.png"
    assert stage.bench.said[-1] == f"Kept as {file.name} in {tmp_path / 'pictures'}."


def test_of_a_small_tile_the_first_full_picture_is_kept(wall_stage: Stage, tmp_path: Path) -> None:
    stage, camera = wall_stage, CAMERAS[0]
    stage.workspace.open_cameras(CAMERAS[:4])
    stage.show(camera, (200, 0, 0), size=(320, 180))
    said: list[str] = []
    stage.bench.snapshots.said.connect(said.append)
    stage.wall.content.verbs.snapshot()
    assert stage.decoding(camera).size[0] >= 3840
    for wait_s, color in ((0.1, (0, 0, 200)), (1.0, (0, 200, 0))):
        stage.watch.clock.advance(wait_s)
        stage.show(camera, color, size=(1280, 720))
    stage.qtbot.waitUntil(lambda: bool(said), timeout=8000)
    (file,) = (tmp_path / "pictures").glob("*.png")
    image = QImage(str(file))
    assert (image.width(), image.pixelColor(5, 5).name()) == (1280, "#0000c8")
    assert image.text("Creation Time").endswith("00.100+00:00")
    assert stage.decoding(camera).size[0] < 3840


def test_masks_stay_masked_and_zoom_does_not_matter(wall_stage: Stage, tmp_path: Path) -> None:
    stage = wall_stage
    stage.workspace.open_cameras([MASKED])
    stage.tiles[0].want_quality(Quality.MAIN)
    stage.show(MASKED, (250, 250, 250), size=(1280, 720))
    stage.wall.content.verbs.closer(4)
    (file,) = kept(stage, tmp_path / "pictures")
    image = QImage(str(file))
    assert image.pixelColor(640, 360).lightness() == 0
    assert image.pixelColor(100, 100).lightness() == 250
    assert image.width() == 1280


def test_a_straightened_picture_is_kept_straight(wall_stage: Stage, tmp_path: Path) -> None:
    stage = wall_stage
    stage.workspace.open_cameras([FISHEYE])
    stage.wall.content.verbs.toggle_dewarp()
    stage.show(FISHEYE, (90, 90, 90), size=(1280, 1280))
    (file,) = kept(stage, tmp_path / "pictures")
    image = QImage(str(file))
    assert "straightened" in image.text("Description")
    assert image.width() > image.height()


def test_names_are_fit_for_files(tmp_path: Path) -> None:
    image = QImage(4, 4, QImage.Format.Format_RGB32)
    image.fill(0)
    shot = Shot(image, "../Hall: A/B\n<b>" + "x" * 300, START + timedelta(milliseconds=7), True, "")
    names = [write(shot, tmp_path).file.name for _ in range(3)]
    assert len(set(names)) == 3
    assert all(Path(name).name == name and len(name) < 130 for name in names)
    assert names[0].endswith(f"{shot.at.astimezone():%S}.007 recorded.png")
    assert names[2].endswith("recorded (3).png")


@pytest.mark.parametrize(
    ("number", "words"),
    [(errno.ENOSPC, "The disk is full"), (errno.EACCES, "cannot be written to"), (errno.EIO, "was not kept")],
)
def test_a_failure_is_said_in_words(
    wall_stage: Stage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, words: str
) -> None:
    def fail(*_given: object, **_named: object) -> None:
        raise OSError(number, "no")

    stage = wall_stage
    stage.workspace.open_cameras(CAMERAS[:1])
    stage.tiles[0].want_quality(Quality.MAIN)
    stage.show(CAMERAS[0], size=(1280, 720))
    monkeypatch.setattr(Path, "open", fail)
    assert kept(stage, tmp_path / "pictures") == []
    assert words in stage.bench.said[-1]


def test_without_a_picture_there_is_nothing_to_keep(wall_stage: Stage, tmp_path: Path) -> None:
    assert kept(wall_stage, tmp_path) == []
    assert wall_stage.bench.said == ["There is no picture in this tile to keep."]


def test_a_tile_closed_meanwhile_keeps_what_was_seen(wall_stage: Stage, tmp_path: Path) -> None:
    stage = wall_stage
    stage.workspace.open_cameras(CAMERAS[:1])
    stage.show(CAMERAS[0], size=(320, 180))
    said: list[str] = []
    stage.bench.snapshots.said.connect(said.append)
    stage.wall.content.verbs.snapshot()
    stage.workspace.put_in_tile(0, None)
    stage.qtbot.waitUntil(lambda: bool(said), timeout=8000)
    (file,) = (tmp_path / "pictures").glob("*.png")
    assert QImage(str(file)).width() == 320
