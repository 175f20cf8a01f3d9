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
