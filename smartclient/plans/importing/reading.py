"""Any file that can be drawn from, as a drawing."""

from collections.abc import Callable
from pathlib import Path

from smartclient.domain.errors import PlanUnreadable
from smartclient.plans.importing.drawing import Drawing
from smartclient.plans.importing.kinds import DrawingKind, kind_of_file

Tell = Callable[[float], None]


def read_drawing(path: Path, page: int, tell: Tell) -> Drawing:
    """The drawing at `path`; `page` counts from 1 where there are pages. `tell` hears the share that was read, 0…1.

    Meant for a process of its own (`apart.read`). Raises PlanMissing, PlanUnreadable.
    """
    kind = kind_of_file(path)
    try:
        drawing = _read(kind, path, page, tell)
    except OSError as trouble:
        raise PlanUnreadable(f"{path.name} cannot be read: {trouble.strerror or trouble}.") from trouble
    except RecursionError as trouble:
        raise PlanUnreadable(f"{path.name} is built too deep to be a plan.") from trouble
    if drawing.bounds is None:  # worked out here, since it takes long in the window
        raise PlanUnreadable(f"{path.name} holds nothing that can be drawn.")
    return drawing


def _read(kind: DrawingKind, path: Path, page: int, tell: Tell) -> Drawing:
    match kind:
        case DrawingKind.DXF:
            from smartclient.plans.importing.dxf import read_dxf

            return read_dxf(path, tell)
        case DrawingKind.IFC:
            from smartclient.plans.importing.ifc import read_ifc

            return read_ifc(path, tell)
        case DrawingKind.PDF:
            from smartclient.plans.importing.pdf import read_pdf

            return read_pdf(path, page)
        case DrawingKind.PICTURE:
            from smartclient.plans.importing.pictures import read_picture

            return read_picture(path)
        case DrawingKind.GEOJSON:
            from smartclient.plans.importing.geojson import read_geojson

            return read_geojson(path)
        case DrawingKind.OSM:
            from smartclient.plans.importing.osm import read_osm

            return read_osm(path)
        case DrawingKind.SHAPEFILE:
            from smartclient.plans.importing.shapefiles import read_shapefile

            return read_shapefile(path, tell)
        case DrawingKind.SVG:
            raise PlanUnreadable(
                f"{path.name} is an SVG drawing; it is opened as a picture, in the window: `smartclient open {path.name}`."
            )
