"""The pictures that the server keeps with an alarm, as far as this person may see them, and why there is none."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from smartclient.domain.alarm_snapshots import AlarmSnapshot
from smartclient.domain.alarms import Alarm
from smartclient.domain.devices import DeviceKind
from smartclient.domain.ids import DeviceId
from smartclient.domain.own_alarms import is_own
from smartclient.runtime.signal import Signal
from smartclient.session.alarm_reading import AlarmReading
from smartclient.store.site_store import SiteStore

OF_OWN_RULE = "A rule of this console raised it; only alarms of the server have pictures."
ASKING = "Asking the server for the alarm's picture …"
NONE = "The server keeps no picture with this alarm."
UNREADABLE = "The picture that the server keeps with this alarm is damaged."


@dataclass(frozen=True, slots=True)
class AlarmPicture:
    """A JPEG or PNG from the server, which may be damaged; `camera` is None where the server does not say who took it."""

    jpeg: bytes
    at: datetime
    camera: DeviceId | None


@dataclass(frozen=True, slots=True)
class AlarmPictures:
    """What may be seen; `words` say why there is nothing, or nothing more."""

    found: tuple[AlarmPicture, ...] = ()
    words: str = ""


class PicturesOfAlarms:
    """Asked as often as one likes; the reading asks the server once a change of the alarm."""

    def __init__(
        self, reading: AlarmReading[Sequence[AlarmSnapshot]], store: SiteStore, why_closed: Callable[[DeviceId], str]
    ) -> None:
        """`why_closed` is the sentence why this person may not see a camera now, empty where nothing is known against it."""
        self.reading, self._store, self._why_closed = reading, store, why_closed
        self.seen: Signal[tuple[DeviceId, datetime]] = Signal()
        """A picture is on the screen: whose, and when it was taken."""

    def of(self, alarm: Alarm) -> AlarmPictures:
        """What there is now; what is not there yet is asked for."""
        if is_own(alarm.id):
            return AlarmPictures(words=OF_OWN_RULE)
        self.reading.want(alarm.id)
        told, trouble = self.reading.known(alarm.id), self.reading.trouble(alarm.id)
        if trouble or told is None:
            return AlarmPictures(words=trouble or ASKING)
        pictures = tuple(picture_of(alarm, each, self._store) for each in told)
        reasons = [self._why_closed(each.camera) if each.camera is not None else "" for each in pictures]
        found = tuple(each for each, reason in zip(pictures, reasons, strict=True) if not reason)
        return AlarmPictures(found, "" if found else next(filter(None, reasons), NONE))


def picture_of(alarm: Alarm, told: AlarmSnapshot, store: SiteStore) -> AlarmPicture:
    """Whose camera the server does not name, that is of the alarm's own, where it is of one."""
    device = store.devices.get(alarm.device) if alarm.device is not None else None
    own = device.id if device is not None and device.kind is DeviceKind.CAMERA else None
    return AlarmPicture(told.image, alarm.at + told.after, told.camera or own)
