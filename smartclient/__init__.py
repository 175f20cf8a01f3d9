"""A clickable map of a school district with live video, doors and alarms."""

__version__ = "0.1.0"
