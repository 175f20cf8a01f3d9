"""The ways out of a floor as rows of the table: one for each outside door, below it the rooms whose way leads there."""

from collections import defaultdict
from collections.abc import Callable, Sequence

from smartclient.geometry.coverage import Shares
from smartclient.session.ways_out import SeenWayOut
from smartclient.store.routes import Standpoint
from smartclient.ui.coverage.coverage_tree import Row, Target

_AROUND_M = 6.0


def ways_out_rows(ways: Sequence[SeenWayOut], where: Callable[[Standpoint], str]) -> list[Row]:
    """The doors, those whose ways are seen least first; a room's row leads to the longest piece that nobody sees."""
    by_exit: defaultdict[str, list[SeenWayOut]] = defaultdict(list)
    for way in ways:
        by_exit[way.way.exit.id].append(way)
    doors = []
    for group in by_exit.values():
        rooms = f"{len(group)} rooms" if len(group) > 1 else "1 room"
        name = f"{group[0].way.exit.name or 'Door'} · from {rooms}"
        doors.append(Row(name, _together(group), rows=tuple(_room(way, where) for way in group)))
    return sorted(doors, key=lambda row: row.shares or (0.0, 0.0, 0.0, 0.0))


def _room(way: SeenWayOut, where: Callable[[Standpoint], str]) -> Row:
    name = f"{way.way.room} · {way.way.length_m:.0f} m"
    if way.unseen is None:
        level, line = way.way.stretches[0]
        return Row(name, way.shares, Target(level, line.bounds), "Seen all the way.")
    unseen = way.unseen
    said = where(Standpoint(unseen.x, unseen.y, unseen.level))
    bounds = (unseen.x - _AROUND_M, unseen.y - _AROUND_M, unseen.x + _AROUND_M, unseen.y + _AROUND_M)
    return Row(name, way.shares, Target(unseen.level, bounds), f"Longest unseen: {unseen.length_m:.0f} m, {said}.")


def _together(ways: Sequence[SeenWayOut]) -> Shares:
    whole = sum(way.way.length_m for way in ways)
    sums = [sum(way.shares[place] * way.way.length_m for way in ways) / whole for place in range(4)]
    return (sums[0], sums[1], sums[2], sums[3])
