"""Performs acts: changes the world and says so on the event stream, as the devices themselves would."""

from collections.abc import Callable
from datetime import timedelta

import msgspec

from smartclient.demo import catalogue
from smartclient.demo.answers import Json
from smartclient.demo.catalogue import EventType
from smartclient.demo.controllers import controller_of, controllers, doors_of
from smartclient.demo.devices import gis_point
from smartclient.demo.doors import access_data
from smartclient.demo.events import EventStream
from smartclient.demo.faults import Faults
from smartclient.demo.ids import derived, path
from smartclient.demo.plan import DemoSite, Device
from smartclient.demo.scenario import Act
from smartclient.demo.world import World

_Doing = Callable[[Device], None]

_SEEN_M = 18.0
_PASSING = timedelta(seconds=12)


class Stage:
    """Where acts happen; every act that changes nothing (closing a closed door) is silent.

    Without `tells_recording` somebody else says when cameras record.
    """

    def __init__(self, site: DemoSite, world: World, stream: EventStream, faults: Faults) -> None:
        self._site, self._world, self._stream, self._faults = site, world, stream, faults
        self.tells_recording = True
        self._controllers = controllers(site)
        self._cut_off: set[str] = set()
        self._acts: dict[str, _Doing] = {
            "door.granted": lambda door: self._door(catalogue.GRANTED, door, self._badge(door)),
            "door.exit_granted": lambda door: self._door(catalogue.EXIT_GRANTED, door),
            "door.denied": lambda door: self._door(catalogue.DENIED, door, self._badge(door), "Outside the schedule"),
            "door.opened": self._open,
            "door.closed": self._fall_shut,
            "door.shut": self._close,
            "door.forced": self._force,
            "door.held": self._hold,
            "door.locked": lambda door: self.set_lock(door, locked=True),
            "door.unlocked": lambda door: self.set_lock(door, locked=False),
            "controller.lost": self._cut_controller_off,
            "controller.back": self._join_controller,
            "controller.opened": lambda controller: self._say_controller(catalogue.TAMPERING, controller),
            "controller.shut": lambda controller: self._say_controller(catalogue.TAMPERING_OVER, controller),
            "controller.dark": lambda controller: self._say_controller(catalogue.POWER_FAILURE, controller),
            "controller.lit": lambda controller: self._say_controller(catalogue.POWER_BACK, controller),
            "camera.motion": self._stir,
            "camera.still": self._settle,
            "camera.failed": self._fail,
            "camera.back": self._recover,
            "panic.on": lambda button: self._input(button, active=True),
            "panic.off": lambda button: self._input(button, active=False),
            "intercom.on": lambda button: self._input(button, active=True),
            "intercom.off": lambda button: self._input(button, active=False),
            "vape.on": self._vape,
            "vape.off": lambda sensor: self._input(sensor, active=False),
            "weapon.on": self._weapon,
            "weapon.off": lambda sensor: self._input(sensor, active=False),
        }

    def perform(self, act: Act) -> None:
        """Does one act; a device that is not on the server is passed over."""
        if act.act == "crowd":
            self._world.set_crowd(act.level)
            return
        device = self._site.by_guid.get(act.guid) or self._controllers.get(act.guid)
        if device is not None:
            self._acts[act.act](device)

    def tell_present(self) -> None:
        """Publishes the state of everything once, so that a state table exists before anything happens."""
        for camera in self._site.cameras:
            source = path("cameras", camera.guid)
            for kind in (catalogue.COMMUNICATION_STARTED, catalogue.MOTION_STOPPED, catalogue.RECORDING_STOPPED):
                self._stream.publish(kind, source)
        for guid in self._world.inputs:
            self._stream.publish(catalogue.INPUT_DEACTIVATED, path("inputEvents", guid))
        for controller in self._controllers.values():
            self._say_controller(catalogue.CONNECTED, controller)
        for door in self._site.doors:
            self._door(catalogue.LOCKED, door)
            self._door(catalogue.CLOSED_AND_LOCKED, door)

    def set_lock(self, door: Device, *, locked: bool) -> None:
        """Moves the bolt; the door answers even when it stood so already, as controllers do. Cut off, it neither obeys nor answers."""
        if self._is_cut_off(door):
            return
        self._world.set_lock(door.guid, locked=locked)
        self._door(catalogue.LOCKED if locked else catalogue.UNLOCKED, door)

    def set_camera(self, guid: str, *, failed: bool) -> None:
        """Takes a camera away or brings it back, and says so."""
        camera = self._site.by_guid[guid]
        if failed:
            self._fail(camera)
        else:
            self._recover(camera)

    def _door(self, kind: EventType, door: Device, holder: str = "", reason: str = "") -> None:
        if not self._is_cut_off(door):
            data = access_data(self._site, door, kind, holder, reason)
            self._stream.publish(kind, path("accessControlUnits", door.guid), data)

    def _is_cut_off(self, door: Device) -> bool:
        return bool(self._cut_off) and controller_of(self._site, door).guid in self._cut_off

    def _say_controller(self, kind: EventType, controller: Device) -> None:
        data = access_data(self._site, controller, kind)
        self._stream.publish(kind, path("accessControlUnits", controller.guid), data)

    def _cut_controller_off(self, controller: Device) -> None:
        if controller.guid not in self._cut_off:
            self._cut_off.add(controller.guid)
            self._say_controller(catalogue.DISCONNECTED, controller)

    def _join_controller(self, controller: Device) -> None:
        """It is back, and tells how its doors stand."""
        if controller.guid in self._cut_off:
            self._cut_off.discard(controller.guid)
            self._say_controller(catalogue.CONNECTED, controller)
            for door in doors_of(self._site, controller.guid):
                self._tell_door(door)

    def _tell_door(self, door: Device) -> None:
        state = self._world.doors[door.guid]
        self._door(catalogue.LOCKED if state.locked else catalogue.UNLOCKED, door)
        kinds = ((state.forced, catalogue.FORCED), (state.held, catalogue.HELD), (state.is_open, catalogue.OPENED))
        shut = catalogue.CLOSED_AND_LOCKED if state.locked else catalogue.CLOSED
        self._door(next((kind for is_so, kind in kinds if is_so), shut), door)

    def _badge(self, door: Device) -> str:
        """A badge that belongs to the door, so that the same day shows the same badges."""
        return f"Badge {1000 + int(derived('badges', door.guid)[:4], 16) % 9000}"

    def _open(self, door: Device) -> None:
        if self._world.move_leaf(door.guid, is_open=True):
            self._somebody_at(door)
            self._door(catalogue.OPENED, door)

    def _close(self, door: Device) -> None:
        if self._world.move_leaf(door.guid, is_open=False):
            locked = self._world.doors[door.guid].locked
            self._door(catalogue.CLOSED_AND_LOCKED if locked else catalogue.CLOSED, door)

    def _fall_shut(self, door: Device) -> None:
        """Closes behind somebody who passed; a forced door stays open until it is shut."""
        if not self._world.doors[door.guid].forced:
            self._close(door)

    def _force(self, door: Device) -> None:
        if self._world.force(door.guid):
            self._somebody_at(door)
            self._door(catalogue.FORCED, door)

    def _hold(self, door: Device) -> None:
        if self._world.doors[door.guid].is_open:
            self._world.hold(door.guid)
            self._door(catalogue.HELD, door)

    def _say(self, camera: Device, *kinds: EventType) -> None:
        if camera.guid not in self._faults.dead_cameras:
            for kind in kinds:
                self._stream.publish(kind, path("cameras", camera.guid))

    def _somebody_at(self, door: Device) -> None:
        """Doors do not open by themselves: cameras near by see who comes."""
        now = self._world.clock()
        for camera in self._site.cameras_near(door, _SEEN_M):
            self._world.motions[camera.guid].add(now, now + _PASSING)

    def _stir(self, camera: Device) -> None:
        self._world.motions[camera.guid].begin(self._world.clock())
        self._say(camera, catalogue.MOTION_STARTED, *[catalogue.RECORDING_STARTED] * self.tells_recording)

    def _settle(self, camera: Device) -> None:
        self._world.motions[camera.guid].end(self._world.clock())
        self._say(camera, catalogue.MOTION_STOPPED, *[catalogue.RECORDING_STOPPED] * self.tells_recording)

    def _fail(self, camera: Device) -> None:
        if camera.guid not in self._faults.dead_cameras:
            self._faults.dead_cameras.add(camera.guid)
            self._world.outages[camera.guid].begin(self._world.clock())
            self._stream.publish(catalogue.COMMUNICATION_ERROR, path("cameras", camera.guid))

    def _recover(self, camera: Device) -> None:
        if camera.guid in self._faults.dead_cameras:
            self._faults.dead_cameras.discard(camera.guid)
            self._world.outages[camera.guid].end(self._world.clock())
            self._stream.publish(catalogue.COMMUNICATION_STARTED, path("cameras", camera.guid))

    def _input(self, device: Device, *, active: bool) -> None:
        if self._world.set_input(device.guid, active=active):
            kind = catalogue.INPUT_ACTIVATED if active else catalogue.INPUT_DEACTIVATED
            self._stream.publish(kind, path("inputEvents", device.guid))

    def _vape(self, sensor: Device) -> None:
        self._input(sensor, active=True)
        seen = {"Name": "Aerosol", "Type": "Vape", "Value": "78", "Confidence": 0.91, "AlarmTrigger": True}
        data = self._analytics(sensor, "Vape aerosol above the limit", {"ID": 1, **seen})
        self._stream.publish(catalogue.VAPE, path("inputEvents", sensor.guid), data)

    def _weapon(self, sensor: Device) -> None:
        self._input(sensor, active=True)
        camera = self._site.nearest_camera(sensor)
        source = path("cameras", camera.guid) if camera else path("inputEvents", sensor.guid)
        box = {
            "Top": 0.46,
            "Left": 0.47,
            "Bottom": 0.58,
            "Right": 0.55,
            "Color": {"A": 255, "R": 255, "G": 90, "B": 95},
        }
        seen = {"Name": "Handgun", "Type": "Weapon", "Confidence": 0.94, "AlarmTrigger": True, "Removed": False}
        data = self._analytics(sensor, "Weapon carried through the entrance", {"ID": 1, **seen, "BoundingBox": box})
        self._stream.publish(catalogue.WEAPON, source, data)

    def _analytics(self, sensor: Device, description: str, seen: Json) -> Json:
        """The classic AnalyticsEvent contract; the sensor is in ReferenceList and, with its place, in Vendor."""
        custom = {"sensor": path("inputEvents", sensor.guid), "gisPoint": gis_point(sensor)}
        return {
            "Description": description,
            "Location": sensor.name,
            "Count": 1,
            "RuleList": [],
            "ObjectList": [seen],
            "ReferenceList": [{"FQID": {"ObjectId": sensor.guid, "Kind": derived("kinds", "Input")}}],
            "SnapshotList": [],
            "Vendor": {"Name": "Demo analytics", "CustomData": msgspec.json.encode(custom).decode()},
        }
