"""A wall to try things on."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from tests.builders.watch import Watch
from tests.ui.video.wall_stage import Stage


@pytest.fixture
def wall_stage(qtbot: QtBot, watch: Watch, tmp_path: Path) -> Iterator[Stage]:
    """A wall on screen; its windows are closed and its files written at the end."""
    stage = Stage(qtbot, watch, tmp_path / "pictures")
    yield stage
    stage.wall.stop()
    stage.bench.snapshots.join()
