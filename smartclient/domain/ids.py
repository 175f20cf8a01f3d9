"""Names of things, each its own type so that a door is never taken for an alarm."""

from typing import NewType

DeviceId = NewType("DeviceId", str)
"""The server's path of the device, lower case (`cameras/<guid>`), or `plan/<feature id>` where no server knows it."""
AlarmId = NewType("AlarmId", str)
EventId = NewType("EventId", str)
VenueId = NewType("VenueId", str)
BuildingId = NewType("BuildingId", str)
LevelId = NewType("LevelId", str)
UnitId = NewType("UnitId", str)
OpeningId = NewType("OpeningId", str)
IncidentId = NewType("IncidentId", str)
ConsoleId = NewType("ConsoleId", str)
"""One run of the program at one desk."""
ServerKey = NewType("ServerKey", str)
"""One server of several, for as long as it is known here: lower-case letters, digits, points and hyphens."""

ALONE = ServerKey("")
"""The key of a server beside which there is no other: its ids carry none."""
_BETWEEN = "::"


def server_of(thing: str) -> ServerKey:
    """The server whose thing this is, from an id of any kind; ALONE for an id that carries no key."""
    key, between, _ = thing.partition(_BETWEEN)
    return ServerKey(key) if between else ALONE


def keyed(server: ServerKey, thing: str) -> str:
    """The id of that server's thing among those of several: `north::cameras/<guid>`; beside no other server the id itself."""
    return f"{server}{_BETWEEN}{thing}" if server else thing


def plain(thing: str) -> str:
    """The id as its server knows it."""
    return thing.partition(_BETWEEN)[2] or thing
