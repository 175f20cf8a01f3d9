"""The entities of a large DXF file one after the other, so that memory does not grow with the file and the way there can be told."""

from collections.abc import Callable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import BinaryIO

import numpy as np
from ezdxf.entities import factory
from ezdxf.lldxf.const import DXFError
from ezdxf.lldxf.extendedtags import ExtendedTags
from ezdxf.lldxf.tagger import tag_compiler
from ezdxf.lldxf.types import DXFTag

from smartclient.domain.errors import PlanUnreadable
from smartclient.geometry.frames import Points
from smartclient.plans.importing.drawing import Draft, Point
from smartclient.plans.importing.dxf_entities import Entities
from smartclient.plans.importing.stamping import Stamp

Tags = list[tuple[int, bytes]]
"""Group codes with their values as the file has them."""
_TELL_EVERY = 20_000
_QUARTER_DEG = (55.0, 125.0)
_RADIAN_DEG = 57.3
_PLAIN = {"LINE", "LWPOLYLINE", "TEXT", "ATTRIB", "INSERT", "VERTEX", "SEQEND", "POLYLINE", "CIRCLE", "ARC"}
_ZERO, _ONE = b"0", b"1"
_MOST_KEPT = 10_000
_BLOCK_END = b"\n  0\nSECTION\n  2\nENTITIES\n  0\nENDSEC\n  0\nEOF\n"


class Damaged(PlanUnreadable):
    """The tags are out of step; ezdxf may mend the file."""


def head(path: Path) -> tuple[bytes, int]:
    """Everything before the entities as a whole DXF of its own, and where the entities begin. Raises PlanUnreadable."""
    parts: list[bytes] = []
    with path.open("rb") as file:
        pairs = iter(file.readline, b"")
        for code in pairs:
            value = next(pairs, b"")
            if code.strip() == b"2" and value.strip() == b"ENTITIES" and parts[-1].strip() == b"SECTION":
                return b"".join(parts[:-2]).rstrip(b"\r\n") + _BLOCK_END, file.tell()
            parts += (code, value)
    raise PlanUnreadable(f"{path.name} is a DXF without drawn entities, or it was cut short before them.")


