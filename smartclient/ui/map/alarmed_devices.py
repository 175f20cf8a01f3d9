"""The open alarms by the device they come from, as the map shows them; what a change costs does not grow with their number."""

from collections.abc import Iterable, Mapping

from smartclient.domain.alarms import Alarm
from smartclient.domain.ids import AlarmId, DeviceId
from smartclient.runtime.clock import Clock
from smartclient.ui.map.layers.scene import Alarmed

_TOLD_LATELY_S = 60.0
_YOUNG_S = 10.0


class AlarmedDevices:
    """`known` is another mapping after every change, so that it is quick to compare."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._open: dict[DeviceId, dict[AlarmId, Alarm]] = {}
        self._device: dict[AlarmId, DeviceId] = {}
        self._first_seen: dict[AlarmId, float] = {}
        self.known: dict[DeviceId, Alarmed] = {}

    def take(self, alarms: Mapping[AlarmId, Alarm], changed: Iterable[AlarmId]) -> None:
        """These may be new, different, closed or let go of."""
        steady_s, now, touched = self._clock.steady_s(), self._clock.now(), set[DeviceId]()
        for key in changed:
            alarm = alarms.get(key)
            before = self._device.pop(key, None)
            if before is not None:
                del self._open[before][key]
                touched.add(before)
            if alarm is None or not alarm.is_open or alarm.device is None:
                self._first_seen.pop(key, None)
                continue
            self._device[key] = alarm.device
            self._open.setdefault(alarm.device, {})[key] = alarm
            is_late = (now - alarm.at).total_seconds() >= _TOLD_LATELY_S
            self._first_seen.setdefault(key, steady_s - _YOUNG_S if is_late else steady_s)
            touched.add(alarm.device)
        self.known = {**self.known, **{device: self._of(device) for device in touched if self._open[device]}}
        for device in touched:
            if not self._open[device]:
                del self._open[device]
                self.known.pop(device, None)

    def take_all(self, alarms: Mapping[AlarmId, Alarm]) -> None:
        """Nothing but these is known now; when the map first saw each stays known."""
        self.take(alarms, {*alarms, *self._device})

    def _of(self, device: DeviceId) -> Alarmed:
        alarms = self._open[device].values()
        newest = max(self._first_seen[alarm.id] for alarm in alarms)
        return Alarmed(min(alarms, key=lambda alarm: alarm.priority), len(alarms), newest)
