"""What was corrected on a walk-through, as an edit of the plan."""

from collections.abc import Mapping
from dataclasses import replace

from smartclient.domain.edits import Edit
from smartclient.domain.site import Site
from smartclient.plans.editing.rooms import change_opening, change_unit
from smartclient.plans.text import clean


def correction_edit(site: Site, feature: str, correction: Mapping[str, str]) -> Edit | None:
    """The edit that makes the plan say so; None where the feature is gone."""
    unit = next((each for each in site.units if each.id == feature), None)
    if unit is not None:
        name, number = correction.get("name", unit.name), correction.get("number", unit.number)
        return change_unit(site, unit, name, number, correction.get("category", unit.category))
    opening = next((each for each in site.openings if each.id == feature), None)
    if opening is not None:
        return change_opening(site, opening, correction.get("name", opening.name), opening.category)
    device = next((each for each in site.devices if each.id == feature), None)
    if device is not None:
        named = replace(device, name=clean(correction.get("name", device.name)))
        return Edit(f"Name {device.name} {named.name}", (named,))
    amenity = next((each for each in site.amenities if each.id == feature), None)
    if amenity is None:
        return None
    called = replace(amenity, name=clean(correction.get("name", amenity.name)))
    return Edit(f"Name {amenity.name} {called.name}", (called,))
