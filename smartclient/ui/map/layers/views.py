"""Fields of view as wedges: the selected camera's always, all others' when the layer is on."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPen, QRadialGradient

from smartclient.domain.devices import CameraForm, View
from smartclient.store.workspace import MapLayer
from smartclient.ui.map.layers.scene import Scene
from smartclient.ui.map.scales import Scale
from smartclient.ui.theme import Tone

_LEAST_PX = 8.0


class ViewsLayer:
    """Wedges of the cameras on the shown floors."""

    def paint(self, painter: QPainter, scene: Scene) -> None:
        """Paints the quiet ones first, the selected one last."""
        if scene.view.scale < Scale.FLOOR:
            return
        cameras = scene.arrangement.singles.get(MapLayer.CAMERAS)
        if scene.shows(MapLayer.VIEWS) and cameras is not None:
            color = scene.theme.color(Tone.STALE if scene.is_stale else Tone.ACCENT)
            found, _, _ = scene.board.in_view(cameras, scene.viewport)
            for index in found:
                if scene.board.ids[index] != scene.selected:
                    _paint(painter, scene, index, color, 0.16, 0.0)
        selected = scene.board.index.get(scene.selected) if scene.selected else None
        if selected is not None and scene.board.is_on(selected, scene.view.levels):
            _paint(painter, scene, selected, scene.theme.color(Tone.ACCENT), 0.34, 0.75)


def _paint(painter: QPainter, scene: Scene, index: int, color: QColor, fill: float, edge: float) -> None:
    view = scene.store.devices[scene.board.ids[index]].view
    if view is None or view.range_m / scene.viewport.metres_per_px < _LEAST_PX:
        return
    middle = QPointF(*scene.pixel(index))
    radius = view.range_m / scene.viewport.metres_per_px
    painter.setBrush(_fading(color, middle, radius, fill))
    painter.setPen(QPen(_faint(color, edge), 1.2) if edge else QPen(Qt.PenStyle.NoPen))
    box = QRectF(middle.x() - radius, middle.y() - radius, 2 * radius, 2 * radius)
    if view.form is CameraForm.FISHEYE or view.field_of_view_deg >= 360:
        painter.drawEllipse(box)
    else:
        start, span = _sixteenths(view)
        painter.drawPie(box, start, span)


def _sixteenths(view: View) -> tuple[int, int]:
    """Qt counts sixteenths of a degree, counter-clockwise from east."""
    return round((90 - view.bearing_deg - view.field_of_view_deg / 2) * 16), round(view.field_of_view_deg * 16)


def _fading(color: QColor, middle: QPointF, radius: float, alpha: float) -> QBrush:
    gradient = QRadialGradient(middle, radius)
    gradient.setColorAt(0, _faint(color, alpha))
    gradient.setColorAt(0.55, _faint(color, alpha * 0.6))
    gradient.setColorAt(1, _faint(color, alpha * 0.18))
    return QBrush(gradient)


def _faint(color: QColor, alpha: float) -> QColor:
    faint = QColor(color)
    faint.setAlphaF(alpha)
    return faint
