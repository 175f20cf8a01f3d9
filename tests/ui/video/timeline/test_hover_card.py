"""Under the pointer: the time, whose picture, what is marked, and why there is no picture."""

from collections.abc import Callable
from datetime import datetime, timedelta

import numpy as np
import pytest
from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor
from pytestqt.qtbot import QtBot

from smartclient.domain.errors import NoPicture
from smartclient.domain.footage import PastSource
from smartclient.domain.ids import DeviceId
from smartclient.domain.recordings import Recordings, Span
from smartclient.store.past import Past
from smartclient.ui.video.timeline.axis import Axis, to_s
from smartclient.ui.video.timeline.hover_card import HoverCard
from smartclient.ui.video.timeline.timeline import HEIGHT_PX, Timeline
from smartclient.video.frames import Frame
from smartclient.video.thumbnails import Thumbnail, Thumbnails
from tests.builders.watch import CAMERA, START, Watch, new_watch


class Pictures(Thumbnails):
    """Reads nothing; the test hands pictures over."""

    def __init__(self) -> None:
        super().__init__(_none, _at_once)
        self.wished: list[tuple[DeviceId, datetime]] = []
        self.at_hand: Thumbnail | None = None

    def wish(self, camera: DeviceId, at: datetime) -> None:
        self.wished.append((camera, at))

    def nearest(self, camera: DeviceId, at: datetime, within: timedelta) -> Thumbnail | None:  # noqa: ARG002
        return self.at_hand


def _none(camera: DeviceId) -> PastSource:
    raise NoPicture(f"{camera} has none.")


def _at_once(call: Callable[[], None]) -> None:
    call()


@pytest.fixture
def watch() -> Watch:
    watch = new_watch()
    watch.workspace.open_camera(CAMERA)
    return watch


def hovering(qtbot: QtBot, watch: Watch) -> tuple[Timeline, HoverCard, Pictures]:
    """Now is at 900 of 1000 columns of ten seconds; the last hour is known, its second half recorded."""
    past = Past.new(watch.clock)
    hour = Span(START - timedelta(hours=1), START)
    past.recordings.take(Recordings(CAMERA, hour, (Span(START - timedelta(minutes=30), START),)))
    timeline = Timeline(watch.store, watch.workspace, past, watch.theme, watch.clock)
    qtbot.addWidget(timeline)
    timeline.resize(1_000, HEIGHT_PX)
    timeline.show()
    timeline.show_axis(Axis(to_s(START) - 9_000, 10.0, 1_000))
    pictures = Pictures()
    card = HoverCard(timeline, pictures, lambda c, at: past.recordings.track(c).held(at), watch.theme)
    return timeline, card, pictures


def test_a_recorded_time_has_a_picture(qtbot: QtBot, watch: Watch) -> None:
    timeline, card, pictures = hovering(qtbot, watch)
    red = np.zeros((90, 160, 4), np.uint8)
    red[:, :, 2] = 255
    timeline.hovered.emit(QPointF(800, 60))
    at = START - timedelta(seconds=1_000)
    assert card.isVisible()
    assert f"{at.astimezone():%H:%M:%S}" in card.lines[0]
    assert card.lines[-1] == "Hall B · north"
    camera, wished = pictures.wished[-1]
    assert camera == CAMERA
    assert abs(wished - at) <= timedelta(seconds=50)
    assert "red" not in colors_of(card)
    pictures.at_hand = Thumbnail(CAMERA, at, Frame(red, 160, 90, at, 0.0, 160, 90))
    pictures.arrived.emit(pictures.at_hand)
    assert "#ff0000" in colors_of(card)


def colors_of(card: HoverCard) -> set[str]:
    image = card.grab().toImage()
    return {QColor(image.pixel(image.width() // 2, y)).name() for y in range(image.height())}


def test_a_gap_and_the_unknown_are_said_and_the_future_is_only_a_time(qtbot: QtBot, watch: Watch) -> None:
    timeline, card, pictures = hovering(qtbot, watch)
    timeline.hovered.emit(QPointF(600, 60))
    assert card.lines[-1] == "Hall B · north: nothing recorded"
    assert not pictures.wished
    timeline.hovered.emit(QPointF(100, 60))
    assert card.lines[-1] == "Hall B · north: not known yet"
    timeline.hovered.emit(QPointF(950, 60))
    assert len(card.lines) == 1


def test_pictures_too_close_to_tell_apart_are_wished_once(qtbot: QtBot, watch: Watch) -> None:
    timeline, _card, pictures = hovering(qtbot, watch)
    for x in range(800, 840):
        timeline.hovered.emit(QPointF(x, 60))
    assert len(set(pictures.wished)) <= 6


def test_it_stays_in_the_window_and_goes_with_the_pointer(qtbot: QtBot, watch: Watch) -> None:
    timeline, card, _pictures = hovering(qtbot, watch)
    for x in (0, 500, 999):
        timeline.hovered.emit(QPointF(x, 60))
        assert card.x() >= 0
        assert card.x() + card.width() <= timeline.window().width()
    timeline.hovered.emit(None)
    assert not card.isVisible()
