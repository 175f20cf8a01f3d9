"""How a tile looks at its picture: all of it, a part of it closer, or a straight view out of a fisheye."""

from datetime import datetime

from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPainter

from smartclient.domain.footage import Quality
from smartclient.geometry.fisheye import Dewarp
from smartclient.ui.theme import Theme
from smartclient.ui.video.face import Shown
from smartclient.ui.video.picture import Picture
from smartclient.ui.video.picture_painting import Fit, paint_picture
from smartclient.ui.video.straightening import Straightener
from smartclient.ui.video.tile_edges import band_height
from smartclient.ui.video.zoom import Zoom
from smartclient.video.quality import USUAL_SUB_WIDTH

_FISHEYE_PX = 1920
"""Width of the whole fisheye picture asked for: a straight view shows a small part of it."""
_WIDEST_PX = 3840
_SUB_SIZE = (USUAL_SUB_WIDTH, 360)
_MAIN_SIZE = (2 * USUAL_SUB_WIDTH, 720)
_STRAIGHT_SIZE = (1280, 720)


class Lens:
    """Belongs to one tile. `dewarp` None shows the picture as it comes."""

    def __init__(self) -> None:
        self.zoom = Zoom()
        self.dewarp: Dewarp | None = None
        self.is_moving = False
        """Whether somebody turns the view this moment: then speed counts more than sharpness."""
        self._straightener = Straightener()
        self._fit = Fit()

    @property
    def is_plain(self) -> bool:
        """Whether all of the picture is shown as it comes."""
        return self.dewarp is None and not self.zoom.is_in

    def paint_plain(self, painter: QPainter, tile: QRectF, picture: Picture, theme: Theme) -> None:
        """Draws a present picture that is looked at as it comes."""
        self._fit.paint(painter, tile, picture.image(Shown.PICTURE), theme)

    def clear(self) -> None:
        """Another camera came: all of its picture, as it comes."""
        self.zoom, self.dewarp, self.is_moving = Zoom(), None, False

    @property
    def words(self) -> tuple[str, ...]:
        """What is done to the picture, for the tile."""
        if self.dewarp is not None:
            view = self.dewarp
            return (f"straightened, {view.mount.value} · {view.field_of_view_deg:.0f}°",)
        return (f"{self.zoom.factor:.1f}×",) if self.zoom.is_in else ()

    def asked_size(self, width: int, height: int, proportion: float, quality: Quality | None) -> tuple[int, int]:
        """The size to ask the player for, so that the visible part is as sharp as a tile of that size can show.

        The player chooses the stream by it, so a wide tile counts only as wide as a picture of that proportion in it; where a
        person chose a stream, the size is one that leads there.
        """
        width = min(width, round(height * proportion))
        if self.dewarp is not None:
            width, height = max(width, _FISHEYE_PX), max(height, _FISHEYE_PX)
        else:
            share = min(self.zoom.factor, max(1.0, _WIDEST_PX / max(1, width)))
            width, height = round(width * share), round(height * share)
        if quality is Quality.SUB:
            return min(width, _SUB_SIZE[0]), min(height, _SUB_SIZE[1])
        if quality is Quality.MAIN:
            return max(width, _MAIN_SIZE[0]), max(height, _MAIN_SIZE[1])
        return width, height

    def straight(self, picture: Picture) -> QImage | None:
        """The straightened picture as finely as it is worth; None where the picture is shown as it comes."""
        if self.dewarp is None or picture.frame is None:
            return None
        return self._straightener.image(picture.frame, self.dewarp, *_STRAIGHT_SIZE, is_moving=False)

    def paint(
        self, painter: QPainter, tile: QRectF, picture: Picture, shown: Shown, theme: Theme, now: datetime
    ) -> QRectF:
        """Draws what is visible; the answer is where the whole picture would lie, most of it outside when zoomed in."""
        image, is_old = picture.image(shown, is_fresh=picture.is_still_fresh(now)), shown is Shown.OLD
        frame = picture.frame
        if self.dewarp is not None and frame is not None and shown in (Shown.PICTURE, Shown.OLD):
            area = tile.adjusted(0, band_height(tile), 0, 0)
            ratio = painter.device().devicePixelRatioF()
            width, height = round(area.width() * ratio), round(area.height() * ratio)
            straight = self._straightener.image(frame, self.dewarp, width, height, is_moving=self.is_moving)
            if is_old:
                straight = straight.convertToFormat(QImage.Format.Format_Grayscale8)
            paint_picture(painter, tile, area, straight, QRectF(straight.rect()), theme, is_dimmed=is_old)
            return QRectF()
        left, top, across, down = self.zoom.part
        width, height = image.width(), image.height()
        part = QRectF(left * width, top * height, across * width, down * height)
        return paint_picture(painter, tile, tile, image, part, theme, is_dimmed=is_old)
