"""What each camera sees now, and which cameras see a place: exact, with doors as they stand, worked out once and kept."""

import math
from collections.abc import Iterator
from copy import copy
from dataclasses import replace

import shapely
from shapely.geometry.base import BaseGeometry

from smartclient.domain.devices import CameraForm, Device, DeviceKind, Leaf, Placement
from smartclient.domain.dori import class_at, density_px_per_m
from smartclient.domain.ids import DeviceId, OpeningId
from smartclient.domain.site import Opening
from smartclient.geometry.visibility import Ring, visible_ring
from smartclient.session.doorways import stops_sight
from smartclient.session.eyes import Eye, Seen, SeenPlan, below_the_picture, eye_of, is_of, mean_distance_m
from smartclient.session.seers import Seer, Way, ranked
from smartclient.session.sight_targets import Shape, Target, rooms_before, target_of
from smartclient.store.changes import Changes
from smartclient.store.places import Places, unit_words
from smartclient.store.site_store import SiteStore
from smartclient.store.spots import spot_of_unit
from smartclient.store.workspace import Spot

LEAST_SHARE = 0.03
"""A camera that sees less of a place sees its edge."""
ENOUGH = 4
"""With fewer that see a room, those that see its doors are named too."""
JUDGED_AT_HAND = 12
"""So many cameras of another area are judged anew in a turn of the loop: three milliseconds."""


class NotAtHand(Exception):
    """What is asked was not worked out yet."""


