"""Entities of a DXF drawing as paths, texts and door swings; blocks are flattened once and stamped wherever they are inserted."""

import math
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import numpy as np
from ezdxf import path as paths
from ezdxf.document import Drawing as Document
from ezdxf.entities.arc import Arc
from ezdxf.entities.attrib import Attrib
from ezdxf.entities.dxfentity import DXFEntity
from ezdxf.entities.insert import Insert
from ezdxf.entities.mtext import MText
from ezdxf.entities.text import Text
from ezdxf.lldxf.const import DXFError
from ezdxf.math import Vec3
from numpy.typing import NDArray

from smartclient.domain.errors import PlanUnreadable
from smartclient.plans.importing.drawing import Draft, Layer, Point
from smartclient.plans.importing.stamping import Stamp, stamp

_DEEPEST = 12
_MOST_COPIES = 100_000
_SWING_DEG = (55.0, 125.0)
_SEGMENTS = 4
_TROUBLE = (DXFError, ValueError, TypeError, ArithmeticError, AttributeError, KeyError, IndexError)
"""What ezdxf raises over entities that break their own rules."""
_CURVES = {"LWPOLYLINE", "POLYLINE", "CIRCLE", "ELLIPSE", "SPLINE", "HELIX", "ARC", "LINE"}
_FACES = {"SOLID", "TRACE", "3DFACE"}
_SILENT = {"POINT", "VIEWPORT", "ATTDEF", "SEQEND", "VERTEX"}
_OWN_LAYER = "0"


