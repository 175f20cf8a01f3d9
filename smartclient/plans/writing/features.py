"""Things of a site as IMDF 1.0 features (OGC 20-094), the other way round of `plans.places` and `plans.devices`."""

import uuid
from collections.abc import Callable

from smartclient.domain.devices import Device
from smartclient.domain.site import Amenity, Building, Fixture, Level, LonLat, Opening, Unit, Venue
from smartclient.plans.writing.geometry import Json, line_string, point, polygon

LANGUAGE = "en"
_NAMESPACE = uuid.UUID("3c5f7a52-9c0e-5d0b-8e6a-6f1f4be0a7c4")
_PLAN = "plan/"


def derived_id(name: str) -> str:
    """A UUID that depends on nothing but `name`."""
    return str(uuid.uuid5(_NAMESPACE, name))


def labels(text: str) -> Json | None:
    """A name in the language we write (LABELS), or null."""
    return {LANGUAGE: text} if text else None


def feature(feature_type: str, own_id: str, geometry: Json | None, properties: Json) -> Json:
    """A Feature; members that IMDF wants present and we know nothing of are null."""
    return {
        "type": "Feature",
        "id": own_id,
        "feature_type": feature_type,
        "geometry": geometry,
        "properties": {**dict.fromkeys(_ALSO.get(feature_type, "").split()), **properties},
    }


_ALSO = {
    "address": "unit postal_code postal_code_ext postal_code_vanity",
    "venue": "restriction alt_name hours phone website",
    "building": "restriction alt_name",
    "level": "restriction display_point address_id",
    "unit": "restriction accessibility",
    "opening": "accessibility access_control door alt_name display_point",
    "fixture": "name alt_name anchor_id display_point",
    "kiosk": "name alt_name anchor_id display_point",
    "amenity": "accessibility alt_name phone website hours address_id correlation_id",
}


def venue_feature(venue: Venue) -> Json:
    """The campus; its address is a feature of its own."""
    return feature(
        "venue",
        venue.id,
        polygon(venue.area),
        {
            "category": venue.category or "unspecified",
            "name": labels(venue.name),
            "display_point": point(venue.display_point),
            "address_id": address_id(venue),
        },
    )


def address_id(place: Venue | Building) -> str:
    """The id that the address of a campus or building is given where it has none yet."""
    return derived_id(f"address of {place.id}")


def building_feature(building: Building) -> Json:
    """The building; its outlines, and its address where it has one of its own, are features of their own."""
    return feature(
        "building",
        building.id,
        None,
        {
            "category": "unspecified",
            "name": labels(building.name),
            "display_point": point(building.display_point),
            "address_id": address_id(building) if building.address else None,
        },
    )


def footprint_features(building: Building) -> list[Json]:
    """A building's outlines."""
    return [
        feature(
            "footprint",
            derived_id(f"footprint {number} of {building.id}"),
            polygon(rings),
            {"category": "ground", "name": None, "building_ids": [building.id]},
        )
        for number, rings in enumerate(building.footprints)
    ]


def level_feature(level: Level) -> Json:
    """A floor, or the grounds."""
    return feature(
        "level",
        level.id,
        polygon(level.area),
        {
            "category": "unspecified",
            "outdoor": level.outdoor,
            "ordinal": level.ordinal,
            "name": labels(level.name),
            "short_name": labels(level.short_name),
            "building_ids": list(level.building_ids),
        },
    )


def unit_feature(unit: Unit) -> Json:
    """A room, wall, lot …"""
    return feature(
        "unit",
        unit.id,
        polygon(unit.area),
        {
            "category": unit.category or "unspecified",
            "name": labels(unit.name),
            "alt_name": labels(unit.number),
            "level_id": unit.level_id,
            "display_point": point(unit.display_point),
        },
    )


def opening_feature(opening: Opening) -> Json:
    """A doorway."""
    properties: Json = {
        "category": opening.category or "pedestrian",
        "name": labels(opening.name),
        "level_id": opening.level_id,
    }
    if opening.door_type:
        properties["door"] = {"type": opening.door_type, "material": opening.door_material or None}
    return feature("opening", opening.id, line_string(opening.line), properties)


def fixture_feature(fixture: Fixture) -> Json:
    """Furniture; bare lines become details, kiosks kiosks."""
    properties: Json = {"level_id": fixture.level_id}
    if fixture.is_line:
        if fixture.category != "detail":
            properties["category"] = fixture.category
        return feature("detail", fixture.id, line_string(fixture.shape[0]), properties)
    if fixture.category == "kiosk":
        return feature("kiosk", fixture.id, polygon(fixture.shape), properties)
    return feature("fixture", fixture.id, polygon(fixture.shape), {"category": fixture.category, **properties})


def amenity_feature(amenity: Amenity, units_at: Callable[[Amenity], list[str]]) -> Json:
    """A point worth knowing; IMDF tells its floor by the units it is in, which `units_at` finds."""
    units = units_at(amenity)
    properties: Json = {"category": amenity.category, "name": labels(amenity.name), "unit_ids": units}
    if not units and amenity.level_id:
        properties["level_id"] = amenity.level_id
    return feature("amenity", amenity.id, point(amenity.position), properties)


def device_feature(device: Device) -> Json:
    """A device, our extension; `plan/…` ids are those of features, all others the server's."""
    place, view = device.placement, device.view
    is_planned = device.id.startswith(_PLAN)
    properties: Json = {
        "category": device.kind.value,
        "name": labels(device.name),
        "level_id": place.level_id if place else None,
        "unit_id": place.unit_id if place else None,
        "opening_id": place.opening_id if place else None,
        "server_id": None if is_planned else device.id,
        "url": device.url or None,
    }
    if view is not None:
        properties |= {"bearing": view.bearing_deg, "field_of_view": view.field_of_view_deg, "range": view.range_m}
        properties["form"] = view.form.value
        known = {"tilt": view.tilt_deg, "height": view.height_m, "pixels": view.width_px}
        properties |= {name: value for name, value in known.items() if value is not None}
    if device.masks:
        properties["masks"] = [[list(corner) for corner in mask] for mask in device.masks]
    if device.recorded_from is not None:
        properties["recorded_from"] = device.recorded_from.isoformat()
    own_id = device.id.removeprefix(_PLAN) if is_planned else derived_id(device.id)
    return feature("device", own_id, _position(place.position if place else None), properties)


def _position(position: LonLat | None) -> Json | None:
    return point(position) if position else None
