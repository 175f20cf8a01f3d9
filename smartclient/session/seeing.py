"""Asks which cameras see what is selected, in a thread, again when a door moves or a camera fails; and opens the best of them."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from smartclient.domain.alarms import Alarm
from smartclient.domain.devices import DeviceKind, Health
from smartclient.domain.ids import DeviceId
from smartclient.runtime.signal import Signal
from smartclient.runtime.tasks import Tasks
from smartclient.session.best_cameras import COUNT, BestCamera, best_cameras, cameras_for_alarm, cameras_for_spot
from smartclient.store.changes import Changes
from smartclient.store.places import Places
from smartclient.store.site_store import SiteStore
from smartclient.store.spots import spot_of_device
from smartclient.store.workspace import Aspect, Spot, Workspace

if TYPE_CHECKING:
    from smartclient.session.sight import Sight

MOST = 12
"""As many are told of."""
AHEAD_AT_A_TIME, MOST_AHEAD = 4, 1_000
"""So many cameras' areas are worked out between two rests, and at most, before anybody asks."""
_LATER = (DeviceKind.CAMERA, DeviceKind.DOOR)
"""Sensors and buttons, which raise the worst alarms, come first."""
_REST_S = 0.02
_RENEW_S = 0.5


@dataclass(frozen=True, slots=True)
class Answer:
    """The cameras for a `subject`, best first; None while they are being worked out."""

    subject: "Subject"
    cameras: tuple[BestCamera, ...] | None = None


Subject = Alarm | DeviceId | Spot


