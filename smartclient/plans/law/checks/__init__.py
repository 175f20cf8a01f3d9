"""The checks that rules name: each takes a campus and its values and gives an answer."""

from collections.abc import Callable, Mapping
from typing import Any

from smartclient.plans.law.answers import Answer
from smartclient.plans.law.campus import Campus
from smartclient.plans.law.checks import dates, doors, drawing, equipment, grounds, papers, rooms

Check = Callable[[Campus, Mapping[str, Any]], Answer]

CHECKS: Mapping[str, Check] = {
    "floor-plans": rooms.floor_plans,
    "rooms-labelled": rooms.labelled,
    "halls-named": rooms.halls_named,
    "suites-numbered": rooms.suites_numbered,
    "exterior-doors-numbered": doors.numbered,
    "stairs-numbered": doors.stairs_numbered,
    "equipment": equipment.equipped,
    "areas-named": grounds.areas_named,
    "roads-named": grounds.roads_named,
    "neighbours-named": grounds.neighbours_named,
    "grid": drawing.gridded,
    "true-north": drawing.true_north,
    "outline": drawing.outlined,
    "printable": drawing.printable,
    "product": drawing.product,
    "outside": drawing.outside,
    "aerial": dates.aerial,
    "walk-through": dates.walk_through,
    "invited": dates.invited,
    "review": dates.review,
    "agencies": papers.agencies,
    "delivered": papers.delivered,
    "agreement": papers.agreement,
}