class Stream:
    """Reads entities from where they begin; the frequent kinds by hand, the others by ezdxf."""

    def __init__(self, entities: Entities, encoding: str, tell: Callable[[float], None]) -> None:
        """`tell` hears the share of the file that was read, 0…1."""
        self._entities, self._encoding, self._tell = entities, encoding, tell
        self._texts: dict[bytes, str] = {}
        self._vertices: list[Point] | None = None
        self._poly: dict[int, bytes] = {}

    def read(self, path: Path, start: int) -> bool:
        """Draws all entities; false when the file ends before they do."""
        size = path.stat().st_size
        with path.open("rb") as file:
            file.seek(start)
            for number, (kind, tags) in enumerate(self._raw(file)):
                if kind == "ENDSEC":
                    return True
                self._take(kind, tags)
                if number % _TELL_EVERY == 0:
                    self._tell(file.tell() / size)
        return False

    def _raw(self, file: BinaryIO) -> Iterator[tuple[str, Tags]]:
        """Each entity's type and its tags, group codes with texts."""
        kind, tags = "", []
        lines = iter(file)
        for code_line in lines:
            value = next(lines, b"")
            try:
                code = int(code_line)
            except ValueError as trouble:
                raise Damaged("The DXF is damaged: a group code is no number.") from trouble
            if code:
                tags.append((code, value))
                continue
            if kind:
                yield kind, tags
            kind, tags = value.strip().decode("ascii", "replace"), []
            if kind == "ENDSEC":
                yield kind, tags
                return
        if kind:
            self._entities.draft.left_out["entities cut short at the end of the file were"] += 1

    def _take(self, kind: str, tags: Tags) -> None:
        if kind in _PLAIN:
            try:
                if self._plain(kind, tags):
                    return
            except (KeyError, ValueError, OverflowError):
                self._entities.draft.left_out[f"damaged entities of type {kind} were"] += 1
                return
        self._by_ezdxf(kind, tags)

    def _plain(self, kind: str, tags: Tags) -> bool:
        """Draws an entity of a frequent kind; false when it has something only ezdxf understands."""
        first = dict(tags)
        if int(first.get(67, _ZERO)) == 1 or int(first.get(60, _ZERO)) == 1:
            return True
        if kind == "VERTEX" and self._vertices is not None:
            self._vertices.append((float(first[10]), float(first[20])))
            return True
        if kind == "SEQEND":
            self._end_polyline()
            return True
        layer, draft = self._text(first.get(8, _ZERO)), self._entities.draft
        if self._entities.is_hidden(layer):
            return True
        if 210 in first or 220 in first or (kind == "LWPOLYLINE" and 42 in first):
            return False
        if kind == "LINE":
            draft.line(layer, ((float(first[10]), float(first[20])), (float(first[11]), float(first[21]))))
        elif kind == "LWPOLYLINE":
            _lwpolyline(draft, layer, tags, int(first.get(70, _ZERO)))
        elif kind in ("ARC", "CIRCLE"):
            self._round(draft, layer, first, is_arc=kind == "ARC")
        elif kind == "POLYLINE":
            if int(first.get(70, _ZERO)) & ~1:
                return False
            self._poly, self._vertices = first, []
        elif kind == "INSERT":
            self._insert(layer, first)
        else:
            return False
        return True

    def _end_polyline(self) -> None:
        vertices, self._vertices = self._vertices, None
        if vertices:
            layer = self._text(self._poly.get(8, _ZERO))
            if int(self._poly.get(70, _ZERO)) & 1:
                self._entities.draft.area(layer, [vertices])
            else:
                self._entities.draft.line(layer, vertices)

    def _round(self, draft: Draft, layer: str, tags: dict[int, bytes], *, is_arc: bool) -> None:
        center, radius = np.array([float(tags[10]), float(tags[20])]), abs(float(tags[40]))
        begin = float(tags[50]) if is_arc else 0.0
        sweep = (float(tags[51]) - begin) % 360 or 360.0 if is_arc else 360.0
        coarse = np.sqrt(radius / (8 * self._entities.smoothness)) * sweep / _RADIAN_DEG
        points = center + radius * _unit_arc(begin, sweep, int(min(max(4, np.ceil(coarse)), 360)))
        if not is_arc:
            draft.area(layer, [points[:-1]])
            return
        draft.line(layer, points)
        if _QUARTER_DEG[0] <= sweep <= _QUARTER_DEG[1]:
            draft.swing(layer, tuple(center), tuple(points[0]), tuple(points[-1]))

    def _insert(self, layer: str, tags: dict[int, bytes]) -> None:
        turn = np.radians(float(tags.get(50, _ZERO)))
        cos, sin = np.cos(turn), np.sin(turn)
        scale_x, scale_y = float(tags.get(41, _ONE)), float(tags.get(42, _ONE))
        matrix = np.array([[cos * scale_x, -sin * scale_y], [sin * scale_x, cos * scale_y]])
        name = self._text(tags[2])
        base = self._entities.base_point(name)
        shift = np.array([float(tags[10]), float(tags[20])]) - matrix @ base
        columns, rows = int(tags.get(70, _ONE)), int(tags.get(71, _ONE))
        across, up = float(tags.get(44, _ZERO)), float(tags.get(45, _ZERO))
        copies = (
            (c * across * cos - r * up * sin, c * across * sin + r * up * cos)
            for r in range(max(rows, 1))
            for c in range(max(columns, 1))
        )
        self._entities.insert(name, layer, Stamp(matrix, shift), copies)

    def _text(self, value: bytes) -> str:
        """Text in the file's encoding; few different ones, again and again."""
        known = self._texts.get(value)
        if known is None:
            known = value.rstrip(b"\r\n").decode(self._encoding, "replace")
            if len(self._texts) < _MOST_KEPT:
                self._texts[value] = known
        return known

    def _by_ezdxf(self, kind: str, tags: Tags) -> None:
        decoded = [DXFTag(code, value.rstrip(b"\r\n").decode(self._encoding, "replace")) for code, value in tags]
        try:
            compiled = list(tag_compiler(iter([*decoded, DXFTag(0, "EOF")])))[
                :-1
            ]  # a point at the very end would be lost
            entity = factory.load(ExtendedTags([DXFTag(0, kind), *compiled]))
            if entity.dxf.get("paperspace", 0) == 0:
                self._entities.take(entity)
        except (DXFError, ValueError, TypeError, AttributeError, KeyError, IndexError):
            self._entities.draft.left_out[f"damaged entities of type {kind} were"] += 1


@lru_cache(maxsize=4096)
def _unit_arc(begin_deg: float, sweep_deg: float, steps: int) -> Points:
    angles = np.radians(begin_deg + np.linspace(0.0, sweep_deg, steps + 1))
    return np.column_stack((np.cos(angles), np.sin(angles)))


def _lwpolyline(draft: Draft, layer: str, tags: Tags, flags: int) -> None:
    x = [float(value) for code, value in tags if code == 10]
    y = [float(value) for code, value in tags if code == 20]
    points = np.column_stack((x, y))
    if flags & 1:
        draft.area(layer, [points])
    else:
        draft.line(layer, points)
