"""A base map from one picture that says where it lies: GeoTIFF (OGC 19-008), or any picture beside an ESRI world file."""

import io
import threading
from pathlib import Path

from PIL import Image, UnidentifiedImageError

from smartclient.domain.errors import PlanUnreadable
from smartclient.domain.site import LonLat
from smartclient.plans.base_maps.tiles import TILE_PX, Credit, TileAddress

_MOST_PIXELS = 200_000_000
_MODEL_PIXEL_SCALE, _MODEL_TIEPOINT, _MODEL_TRANSFORMATION, _GEO_KEYS = 33550, 33922, 34264, 34735
_GEOGRAPHIC_KEY, _PROJECTED_KEY = 2048, 3072
_WGS84 = 4326
_DEEPEST = 21
_WORLD_SUFFIXES = {".png": ".pgw", ".jpg": ".jgw", ".jpeg": ".jgw", ".tif": ".tfw", ".tiff": ".tfw"}

Affine = tuple[float, float, float, float, float, float]
"""x = a·column + b·row + c and y = d·column + e·row + f of a pixel's upper left corner, as (a, b, c, d, e, f)."""
_FORMATS = ("TIFF", "PNG", "JPEG", "WEBP", "GIF", "BMP")
"""Of all that Pillow reads: its others are seldom tried by anybody, and PostScript would start a program."""
_TROUBLE = (UnidentifiedImageError, OSError, ValueError, SyntaxError, MemoryError, Image.DecompressionBombError)
"""MemoryError: some bytes may claim to be followed by 4 GB."""


class RasterMap:
    """The picture in memory; tiles are cut out and turned to Web Mercator when they are asked for."""

    def __init__(self, path: Path) -> None:
        """Raises PlanUnreadable for no picture, one too large, or one that does not say where it lies."""
        self._path, self._lock = path, threading.Lock()
        self.deepest, self.credit = _DEEPEST, Credit()
        try:
            with Image.open(path, formats=_FORMATS) as picture:
                if picture.width * picture.height > _MOST_PIXELS:
                    raise PlanUnreadable(f"{path.name} has more than 200 million pixels; cut it into MBTiles first.")
                told = _geotiff(picture) or _world_file(path)
                self._picture = picture.convert("RGBA")
        except _TROUBLE as error:
            raise PlanUnreadable(f"{path.name} cannot be read as a picture: {error}.") from error
        if told is None:
            raise PlanUnreadable(
                f"{path.name} does not say where it lies: it has neither GeoTIFF tags nor a world file beside it."
            )
        self._to_pixels = _ToPixels(*told, path.name)

    def tile(self, address: TileAddress) -> bytes | None:
        """The tile as PNG, clear where the picture does not reach; None where it does not reach at all."""
        corners = [self._to_pixels(address.corner(across, down)) for across, down in ((0, 0), (0, 1), (1, 1), (1, 0))]
        columns, rows = zip(*corners, strict=True)
        if max(columns) < 0 or max(rows) < 0 or min(columns) > self._picture.width or min(rows) > self._picture.height:
            return None
        quad = tuple(number for corner in corners for number in corner)
        with self._lock:
            cut = self._picture.transform(
                (TILE_PX, TILE_PX), Image.Transform.QUAD, quad, Image.Resampling.BILINEAR, fillcolor=(0, 0, 0, 0)
            )
        content = io.BytesIO()
        cut.save(content, "PNG", compress_level=1)
        return content.getvalue()

    def close(self) -> None:
        """Lets go of the picture."""
        with self._lock:
            self._picture.close()


class _ToPixels:
    """From WGS 84 degrees to columns and rows of the picture."""

    def __init__(self, affine: Affine, epsg: int, name: str) -> None:
        a, b, c, d, e, f = affine
        self._area = a * e - b * d
        if self._area == 0:
            raise PlanUnreadable(f"{name} says that its pixels have no size.")
        self._affine = affine
        self._offset = (c, f)
        self._transformer = None
        if epsg != _WGS84:
            from pyproj import Transformer
            from pyproj.exceptions import ProjError

            try:
                self._transformer = Transformer.from_crs(_WGS84, epsg, always_xy=True)
            except ProjError as error:
                raise PlanUnreadable(f"{name} lies in EPSG:{epsg}, which is not known here.") from error

    def __call__(self, position: LonLat) -> tuple[float, float]:
        x, y = self._transformer.transform(*position) if self._transformer is not None else position
        a, b, c, d, e, f = self._affine
        x, y = x - c, y - f
        return (e * x - b * y) / self._area, (a * y - d * x) / self._area


def _geotiff(picture: Image.Image) -> tuple[Affine, int] | None:
    tags = getattr(picture, "tag_v2", None)
    if tags is None or _GEO_KEYS not in tags:
        return None
    keys = tags[_GEO_KEYS]
    known = {keys[i]: keys[i + 3] for i in range(4, len(keys) - 3, 4) if keys[i + 1] == 0}
    epsg = int(known.get(_PROJECTED_KEY) or known.get(_GEOGRAPHIC_KEY) or 0)
    if not epsg:
        return None
    if _MODEL_TRANSFORMATION in tags and len(tags[_MODEL_TRANSFORMATION]) >= 8:
        a, b, _, c, d, e, _, f = tags[_MODEL_TRANSFORMATION][:8]
        return (a, b, c, d, e, f), epsg
    if _MODEL_PIXEL_SCALE not in tags or len(tags.get(_MODEL_TIEPOINT, ())) < 6:
        return None
    width, height = tags[_MODEL_PIXEL_SCALE][:2]
    column, row, _, x, y, _ = tags[_MODEL_TIEPOINT][:6]
    return (width, 0.0, x - column * width, 0.0, -height, y + row * height), epsg


def _world_file(path: Path) -> tuple[Affine, int] | None:
    """Its six lines: a, d, b, e, and the middle of the upper left pixel; the coordinate system stands in a `.prj` file."""
    for suffix in (_WORLD_SUFFIXES.get(path.suffix.lower(), ".wld"), ".wld", f"{path.suffix}w"):
        world = path.with_suffix(suffix)
        if world.is_file():
            break
    else:
        return None
    with world.open() as stream:
        a, d, b, e, x, y = (float(number) for number in stream.read(4096).split()[:6])
    return (a, b, x - (a + b) / 2, d, e, y - (d + e) / 2), _system_of(path)


def _system_of(path: Path) -> int:
    """The EPSG number in the `.prj` beside the picture; degrees of WGS 84 where there is none."""
    prj = path.with_suffix(".prj")
    if not prj.is_file():
        return _WGS84
    from pyproj import CRS
    from pyproj.exceptions import CRSError

    with prj.open() as stream:
        text = stream.read(65536)
    try:
        return CRS.from_wkt(text).to_epsg(min_confidence=25) or _WGS84
    except CRSError as error:
        raise PlanUnreadable(f"{prj.name} names no coordinate system that is known here.") from error
