"""Features of an archive as the domain's venues, buildings, levels, units, openings, amenities and fixtures."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from smartclient.domain.ids import BuildingId, LevelId, OpeningId, UnitId, VenueId
from smartclient.domain.site import (
    Amenity,
    Building,
    Fixture,
    Level,
    Line,
    LonLat,
    Opening,
    Rings,
    Site,
    Unit,
    UnitKind,
    Venue,
)
from smartclient.geometry import polygons
from smartclient.plans.features import Feature
from smartclient.plans.problems import Report
from smartclient.plans.standins import is_within
from smartclient.plans.unit_kinds import kind_of

Features = Mapping[str, list[Feature]]
_EXTERIOR_CATEGORIES = ("pedestrian.principal", "emergencyexit")
_BOUNDARY_TOLERANCE_DEG = 0.6 / 111_320
"""0.6 m: an exterior door lies in the middle of a wall whose outer face is the level's outline."""


def to_site(features: Features, report: Report) -> Site:
    """One archive as a nameless site with one venue. Features without a usable shape were reported before and are left out."""
    venues = _venues(features)
    if not venues:
        return Site("")
    levels = _levels(features, venues)
    return Site(
        name="",
        venues=venues,
        buildings=_buildings(features, venues),
        levels=levels,
        units=_units(features, levels, report),
        openings=_openings(features, levels),
        amenities=_amenities(features),
        fixtures=_fixtures(features),
    )


def with_exits(openings: Sequence[Opening], level: Level) -> tuple[Opening, ...]:
    """The doorways of a floor; which of them lead out is told by their categories and by where its outline is."""
    exits = _are_exits([(opening.category, opening.line, level) for opening in openings])
    return tuple(replace(opening, is_exterior=is_exit) for opening, is_exit in zip(openings, exits, strict=True))


def _are_exits(doorways: Sequence[tuple[str, Line, Level]]) -> list[bool]:
    """Whether each doorway, with its IMDF category and floor, leads out of its building."""
    on_outline = polygons.lie_on_outline(
        [line for _, line, _ in doorways], [level.area[0] for _, _, level in doorways], _BOUNDARY_TOLERANCE_DEG
    )
    return [
        category in _EXTERIOR_CATEGORIES or (is_on and not level.outdoor)
        for (category, _, level), is_on in zip(doorways, on_outline, strict=True)
    ]


def _venues(features: Features) -> tuple[Venue, ...]:
    addresses = _addresses(features)
    return tuple(
        Venue(
            id=VenueId(venue.id),
            name=venue.text("name") or "Campus",
            category=venue.text("category"),
            area=venue.shape.polygons[0],
            display_point=venue.display_point or polygons.points_inside(venue.shape.polygons[:1])[0],
            address=addresses.get(venue.reference("address_id") or "", ""),
        )
        for venue in features["venue"]
        if venue.shape and venue.shape.polygons
    )


def _addresses(features: Features) -> dict[str, str]:
    return {address.id: _address(address) for address in features["address"]}


def _address(address: Feature) -> str:
    parts = (address.text(name) for name in ("address", "unit", "locality", "province", "postal_code"))
    return ", ".join(part for part in parts if part)


def _venue_at(point: LonLat, venues: tuple[Venue, ...]) -> VenueId:
    return next((venue.id for venue in venues if is_within(point, venue.area)), venues[0].id)


def _levels(features: Features, venues: tuple[Venue, ...]) -> tuple[Level, ...]:
    return tuple(
        Level(
            id=LevelId(level.id),
            venue_id=_venue_at(level.shape.first, venues),
            building_ids=tuple(BuildingId(building) for building in level.references("building_ids")),
            name=level.text("name") or level.text("short_name") or "Level",
            short_name=level.text("short_name") or level.text("name")[:3] or "?",
            ordinal=int(level.number("ordinal") or 0),
            outdoor=bool(level.properties.get("outdoor")),
            area=level.shape.polygons[0],
        )
        for level in features["level"]
        if level.shape and level.shape.polygons
    )


def _shapes_by_building(features: Features, name: str) -> dict[str, list[Rings]]:
    shapes: dict[str, list[Rings]] = {}
    for feature in features[name]:
        for building_id in feature.references("building_ids"):
            shapes.setdefault(building_id, []).extend(feature.shape.polygons if feature.shape else ())
    return shapes


