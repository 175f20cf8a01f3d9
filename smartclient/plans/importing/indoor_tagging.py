"""OpenStreetMap's Simple Indoor Tagging (wiki.openstreetmap.org/wiki/Simple_Indoor_Tagging) as layers of a drawing."""

from collections.abc import Mapping
from typing import Any

from smartclient.plans.importing.categories import category_in, is_number
from smartclient.plans.importing.drawing import Draft, Facts
from smartclient.plans.importing.properties import levels_in
from smartclient.plans.shapes import Shape
from smartclient.plans.text import clean

_ROOMS = ("room", "area", "corridor", "level")
_AMENITIES = {"toilets": "restroom", "library": "library", "cafe": "foodservice", "parking": "parking"}


def is_indoor_tagged(tags: Mapping[str, Any]) -> bool:
    """Whether a feature uses these tags."""
    return "indoor" in tags or ("level" in tags and "door" in tags)


class IndoorTags:
    """Draws tagged features; `facts` gathers the building's name and address."""

    def __init__(self, draft: Draft) -> None:
        self._draft = draft
        self.facts: dict[str, str] = {}

    def take(self, tags: Mapping[str, Any], shape: Shape) -> None:
        """Draws one feature on each of its floors."""
        floors: tuple[int | None, ...] = levels_in(_text(tags, "level")) or levels_in(_text(tags, "repeat_on"))
        indoor = _text(tags, "indoor")
        if indoor in _ROOMS and shape.polygons:
            layer, facts = f"indoor={indoor}", _room(tags)
            for floor in floors or (None,):
                for rings in shape.polygons:
                    self._draft.area(layer, rings, floor, facts)
        elif indoor == "wall":
            self._lines("indoor=wall", shape, floors)
        elif shape.point is not None and ("door" in tags or "entrance" in tags):
            self._door(tags, shape, floors)
        elif "building" in tags and shape.polygons and not floors:
            self._building(tags, shape)
        elif not shape.point:
            self._lines(
                f"other {next((key for key in ('indoor', 'highway', 'barrier') if key in tags), 'lines')}",
                shape,
                floors,
            )

    def _door(self, tags: Mapping[str, Any], shape: Shape, floors: tuple[int | None, ...]) -> None:
        is_entrance = _text(tags, "entrance") not in ("", "no")
        number = _text(tags, "ref")
        facts = Facts(_text(tags, "name") or (f"Door {number}" if number and is_entrance else ""), number, "")
        for floor in floors or ((0,) if is_entrance else (None,)):
            if shape.point is not None:
                self._draft.point("entrance" if is_entrance else "door", shape.point, floor, facts)

    def _building(self, tags: Mapping[str, Any], shape: Shape) -> None:
        for rings in shape.polygons:
            self._draft.area("building", rings[:1], facts=Facts(_text(tags, "name")))
        if "building" not in self.facts and _text(tags, "name"):
            self.facts["building"] = _text(tags, "name")
            self.facts["address"] = _address(tags)

    def _lines(self, layer: str, shape: Shape, floors: tuple[int | None, ...]) -> None:
        for floor in floors or (None,):
            for line in (*shape.lines, *(rings[0] for rings in shape.polygons)):
                self._draft.line(layer, line, floor)


def _room(tags: Mapping[str, Any]) -> Facts:
    name, number = _text(tags, "name"), _text(tags, "ref")
    if name and not number and is_number(name):
        name, number = "", name
    return Facts(name, number, _category(tags) or category_in(name))


def _category(tags: Mapping[str, Any]) -> str:
    if _text(tags, "stairs") == "yes" or _text(tags, "highway") == "steps":
        return "stairs"
    if "elevator" in (_text(tags, "highway"), _text(tags, "room"), _text(tags, "building:part")):
        return "elevator"
    if _text(tags, "room") in ("toilet", "toilets") or _text(tags, "amenity") == "toilets":
        male, female = _text(tags, "male") == "yes", _text(tags, "female") == "yes"
        return "restroom" if male == female else "restroom.male" if male else "restroom.female"
    if _text(tags, "indoor") == "corridor":
        return "walkway"
    return _AMENITIES.get(_text(tags, "amenity"), "") or category_in(_text(tags, "room"))


def _address(tags: Mapping[str, Any]) -> str:
    street = f"{_text(tags, 'addr:housenumber')} {_text(tags, 'addr:street')}".strip()
    town = f"{_text(tags, 'addr:postcode')} {_text(tags, 'addr:city')}".strip()
    return ", ".join(part for part in (street, town, _text(tags, "addr:country")) if part)


def _text(tags: Mapping[str, Any], key: str) -> str:
    value = tags.get(key)
    return clean(str(value)) if isinstance(value, (str, int, float)) and not isinstance(value, bool) else ""
