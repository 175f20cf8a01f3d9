"""The window around map, alarms and video."""
