"""Alarms: a million of them in the journal, a thousand a second, from alarm to complete card, and incidents shared by eight consoles."""

from smartclient.bench import alarm_archive, alarm_flood, consoles


def measure() -> dict[str, object]:
    """Each part on its own, one after the other."""
    return {
        "archive": alarm_archive.measure(),
        "flood": alarm_flood.measure(),
        "consoles": consoles.measure(),
    }