class Sight:
    """Answers from the present of `store`; may be asked from any thread, and is quick only where the answer is known already.

    An area is worked out anew when the camera, the plan or the leaf of a door within its range is different, and only then.
    """

    def __init__(self, store: SiteStore, places: Places) -> None:
        self._store = store
        self._plan = SeenPlan(places if places.site is store.site else Places(store.site))
        self._doors: dict[OpeningId, tuple[DeviceId, ...]] | None = None
        self._may_judge: float = math.inf
        store.changed.connect(self._take)

    @property
    def places(self) -> Places:
        """The plans it answers for."""
        return self._plan.places

    def at_hand(self) -> "Sight":
        """What is known now, for this one question: it is quick, and raises NotAtHand where something is to be worked out."""
        known = copy(self)
        vars(known)["_may_judge"] = JUDGED_AT_HAND
        return known

    def area(self, camera: DeviceId) -> Ring | None:
        """The outline of what a camera sees of its floor, shape (n, 2), metres of `places.frame`; None where its view is not known."""
        device = self._store.devices.get(camera)
        seen = self._seen(self._plan, device) if device is not None else None
        return seen.ring if seen is not None else None

    def known_area(self, camera: DeviceId) -> Ring | None:
        """`area` where it is known already, else None; takes no time."""
        plan, device = self._plan, self._store.devices.get(camera)
        seen = plan.seen.get((camera, False))
        if device is None or seen is None or not is_of(seen.eye, device):
            return None
        return seen.ring if seen.shut == self._shut(plan, seen.eye) else None

    def stand_of(self, device: Device, place: Placement) -> tuple[float, float]:
        """Where a placed device is, in metres of `places.frame`."""
        return self._plan.stand_of(device, place)

    def turned_area(self, camera: DeviceId) -> Ring | None:
        """What a camera that turns sees whichever way it is turned, as `area`."""
        device = self._store.devices.get(camera)
        seen = self._seen(self._plan, device, is_turned=True) if device is not None else None
        return seen.ring if seen is not None else None

    def watching(self, doors: frozenset[DeviceId]) -> frozenset[DeviceId]:
        """The cameras of known areas that have one of these doors within their range."""
        openings = {o for o, devices in self._door_devices().items() if not doors.isdisjoint(devices)}
        found = (camera for (camera, _), seen in list(self._plan.seen.items()) if seen.eye.openings & openings)
        return frozenset(found)

    def seers(self, spot: Spot) -> tuple[Seer, ...]:
        """The cameras that see a place, best first; then those that can turn to it, and, where few see a room, those that see its doors.

        Whether a camera works is another question. The first time on a floor takes tens of milliseconds.
        """
        plan = self._plan
        target = self._target(plan, spot)
        levels = {*target.zones, *(level for doorway in target.doorways for level in doorway.zones)}
        cameras = [
            device
            for device in list(self._store.devices.values())
            if device.kind is DeviceKind.CAMERA and device.placement and device.placement.level_id in levels
        ]
        found = [seer for device in cameras if (seer := self._seer(plan, device, target, spot)) is not None]
        if target.shape is Shape.ROOM and len(found) < ENOUGH:
            known = {seer.camera for seer in found}
            found += self._at_the_doors(plan, [d for d in cameras if d.id not in known], target)
        return ranked(found)

    def seers_before(self, spot: Spot) -> tuple[Seer, ...]:
        """The cameras that see the rooms and corridors to which a room's doorways lead, each once, best first."""
        plan = self._plan
        if spot not in plan.before:
            self._work()
            plan.before[spot] = rooms_before(plan.places, spot)
        found: dict[DeviceId, Seer] = {}
        for unit in plan.before[spot]:
            name = unit_words(unit) or "the corridor"
            for seer in self.seers(spot_of_unit(unit)):
                it = "the way to it" if seer.way is Way.SEES_DOOR else f"{name}, which leads to it"
                best = found.get(seer.camera)
                if best is None or ranked([best, seer])[0] is seer:
                    found[seer.camera] = replace(seer, it=it)
        return ranked(list(found.values()))

    def _take(self, changes: Changes) -> None:
        if changes.everything:
            self._doors = None
            self._plan.judged.clear()
            if self._store.site is not self._plan.site:
                places = copy(self._plan.places)
                places.adopt(self._store.site)
                self._plan = SeenPlan(places)

    def _work(self) -> None:
        if self._may_judge < math.inf:
            raise NotAtHand

    def _target(self, plan: SeenPlan, spot: Spot) -> Target:
        known = plan.targets.get(spot)
        if known is not None:
            return known
        self._work()
        return plan.keep_target(spot, target_of(plan.places, spot))

    def _seer(self, plan: SeenPlan, device: Device, target: Target, spot: Spot) -> Seer | None:
        place = device.placement
        zone = target.zones.get(place.level_id) if place is not None and place.level_id else None
        if place is None or zone is None:
            return None
        if device.view is None:
            hangs_in = spot.unit is not None and place.unit_id == spot.unit
            return Seer(device.id, 0.0, Way.HANGS_IN) if hangs_in else None
        seer = self._judge(plan, device, zone, target.shape, Way.SEES)
        if seer is None and device.view.form is CameraForm.PTZ:
            seer = self._judge(plan, device, zone, target.shape, Way.CAN_TURN)
        return seer

    def _judge(self, plan: SeenPlan, device: Device, zone: BaseGeometry, shape: Shape, way: Way) -> Seer | None:
        """The camera where it sees enough of an area."""
        view, place = device.view, device.placement
        if view is None or place is None or zone.is_empty:
            return None
        if zone.distance(shapely.Point(plan.stand_of(device, place))) > view.range_m:
            return None
        seen = self._seen(plan, device, is_turned=way is Way.CAN_TURN)
        if seen is None:
            return None
        key = (device.id, id(zone), way)
        known = plan.judged.get(key)
        if known is None or known[0] is not seen:
            self._may_judge -= 1
            if self._may_judge < 0:
                raise NotAtHand
            known = plan.judged[key] = seen, self._measure(plan, seen, zone, shape, way, device)
        return known[1]

    def _measure(
        self, plan: SeenPlan, seen: Seen, zone: BaseGeometry, shape: Shape, way: Way, device: Device
    ) -> Seer | None:
        view, part = seen.eye.view, seen.polygon.intersection(zone)
        if way is Way.SEES and (below := below_the_picture(seen.eye)) is not None:
            part = part.difference(below)
        share = part.area / zone.area
        if share < LEAST_SHARE:
            return None
        if shape is Shape.DOORWAY:
            share *= 2  # from one side no more than half can be seen
        distance_m = mean_distance_m(part, seen.eye.x, seen.eye.y)
        return Seer(
            device.id,
            min(share, 1.0),
            way,
            distance_m,
            density_px_per_m(view, distance_m),
            class_at(view, distance_m),
            self._through(plan, seen, zone, part),
            is_area=shape is Shape.ROOM,
        )

    def _at_the_doors(self, plan: SeenPlan, cameras: list[Device], target: Target) -> Iterator[Seer]:
        """For each camera that sees one of the room's doors, the door it sees best."""
        for device in cameras:
            level = device.placement.level_id if device.placement else None
            found = []
            for doorway in target.doorways:
                zone = doorway.zones.get(level) if level else None
                seer = self._judge(plan, device, zone, Shape.DOORWAY, Way.SEES) if zone is not None else None
                if seer is not None:
                    is_shut = stops_sight(doorway.opening, self._leaves(doorway.opening.id))
                    name = door_words(doorway.opening)
                    it = f"its {name}, which is shut" if is_shut else f"its {name}"
                    found.append(replace(seer, way=Way.SEES_DOOR, share=seer.share / 2, it=it))
            if found:
                yield max(found, key=lambda seer: seer.score)

    def _through(self, plan: SeenPlan, seen: Seen, zone: BaseGeometry, part: BaseGeometry) -> str:
        """The last doorway on the line of sight to the middle of what is seen."""
        if zone.dwithin(shapely.Point(seen.eye.x, seen.eye.y), LEAST_SHARE):
            return ""
        end = part.representative_point()
        line = shapely.LineString([(seen.eye.x, seen.eye.y), (end.x, end.y)])
        leaves = seen.eye.walls.leaves
        crossed = [key for key in seen.eye.openings if leaves[key].intersects(line)]
        if not crossed:
            return ""
        last = plan.openings[min(crossed, key=lambda key: leaves[key].distance(end))]
        if not last.door_type or last.door_type == "open":
            return "through the doorway"
        return f"through the {'open ' if self._leaves(last.id) else ''}{self._named(last)}"

    def _named(self, opening: Opening) -> str:
        """`door 12`, or `door of 319 Chemistry lab` by the end of its device's name."""
        watched = (self._store.devices.get(device) for device in self._door_devices().get(opening.id, ()))
        names = [device.name.rpartition("·")[2].strip() for device in watched if device is not None]
        return door_words(opening) if opening.name or not names else f"door of {names[0]}"

    def _seen(self, plan: SeenPlan, device: Device, *, is_turned: bool = False) -> Seen | None:
        key = (device.id, is_turned)
        known = plan.seen.get(key)
        eye = known.eye if known is not None and is_of(known.eye, device) else eye_of(plan, device)
        if eye is None:
            return None
        shut = self._shut(plan, eye)
        if known is not None and known.eye is eye and known.shut == shut:
            return known
        self._work()
        view = replace(eye.view, field_of_view_deg=360.0) if is_turned else eye.view
        seen = Seen(eye, shut, visible_ring(eye.x, eye.y, view, eye.walls.segments(sorted(shut))))
        plan.seen[key] = seen
        return seen

    def _shut(self, plan: SeenPlan, eye: Eye) -> frozenset[OpeningId]:
        return frozenset(o for o in eye.openings if stops_sight(plan.openings[o], self._leaves(o)))

    def _leaves(self, opening: OpeningId) -> list[Leaf | None]:
        facts = (self._store.state(device).leaf for device in self._door_devices().get(opening, ()))
        return [fact.value if fact is not None else None for fact in facts]

    def _door_devices(self) -> dict[OpeningId, tuple[DeviceId, ...]]:
        known = self._doors
        if known is None:
            known = {}
            for device in list(self._store.devices.values()):
                opening = device.placement.opening_id if device.placement else None
                if device.kind is DeviceKind.DOOR and opening is not None:
                    known[opening] = (*known.get(opening, ()), device.id)
            self._doors = known
        return known


def door_words(opening: Opening) -> str:
    """`door 12`, or `door` for one without a name."""
    return f"{opening.name[:1].lower()}{opening.name[1:]}" if opening.name else "door"
