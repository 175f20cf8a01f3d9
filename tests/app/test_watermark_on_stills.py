"""Stills on the screen have the watermark as moving pictures do: the wall of a round, the timeline's, what is searched, what is hidden."""

from datetime import UTC, datetime

import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage, QPainter

from smartclient.app.watch import Watch
from smartclient.demo.server import DemoOptions
from smartclient.ui.console.watermark import Watermark
from smartclient.ui.rounds.card_delegate import PICTURE_PX, CardDelegate
from smartclient.ui.rounds.round_model import Shot
from smartclient.ui.theme import dark
from tests.builders.demo_thread import demo_server
from tests.builders.running import until
from tests.builders.window import on_watch

AT = datetime(2026, 3, 2, 12, tzinfo=UTC)
GREY = QColor(90, 90, 90)


def card(words: str) -> QImage:
    """A still on the wall of a round, painted with a watermark of these words."""
    picture, paper = QImage(*PICTURE_PX, QImage.Format.Format_RGB32), QImage(*PICTURE_PX, QImage.Format.Format_RGB32)
    picture.fill(GREY)
    paper.fill(QColor(0, 0, 0))
    delegate, mark = CardDelegate(dark(), lambda: AT), Watermark()
    mark.show(words)
    delegate.watermark = mark
    painter = QPainter(paper)
    delegate._paint_shot(painter, QRectF(0, 0, *PICTURE_PX), Shot(picture), is_past=False)
    painter.end()
    return paper


@pytest.mark.usefixtures("qapp")
def test_a_still_of_a_round_is_marked() -> None:
    bare = card("")
    assert bare.pixelColor(5, 5) == GREY
    assert card("dispatcher · 2 Mar 2026 14:00") != bare


@pytest.mark.usefixtures("qapp")
def test_all_that_shows_stills_has_the_mark_of_this_console() -> None:
    async def body(watch: Watch) -> None:
        mark = watch.walls.equipment.watermark
        await until(lambda: "dispatcher" in mark.words)
        assert watch.replay.card.watermark is mark
        assert watch.footage.search.picker.watermark is mark
        watch.evidence.open(watch.window)
        assert watch.evidence.desk is not None
        assert watch.evidence.desk.editor.canvas.watermark is mark
        assert watch.answering.rounds.desk(watch.window).window._delegate.watermark is mark

    with demo_server(DemoOptions()) as server:
        on_watch(server, body)
