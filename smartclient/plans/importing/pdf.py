"""A page of a PDF: as a picture to trace, with its lines and lettering as layers beside it."""

import ctypes
from pathlib import Path
from typing import Any

import numpy as np

from smartclient.domain.errors import PlanUnreadable
from smartclient.plans.importing.drawing import Draft, Drawing, Picture, Point
from smartclient.plans.importing.pictures import MOST_PIXELS

_DPI = 200
_POINT_DPI = 72
_MOST_PAGES = 2_000
_MOST_SIDE_PT = 200 * _POINT_DPI
_MOST_OBJECTS = 300_000
_CURVE_STEPS = 8
_LINE, _CURVE, _MOVE = 0, 1, 2
"""Kinds of segments in PDFium (FPDF_SEGMENT_…)."""
_DEEPEST = 1
"""What lies in forms is in coordinates of their own; it is in the picture all the same."""


def read_pdf(path: Path, page: int = 1) -> Drawing:
    """That page (the first is 1); a drawing unit is a point, 1/72 inch on paper. Raises PlanUnreadable."""
    import pypdfium2 as pdfium

    try:
        document: Any = pdfium.PdfDocument(path)
    except (pdfium.PdfiumError, OSError) as trouble:
        locked = "password" in str(trouble).lower()
        reason = "it is locked with a password" if locked else "it is damaged or cut short"
        raise PlanUnreadable(f"{path.name} cannot be opened: {reason}.") from trouble
    try:
        count = len(document)
        if not 1 <= page <= count or count > _MOST_PAGES:
            raise PlanUnreadable(f"{path.name} has no page {page}; it has {count}.")
        return _page(path, document[page - 1], count)
    except pdfium.PdfiumError as trouble:
        raise PlanUnreadable(f"Page {page} of {path.name} is damaged.") from trouble
    finally:
        document.close()


def _page(path: Path, page: Any, count: int) -> Drawing:
    width, height = page.get_size()
    if not (0 < width <= _MOST_SIDE_PT and 0 < height <= _MOST_SIDE_PT):
        raise PlanUnreadable(
            f"The page of {path.name} is {width / 72:,.0f} × {height / 72:,.0f} inches; nobody prints such plans."
        )
    scale = min(_DPI / _POINT_DPI, (MOST_PIXELS / (width * height)) ** 0.5)
    bitmap = page.render(scale=scale, rev_byteorder=True, may_draw_forms=False)
    pixels = bitmap.to_numpy()[:, :, :3].copy() if bitmap.n_channels >= 3 else _gray(bitmap)
    draft = Draft()
    if page.get_rotation() == 0:
        left, _, _, top = page.get_cropbox()
        _Ink(page, draft, left, top).draw()
    return Drawing(
        path.stem,
        draft.layers(),
        picture=Picture(pixels, float(width), float(height)),
        pages=count,
        left_out=draft.sentences(),
    )


def _gray(bitmap: Any) -> Any:
    one = bitmap.to_numpy().reshape(bitmap.height, bitmap.width, -1)[:, :, :1]
    return np.ascontiguousarray(np.repeat(one, 3, axis=2))


class _Ink:
    """The strokes and fills of a page, by their thickness, and its lettering."""

    def __init__(self, page: Any, draft: Draft, left: float, top: float) -> None:
        self._page, self._draft = page, draft
        self._shift = np.array((left, top))

    def draw(self) -> None:
        import pypdfium2.raw as raw

        textpage = self._page.get_textpage()
        for number, found in enumerate(self._page.get_objects(max_depth=_DEEPEST, textpage=textpage)):
            if number >= _MOST_OBJECTS:
                self._draft.left_out["objects of the page beyond the first 300,000 were"] += 1
                return
            if found.type == raw.FPDF_PAGEOBJ_PATH:
                self._path(found, raw)
            elif found.type == raw.FPDF_PAGEOBJ_TEXT:
                self._text(found)

    def _path(self, found: Any, raw: Any) -> None:
        mode, stroke = ctypes.c_int(), ctypes.c_int()
        raw.FPDFPath_GetDrawMode(found, mode, stroke)
        width = ctypes.c_float()
        raw.FPDFPageObj_GetStrokeWidth(found, width)
        layer = f"strokes {width.value:.2g} pt" if stroke.value else "fills"
        matrix = found.get_matrix()
        turn = np.array([[matrix.a, matrix.c], [matrix.b, matrix.d]])
        shift = np.array((matrix.e, matrix.f)) - self._shift
        for points, is_closed in _sub_paths(found, raw):
            placed = np.array(points) @ turn.T + shift
            if is_closed and len(points) > 2:
                self._draft.area(layer, [placed])
            elif len(points) > 1:
                self._draft.line(layer, placed)

    def _text(self, found: Any) -> None:
        try:
            words = str(found.extract())
            left, bottom, right, top = found.get_bounds()
        except (ValueError, TypeError, RuntimeError):
            return
        x, y = np.array(((left + right) / 2, (bottom + top) / 2)) - self._shift
        self._draft.text("lettering", words, (float(x), float(y)))


def _sub_paths(found: Any, raw: Any) -> list[tuple[list[Point], bool]]:
    parts: list[tuple[list[Point], bool]] = []
    points: list[Point] = []
    curve: list[Point] = []
    x, y = ctypes.c_float(), ctypes.c_float()
    for index in range(raw.FPDFPath_CountSegments(found)):
        segment = raw.FPDFPath_GetPathSegment(found, index)
        raw.FPDFPathSegment_GetPoint(segment, x, y)
        kind, point = raw.FPDFPathSegment_GetType(segment), (x.value, y.value)
        if kind == _MOVE:
            parts.append((points, False))
            points = [point]
        elif kind == _CURVE:
            curve.append(point)
            if len(curve) == 3:
                points += _bezier(points[-1] if points else curve[0], *curve)
                curve = []
        elif kind == _LINE:
            points.append(point)
        if raw.FPDFPathSegment_GetClose(segment):
            parts.append((points, True))
            points = points[:1]
    parts.append((points, False))
    return [part for part in parts if len(part[0]) > 1]


def _bezier(a: Point, b: Point, c: Point, d: Point) -> list[Point]:
    t = np.linspace(0, 1, _CURVE_STEPS + 1)[1:, None]
    first, second, third, last = (np.array(point) for point in (a, b, c, d))
    curve = (1 - t) ** 3 * first + 3 * (1 - t) ** 2 * t * second + 3 * (1 - t) * t**2 * third + t**3 * last
    return [(float(x), float(y)) for x, y in curve]
