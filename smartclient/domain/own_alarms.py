"""Alarms that this side raises by its own rules: their ids tell them apart from the server's."""

from smartclient.domain.ids import AlarmId, plain

OWN = "own/"
"""What their ids begin with, after the key of the server whose event raised them; a server's ids have no slash."""


def is_own(alarm: AlarmId) -> bool:
    """Whether a rule of this side raised it, and no server knows it."""
    return plain(alarm).startswith(OWN)
