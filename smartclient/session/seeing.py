"""Asks which cameras see what is selected, in a thread, again whenever a door moves; and opens the best of them."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from smartclient.domain.alarms import Alarm
from smartclient.domain.devices import DeviceKind
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
        self._is_asking = self._is_late = False
        self._opened = 0
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
            cameras = await asyncio.to_thread(self._find, subject)
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
        answer = self.answer
        if answer is not None and answer.cameras is not None and _question(answer.subject) == _question(alarm):
            return answer.cameras
        return await asyncio.to_thread(self._find, alarm)

    async def warm(self) -> None:
        """Has ready what the first question would wait for; in a thread."""
        await asyncio.to_thread(lambda: self.sight)

    async def close(self) -> None:
        """Ends what is being worked out."""
        await self._tasks.cancel()

    def _look_again(self, aspect: Aspect) -> None:
        if aspect is Aspect.SELECTION:
            self._ask()

    def _take(self, changes: Changes) -> None:
        if self.answer is None:
            return
        is_another = bool(changes.alarms) and _question(self.subject) != _question(self.answer.subject)
        if is_another or changes.everything or any(map(self._matters, changes.devices)):
            self._ask()

    def _matters(self, device: DeviceId) -> bool:
        known = self._store.devices.get(device)
        return known is not None and known.kind in (DeviceKind.DOOR, DeviceKind.CAMERA)

    def _ask(self) -> None:
        """One question at a time: what changes meanwhile is asked about afterwards."""
        subject = self.subject
        if subject is None:
            self._tell(None)
            return
        if self.answer is None or _question(self.answer.subject) != _question(subject):
            self._tell(Answer(subject))
        if self._is_asking:
            self._is_late = True
        else:
            self._is_asking = True
            self._tasks.start("who sees it", self._find_out(subject))

    async def _find_out(self, subject: Subject) -> None:
        try:
            cameras = await asyncio.to_thread(self._find, subject)
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

    def _find(self, subject: Subject) -> tuple[BestCamera, ...]:
        if isinstance(subject, Spot):
            return cameras_for_spot(self._store, self.sight, subject, MOST)
        if isinstance(subject, Alarm):
            return cameras_for_alarm(self._store, self.sight, subject, MOST)
        return best_cameras(self._store, self.sight, subject, (), MOST)


def _question(subject: Subject | None) -> object:
    """What the answer depends on: an alarm that is taken or written on is still seen by the same cameras."""
    return (subject.id, subject.device, subject.related) if isinstance(subject, Alarm) else subject
