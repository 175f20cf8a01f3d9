"""The drawing itself: grid, north, outline, print, and what this program does by itself."""

from collections.abc import Mapping
from typing import Any

import msgspec
import numpy as np

from smartclient.geometry.grid import column_name
from smartclient.plans.law.answers import Answer, counted, missing, passed, unknown
from smartclient.plans.law.campus import Campus
from smartclient.plans.law.rules import value_of

_ABILITIES = {
    "scale-bar": "every screen and every printed page has one",
    "north-arrow": "every screen and every printed page has one",
    "revision": "the same revision id is on the screen and on every printed page",
    "live": "doors, sensors, alarms and cameras are shown on the map as they are now",
    "free-viewer": "smartclient is free, needs no licence server, and opens the archive without a server",
    "offline": "plans, search and printing need no network",
    "drills": "drills are shown on the same map, marked as drills",
    "marked": "every printed page is marked security-sensitive, not a public record",
}

_EDGE_M = 1.0
"""A corner of the campus may lie so far outside of the grid."""


class _North(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    tolerance_deg: float = 0.5


class _Product(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    ability: str


class _Outside(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    words: str


class _Paper(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    papers: tuple[str, ...]


def gridded(campus: Campus, values: Mapping[str, Any]) -> Answer:  # noqa: ARG001 (every check takes values)
    """A grid with letters across and numbers down covers the whole campus."""
    if not campus.plan.grids:
        return missing("The campus has no grid.", [campus.campus_lack("no grid")])
    grid = campus.grid
    corners = campus.frame.to_local(campus.outline)
    middle = corners.mean(axis=0)
    inwards = corners + (middle - corners) * (_EDGE_M / np.maximum(np.hypot(*(middle - corners).T), _EDGE_M))[:, None]
    if any(grid.cell_at(x, y) is None for x, y in inwards.tolist()):
        return missing("The grid does not cover the whole campus.", [campus.campus_lack("outside of the grid")])
    columns = f"A to {column_name(grid.columns - 1)}"
    return passed(f"letters {columns} across, numbers 1 to {grid.rows} down, cells of {grid.cell_m:g} m")


def true_north(campus: Campus, values: Mapping[str, Any]) -> Answer:
    """The grid's columns point to true north; the plan is in WGS 84 and is drawn and printed north up."""
    tolerance_deg = value_of(values, _North, "true-north").tolerance_deg
    if not campus.plan.grids:
        return unknown("There is no grid to see the orientation by.")
    bearing = (campus.plan.grids[0].bearing_deg + 180) % 360 - 180
    if abs(bearing) > tolerance_deg:
        return missing(
            f"The grid is turned by {bearing:.1f}° from true north.",
            [campus.campus_lack(f"the grid is turned by {bearing:.1f}°")],
        )
    return passed("drawn to true north (WGS 84)")


def outlined(campus: Campus, values: Mapping[str, Any]) -> Answer:  # noqa: ARG001
    """The campus has an outline that a call or a person can be found within, and a floor plan to show then."""
    if len(set(campus.venue.area[0])) < 3 or not campus.rooms:
        return missing("The campus has no outline with floor plans in it.", [campus.campus_lack("no outline")])
    return passed("the outline of the campus stands for its geofence; its plans open with the map")


def printable(campus: Campus, values: Mapping[str, Any]) -> Answer:
    """Every floor can be read on one page of each of the papers: its room labels are not too small."""
    from smartclient.plans.printing.legibility import illegible

    papers = value_of(values, _Paper, "printable").papers
    lacks = [
        campus.campus_lack(f"{words} cannot be read on {paper}")
        for paper in papers
        for words in illegible(campus.plan, paper)
    ]
    if lacks:
        return missing(f"{counted(len(lacks), 'page')} cannot be read", lacks)
    return passed(f"every floor can be read on {' and '.join(papers)}")


def product(campus: Campus, values: Mapping[str, Any]) -> Answer:  # noqa: ARG001
    """What this program does for every plan."""
    ability = value_of(values, _Product, "product").ability
    words = _ABILITIES.get(ability)
    return passed(words) if words else unknown(f"Nothing is known of {ability!r}.")


def outside(campus: Campus, values: Mapping[str, Any]) -> Answer:  # noqa: ARG001
    """What neither plan nor program can tell; a person has to look."""
    return unknown(value_of(values, _Outside, "outside").words)
