"""IFC building models by ifcopenshell, where it is installed: storeys, spaces, walls, windows, doors and stairs seen from above."""

import importlib
import math
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import shapely

from smartclient.domain.errors import PlanUnreadable
from smartclient.geometry.frames import Points
from smartclient.plans.importing.categories import category_in, is_number
from smartclient.plans.importing.doors import middle_line
from smartclient.plans.importing.drawing import Draft, Drawing, Facts, Georeference
from smartclient.plans.importing.outlines import polygons_in
from smartclient.plans.text import clean

Tell = Callable[[float], None]
_KINDS = {
    "IfcSpace": "spaces",
    "IfcWall": "walls",
    "IfcColumn": "walls columns",
    "IfcCurtainWall": "curtain walls",
    "IfcWindow": "windows",
    "IfcDoor": "doors",
    "IfcStair": "stairs",
    "IfcStairFlight": "stairs",
    "IfcTransportElement": "elevators",
    "IfcFurnishingElement": "furniture",
}
_LEAST_M2 = 1e-4
_FLAT = 1e-9
_MOST_PRODUCTS = 200_000


def read_ifc(path: Path, tell: Tell) -> Drawing:
    """The building in the model at `path`, metres. Raises PlanUnreadable, also when ifcopenshell is not installed."""
    try:
        ifcopenshell: Any = importlib.import_module("ifcopenshell")
    except ImportError as trouble:
        raise PlanUnreadable(
            f"{path.name} is an IFC building model. Reading those takes an extra: pip install smartclient[ifc]."
        ) from trouble
    try:
        return _Model(ifcopenshell.open(str(path)), path).drawing(tell)
    except (OSError, RuntimeError, ValueError, TypeError, AttributeError, ifcopenshell.Error) as trouble:
        raise PlanUnreadable(f"{path.name} is no IFC model that can be read: {str(trouble)[:120]}.") from trouble


class _Model:
    """One model while it is drawn."""

    def __init__(self, model: Any, path: Path) -> None:
        self._model, self._path, self._draft = model, path, Draft()
        self._storeys = _storeys(model)

    def drawing(self, tell: Tell) -> Drawing:
        products = [product for kind in _KINDS for product in self._model.by_type(kind)]
        products = list({product.id(): product for product in products if product.Representation is not None}.values())
        if not products:
            raise PlanUnreadable(f"{self._path.name} holds no spaces, walls or doors with a shape.")
        for number, (product, triangles) in enumerate(self._shapes(products)):
            tell(number / len(products))
            self._take(product, triangles)
        building = next(iter(self._model.by_type("IfcBuilding")), None)
        return Drawing(
            name=self._path.stem,
            layers=self._draft.layers(),
            unit_m=1.0,
            georeference=_georeference(self._model),
            floors={ordinal: name for ordinal, name, is_used in self._storeys.values() if name and is_used},
            building=_said(building, "LongName", "Name"),
            address=_address(building),
            left_out=self._draft.sentences(),
        )

    def _shapes(self, products: list[Any]) -> Iterator[tuple[Any, Points]]:
        """Each product with its triangles seen from above, shape (n, 3, 2)."""
        geom: Any = importlib.import_module("ifcopenshell.geom")
        settings = geom.settings()
        settings.set("use-world-coords", True)
        if len(products) > _MOST_PRODUCTS:
            raise PlanUnreadable(f"{self._path.name} holds more than {_MOST_PRODUCTS:,} parts.")
        for product in products:
            try:
                geometry = geom.create_shape(settings, product).geometry
            except RuntimeError:
                self._draft.left_out[f"shapes of type {product.is_a()} that cannot be built were"] += 1
                continue
            points = np.array(geometry.verts, dtype=np.float64).reshape(-1, 3)[:, :2]
            yield product, points[np.array(geometry.faces, dtype=np.int64).reshape(-1, 3)]

    def _take(self, product: Any, triangles: Points) -> None:
        floor = self._floor(product)
        kind = next(name for name in _KINDS if product.is_a(name))
        shape = _from_above(triangles)
        if shape.is_empty:
            return
        if kind == "IfcDoor":
            line = middle_line(shape)
            if line is not None:
                self._draft.line("doors", shapely.get_coordinates(line), floor)
            return
        facts = _facts(product) if kind == "IfcSpace" else Facts()
        for part in polygons_in(shape):
            rings = [shapely.get_coordinates(ring) for ring in (part.exterior, *part.interiors)]
            self._draft.area(_KINDS[kind], rings, floor, facts)

    def _floor(self, product: Any) -> int:
        element: Any = importlib.import_module("ifcopenshell.util.element")
        container = element.get_container(product, ifc_class="IfcBuildingStorey")
        if container is None:
            above = element.get_aggregate(product)
            container = above if above is not None and above.is_a("IfcBuildingStorey") else None
        return self._storeys[container.id()][0] if container is not None and container.id() in self._storeys else 0


