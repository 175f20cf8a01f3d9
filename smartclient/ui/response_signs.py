"""The signs of the Standard Response Protocol: a disc in the action's colour with a plain glyph, always beside its word.

The colours are the protocol's own: purple, blue, red, green and orange discs ("I Love U Guys" Foundation). The glyphs are ours.
"""

from collections.abc import Iterable
from datetime import datetime

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from smartclient.domain.response import ResponseAction, ResponseStatus
from smartclient.ui.theme import Theme, Tone
from smartclient.ui.words import duration, one_line, seconds_since, time_of_day

TONES = {
    ResponseAction.HOLD: Tone.HOLD,
    ResponseAction.SECURE: Tone.SECURE,
    ResponseAction.LOCKDOWN: Tone.LOCKDOWN,
    ResponseAction.EVACUATE: Tone.EVACUATE,
    ResponseAction.SHELTER: Tone.SHELTER,
}
_RANKS = (
    ResponseAction.LOCKDOWN,
    ResponseAction.EVACUATE,
    ResponseAction.SHELTER,
    ResponseAction.SECURE,
    ResponseAction.HOLD,
)
_STROKES: dict[ResponseAction, tuple[tuple[tuple[float, float], ...], ...]] = {
    ResponseAction.HOLD: (((6, 17), (6, 4), (14, 4), (14, 17)), ((4, 17), (16, 17)), ((11.5, 10.5), (11.6, 10.5))),
    ResponseAction.SECURE: (((10, 3), (16, 5), (16, 10), (10, 17), (4, 10), (4, 5), (10, 3)),),
    ResponseAction.LOCKDOWN: (
        ((5, 9), (15, 9), (15, 16), (5, 16), (5, 9)),
        ((7, 9), (7, 6), (8.5, 4), (11.5, 4), (13, 6), (13, 9)),
    ),
    ResponseAction.EVACUATE: (
        ((10, 4), (4, 4), (4, 16), (10, 16)),
        ((8, 10), (17, 10)),
        ((13.5, 6.5), (17, 10), (13.5, 13.5)),
    ),
    ResponseAction.SHELTER: (((3, 11), (10, 4), (17, 11)), ((5.5, 9), (5.5, 16), (14.5, 16), (14.5, 9))),
}
"""Lines in a square of 20 by 20: a door, a shield, a padlock, a way out, a roof."""


def paint_response(
    painter: QPainter, theme: Theme, action: ResponseAction, box: QRectF, *, is_stale: bool = False
) -> None:
    """Paints the disc with its glyph into the square `box`; grey where the picture is old."""
    color = theme.color(Tone.STALE if is_stale else TONES[action])
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(color)
    painter.drawEllipse(box)
    side = box.width() * 0.62
    scale, left, top = side / 20, box.center().x() - side / 2, box.center().y() - side / 2
    painter.setPen(_pen(theme.color(Tone.ON_ACCENT), max(1.2, 1.9 * scale)))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for line in _STROKES[action]:
        painter.drawPolyline([QPointF(left + x * scale, top + y * scale) for x, y in line])
    painter.restore()


def _pen(color: QColor, width: float) -> QPen:
    return QPen(color, width, c=Qt.PenCapStyle.RoundCap, j=Qt.PenJoinStyle.RoundJoin)


def most_urgent(found: Iterable[ResponseStatus]) -> ResponseStatus | None:
    """The one to show where there is room for one: real before drill, then by how much the action asks; None for none in force."""
    return min((status for status in found if status.action is not None), key=urgency, default=None)


def urgency(status: ResponseStatus) -> tuple[bool, int, float]:
    """Sort key: real before drill, then by how much the action asks, then the latest first."""
    rank = _RANKS.index(status.action) if status.action is not None else len(_RANKS)
    return status.is_drill, rank, -status.since.timestamp() if status.since is not None else 0.0


def response_word(status: ResponseStatus) -> str:
    """`LOCKDOWN`, as the protocol writes its terms; empty while nothing is in force."""
    return status.action.value.upper() if status.action is not None else ""


def response_words(status: ResponseStatus, now: datetime, *, with_age: bool = True) -> str:
    """`Lockdown since 10:42:03 · 3 min, by principal-hs`; drills say so first. The age is for what is drawn anew every second."""
    since = ""
    if status.since is not None:
        age = f" · {duration(seconds_since(status.since, now))}" if with_age else ""
        since = f" since {time_of_day(status.since, now)}{age}"
    by = f", by {one_line(status.by)}" if status.by else ""
    if status.action is None:
        return f"No action in force{since}{by}" if since else "No action in force, none on record"
    drill = "Drill: " if status.is_drill else ""
    return f"{drill}{status.action.value}{since}{by}"
