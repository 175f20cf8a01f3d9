"""What frames the map: scale bar, north arrow, and how old the picture is."""

import math
from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen, QPixmap, QPolygonF

from smartclient.geometry.labels import Box
from smartclient.ui.map.layers.scene import Scene
from smartclient.ui.map.wording import old_words
from smartclient.ui.theme import Theme, Tone

_BAR_MOST_PX = 120.0
_EDGE_PX = 12.0
_MOST_KEPT = 64
_NORTH_PX, _NORTH_FROM_RIGHT_PX, _NORTH_TOP_PX = 38, 57, 24
_BAR_SIZE_PX = (_BAR_MOST_PX + 14, 30)
_PLATES_TOP_PX, _PLATE_PX = 26, 26


class OrnamentLayer:
    """All of it, at the edges of the screen. North arrow and scale bar are kept as pictures."""

    def __init__(self) -> None:
        self._kept: dict[object, QPixmap] = {}

    def paint(self, painter: QPainter, scene: Scene) -> None:
        """Paints over everything else."""
        length_m = bar_length_m(scene.viewport.metres_per_px)
        length_px = round(length_m / scene.viewport.metres_per_px)
        bar = self._stamp(scene, (length_m, length_px), length_px + 14, 30, partial(_paint_bar, length_m, length_px))
        painter.drawPixmap(round(_EDGE_PX) - 6, scene.viewport.height_px - round(_EDGE_PX) - 30, bar)
        north = self._stamp(scene, "north", _NORTH_PX, _NORTH_PX, _paint_north)
        painter.drawPixmap(scene.viewport.width_px - _NORTH_FROM_RIGHT_PX, _NORTH_TOP_PX, north)
        for row, words in enumerate(old_words(scene.store, scene.now)):
            _paint_plate(painter, scene, words, _PLATES_TOP_PX + row * _PLATE_PX, Tone.TEXT, Tone.STALE)

    def _stamp(
        self, scene: Scene, what: object, width: int, height: int, paint: Callable[[QPainter, Theme], None]
    ) -> QPixmap:
        key = (what, scene.theme.name, scene.view.ratio)
        kept = self._kept.get(key)
        if kept is None:
            if len(self._kept) > _MOST_KEPT:
                self._kept.clear()
            kept = QPixmap(round(width * scene.view.ratio), round(height * scene.view.ratio))
            kept.setDevicePixelRatio(scene.view.ratio)
            kept.fill(Qt.GlobalColor.transparent)
            painter = QPainter(kept)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            paint(painter, scene.theme)
            painter.end()
            self._kept[key] = kept
        return kept


def corners(width_px: int, height_px: int) -> list[Box]:
    """Where north arrow and scale bar may stand on a screen of that size."""
    left, bottom = _EDGE_PX - 6, height_px - _EDGE_PX
    right = width_px - _NORTH_FROM_RIGHT_PX
    return [
        (right, _NORTH_TOP_PX, right + _NORTH_PX, _NORTH_TOP_PX + _NORTH_PX),
        (left, bottom - _BAR_SIZE_PX[1], left + _BAR_SIZE_PX[0], bottom),
    ]


def plates_bottom_px(scene: Scene) -> int:
    """From the map's upper edge down to where nothing is said any more of how old the picture is."""
    return _PLATES_TOP_PX + len(old_words(scene.store, scene.now)) * _PLATE_PX


def bar_length_m(metres_per_px: float) -> float:
    """The longest round length (1, 2 or 5 times a power of ten) that fits the bar."""
    most = metres_per_px * _BAR_MOST_PX
    power = 10.0 ** math.floor(math.log10(most))
    return next(step * power for step in (5.0, 2.0, 1.0) if step * power <= most * (1 + 1e-9))


def _paint_bar(length_m: float, length_px: int, painter: QPainter, theme: Theme) -> None:
    left, bottom, right = 6.5, 22.5, 6.5 + length_px
    text = f"{length_m / 1000:g} km" if length_m >= 1000 else f"{length_m:g} m"
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.color(Tone.GROUND, 0.66))
    painter.drawRoundedRect(QRectF(0, 1, length_px + 13, 28), 4, 4)
    painter.setPen(QPen(theme.color(Tone.TEXT_DIM), 1.4))
    painter.drawLines(
        [
            QLineF(left, bottom, right, bottom),
            QLineF(left, bottom - 4, left, bottom + 1),
            QLineF((left + right) / 2, bottom - 2, (left + right) / 2, bottom),
            QLineF(right, bottom - 4, right, bottom + 1),
        ]
    )
    painter.setFont(theme.font(0))
    painter.drawText(QRectF(left, bottom - 20, length_px, 16), Qt.AlignmentFlag.AlignCenter, text)


def _paint_north(painter: QPainter, theme: Theme) -> None:
    x, y = 19.0, 19.0
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.color(Tone.GROUND, 0.66))
    painter.drawEllipse(QPointF(x, y), 18, 18)
    for side, tone in ((-1, Tone.TEXT), (1, Tone.STALE)):
        painter.setBrush(theme.color(tone))
        painter.drawPolygon(QPolygonF([QPointF(x, y - 15), QPointF(x + side * 6, y + 3), QPointF(x, y - 0.5)]))
    painter.setPen(theme.color(Tone.TEXT))
    painter.setFont(theme.font(0, bold=True))
    painter.drawText(QRectF(x - 10, y + 2, 20, 14), Qt.AlignmentFlag.AlignCenter, "N")


def _paint_plate(painter: QPainter, scene: Scene, text: str, top: float, ink: Tone, edge: Tone) -> None:
    width = scene.theme.metrics(0).horizontalAdvance(text) + 20
    box = QRectF(round((scene.viewport.width_px - width) / 2) + 0.5, round(top) + 0.5, width, 22)
    painter.setPen(QPen(scene.theme.color(edge), 1))
    painter.setBrush(scene.theme.color(Tone.PANEL, 0.92))
    painter.drawRoundedRect(box, 4, 4)
    painter.setPen(scene.theme.color(ink))
    painter.setFont(scene.theme.font(0))
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)
