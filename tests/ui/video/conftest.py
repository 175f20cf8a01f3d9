"""A watch dressed in the dark theme."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from smartclient.ui.theme import style_sheet
from tests.builders.watch import Watch, new_watch
from tests.ui.video.wall_stage import Stage


@pytest.fixture
def watch(qapp: QApplication) -> Iterator[Watch]:
    """A live line, three devices, nothing open."""
    watch = new_watch()
    qapp.setStyleSheet(style_sheet(watch.theme))
    yield watch
    qapp.setStyleSheet("")


@pytest.fixture
def wall_stage(qtbot: QtBot, watch: Watch, tmp_path: Path) -> Iterator[Stage]:
    """A wall on screen; its windows are closed and its files written at the end."""
    stage = Stage(qtbot, watch, tmp_path / "pictures")
    yield stage
    stage.wall.stop()
    stage.bench.snapshots.join()
