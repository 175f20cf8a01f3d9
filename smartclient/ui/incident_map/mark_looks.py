"""How marks of an incident look: a colour, a letter, a pattern and a word each, so that none of them has to be trusted alone."""

from collections.abc import Iterator
from dataclasses import dataclass

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from smartclient.domain.incident_entries import Heat, Post, RoomStatus
from smartclient.ui.theme import Theme, Tone


@dataclass(frozen=True, slots=True)
class Look:
    """`alpha` is how strong the colour is laid over a room; the pattern is drawn by `paint_pattern`."""

    tone: Tone
    letter: str
    word: str
    alpha: float = 0.2


ROOMS = {
    RoomStatus.CLEARED: Look(Tone.CLEARED, "C", "Cleared", 0.2),
    RoomStatus.SEARCHING: Look(Tone.SEARCHING, "S", "Searching", 0.14),
    RoomStatus.DANGER: Look(Tone.DANGER, "D", "Danger", 0.3),
    RoomStatus.CASUALTY: Look(Tone.CASUALTY, "V", "Casualty", 0.26),
}
"""V as on the walls of searched houses (FEMA, US&R marking: victims), since C is cleared."""
ZONES = {
    Heat.HOT: Look(Tone.HOT, "H", "Hot zone", 0.16),
    Heat.WARM: Look(Tone.WARM, "W", "Warm zone", 0.12),
    Heat.COLD: Look(Tone.COLD, "O", "Cold zone", 0.1),
}
ZONE_PENS = {Heat.HOT: Qt.PenStyle.SolidLine, Heat.WARM: Qt.PenStyle.DashLine, Heat.COLD: Qt.PenStyle.DotLine}
POSTS = {
    Post.COMMAND: Look(Tone.ACCENT, "CP", "Command post"),
    Post.STAGING: Look(Tone.ACCENT, "ST", "Staging"),
    Post.TRIAGE: Look(Tone.ACCENT, "TR", "Triage"),
    Post.REUNIFICATION: Look(Tone.ACCENT, "RE", "Reunification"),
    Post.LANDING: Look(Tone.ACCENT, "LZ", "Landing zone"),
}

_FAR_M_PER_PX = 0.3
"""From here on patterns stand closer, so that small rooms show them too."""


def paint_pattern(
    painter: QPainter, theme: Theme, status: RoomStatus, box: QRectF, origin: QPointF, scale: float
) -> None:
    """Fills `box` with the pattern of a status; the caller clips it to the room. `origin` is a point of the map, so that the pattern
    stays where it is when the map moves; `scale` is metres a pixel.
    """
    look, size = ROOMS[status], 0.6 if scale > _FAR_M_PER_PX else 1.0
    painter.setPen(QPen(theme.color(look.tone, 0.75), 2.0 if status is RoomStatus.DANGER else 1.4))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    match status:
        case RoomStatus.CLEARED:
            painter.drawLines(list(_diagonals(box, origin, 11 * size, rising=True)))
        case RoomStatus.DANGER:
            for rising in (True, False):
                painter.drawLines(list(_diagonals(box, origin, 10 * size, rising=rising)))
        case RoomStatus.SEARCHING:
            pen = painter.pen()
            pen.setDashPattern([4, 4])
            painter.setPen(pen)
            painter.drawLines(list(_levels(box, origin, 9 * size)))
        case RoomStatus.CASUALTY:
            painter.drawLines(list(_crosses(box, origin, 14 * size, 3.5 * size)))


def _starts(low: float, high: float, origin: float, step: float) -> Iterator[float]:
    """The multiples of `step` counted from `origin` between `low` and `high`."""
    at = origin + step * ((low - origin) // step)
    while at <= high:
        yield at
        at += step


def _diagonals(box: QRectF, origin: QPointF, step: float, *, rising: bool) -> Iterator[QLineF]:
    """Lines at 45 degrees: along each, x + y (rising) or x - y is the same."""
    turn = 1.0 if rising else -1.0
    low = box.left() + min(turn * box.top(), turn * box.bottom())
    high = box.right() + max(turn * box.top(), turn * box.bottom())
    for sum_ in _starts(low, high, origin.x() + turn * origin.y(), step * 2**0.5):
        yield QLineF(sum_ - turn * box.top(), box.top(), sum_ - turn * box.bottom(), box.bottom())


def _levels(box: QRectF, origin: QPointF, step: float) -> Iterator[QLineF]:
    for y in _starts(box.top(), box.bottom(), origin.y(), step):
        yield QLineF(box.left() - (box.left() - origin.x()) % 8, y, box.right(), y)


def _crosses(box: QRectF, origin: QPointF, step: float, arm: float) -> Iterator[QLineF]:
    for row, y in enumerate(_starts(box.top(), box.bottom() + step, origin.y(), step)):
        for x in _starts(box.left(), box.right() + step, origin.x() + (row % 2) * step / 2, step):
            yield QLineF(x - arm, y, x + arm, y)
            yield QLineF(x, y - arm, x, y + arm)
