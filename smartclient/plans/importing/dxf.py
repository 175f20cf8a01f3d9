"""DXF drawings by ezdxf: whole and repaired where they are small or damaged, entity by entity where they are large."""

from collections.abc import Callable
from io import BytesIO
from pathlib import Path

from ezdxf import recover
from ezdxf.document import Drawing as Document
from ezdxf.enums import InsertUnits
from ezdxf.lldxf.const import DXFError
from ezdxf.units import conversion_factor

from smartclient.domain.errors import PlanUnreadable
from smartclient.plans.importing.drawing import Draft, Drawing
from smartclient.plans.importing.dxf_entities import Entities
from smartclient.plans.importing.dxf_stream import Damaged, Stream, head

Tell = Callable[[float], None]
_LARGE_BYTES = 8 * 2**20
_SMOOTH_M = 0.01
_BINARY = b"AutoCAD Binary DXF"
_TROUBLE = (DXFError, OSError, ValueError, TypeError, ArithmeticError, LookupError, AttributeError, RecursionError)
"""What ezdxf raises over files that break their own rules."""


def read_dxf(path: Path, tell: Tell) -> Drawing:
    """The modelspace of the drawing at `path`. Raises PlanUnreadable."""
    with path.open("rb") as file:
        is_binary = file.read(len(_BINARY)) == _BINARY
    draft = Draft()
    try:
        is_small = is_binary or path.stat().st_size < _LARGE_BYTES
        document = _whole(path, draft, tell) if is_small else _streamed(path, draft, tell)
    except Damaged:
        draft = Draft()
        document = _repaired(path, draft, tell)
    except _TROUBLE as trouble:
        raise PlanUnreadable(
            f"{path.name} is no DXF drawing that can be read: {str(trouble)[:150].rstrip('.')}."
        ) from trouble
    layers = draft.layers()
    if not layers:
        raise PlanUnreadable(f"{path.name} holds no lines, areas or texts in its modelspace.")
    return Drawing(path.stem, layers, _unit_m(document), left_out=draft.sentences())


def _whole(path: Path, draft: Draft, tell: Tell) -> Document:
    document, auditor = recover.readfile(path)
    if auditor.has_errors:
        draft.left_out["errors in the file itself could not be repaired; what they concern was"] = len(auditor.errors)
    entities = Entities(document, _smoothness(document), draft)
    modelspace = document.modelspace()
    count = max(len(modelspace), 1)
    for number, entity in enumerate(modelspace):
        if number % 1000 == 0:
            tell(0.5 + 0.5 * number / count)
        entities.take(entity)
    return document


def _repaired(path: Path, draft: Draft, tell: Tell) -> Document:
    """What ezdxf can mend of a damaged file, all of it in memory."""
    try:
        return _whole(path, draft, tell)
    except _TROUBLE as trouble:
        raise PlanUnreadable(f"{path.name} is damaged beyond repair: {str(trouble)[:150].rstrip('.')}.") from trouble


def _streamed(path: Path, draft: Draft, tell: Tell) -> Document:
    before, start = head(path)
    document, _ = recover.read(BytesIO(before))
    entities = Entities(document, _smoothness(document), draft)
    stream = Stream(entities, document.encoding, tell)
    if not stream.read(path, start):
        draft.left_out["end of the file is missing; what it held was"] += 1
    return document


def _unit_m(document: Document) -> float | None:
    """Metres a drawing unit by $INSUNITS; None where the drawing does not say."""
    try:
        factor = conversion_factor(InsertUnits(document.units), InsertUnits.Meters) if document.units else 0.0
    except (DXFError, ValueError, KeyError, IndexError):
        return None
    return float(factor) if factor > 0 else None


def _smoothness(document: Document) -> float:
    """How far a curve may leave its line: a centimetre; without units, what that would be in inches or millimetres."""
    unit_m = _unit_m(document)
    return _SMOOTH_M / unit_m if unit_m else 1.0
