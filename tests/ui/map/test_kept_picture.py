"""The first picture of a plan comes back in the next watch, pixel for pixel, and only where it is the one wanted."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from smartclient.geometry.viewport import Viewport
from smartclient.store.places import Places
from smartclient.ui import theme
from smartclient.ui.map.chart import Chart
from smartclient.ui.map.kept_picture import KeptPicture
from smartclient.ui.map.layers.layer import View
from smartclient.ui.map.picture import Pictures, blank_image
from tests.ui.map.district import site

CHART = Chart(Places(site()))
VIEWPORT = Viewport(0, 0, 0.2, 300, 200)

pytestmark = pytest.mark.usefixtures("qapp")


@pytest.fixture
def order() -> View:
    return View(VIEWPORT, CHART, theme.dark(), CHART.chosen({}), frozenset(), 1.0)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "pictures"


@pytest.fixture
def drawn(qtbot: QtBot, folder: Path, order: View) -> Iterator[QImage]:
    """What the first watch drew and kept."""
    pictures = Pictures(kept=KeptPicture(folder, "plan"))
    with qtbot.waitSignal(pictures.ready, timeout=10_000):
        pictures.order(order)
    assert pictures.newest is not None
    yield pictures.newest.image
    pictures.stop()


def kept(folder: Path, view: View, fingerprint: str = "plan") -> QImage | None:
    image = blank_image(view)
    return image if KeptPicture(folder, fingerprint).load(view, image) else None


def test_the_next_watch_shows_it_without_drawing(
    qtbot: QtBot, folder: Path, drawn: QImage, order: View, monkeypatch: pytest.MonkeyPatch
) -> None:
    qtbot.waitUntil(lambda: kept(folder, order) is not None)

    def draw(*_: object) -> None:
        raise AssertionError("drawn again")

    monkeypatch.setattr("smartclient.ui.map.picture.draw_picture", draw)
    pictures = Pictures(kept=KeptPicture(folder, "plan"))
    with qtbot.waitSignal(pictures.ready, timeout=10_000):
        pictures.order(order)
    pictures.stop()
    assert pictures.newest is not None
    assert pictures.newest.view == order
    assert pictures.newest.image == drawn


@pytest.mark.parametrize(
    "other",
    [
        lambda order: replace(order, viewport=VIEWPORT.panned(1, 0)),
        lambda order: replace(order, viewport=VIEWPORT.resized(300, 201)),
        lambda order: replace(order, theme=theme.light()),
        lambda order: replace(order, levels=frozenset()),
        lambda order: replace(order, pins=np.array([[1.0, 2.0]])),
    ],
)
def test_another_view_is_drawn(
    qtbot: QtBot, folder: Path, drawn: QImage, order: View, other: Callable[[View], View]
) -> None:
    qtbot.waitUntil(lambda: kept(folder, order) == drawn)
    assert kept(folder, other(order)) is None


def test_a_changed_plan_or_a_broken_file_is_drawn(qtbot: QtBot, folder: Path, drawn: QImage, order: View) -> None:
    qtbot.waitUntil(lambda: kept(folder, order) == drawn)
    assert kept(folder, order, fingerprint="changed plan") is None
    file = next(folder.glob("*.picture"))
    file.write_bytes(file.read_bytes()[:-1])
    assert kept(folder, order) is None


def test_old_pictures_go(qtbot: QtBot, folder: Path, drawn: QImage, order: View) -> None:
    qtbot.waitUntil(lambda: kept(folder, order) == drawn)
    for number in range(12):
        KeptPicture(folder, f"plan {number}").keep(order, drawn)
    assert 1 < len(list(folder.iterdir())) < 12
    assert kept(folder, order, fingerprint="plan 11") == drawn


def test_a_folder_that_cannot_be_written_is_no_trouble(
    tmp_path: Path, drawn: QImage, order: View, caplog: pytest.LogCaptureFixture
) -> None:
    place = tmp_path / "file"
    place.write_bytes(b"")
    KeptPicture(place, "plan").keep(order, drawn)
    assert "cannot be kept" in caplog.text
    assert kept(place, order) is None
