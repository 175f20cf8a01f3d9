"""Where the others on this incident point: an arrow with a name, broken where they look at a floor that is not on show."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen, QPolygonF

from smartclient.geometry.frames import Frame
from smartclient.session.incidents.presence import Pointer
from smartclient.ui.map.layers.scene import Scene
from smartclient.ui.theme import Tone
from smartclient.ui.words import one_line

_ARROW = ((0.0, 0.0), (0.0, 15.0), (4.0, 11.5), (10.5, 11.0))
_TAG_DX, _TAG_DY, _PADDING_PX = 12.0, 12.0, 5.0
_LONGEST = 24


class PointerLayer:
    """Asks `pointers` on every frame."""

    def __init__(self, pointers: Callable[[], Sequence[Pointer]], frame: Callable[[], Frame]) -> None:
        self._pointers, self._frame = pointers, frame

    def paint(self, painter: QPainter, scene: Scene) -> None:
        """Paints all of them."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for pointer in self._pointers():
            at = QPointF(*scene.viewport.to_screen(*self._frame().point_to_local(*pointer.position)))
            is_shown = pointer.level is None or pointer.level in scene.view.levels
            self._paint(painter, scene, at, one_line(pointer.name)[:_LONGEST], is_shown)

    def _paint(self, painter: QPainter, scene: Scene, at: QPointF, name: str, is_shown: bool) -> None:
        theme = scene.theme
        style = Qt.PenStyle.SolidLine if is_shown else Qt.PenStyle.DotLine
        painter.setPen(QPen(theme.color(Tone.GROUND if is_shown else Tone.ACCENT), 1.5, style))
        painter.setBrush(theme.color(Tone.ACCENT) if is_shown else Qt.BrushStyle.NoBrush)
        painter.drawPolygon(QPolygonF([at + QPointF(x, y) for x, y in _ARROW]))
        words = name if is_shown else f"{name} · another floor"
        metrics = theme.metrics(0)
        width = metrics.horizontalAdvance(words) + 2 * _PADDING_PX
        tag = QRectF(at.x() + _TAG_DX, at.y() + _TAG_DY, width, metrics.height() + 4)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color(Tone.ACCENT, 1.0 if is_shown else 0.6))
        painter.drawRoundedRect(tag, 4, 4)
        painter.setFont(theme.font(0))
        painter.setPen(theme.color(Tone.ON_ACCENT))
        painter.drawText(tag, Qt.AlignmentFlag.AlignCenter, words)