class Entities:
    """Draws entities of one document onto a draft; `smoothness` is how far a curve may leave its true line, in drawing units."""

    def __init__(self, document: Document, smoothness: float, draft: Draft) -> None:
        self.draft = draft
        self.smoothness = smoothness
        self._document = document
        self._blocks: dict[str, tuple[Layer, ...]] = {}
        self._open: list[str] = []
        self._hidden = {layer.dxf.name.lower() for layer in document.layers if layer.is_off() or layer.is_frozen()}

    def take(self, entity: DXFEntity) -> None:
        """Draws one entity; one that breaks its own rules is counted as left out."""
        kind = entity.dxftype()
        drawn = self._drawer(kind)
        if drawn is None:
            if kind not in _SILENT:
                self.draft.left_out[f"entities of type {kind} were"] += 1
            return
        layer = str(entity.dxf.get("layer", _OWN_LAYER))
        if entity.dxf.get("invisible", 0) or self.is_hidden(layer):
            return
        try:
            drawn(entity, layer)
        except _TROUBLE:
            self.draft.left_out[f"damaged entities of type {kind} were"] += 1

    def insert(self, name: str, layer: str, where: Stamp, copies: Iterator[Point] | None = None) -> None:
        """Stamps a block; what lies on its layer 0 comes to the inserting `layer`."""
        block = self._block(name)
        for number, (right, up) in enumerate(copies or iter([(0.0, 0.0)])):
            if number >= _MOST_COPIES:
                self.draft.left_out["copies of a block beyond 100,000 were"] += 1
                return
            for part in block:
                own = layer if part.name == _OWN_LAYER else part.name
                stamp(self.draft, part, own, where.shifted(right, up))

    def _drawer(self, kind: str) -> Callable[[Any, str], None] | None:
        if kind in _CURVES:
            return self._curve
        if kind in _FACES:
            return self._face
        others: Mapping[str, Callable[[Any, str], None]] = {
            "TEXT": self._text,
            "ATTRIB": self._text,
            "MTEXT": self._mtext,
            "INSERT": self._insert,
            "HATCH": self._hatch,
            "MPOLYGON": self._hatch,
            "MLINE": self._parts,
        }
        return others.get(kind)

    def is_hidden(self, layer: str) -> bool:
        """Whether that layer is off or frozen; counted, since somebody may miss it."""
        if layer.lower() not in self._hidden:
            return False
        self.draft.left_out["entities on layers that are off or frozen were"] += 1
        return True

    def base_point(self, name: str) -> NDArray[np.float64]:
        """The point of a block that comes to the point of its insertion."""
        block = self._document.blocks.get(name)
        base = block.block.dxf.base_point if block is not None and block.block is not None else Vec3()
        return np.array([base[0], base[1]], dtype=np.float64)

    def _curve(self, entity: Any, layer: str) -> None:
        if isinstance(entity, Arc):
            self._swing(entity, layer)
        path = paths.make_path(entity)
        parts = path.sub_paths() if path.has_sub_paths else [path]
        for part in parts:
            points = [(v.x, v.y) for v in part.flattening(self.smoothness, _SEGMENTS)]
            if part.is_closed and len(points) > 3:
                self.draft.area(layer, [points])
            else:
                self.draft.line(layer, points)

    def _swing(self, arc: Arc, layer: str) -> None:
        sweep = (arc.dxf.end_angle - arc.dxf.start_angle) % 360
        if _SWING_DEG[0] <= sweep <= _SWING_DEG[1]:
            hinge = arc.ocs().to_wcs(arc.dxf.center)
            self.draft.swing(layer, _flat(hinge), _flat(arc.start_point), _flat(arc.end_point))

    def _face(self, entity: Any, layer: str) -> None:
        self.draft.area(layer, [[_flat(v) for v in entity.wcs_vertices()]])

    def _text(self, entity: Text | Attrib, layer: str) -> None:
        if getattr(entity, "is_invisible", False):
            return
        _, anchor, other = entity.get_placement()
        words = entity.plain_text()
        place = entity.ocs().to_wcs(anchor if other is None else (anchor + other) / 2)
        is_from_left = entity.dxf.get("halign", 0) == 0
        shift = 0.3 * len(words) * entity.dxf.height if is_from_left else 0.0
        turn = math.radians(entity.dxf.get("rotation", 0.0))
        self.draft.text(layer, words, (place.x + shift * math.cos(turn), place.y + shift * math.sin(turn)))

    def _mtext(self, entity: MText, layer: str) -> None:
        place = entity.dxf.insert
        width = float(entity.dxf.get("width", 0.0) or 0.0)
        column = (entity.dxf.get("attachment_point", 1) - 1) % 3
        words = str(entity.plain_text())
        self.draft.text(layer, words, (place.x + width * (0.5, 0.0, -0.5)[column], place.y))

    def _insert(self, entity: Insert, layer: str) -> None:
        for attrib in entity.attribs:
            self.take(attrib)
        m = entity.matrix44()
        matrix = np.array([[m[0, 0], m[1, 0]], [m[0, 1], m[1, 1]]])
        where = Stamp(matrix, np.array([m[3, 0], m[3, 1]]))
        self.insert(str(entity.dxf.name), layer, where, _copies(entity))

    def _hatch(self, entity: Any, layer: str) -> None:
        for path in paths.from_hatch(entity):
            self.draft.area(layer, [[(v.x, v.y) for v in path.flattening(self.smoothness, _SEGMENTS)]])

    def _parts(self, entity: Any, layer: str) -> None:
        for part in entity.virtual_entities():
            part.dxf.layer = layer
            self.take(part)

    def _block(self, name: str) -> tuple[Layer, ...]:
        """The block's content in its own coordinates."""
        known = self._blocks.get(name.lower())
        if known is not None:
            return known
        block = self._document.blocks.get(name)
        if block is None:
            self.draft.left_out["blocks that the drawing does not hold were"] += 1
            return ()
        if name.lower() in self._open:
            self.draft.left_out["blocks that hold themselves were"] += 1
            return ()
        if len(self._open) >= _DEEPEST:
            raise PlanUnreadable(f"Blocks of the drawing lie more than {_DEEPEST} deep in one another.")
        outer, self.draft = self.draft, Draft()
        self._open.append(name.lower())
        try:
            for entity in block:
                self.take(entity)
            layers = self.draft.layers()
        finally:
            outer.left_out.update(self.draft.left_out)
            self.draft = outer
            self._open.pop()
        self._blocks[name.lower()] = layers
        return layers


def _copies(entity: Insert) -> Iterator[Point] | None:
    if entity.mcount <= 1:
        return None
    turn = math.radians(entity.dxf.rotation)
    across, up = entity.dxf.column_spacing, entity.dxf.row_spacing
    return (
        (
            column * across * math.cos(turn) - row * up * math.sin(turn),
            column * across * math.sin(turn) + row * up * math.cos(turn),
        )
        for row in range(max(entity.dxf.row_count, 1))
        for column in range(max(entity.dxf.column_count, 1))
    )


def _flat(v: Vec3) -> Point:
    return (float(v.x), float(v.y))
