"""Speaking through a loudspeaker elsewhere, as long as a key is held: one at a time, and never without the key."""

import asyncio
from collections.abc import Callable

from smartclient.adapters.server import Server
from smartclient.domain.errors import MediaError, ServerError
from smartclient.domain.ids import DeviceId
from smartclient.runtime.clock import Clock
from smartclient.runtime.signal import Signal
from smartclient.runtime.tasks import Tasks
from smartclient.session.access import why_not_connected
from smartclient.session.record import Record
from smartclient.store.changes import Changes
from smartclient.store.site_store import SiteStore
from smartclient.video.audio.devices import SoundDevices
from smartclient.video.audio.voice import Voice, VoicePhase

PATIENCE_S = 8.0
_UNHEARD = "Somebody in that room called for help unheard, so nothing may sound there."


class Talking:
    """Belongs to the loop's thread; `stop` ends it. `changed` tells that the microphone was opened or closed."""

    def __init__(
        self,
        server: Server,
        store: SiteStore,
        record: Record,
        clock: Clock,
        devices: SoundDevices,
        say: Callable[[str], None],
        may_sound: Callable[[DeviceId], bool] = lambda _device: True,
    ) -> None:
        """`say` tells the operator a trouble in one sentence; `may_sound` whether a device may make a sound where it stands now."""
        self.changed: Signal[None] = Signal()
        self.device: DeviceId | None = None
        """Through whose loudspeaker somebody speaks, or is about to."""
        self._server, self._store, self._record, self._clock, self._say = server, store, record, clock, say
        self._devices, self._may_sound = devices, may_sound
        self._loop = asyncio.get_running_loop()
        self._voice: Voice | None = None
        self._since_s = 0.0
        self._tasks = Tasks("talking")
        store.changed.connect(self._on_store)

    @property
    def is_open(self) -> bool:
        """Whether the microphone is open."""
        return self._voice is not None and self._voice.phase is VoicePhase.OPEN

    @property
    def level(self) -> float:
        """How loud the voice is now, 0 to 1."""
        return self._voice.level if self._voice is not None else 0.0

    def why_not(self, device: DeviceId) -> str | None:
        """Why nobody can be spoken to there; None when it can be done."""
        if reason := why_not_connected(self._store, device):
            return reason
        if not self._may_sound(device):
            return _UNHEARD
        try:
            self._server.talk(device)
        except (ServerError, MediaError) as error:
            return str(error)
        return None

    def begin(self, device: DeviceId) -> None:
        """The key is pressed. What cannot be done is said; a voice that is not yet at its end is let end first."""
        if self._voice is not None:
            return
        if (reason := self.why_not(device)) is not None:
            self._say(reason)
            return
        self.device = device
        self._voice = Voice(self._server.talk(device), self._devices, self._tell_soon)
        self._since_s = self._clock.steady_s()
        self._record.act(self._store.user_of(device), "speak", device)
        self._voice.start()
        self.changed.emit(None)

    def end(self) -> None:
        """The key is let go, or nobody can tell any more whether it is held."""
        if self._voice is not None:
            self._voice.end()

    async def stop(self) -> None:
        """Closes the microphone and waits for it."""
        voice, self._voice = self._voice, None
        if voice is not None:
            voice.end()
            await asyncio.to_thread(voice.join, PATIENCE_S)
        await self._tasks.cancel()

    def _on_store(self, changes: Changes) -> None:
        if changes.connection and not self._store.is_live(self.device or ""):
            self.end()
        if changes.alarms and self.device is not None and not self._may_sound(self.device):
            self.end()

    def _tell_soon(self) -> None:
        """From the voice's thread."""
        if not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._told)

    def _told(self) -> None:
        voice = self._voice
        if voice is not None and voice.phase is VoicePhase.ENDED:
            device, self._voice, self.device = self.device, None, None
            lasted_s = round(self._clock.steady_s() - self._since_s, 1)
            self._record.act(self._store.user_of(device or ""), "stop speaking", device or "", {"seconds": lasted_s})
            if voice.trouble:
                self._say(voice.trouble)
            self._tasks.start("let go", asyncio.to_thread(voice.join, PATIENCE_S))
        self.changed.emit(None)
