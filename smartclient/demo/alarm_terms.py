"""What alarms can be on the demo's site: its states, two of them its own, priorities, categories and reasons for closing."""

from smartclient.demo.answers import Json
from smartclient.demo.ids import derived


def _levels(resource: str, levels: dict[str, int]) -> dict[str, Json]:
    return {name: {"id": derived(resource, name), "name": name, "level": level} for name, level in levels.items()}


STATES = _levels(
    "alarmStates",
    {"New": 1, "In progress": 4, "Verified real": 5, "Drill": 6, "Waiting for a key": 7, "On hold": 9, "Closed": 11},
)
"""The four of the product by their numbers; those between are this site's own."""
PRIORITIES = _levels("alarmPriorities", {"High": 1, "Medium": 2, "Low": 3})
CATEGORIES = _levels("alarmCategories", {"Threat": 1, "Access": 2, "Air": 3, "Technical": 4, "Other": 5})
CLOSE_REASONS = _levels("closeReasons", {"Resolved": 1, "False alarm": 2, "Drill": 3})
