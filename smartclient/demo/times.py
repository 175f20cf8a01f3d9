"""Times on the wire: ISO 8601 in UTC with seven fractional digits, as the real server writes them."""

from datetime import UTC, datetime


def stamp(at: datetime) -> str:
    """An aware time as `2026-01-31T12:00:00.1234560Z`."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%f0Z")


def parsed(text: str) -> datetime:
    """The time a client wrote; without a zone it is UTC. Raises ValueError."""
    at = datetime.fromisoformat(text)
    return at if at.tzinfo else at.replace(tzinfo=UTC)
