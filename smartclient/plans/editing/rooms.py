"""Edits of the plan itself: rooms, openings, floors."""

from dataclasses import replace

from smartclient.domain.edits import Edit, Thing
from smartclient.domain.ids import LevelId
from smartclient.domain.site import LonLat, Opening, Site, Unit
from smartclient.plans.editing.corner_move import CornerMove
from smartclient.plans.editing.devices import rounded
from smartclient.plans.places import with_exits
from smartclient.plans.text import clean
from smartclient.plans.unit_kinds import UNIT_CATEGORIES, kind_of

__all__ = ["UNIT_CATEGORIES", "change_opening", "change_unit", "draw", "move_corner", "remove", "unit_words"]


def change_unit(site: Site, unit: Unit, name: str, number: str, category: str) -> Edit:
    """Another name, number on the door, or IMDF category."""
    outdoor = any(level.id == unit.level_id and level.outdoor for level in site.levels)
    kind = kind_of(category, outdoor=outdoor) or unit.kind
    changed = replace(unit, name=clean(name), number=clean(number), category=category, kind=kind)
    what = unit_words(unit)
    if changed.number != unit.number:
        return Edit(
            f"Give {what} the number {changed.number}" if changed.number else f"Take the number from {what}", (changed,)
        )
    if changed.name != unit.name:
        return Edit(f"Call {what} {changed.name}" if changed.name else f"Take the name from {what}", (changed,))
    return Edit(f"Make {what} a {category}", (changed,))


def change_opening(site: Site, opening: Opening, name: str, category: str) -> Edit:
    """Another name (`Door 7`) or IMDF category."""
    changed = _as_read(site, replace(opening, name=clean(name), category=category))
    what = f"doorway {opening.name}".strip()
    if changed.name != opening.name:
        return Edit(f"Call {what} {changed.name}" if changed.name else f"Take the name from {what}", (changed,))
    return Edit(f"Make {what} {category}", (changed,))


def _as_read(site: Site, opening: Opening) -> Opening:
    """Whether it leads out is told by its category and place."""
    level = next((level for level in site.levels if level.id == opening.level_id), None)
    return with_exits([opening], level)[0] if level else opening


def move_corner(site: Site, thing: Unit | Opening, number: int, to: LonLat) -> Edit:
    """Another place for one corner of a room, whose walls follow, or for one end of a doorway; counted from 0."""
    if isinstance(thing, Unit):
        return CornerMove(site, thing, number).to(to)
    line = (*thing.line[:number], rounded(to), *thing.line[number + 1 :])
    return Edit(f"Move doorway {thing.name}".strip(), (_as_read(site, replace(thing, line=line)),))


def split_side(unit: Unit, number: int, at: LonLat) -> Edit:
    """One corner more on the side that begins at corner `number`."""
    corners = [*unit.area[0][:-1]]
    corners.insert(number + 1, rounded(at))
    area = ((*corners, corners[0]), *unit.area[1:])
    return Edit(f"Put a corner into a side of {unit_words(unit)}", (replace(unit, area=area),))


def draw(words: str, *things: Thing) -> Edit:
    """New parts of the plan, or other shapes of old ones."""
    return Edit(words, things)


def remove(site: Site, *things: Unit | Opening) -> Edit:
    """Takes rooms and openings away; devices stay where they are, bound to nothing that is gone."""
    gone = {thing.id for thing in things}
    freed = tuple(
        replace(
            device,
            placement=replace(
                device.placement,
                unit_id=None if device.placement.unit_id in gone else device.placement.unit_id,
                opening_id=None if device.placement.opening_id in gone else device.placement.opening_id,
            ),
        )
        for device in site.devices
        if device.placement is not None and {device.placement.unit_id, device.placement.opening_id} & gone
    )
    names = tuple((type(thing), str(thing.id)) for thing in things)
    what = unit_words(things[0]) if isinstance(things[0], Unit) else f"opening {things[0].name}".strip()
    return Edit(f"Remove {what}", freed, names)


def unit_words(unit: Unit) -> str:
    """`room 214`, else its name."""
    return f"room {unit.number}" if unit.number else unit.name or f"a {unit.category}"


def on_level(site: Site, level: LevelId) -> tuple[Unit, ...]:
    """The units of a floor."""
    return tuple(unit for unit in site.units if unit.level_id == level)
