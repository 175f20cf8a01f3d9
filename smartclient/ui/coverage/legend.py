"""What the tints of coverage mean, at the map's lower left edge."""

from collections.abc import Iterator, Sequence

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QBrush, QPainter, QPen

from smartclient.domain.dori import Dori
from smartclient.ui.coverage.coverage_layer import TINTS, LossLayer, hatch, lost_hatch
from smartclient.ui.map.layers.scene import Scene
from smartclient.ui.map.scales import Scale
from smartclient.ui.theme import Theme, Tone

_EDGE_PX, _ABOVE_BAR_PX = 12, 44
_SWATCH_PX, _GAP_PX, _HIGH_PX = 14, 6, 26
_UNSEEN, _LOST = "not seen", "lost with a camera"


class LegendLayer:
    """The legend, and over all floors what is lost without cameras."""

    def __init__(self, losses: Sequence[LossLayer] = ()) -> None:
        self._losses = losses

    def paint(self, painter: QPainter, scene: Scene) -> None:
        """Paints where floors are shown large enough to have tints."""
        if scene.view.scale <= Scale.DISTRICT:
            return
        for loss in self._losses:
            loss.paint_on(painter, scene.view)
        top = scene.viewport.height_px - _EDGE_PX - _ABOVE_BAR_PX - _HIGH_PX
        with_loss = not all(loss.is_empty for loss in self._losses)
        paint_legend(painter, scene.theme, _EDGE_PX - 6 + 0.5, top + 0.5, with_loss=with_loss)


def legend_width_px(theme: Theme, *, with_loss: bool = False) -> float:
    """How wide the legend is."""
    metrics = theme.metrics(0)
    return (
        sum(metrics.horizontalAdvance(word) + _SWATCH_PX + _GAP_PX + 12 for word, _look in _items(theme, with_loss)) + 8
    )


def paint_legend(painter: QPainter, theme: Theme, left: float, top: float, *, with_loss: bool = False) -> None:
    """A plate with a swatch and a word for each class, and for what nobody sees; 26 pixels high."""
    painter.setPen(QPen(theme.color(Tone.LINE), 1))
    painter.setBrush(theme.color(Tone.PANEL, 0.92))
    painter.drawRoundedRect(QRectF(left, top, legend_width_px(theme, with_loss=with_loss), _HIGH_PX), 4, 4)
    painter.setFont(theme.font(0))
    x = left + 10
    for word, brushes in _items(theme, with_loss):
        _paint_swatch(painter, theme, QRectF(x, top + (_HIGH_PX - _SWATCH_PX) / 2, _SWATCH_PX, _SWATCH_PX), brushes)
        x += _SWATCH_PX + _GAP_PX
        width = theme.metrics(0).horizontalAdvance(word)
        painter.setPen(theme.color(Tone.TEXT_DIM))
        painter.drawText(QRectF(x, top, width + 2, _HIGH_PX), Qt.AlignmentFlag.AlignVCenter, word)
        x += width + 12


def _items(theme: Theme, with_loss: bool) -> Iterator[tuple[str, list[QBrush]]]:
    """Each word, and what is laid over the ground of a corridor for it, from below."""
    tints = [QBrush(theme.color(Tone.COVERED, TINTS[dori])) for dori in Dori]
    for dori in Dori:
        yield dori.word, tints[:dori]
    yield _UNSEEN, [hatch(theme)]
    if with_loss:
        yield _LOST, [lost_hatch(theme)]


def _paint_swatch(painter: QPainter, theme: Theme, box: QRectF, brushes: Sequence[QBrush]) -> None:
    painter.fillRect(box, theme.color(Tone.CORRIDOR))
    for brush in brushes:
        painter.fillRect(box, brush)
    painter.setPen(QPen(theme.color(Tone.LINE), 1))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(box)