class Seeing:
    """Belongs to the loop's thread; `close` ends it. `changed` tells of another answer; `show` is given the cameras to open."""

    def __init__(
        self, store: SiteStore, workspace: Workspace, places: Places, show: Callable[[list[DeviceId]], None]
    ) -> None:
        self._store, self._workspace, self._places, self._show = store, workspace, places, show
        self.changed: Signal[None] = Signal()
        self.unseen: Signal[Subject] = Signal()
        """Tells what was to be opened and no camera sees."""
        self.answer: Answer | None = None
        self._tasks = Tasks("sight")
        self._looking: tuple[object, asyncio.Task[tuple[BestCamera, ...]]] | None = None
        self._known: dict[DeviceId, object] = {}
        """What of each door and camera an answer depends on, as it was last heard of."""
        self._is_asking = self._is_late = False
        self._opened = 0
        self._moved: set[DeviceId] = set()
        workspace.changed.connect(self._look_again)
        store.changed.connect(self._take)

    @cached_property
    def sight(self) -> "Sight":
        """Built when first asked, in whatever thread: what it is made of takes a tenth of a second to load."""
        from smartclient.session.sight import Sight

        return Sight(self._store, self._places)

    @property
    def subject(self) -> Subject | None:
        """The selected alarm, device or place; a camera is nothing to be seen."""
        workspace = self._workspace
        alarm = self._store.alarms.get(workspace.alarm) if workspace.alarm is not None else None
        if alarm is not None:
            return alarm
        device = self._store.devices.get(workspace.device) if workspace.device is not None else None
        if device is not None:
            return device.id if device.kind is not DeviceKind.CAMERA and device.placement is not None else None
        return workspace.spot

    @property
    def spot(self) -> Spot | None:
        """Where the subject is, where the plan knows that."""
        subject = self.subject
        if isinstance(subject, Spot):
            return subject
        key = subject.device if isinstance(subject, Alarm) else subject
        device = self._store.devices.get(key) if key is not None else None
        return spot_of_device(device) if device is not None else None

    def open_for(self, subject: Subject) -> None:
        """Opens the best four cameras for an alarm, a device or a place."""
        self._opened += 1
        opened = self._opened

        async def open_them() -> None:
            cameras = await self._look(subject)
            if opened != self._opened:
                return
            if cameras:
                self._show([best.camera for best in cameras[:COUNT]])
            else:
                self.unseen.emit(subject)

        self._tasks.start("cameras to open", open_them())

    def open_selected(self) -> None:
        """Opens the best four for what is selected."""
        if (subject := self.subject) is not None:
            self.open_for(subject)

    async def cameras(self, alarm: Alarm) -> tuple[BestCamera, ...]:
        """Those that see an alarm, best first, whatever is selected meanwhile."""
        known = self.known_cameras(alarm)
        return known if known is not None else await self._look(alarm)

    def known_cameras(self, alarm: Alarm) -> tuple[BestCamera, ...] | None:
        """As `cameras`, where that is at hand; None where it has to be worked out."""
        answer = self.answer
        if answer is not None and answer.cameras is not None and _question(answer.subject) == _question(alarm):
            return answer.cameras
        return self._at_hand(alarm)

    async def warm(self) -> None:
        """Has ready what the first question would wait for; in a thread."""
        await asyncio.to_thread(lambda: self.sight)
        self._tasks.start("look ahead", self._look_ahead())

    async def _look_ahead(self) -> None:
        """What each camera sees, then who sees each device that may raise an alarm; then anew what a moved door changes.

        A few at a time, so that whatever else is to be done hardly waits.
        """
        cameras = [d.id for d in self._store.devices.values() if d.kind is DeviceKind.CAMERA][:MOST_AHEAD]
        await self._in_pieces(cameras, self._see)
        sources = [device for device in self._store.devices.values() if device.placement]
        sources.sort(key=lambda device: _LATER.index(device.kind) if device.kind in _LATER else -1)
        await self._in_pieces([device.id for device in sources][:MOST_AHEAD], self._find_seers)
        while True:
            await asyncio.sleep(_RENEW_S)
            moved, self._moved = frozenset(self._moved), set()
            if moved:
                await self._in_pieces(sorted(self.sight.watching(moved)), self._see)

    async def _in_pieces(self, devices: list[DeviceId], work: Callable[[list[DeviceId]], None]) -> None:
        for begin in range(0, len(devices), AHEAD_AT_A_TIME):
            await asyncio.to_thread(work, devices[begin : begin + AHEAD_AT_A_TIME])
            await asyncio.sleep(_REST_S)

    def _see(self, cameras: list[DeviceId]) -> None:
        for camera in cameras:
            self.sight.area(camera)

    def _find_seers(self, devices: list[DeviceId]) -> None:
        for device in devices:
            best_cameras(self._store, self.sight, device, (), MOST)

    async def close(self) -> None:
        """Ends what is being worked out."""
        await self._tasks.cancel()

    def _look_again(self, aspect: Aspect) -> None:
        if aspect is Aspect.SELECTION:
            self._ask()

    def _take(self, changes: Changes) -> None:
        matters = [self._matters(device) for device in changes.devices]
        if self.answer is None:
            return
        is_another = bool(changes.alarms) and _question(self.subject) != _question(self.answer.subject)
        if is_another or changes.everything or any(matters):
            self._ask()

    def _matters(self, key: DeviceId) -> bool:
        """Whether a device is otherwise than it was last heard of in what an answer depends on: most changes are motion."""
        device, state = self._store.devices.get(key), self._store.state(key)
        if device is None or device.kind not in (DeviceKind.DOOR, DeviceKind.CAMERA):
            return False
        has_failed = state.health is not None and state.health.value is Health.FAILED
        depends = (device, has_failed, state.leaf.value if state.leaf is not None else None)
        before = self._known.get(key)
        self._known[key] = depends
        if device.kind is DeviceKind.DOOR and before != depends:
            self._moved.add(key)
        return before != depends

    def _ask(self) -> None:
        """One question at a time: what changes meanwhile is asked about afterwards."""
        subject = self.subject
        if subject is None:
            self._tell(None)
            return
        known = self._at_hand(subject)
        if known is not None or self.answer is None or _question(self.answer.subject) != _question(subject):
            self._tell(Answer(subject, known))
        if known is not None:
            return
        if self._is_asking:
            self._is_late = True
        else:
            self._is_asking = True
            self._tasks.start("who sees it", self._find_out(subject))

    async def _find_out(self, subject: Subject) -> None:
        try:
            cameras = await self._look(subject)
            if _question(subject) == _question(self.subject):
                self._tell(Answer(subject, cameras))
        finally:
            self._is_asking, is_late, self._is_late = False, self._is_late, False
        if is_late:
            self._ask()

    def _tell(self, answer: Answer | None) -> None:
        if answer != self.answer:
            self.answer = answer
            self.changed.emit(None)

    async def _look(self, subject: Subject) -> tuple[BestCamera, ...]:
        """Who asks the same meanwhile waits for the same answer."""
        if (known := self._at_hand(subject)) is not None:
            return known
        question = _question(subject)
        if self._looking is None or self._looking[0] != question or self._looking[1].done():
            found = asyncio.to_thread(lambda: self._find(subject, self.sight))
            self._looking = question, self._tasks.start("look", found)
        return await asyncio.shield(self._looking[1])

    def _at_hand(self, subject: Subject) -> tuple[BestCamera, ...] | None:
        """The answer where it takes no time; None before `sight` is built, too."""
        if "sight" not in self.__dict__:
            return None
        from smartclient.session.sight import NotAtHand

        try:
            return self._find(subject, self.sight.at_hand())
        except NotAtHand:
            return None

    def _find(self, subject: Subject, sight: "Sight") -> tuple[BestCamera, ...]:
        if isinstance(subject, Spot):
            return cameras_for_spot(self._store, sight, subject, MOST)
        if isinstance(subject, Alarm):
            return cameras_for_alarm(self._store, sight, subject, MOST)
        return best_cameras(self._store, sight, subject, (), MOST)


def _question(subject: Subject | None) -> object:
    """What the answer depends on: an alarm that is taken or written on is still seen by the same cameras."""
    return (subject.id, subject.device, subject.related) if isinstance(subject, Alarm) else subject