def _buildings(features: Features, venues: tuple[Venue, ...]) -> tuple[Building, ...]:
    outlines, floors = _shapes_by_building(features, "footprint"), _shapes_by_building(features, "level")
    addresses, of_campus = _addresses(features), {venue.id: venue.address for venue in venues}
    made = []
    for building in features["building"]:
        footprints = outlines.get(building.id) or floors.get(building.id) or []
        if not footprints:
            continue
        point = building.display_point or polygons.points_inside(footprints[:1])[0]
        name = building.text("name") or "Building"
        venue_id = _venue_at(footprints[0][0][0], venues)
        address = addresses.get(building.reference("address_id") or "", "")
        own = "" if address == of_campus[venue_id] else address
        made.append(Building(BuildingId(building.id), venue_id, name, tuple(footprints), point, own))
    return tuple(made)


def _units(features: Features, levels: tuple[Level, ...], report: Report) -> tuple[Unit, ...]:
    outdoors: dict[str, bool] = {level.id: level.outdoor for level in levels}
    occupants = _occupants(features)
    parts = [
        (feature, number, rings)
        for feature in features["unit"]
        if feature.shape and feature.text("level_id") in outdoors
        for number, rings in enumerate(feature.shape.polygons)
    ]
    inside = polygons.points_inside([rings for _, _, rings in parts])
    made: list[Unit] = []
    for (feature, number, rings), point in zip(parts, inside, strict=True):
        level_id = LevelId(feature.text("level_id"))
        first = number == 0
        made.append(
            Unit(
                id=UnitId(feature.id if first else f"{feature.id}/part{number + 1}"),
                level_id=level_id,
                kind=_unit_kind(feature, report, outdoor=outdoors[level_id]),
                category=feature.text("category"),
                name=(feature.text("name") or occupants.get(feature.id, "")) if first else "",
                number=feature.text("alt_name") if first else "",
                area=rings,
                display_point=(feature.display_point if first else None) or point,
            )
        )
    return tuple(made)


def _unit_kind(feature: Feature, report: Report, *, outdoor: bool) -> UnitKind:
    kind = kind_of(feature.text("category"), outdoor=outdoor)
    if kind is None and feature.text("category"):
        report.warning(feature.file, feature.id, f"unknown category {feature.text('category')!r}", "drawn as a room")
    return kind or UnitKind.ROOM


def _occupants(features: Features) -> dict[str, str]:
    """Who is in a unit, for units without a name of their own."""
    anchors = {anchor.id: anchor.reference("unit_id") for anchor in features["anchor"]}
    named = ((anchors.get(o.reference("anchor_id") or ""), o.text("name")) for o in features["occupant"])
    return {unit: name for unit, name in named if unit}


def _openings(features: Features, levels: tuple[Level, ...]) -> tuple[Opening, ...]:
    known = {level.id: level for level in levels}
    placed = [
        (feature, level, line)
        for feature in features["opening"]
        if feature.shape and (level := known.get(LevelId(feature.reference("level_id") or "")))
        for line in feature.shape.lines[:1]
    ]
    exits = _are_exits([(feature.text("category"), line, level) for feature, level, line in placed])
    return tuple(
        Opening(
            id=OpeningId(feature.id),
            level_id=level.id,
            category=feature.text("category"),
            name=feature.text("name"),
            line=line,
            is_exterior=is_exit,
            door_type=feature.door()[0],
            door_material=feature.door()[1],
        )
        for (feature, level, line), is_exit in zip(placed, exits, strict=True)
    )


def _amenities(features: Features) -> tuple[Amenity, ...]:
    levels = {unit.id: unit.reference("level_id") for unit in features["unit"]}
    made = []
    for amenity in features["amenity"]:
        if amenity.shape is None or amenity.shape.point is None:
            continue
        by_unit = (levels[unit] for unit in amenity.references("unit_ids") if levels.get(unit))
        level = next(by_unit, amenity.reference("level_id"))
        level_id = LevelId(level) if level else None
        made.append(Amenity(amenity.id, level_id, amenity.text("category"), amenity.text("name"), amenity.shape.point))
    return tuple(made)


def _fixtures(features: Features) -> tuple[Fixture, ...]:
    return tuple(
        Fixture(
            id=feature.id if number == 1 else f"{feature.id}/part{number}",
            level_id=LevelId(level_id),
            category=feature.text("category") or feature.type,
            shape=shape,
            is_line=is_line,
        )
        for name in ("fixture", "kiosk", "detail")
        for feature in features[name]
        if feature.shape and (level_id := feature.reference("level_id"))
        for number, (shape, is_line) in enumerate(_drawable(feature), 1)
    )


def _drawable(feature: Feature) -> Iterable[tuple[Rings, bool]]:
    if feature.shape is None:
        return
    yield from ((rings, False) for rings in feature.shape.polygons)
    yield from (((line,), True) for line in feature.shape.lines)