def _storeys(model: Any) -> dict[int, tuple[int, str, bool]]:
    """The ordinal and name of each storey by its id, and whether it has spaces; 0 is the one of those nearest to the ground.

    Foundations and roofs are storeys of a model and no floors of a school: what stands on them goes to the nearest floor.
    """
    storeys = sorted(model.by_type("IfcBuildingStorey"), key=_elevation)
    used = [storey for storey in storeys if _has_spaces(storey)] or storeys
    ground = min(used, key=lambda storey: abs(_elevation(storey)), default=None)
    zero = used.index(ground) if ground is not None else 0
    ordinals = {storey.id(): used.index(storey) - zero for storey in used}
    return {
        own: (ordinals.get(own, _nearest(storey, used) - zero), _said(storey, "LongName", "Name"), own in ordinals)
        for storey in storeys
        for own in [storey.id()]
    }


def _nearest(storey: Any, used: list[Any]) -> int:
    return min(range(len(used)), key=lambda index: abs(_elevation(used[index]) - _elevation(storey)))


def _elevation(storey: Any) -> float:
    elevation = storey.Elevation
    return float(elevation) if isinstance(elevation, (int, float)) and math.isfinite(elevation) else 0.0


def _has_spaces(storey: Any) -> bool:
    return any(part.is_a("IfcSpace") for relation in storey.IsDecomposedBy for part in relation.RelatedObjects)


def _from_above(triangles: Points) -> Any:
    """The union of triangles seen from above; upright ones have no area and go."""
    first, second, third = triangles[:, 0], triangles[:, 1], triangles[:, 2]
    one, other = second - first, third - first
    areas = np.abs(one[:, 0] * other[:, 1] - one[:, 1] * other[:, 0]) / 2
    flat = triangles[areas > _FLAT]
    if not len(flat):
        return shapely.Polygon()
    shapes = shapely.polygons(flat)
    union = shapely.union_all(shapely.make_valid(shapes), grid_size=1e-4)
    return union.simplify(0.005) if union.area > _LEAST_M2 else shapely.Polygon()


def _facts(space: Any) -> Facts:
    name, number = _said(space, "LongName"), _said(space, "Name")
    if not is_number(number):
        name, number = name or number, ""
    return Facts(name, number, category_in(name))


def _georeference(model: Any) -> Georeference | None:
    site = next(iter(model.by_type("IfcSite")), None)
    if site is None or not site.RefLatitude or not site.RefLongitude:
        return None
    lat, lon = _degrees(site.RefLatitude), _degrees(site.RefLongitude)
    if not (abs(lat) <= 85 and abs(lon) <= 180) or (lat, lon) == (0.0, 0.0):
        return None
    return Georeference(lon, lat, north_deg=-_true_north_deg(model))


def _degrees(parts: Any) -> float:
    """Degrees, minutes, seconds and millionths of a second, all with the same sign (IfcCompoundPlaneAngleMeasure)."""
    sizes = (1.0, 60.0, 3600.0, 3600.0e6)
    return float(sum(part / size for part, size in zip(parts, sizes, strict=False)))


def _true_north_deg(model: Any) -> float:
    """Where true north lies in the model, clockwise from its y axis."""
    for context in model.by_type("IfcGeometricRepresentationContext"):
        north = getattr(context, "TrueNorth", None)
        if north is not None:
            x, y = north.DirectionRatios[:2]
            return math.degrees(math.atan2(x, y))
    return 0.0


def _address(building: Any) -> str:
    address = getattr(building, "BuildingAddress", None)
    if address is None:
        return ""
    parts = [*(address.AddressLines or ()), address.Town, address.Region, address.PostalCode, address.Country]
    return ", ".join(
        text for part in parts if part and (text := clean(str(part))) and "enter address" not in text.lower()
    )


def _said(thing: Any, *names: str) -> str:
    for name in names:
        value = getattr(thing, name, None)
        if isinstance(value, str) and clean(value):
            return clean(value)
    return ""
