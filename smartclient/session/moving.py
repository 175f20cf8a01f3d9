"""Turning cameras: who may, their presets, who does it now, and moves sent one after the other, the newest of those that wait."""

import asyncio
import contextlib
from collections.abc import Callable, Mapping

from smartclient.adapters.server import Capability, Server, capabilities_at
from smartclient.domain.commands import GoToPreset, MovePtz, PointPtz, PtzCommand
from smartclient.domain.errors import ServerError
from smartclient.domain.events import EventKind, Happened
from smartclient.domain.ids import DeviceId
from smartclient.runtime.signal import Signal
from smartclient.runtime.tasks import Tasks
from smartclient.session.access import RIGHT_WHERE_IT_CAN, why_not_connected
from smartclient.session.record import Record
from smartclient.store.changes import Changes
from smartclient.store.site_store import SiteStore

PATIENCE_S = 1.0


class Moving:
    """Belongs to the loop's thread; `close` ends what is on its way.

    `say` tells the operator a trouble in one sentence. What the operator begins is on `record`, not each move of the hand.
    """

    def __init__(self, server: Server, store: SiteStore, record: Record, say: Callable[[str], None]) -> None:
        self.changed: Signal[DeviceId] = Signal()
        self._server, self._store, self._record, self._say = server, store, record, say
        self._turned: set[DeviceId] = set()
        self._presets: dict[DeviceId, Mapping[str, str]] = {}
        self._asked: set[DeviceId] = set()
        self._movers: dict[DeviceId, str] = {}
        self._last: Happened | None = None
        self._waiting: dict[DeviceId, PtzCommand] = {}
        self._sending: set[DeviceId] = set()
        self._idle = asyncio.Event()
        self._idle.set()
        self._tasks = Tasks("moving cameras")
        store.changed.connect(self._on_store)

    def why_not(self, camera: DeviceId) -> str | None:
        """Why it cannot be turned; None when it can."""
        device = self._store.devices.get(camera)
        name = device.name if device is not None else "This camera"
        if reason := why_not_connected(self._store, camera):
            return reason
        if Capability.PTZ not in capabilities_at(self._server, camera):
            return f"You cannot turn cameras through this server. {RIGHT_WHERE_IT_CAN}"
        if not self._server.permits(camera, Capability.PTZ):
            return f"{name} cannot be turned, or not by you. {RIGHT_WHERE_IT_CAN}"
        return None

    def presets(self, camera: DeviceId) -> Mapping[str, str]:
        """Names of its presets by id, as far as they are known; asks for them the first time."""
        if camera not in self._asked and self.why_not(camera) is None:
            self._asked.add(camera)
            self._tasks.start(f"presets of {camera}", self._fetch(camera))
        return self._presets.get(camera, {})

    def mover(self, camera: DeviceId) -> str:
        """Who turns it now, in words; empty when nobody does or nobody says."""
        return self._movers.get(camera, "")

    def send(self, command: PtzCommand) -> None:
        """Hands it over after the one before; of moves that wait for one camera only the newest is sent."""
        self._note_act(command)
        self._waiting[command.camera] = command
        if command.camera not in self._sending:
            self._sending.add(command.camera)
            self._idle.clear()
            self._tasks.start(f"turn {command.camera}", self._carry(command.camera))

    def _note_act(self, command: PtzCommand) -> None:
        camera = command.camera
        if isinstance(command, GoToPreset):
            name = self._presets.get(camera, {}).get(command.preset, command.preset)
            self._record.act(self._store.user_of(camera), "turn camera to preset", camera, name)
            self._turned.discard(camera)
        elif isinstance(command, PointPtz):
            self._record.act(self._store.user_of(camera), "point camera at a place", camera)
            self._turned.discard(camera)
        elif not (command.pan or command.tilt or command.zoom):
            self._turned.discard(camera)
        elif camera not in self._turned:
            self._turned.add(camera)
            self._record.act(self._store.user_of(camera), "turn camera", camera)

    async def close(self) -> None:
        """Ends what is on its way, but lets a camera's last stop get through."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(PATIENCE_S):
                await self._idle.wait()
        await self._tasks.cancel()

    async def _carry(self, camera: DeviceId) -> None:
        try:
            while (command := self._waiting.pop(camera, None)) is not None:
                await self._execute(command)
        finally:
            self._sending.discard(camera)
            if not self._sending:
                self._idle.set()

    async def _execute(self, command: PtzCommand) -> None:
        try:
            await self._server.execute(command)
        except ServerError as error:
            device = self._store.devices.get(command.camera)
            is_stop = isinstance(command, MovePtz) and not (command.pan or command.tilt or command.zoom)
            what = "was not stopped" if is_stop else "was not turned"
            if isinstance(command, GoToPreset):
                what = "did not go to its preset"
            self._say(f"{device.name if device is not None else 'The camera'} {what}: {error}")

    async def _fetch(self, camera: DeviceId) -> None:
        try:
            self._presets[camera] = await self._server.presets(camera)
        except ServerError as error:
            self._asked.discard(camera)
            self._say(f"The presets cannot be read: {error}")
        else:
            self.changed.emit(camera)

    def _on_store(self, changes: Changes) -> None:
        if not changes.events:
            return
        fresh: list[Happened] = []
        for event in reversed(self._store.recent):
            if event is self._last:
                break
            fresh.append(event)
        self._last = self._store.recent[-1] if self._store.recent else None
        for event in reversed(fresh):
            self._note(event)

    def _note(self, event: Happened) -> None:
        if event.device is None or event.kind not in (EventKind.PTZ_STARTED, EventKind.PTZ_STOPPED):
            return
        self._movers.pop(event.device, None)
        if event.kind is EventKind.PTZ_STARTED:
            self._movers[event.device] = " · ".join(part for part in (event.person or "somebody", event.text) if part)
        self.changed.emit(event.device)
