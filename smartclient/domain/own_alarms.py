"""Alarms that this side raises by its own rules: their ids tell them apart from the server's."""

from smartclient.domain.ids import AlarmId

OWN = "own/"
"""What their ids begin with; a server's ids have no slash."""


def is_own(alarm: AlarmId) -> bool:
    """Whether a rule of this side raised it, and no server knows it."""
    return alarm.startswith(OWN)
