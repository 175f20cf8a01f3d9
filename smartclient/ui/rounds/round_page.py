"""A round on one printed page: every camera with its picture, the time, what was looked at and noted."""

import math
from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter

from smartclient.domain.rounds import Round
from smartclient.plans.printing.paper import Paper
from smartclient.ui.printing.ink import Ink, dots, rect
from smartclient.ui.printing.page import SENSITIVE
from smartclient.ui.rounds.round_model import Card, Shot
from smartclient.ui.theme import Theme, Tone
from smartclient.ui.words import one_line

_GAP, _LINE = 8.0, 13.0
_LINES = 3
_RATIO = 9 / 16
_NOT_COME = "Its picture had not come when this page was printed."


def paint_round(
    painter: QPainter, theme: Theme, paper: Paper, site: str, shown: Round, cards: Sequence[Card], printed: datetime
) -> None:
    """Paints the page in dots from its upper left corner; `theme` is the light one."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    ink = Ink(painter, theme)
    painter.fillRect(QRectF(0, 0, dots(paper.width), dots(paper.height)), Qt.GlobalColor.white)
    frame = rect(paper.frame)
    top = _paint_head(ink, frame, site, shown)
    bottom = _paint_foot(ink, frame, site, printed)
    _paint_cards(ink, QRectF(frame.left(), top, frame.width(), bottom - top), cards)


def _paint_head(ink: Ink, frame: QRectF, site: str, shown: Round) -> float:
    ink.text(
        QRectF(frame.left(), frame.top(), frame.width() * 0.66, dots(7.5)), one_line(shown.list_name), 3, bold=True
    )
    mark = QRectF(frame.right() - dots(78), frame.top(), dots(78), dots(6.5))
    ink.painter.fillRect(mark, ink.theme.color(Tone.ALARM_HIGH))
    ink.text(mark, SENSITIVE, 1, bold=True, tone=Tone.PANEL, align=Qt.AlignmentFlag.AlignHCenter)
    ended = f", finished {_local(shown.ended)}" if shown.ended else ", not finished"
    words = f"{one_line(site)} · {shown.done} of {len(shown.looks)} done · begun {_local(shown.began)} by {one_line(shown.by)}{ended}"
    top = frame.top() + dots(8)
    top += ink.text(QRectF(frame.left(), top, frame.width(), dots(5)), words, 1)
    if shown.note:
        top += ink.text(
            QRectF(frame.left(), top + 2, frame.width(), dots(5)), f"Note: {one_line(shown.note)}", 1, wrap=True
        )
    return top + _GAP


def _paint_foot(ink: Ink, frame: QRectF, site: str, printed: datetime) -> float:
    line = QRectF(frame.left(), frame.bottom() - dots(4.5), frame.width(), dots(4.5))
    ink.text(line, f"{one_line(site)} · printed {_local(printed)}", tone=Tone.TEXT_DIM)
    ink.text(line, SENSITIVE, bold=True, align=Qt.AlignmentFlag.AlignHCenter)
    return line.top() - _GAP


def _paint_cards(ink: Ink, area: QRectF, cards: Sequence[Card]) -> None:
    if not cards:
        return
    across = 2 if any(card.before is not None for card in cards) else 1
    columns = max(range(1, len(cards) + 1), key=lambda count: _picture_wide(area, len(cards), count, across))
    rows = math.ceil(len(cards) / columns)
    wide, high = (area.width() + _GAP) / columns, (area.height() + _GAP) / rows
    picture = _picture_wide(area, len(cards), columns, across)
    for number, card in enumerate(cards):
        left, top = area.left() + number % columns * wide, area.top() + number // columns * high
        _paint_card(ink, left, top, picture, card, across)


def _picture_wide(area: QRectF, count: int, columns: int, across: int) -> float:
    """How wide a picture can be with so many columns of cards."""
    rows = math.ceil(count / columns)
    by_width = ((area.width() + _GAP) / columns - _GAP - (across - 1) * _GAP / 2) / across
    by_height = ((area.height() + _GAP) / rows - _GAP - _LINES * _LINE) / _RATIO
    return max(min(by_width, by_height), 1.0)


def _paint_card(ink: Ink, left: float, top: float, wide: float, card: Card, across: int) -> None:
    high, whole = wide * _RATIO, wide * across + (across - 1) * _GAP / 2
    _paint_shot(ink, QRectF(left, top, wide, high), card.now)
    if card.before is not None:
        _paint_shot(ink, QRectF(left + wide + _GAP / 2, top, wide, high), card.before)
    look = card.look
    line = QRectF(left, top + high + 1, whole, _LINE)
    ink.text(line, one_line(look.name), bold=True)
    done = f"done {look.done_at.astimezone():%H:%M} by {one_line(look.by)}" if look.done_at else "NOT DONE"
    ink.text(line.translated(0, _LINE), done, tone=Tone.TEXT if look.done_at else Tone.ALARM_HIGH)
    ink.text(line.translated(0, 2 * _LINE), one_line(look.note), tone=Tone.TEXT_DIM)


def _paint_shot(ink: Ink, box: QRectF, shot: Shot) -> None:
    if shot.image is not None:
        size = shot.image.size().scaled(box.size().toSize(), Qt.AspectRatioMode.KeepAspectRatio)
        placed = QRectF(0, 0, size.width(), size.height())
        placed.moveCenter(box.center())
        ink.painter.drawImage(placed, shot.image)
    else:
        ink.text(
            box.adjusted(4, box.height() / 3, -4, 0),
            _NOT_COME if shot.is_coming else one_line(shot.words),
            tone=Tone.TEXT_DIM,
            wrap=True,
        )
    ink.frame(box)
    if shot.at is not None:
        words = _local(shot.at)
        plate = QRectF(box.left(), box.bottom() - _LINE, ink.theme.metrics(0).horizontalAdvance(words) + 6, _LINE)
        ink.painter.fillRect(plate, ink.theme.color(Tone.PANEL, 0.85))
        ink.text(plate.adjusted(3, 0, 0, 0), words)


def _local(at: datetime) -> str:
    local = at.astimezone()
    return f"{local.day} {local:%b %Y %H:%M:%S}"
