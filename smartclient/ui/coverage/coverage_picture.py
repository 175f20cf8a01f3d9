"""One floor's coverage as a picture for paper: plan, tints, hatching, cameras, legend and numbers, as PNG or SVG."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QImage, QPainter, QPen

from smartclient.geometry.viewport import Viewport
from smartclient.session.coverage_words import percent
from smartclient.session.floor_coverage import FloorCoverage
from smartclient.store.workspace import MapLayer
from smartclient.ui.coverage.coverage_layer import CoverageLayer
from smartclient.ui.coverage.legend import legend_width_px, paint_legend
from smartclient.ui.coverage.share_bar import shares_words
from smartclient.ui.map.chart import Chart
from smartclient.ui.map.layers.layer import View
from smartclient.ui.map.picture import LAYERS, NAMES
from smartclient.ui.theme import Theme, Tone
from smartclient.ui.words import sentence

WIDTH_PX = 2000
_HEAD_PX, _FOOT_PX, _EDGE_PX = 84, 48, 24
_LEAST_HIGH_PX, _MOST_HIGH_PX = 500, 2600
_DOT_PX, _NOSE_PX = 4.5, 13.0


@dataclass(frozen=True, slots=True)
class Sheet:
    """What a picture is of: `title` and `note` are its two lines."""

    coverage: FloorCoverage
    chart: Chart
    theme: Theme
    title: str
    note: str


def png(sheet: Sheet) -> bytes:
    """The picture as PNG. Takes a second: for a thread."""
    size = _size(sheet)
    image = QImage(size, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    _paint(painter, sheet, size)
    painter.end()
    image.setText("Title", sheet.title)
    image.setText("Software", "smartclient")
    return _written(lambda buffer: image.save(buffer, "PNG"))  # type: ignore[call-overload]


def svg(sheet: Sheet) -> bytes:
    """The picture as SVG. Takes a second: for a thread."""
    from PySide6.QtSvg import QSvgGenerator

    size = _size(sheet)

    def draw(buffer: QBuffer) -> None:
        generator = QSvgGenerator()
        generator.setOutputDevice(buffer)
        generator.setSize(size)
        generator.setViewBox(QRectF(0, 0, size.width(), size.height()))
        generator.setTitle(sheet.title)
        painter = QPainter(generator)
        _paint(painter, sheet, size)
        painter.end()

    return _written(draw)


def picture_for(path: Path, sheet: Sheet) -> bytes:
    """SVG for a file of that name, else PNG."""
    return svg(sheet) if path.suffix.lower() == ".svg" else png(sheet)


def _written(draw: Callable[[QBuffer], object]) -> bytes:
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    draw(buffer)
    buffer.close()
    return bytes(data.data())


def _size(sheet: Sheet) -> QSize:
    west, south, east, north = sheet.coverage.floor.whole.bounds
    high = round((WIDTH_PX - 2 * _EDGE_PX) * (north - south) / max(east - west, 1.0)) + 2 * _EDGE_PX
    return QSize(WIDTH_PX, min(max(high, _LEAST_HIGH_PX), _MOST_HIGH_PX) + _HEAD_PX + _FOOT_PX)


def _paint(painter: QPainter, sheet: Sheet, size: QSize) -> None:
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    theme, level = sheet.theme, sheet.coverage.floor.level.id
    painter.fillRect(QRectF(0, 0, size.width(), size.height()), theme.color(Tone.PANEL))
    high = size.height() - _HEAD_PX - _FOOT_PX
    plain = Viewport(0, 0, 1, size.width(), high).fitted(sheet.coverage.floor.whole.bounds, _EDGE_PX)
    spots = _cameras(sheet)
    view = View(
        plain,
        sheet.chart,
        theme,
        frozenset({level}),
        frozenset({MapLayer.LABELS}),
        1.0,
        np.array([(x, y) for x, y, _bearing, _failed in spots]).reshape(-1, 2),
        (CoverageLayer({level: sheet.coverage}),),
    )
    painter.save()
    painter.translate(0, _HEAD_PX)
    painter.setClipRect(QRectF(0, 0, size.width(), high))
    for layer in (*LAYERS, *view.laid, *NAMES):
        layer.paint(painter, view, lambda: None)
    for x, y, bearing_deg, has_failed in spots:
        _paint_camera(painter, theme, QPointF(*plain.to_screen(x, y)), bearing_deg, has_failed)
    painter.restore()
    _paint_head(painter, sheet, size.width())
    _paint_foot(painter, sheet, size)


def _cameras(sheet: Sheet) -> list[tuple[float, float, float | None, bool]]:
    """Where each camera is, metres, which way it looks (None: all round), and whether it failed."""
    found = []
    for camera in sheet.coverage.cameras.values():
        if camera.placement is not None and camera.view is not None:
            x, y = sheet.chart.frame.point_to_local(*camera.placement.position)
            bearing = camera.view.bearing_deg if camera.view.field_of_view_deg < 360 else None
            found.append((x, y, bearing, camera.id in sheet.coverage.failed))
    return found


def _paint_camera(painter: QPainter, theme: Theme, at: QPointF, bearing_deg: float | None, has_failed: bool) -> None:
    """A dot with a nose; a failed one is crossed out."""
    ink = theme.color(Tone.ALARM_HIGH if has_failed else Tone.TEXT)
    painter.setPen(QPen(ink, 1.6))
    painter.setBrush(theme.color(Tone.PANEL) if has_failed else ink)
    if bearing_deg is not None:
        angle = math.radians(bearing_deg)
        painter.drawLine(at, at + QPointF(math.sin(angle), -math.cos(angle)) * _NOSE_PX)
    painter.drawEllipse(at, _DOT_PX, _DOT_PX)
    if has_failed:
        painter.drawLine(at + QPointF(-7, -7), at + QPointF(7, 7))
        painter.drawLine(at + QPointF(-7, 7), at + QPointF(7, -7))


def _paint_head(painter: QPainter, sheet: Sheet, width: int) -> None:
    painter.setPen(sheet.theme.color(Tone.TEXT))
    painter.setFont(sheet.theme.font(3, bold=True))
    painter.drawText(QRectF(_EDGE_PX, 14, width - 2 * _EDGE_PX, 30), Qt.AlignmentFlag.AlignLeft, sheet.title)
    painter.setPen(sheet.theme.color(Tone.TEXT_DIM))
    painter.setFont(sheet.theme.font(2))
    painter.drawText(QRectF(_EDGE_PX, 48, width - 2 * _EDGE_PX, 26), Qt.AlignmentFlag.AlignLeft, sheet.note)


def _paint_foot(painter: QPainter, sheet: Sheet, size: QSize) -> None:
    top = size.height() - _FOOT_PX + 11
    paint_legend(painter, sheet.theme, _EDGE_PX + 0.5, top + 0.5)
    coverage = sheet.coverage
    failed = f"; {len(coverage.failed)} crossed out do not answer" if coverage.failed else ""
    words = (
        f"{len(coverage.views)} cameras{failed}. {sentence(shares_words(coverage.shares))}; "
        f"{percent(1 - coverage.shares[0])} of {coverage.floor.whole.area:,.0f} m² not seen."
    )
    left = _EDGE_PX + legend_width_px(sheet.theme) + 24
    painter.setPen(sheet.theme.color(Tone.TEXT_DIM))
    painter.setFont(sheet.theme.font(1))
    box = QRectF(left, top, size.width() - left - _EDGE_PX, 26)
    painter.drawText(box, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, words)
