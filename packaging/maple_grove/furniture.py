"""What stands in the rooms: desks, tables, shelves, benches, court lines, stair treads."""

from maple_grove.archive import Archive
from maple_grove.indoors import PlacedBuilding


def furnish(archive: Archive, building: PlacedBuilding) -> None:
    return None
