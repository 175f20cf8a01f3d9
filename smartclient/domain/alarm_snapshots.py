"""A picture that a server keeps with an alarm."""

from dataclasses import dataclass
from datetime import timedelta

from smartclient.domain.ids import DeviceId


@dataclass(frozen=True, slots=True)
class AlarmSnapshot:
    """`image` begins like a JPEG or PNG and may be anything beyond; `camera` took it, None where the server does not say which.

    `after` is how long after the alarm's own time it was taken, negative before it.
    """

    image: bytes
    camera: DeviceId | None = None
    after: timedelta = timedelta()
