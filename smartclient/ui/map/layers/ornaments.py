"""What frames the map: scale bar, north arrow, the words for where the pointer is, and how old the picture is."""

import math

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen, QPolygonF

from smartclient.ui.map.layers.scene import Scene
from smartclient.ui.map.wording import staleness
from smartclient.ui.theme import Tone

_BAR_MOST_PX = 120.0
_EDGE_PX = 12.0


class OrnamentLayer:
    """All of it, at the edges of the screen."""

    def paint(self, painter: QPainter, scene: Scene) -> None:
        """Paints over everything else."""
        _paint_scale_bar(painter, scene)
        _paint_north(painter, scene)
        if scene.words:
            bottom = scene.viewport.height_px - _EDGE_PX
            _paint_plate(painter, scene, scene.words, bottom - 22, Tone.TEXT_DIM, Tone.LINE)
        if scene.is_stale:
            _paint_plate(
                painter, scene, staleness(scene.store.connection, scene.now), _EDGE_PX + 14, Tone.TEXT, Tone.STALE
            )


def bar_length_m(metres_per_px: float) -> float:
    """The longest round length (1, 2 or 5 times a power of ten) that fits the bar."""
    most = metres_per_px * _BAR_MOST_PX
    power = 10.0 ** math.floor(math.log10(most))
    return next(step * power for step in (5.0, 2.0, 1.0) if step * power <= most * (1 + 1e-9))


def _paint_scale_bar(painter: QPainter, scene: Scene) -> None:
    length_m = bar_length_m(scene.viewport.metres_per_px)
    length_px = length_m / scene.viewport.metres_per_px
    left, bottom = _EDGE_PX + 0.5, scene.viewport.height_px - _EDGE_PX - 6.5
    text = f"{length_m / 1000:g} km" if length_m >= 1000 else f"{length_m:g} m"
    plate = QRectF(left - 6, bottom - 20, length_px + 12, 28)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(scene.theme.color(Tone.GROUND, 0.66))
    painter.drawRoundedRect(plate, 4, 4)
    painter.setPen(QPen(scene.theme.color(Tone.TEXT_DIM), 1.4))
    right = left + length_px
    painter.drawLines(
        [
            QLineF(left, bottom, right, bottom),
            QLineF(left, bottom - 4, left, bottom + 1),
            QLineF((left + right) / 2, bottom - 2, (left + right) / 2, bottom),
            QLineF(right, bottom - 4, right, bottom + 1),
        ]
    )
    painter.setFont(scene.theme.font(0))
    painter.drawText(QRectF(left, bottom - 20, length_px, 16), Qt.AlignmentFlag.AlignCenter, text)


def _paint_north(painter: QPainter, scene: Scene) -> None:
    x, y = scene.viewport.width_px - 30.0, 34.0
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(scene.theme.color(Tone.GROUND, 0.66))
    painter.drawEllipse(QPointF(x, y), 18, 18)
    for side, tone in ((-1, Tone.TEXT), (1, Tone.STALE)):
        painter.setBrush(scene.theme.color(tone))
        painter.drawPolygon(QPolygonF([QPointF(x, y - 14), QPointF(x + side * 6, y + 5), QPointF(x, y + 1.5)]))
    painter.setPen(scene.theme.color(Tone.TEXT))
    painter.setFont(scene.theme.font(0, bold=True))
    painter.drawText(QRectF(x - 10, y + 3, 20, 14), Qt.AlignmentFlag.AlignCenter, "N")


def _paint_plate(painter: QPainter, scene: Scene, text: str, top: float, ink: Tone, edge: Tone) -> None:
    width = scene.theme.metrics(0).horizontalAdvance(text) + 20
    box = QRectF(round((scene.viewport.width_px - width) / 2) + 0.5, round(top) + 0.5, width, 22)
    painter.setPen(QPen(scene.theme.color(edge), 1))
    painter.setBrush(scene.theme.color(Tone.PANEL, 0.92))
    painter.drawRoundedRect(box, 4, 4)
    painter.setPen(scene.theme.color(ink))
    painter.setFont(scene.theme.font(0))
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)
