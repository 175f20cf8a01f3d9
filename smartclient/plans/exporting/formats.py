"""The formats a site can be exported to, and the one function that does it."""

from enum import StrEnum
from pathlib import Path

from smartclient.domain.errors import PlanUnwritable
from smartclient.domain.site import Level, Site
from smartclient.plans.writing import write_archive
from smartclient.plans.writing.disk import replaced_file


class Format(StrEnum):
    """What other programs read; the value is the word on the command line."""

    IMDF = "imdf"
    GEOJSON = "geojson"
    KML = "kml"
    DXF = "dxf"
    SVG = "svg"

    @property
    def suffix(self) -> str:
        """How its files end."""
        return ".zip" if self is Format.IMDF else f".{self.value}"

    @property
    def words(self) -> str:
        """For a person choosing one."""
        return _WORDS[self]


_WORDS = {
    Format.IMDF: "IMDF archive, everything",
    Format.GEOJSON: "GeoJSON, everything",
    Format.KML: "KML for Google Earth and ATAK",
    Format.DXF: "DXF, metres, a layer for each kind and floor",
    Format.SVG: "SVG of one floor",
}


def export(site: Site, form: Format, path: Path, level: Level | None = None, source: Path | None = None) -> None:
    """Writes `site` to the file `path`, whole or not at all. An SVG shows one `level`; an IMDF archive takes with it what is on
    record of its campuses at `source`. Raises PlanError.
    """
    if not site.venues:
        raise PlanUnwritable("There is no plan to export: nothing is drawn.")
    if form is Format.IMDF:
        if path.suffix.lower() != ".zip":
            raise PlanUnwritable(f"{path.name} has to end in .zip.")
        write_archive(site, path)
        if source is not None:
            from smartclient.plans.records.writing import carry_records

            carry_records(source, path)
        return
    content = _content(site, form, level)
    with replaced_file(path) as file:
        file.write(content)


def _content(site: Site, form: Format, level: Level | None) -> bytes:
    if form is Format.GEOJSON:
        from smartclient.plans.exporting.geojson import to_geojson

        return to_geojson(site)
    if form is Format.KML:
        from smartclient.plans.exporting.kml import to_kml

        return to_kml(site)
    if form is Format.DXF:
        from smartclient.plans.exporting.dxf import to_dxf

        return to_dxf(site)
    if level is None:
        raise PlanUnwritable("An SVG shows one floor: say which.")
    from smartclient.plans.exporting.svg import to_svg

    return to_svg(site, level)
