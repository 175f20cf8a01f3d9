"""What several views ask for alike: where something is, and going there."""

from smartclient.app.stills import Stills
from smartclient.domain.devices import Device, DeviceKind
from smartclient.domain.ids import AlarmId, BuildingId, DeviceId, LevelId
from smartclient.runtime.signal import Signal
from smartclient.session.seeing import Seeing
from smartclient.store.finding.match import Match, around
from smartclient.store.places import Places
from smartclient.store.site_store import SiteStore
from smartclient.store.workspace import Workspace


class Verbs:
    """Moves the workspace; knows the present and the plan."""

    def __init__(self, store: SiteStore, workspace: Workspace, places: Places, stills: Stills) -> None:
        self._store, self._workspace, self._places, self._stills = store, workspace, places, stills
        self._words: dict[DeviceId, str] = {}
        self.went_to_alarm: Signal[AlarmId] = Signal()
        """A person asked to be at that alarm, and its cameras were opened."""
        self.seeing = Seeing(store, workspace, places, self.open_cameras)
        store.changed.connect(lambda changes: self._words.clear() if changes.everything else None)

    def where(self, device_id: DeviceId) -> str:
        """The place of a device in words; the server's path for one that nobody knows."""
        words = self._words.get(device_id)
        if words is None:
            device = self._store.devices.get(device_id)
            words = self._words[device_id] = self._places.of_device(device).words if device else str(device_id)
        return words

    def fly_to_alarm(self, alarm_id: str) -> None:
        """Flies the map to an alarm, selects its device and opens the best cameras."""
        alarm = self._store.alarms.get(AlarmId(alarm_id))
        if alarm is None:
            return
        if alarm.device is not None:
            self.show_device(alarm.device)
        self._workspace.select(alarm.device, alarm.id)
        self.seeing.open_for(alarm)
        self.went_to_alarm.emit(alarm.id)

    def show_device(self, device_id: str) -> None:
        """Selects a device and flies there, to its floor; one on no map is selected only."""
        device = self._store.devices.get(DeviceId(device_id))
        if device is None:
            return
        self._workspace.select(device.id)
        if device.kind is DeviceKind.CAMERA:
            self._stills.want(device.id)
        self.fly_to(device)

    def fly_to(self, device: Device, *, at_once: bool = False) -> None:
        """Flies there, to its floor, whatever is selected, or is there `at_once`; without effect for one on no map."""
        if device.placement is not None:
            self._show_level(device.placement.level_id)
            self._workspace.fly_to(around(device.placement.position), at_once=at_once)

    def open_video(self, device_id: str) -> None:
        """Opens a camera, or the cameras that see a door or sensor."""
        device = self._store.devices.get(DeviceId(device_id))
        if device is not None and device.kind is DeviceKind.CAMERA:
            self._workspace.open_camera(device.id)
        else:
            self.seeing.open_for(DeviceId(device_id))

    def open_cameras(self, cameras: list[DeviceId]) -> None:
        """Opens these, each with its last still until its picture comes."""
        for camera in cameras:
            self._stills.want(camera)
        if cameras:
            self._workspace.open_cameras(cameras)

    def go_to(self, match: Match) -> None:
        """Goes to what was found."""
        if match.device is not None:
            self.show_device(match.device)
            return
        self._show_level(match.level)
        self._workspace.fly_to(match.bounds)

    def _show_level(self, level_id: LevelId | None) -> None:
        level = self._places.levels.get(level_id) if level_id else None
        if level is not None and not level.outdoor:
            for building in level.building_ids:
                self._workspace.show_level(BuildingId(building), level.id)
