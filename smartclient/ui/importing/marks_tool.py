"""Control points on a canvas: a click makes one, or says where in the world the last one is."""

from collections.abc import Sequence

from PySide6.QtCore import QObject, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPen, QPolygonF

from smartclient.plans.importing.drawing import Point
from smartclient.ui.importing.canvas import Canvas
from smartclient.ui.theme import Tone

_REACH_PX = 9.0
_RING_PX = 9.0
Shown = tuple[int, Point]
"""A control point's number and place on this canvas."""


class MarksTool(QObject):
    """Clicks land on the nearest corner of the drawing's lines where one is within nine pixels."""

    clicked = Signal(float, float)

    def __init__(self, canvas: Canvas) -> None:
        super().__init__(canvas)
        self._canvas = canvas
        self._pointer: Point | None = None
        self._marks: Sequence[Shown] = ()
        self._chosen: int | None = None
        self._outline: Sequence[Point] = ()

    def show_outline(self, corners: Sequence[Point]) -> None:
        """Where the other canvas's drawing would lie on this one; nothing while nobody knows."""
        self._outline = corners
        self._canvas.update()

    def show_marks(self, marks: Sequence[Shown], chosen: int | None) -> None:
        """The control points with their numbers, and the one that is worked on."""
        self._marks, self._chosen = marks, chosen
        self._canvas.update()

    def click(self, at: Point, *, is_shift: bool) -> None:  # noqa: ARG002 (all tools hear it)
        """A point was pointed at."""
        self.clicked.emit(*self._on_corner(at))

    def double_click(self, at: Point) -> None:
        """Means nothing here."""

    def hover(self, at: Point | None) -> None:
        """Shows where a click would land."""
        self._pointer = self._on_corner(at) if at is not None else None
        self._canvas.update()

    def key(self, key: Qt.Key, *, is_control: bool) -> bool:  # noqa: ARG002 (all tools hear it)
        """No keys of its own."""
        return False

    def paint(self, painter: QPainter, canvas: Canvas) -> None:
        """Crosses in rings, with numbers on plates."""
        theme = canvas.theme
        if self._outline:
            painter.setPen(QPen(theme.color(Tone.ACCENT), 2.0, Qt.PenStyle.DashLine))
            painter.setBrush(theme.color(Tone.ACCENT, 0.12))
            painter.drawPolygon(QPolygonF([canvas.to_screen(corner) for corner in self._outline]))
        if self._pointer is not None:
            painter.setPen(QPen(theme.color(Tone.ACCENT), 1.5))
            _cross(painter, canvas.to_screen(self._pointer), 7.0)
        for number, place in self._marks:
            at = canvas.to_screen(place)
            color = theme.color(Tone.ACCENT if number == self._chosen else Tone.ALARM_MEDIUM)
            painter.setPen(QPen(theme.color(Tone.GROUND), 5.0))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawEllipse(at, _RING_PX, _RING_PX)
            painter.setPen(QPen(color, 2.5))
            painter.drawEllipse(at, _RING_PX, _RING_PX)
            _cross(painter, at, 4.0)
            plate = QRectF(at.x() + 11, at.y() - 25, 20, 18)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(color)
            painter.drawRoundedRect(plate, 4, 4)
            painter.setPen(theme.color(Tone.ON_ACCENT))
            painter.setFont(theme.font(0, bold=True))
            painter.drawText(plate, Qt.AlignmentFlag.AlignCenter, str(number))

    def _on_corner(self, at: Point) -> Point:
        backdrop = self._canvas.backdrop
        corner = backdrop.corner_near(*at, self._canvas.units(_REACH_PX)) if backdrop is not None else None
        return corner or at


def _cross(painter: QPainter, at: QPointF, arm: float) -> None:
    painter.drawLine(at - QPointF(arm, 0), at + QPointF(arm, 0))
    painter.drawLine(at - QPointF(0, arm), at + QPointF(0, arm))
