"""What this operator listens to: microphones switched on and off, and the loudspeaker, open only while something is heard."""

import asyncio
from collections.abc import Callable
from datetime import datetime

from smartclient.adapters.server import Capability, Server
from smartclient.domain.errors import MediaError, ServerError
from smartclient.domain.ids import DeviceId
from smartclient.runtime.clock import Clock
from smartclient.runtime.signal import Signal
from smartclient.runtime.tasks import Tasks
from smartclient.session.access import why_not_connected
from smartclient.session.intercom.hearing import Hearing
from smartclient.session.record import Record
from smartclient.store.playback import Playback
from smartclient.store.site_store import SiteStore
from smartclient.video.audio.devices import Opened, SoundDevices
from smartclient.video.audio.ear import Ear, EarStatus
from smartclient.video.audio.mixer import Mixer

PATIENCE_S = 2.0


class Listening:
    """Belongs to the loop's thread; `stop` ends it. `changed` tells that something is heard or stands otherwise than before."""

    def __init__(
        self,
        server: Server,
        store: SiteStore,
        record: Record,
        clock: Clock,
        devices: SoundDevices,
        say: Callable[[str], None],
        playback_of: Callable[[DeviceId], Playback | None] = lambda _device: None,
    ) -> None:
        """`say` tells the operator a trouble in one sentence; `playback_of` is the clock of the tile a device is in, None for now."""
        self.changed: Signal[None] = Signal()
        self.is_muted = False
        """Whether nothing sounds, though microphones are switched on."""
        self._server, self._store, self._record, self._clock, self._say = server, store, record, clock, say
        self._devices, self._playback_of = devices, playback_of
        self._loop = asyncio.get_running_loop()
        self._heard: dict[DeviceId, Hearing] = {}
        self._ended: set[Ear] = set()
        self._since: dict[DeviceId, datetime] = {}
        self._mixer = Mixer()
        self._loudspeaker: Opened | None = None
        self._turn = asyncio.Lock()
        self._tasks = Tasks("listening")

    @property
    def heard(self) -> tuple[DeviceId, ...]:
        """The devices whose microphones are switched on, in the order of switching."""
        return tuple(self._heard)

    def why_not(self, device: DeviceId) -> str | None:
        """Why it cannot be listened to; None when it can."""
        if reason := why_not_connected(self._store, device):
            return reason
        return self._why_no_right(device)

    def has_microphone(self, device: DeviceId) -> bool:
        """Whether there is a microphone that this user may hear."""
        return self._server.permits(device, Capability.LISTEN)

    def status(self, device: DeviceId) -> EarStatus | None:
        """How its sound stands; None while it is switched off."""
        hearing = self._heard.get(device)
        return hearing.status if hearing is not None else None

    def is_past(self, device: DeviceId) -> bool:
        """Whether what is heard of it, or would be, is what its tile shows of the past."""
        hearing = self._heard.get(device)
        return hearing.is_past if hearing is not None else self._is_past(device)

    def level(self, device: DeviceId) -> float:
        """How loud it is now, 0 to 1."""
        hearing = self._heard.get(device)
        return hearing.level if hearing is not None else 0.0

    def toggle(self, device: DeviceId, *, beside: bool = False) -> None:
        """Switches its microphone on or off; switched on, it is the only one, unless it shall be heard `beside` others."""
        if device in self._heard:
            self.leave(device)
        else:
            self.listen(device, beside=beside)

    def listen(self, device: DeviceId, *, beside: bool = False) -> None:
        """Switches its microphone on; what cannot be heard is said."""
        if device in self._heard:
            return
        if (reason := self.why_not(device)) is not None:
            self._say(reason)
            return
        if not beside:
            for other in self.heard:
                self._switch_off(other)
        playback = self._playback_of(device)
        self._since[device] = self._clock.now()
        past = {"recorded": playback.instant} if playback is not None and not playback.is_live else None
        self._record.act(self._store.user_of(device), "listen", device, past)
        hearing = self._heard[device] = Hearing(self._server, device, self._tell_soon, self._let_go)
        hearing.follow(playback)
        self._follow()

    def follow_clocks(self) -> None:
        """Tiles may show other times or other cameras now."""
        for device, hearing in self._heard.items():
            hearing.follow(self._playback_of(device))

    def leave(self, device: DeviceId) -> None:
        """Switches its microphone off."""
        if device in self._heard:
            self._switch_off(device)
            self._follow()

    def leave_all(self) -> None:
        """Switches all off."""
        for device in self.heard:
            self._switch_off(device)
        self._follow()

    def mute(self, is_muted: bool) -> None:
        """Nothing sounds until it is taken back."""
        if is_muted != self.is_muted:
            self.is_muted = is_muted
            self._follow()

    def hush(self, is_hushed: bool) -> None:
        """Nothing sounds for a moment, so that a microphone does not hear the loudspeaker."""
        self._mixer.is_hushed = is_hushed

    async def stop(self) -> None:
        """Switches everything off and waits for it."""
        for device in self.heard:
            self._switch_off(device)
        await self._tasks.cancel()
        await asyncio.to_thread(_join, tuple(self._ended))
        loudspeaker, self._loudspeaker = self._loudspeaker, None
        if loudspeaker is not None:
            await asyncio.to_thread(loudspeaker.close)

    def _why_no_right(self, device: DeviceId) -> str | None:
        try:
            (self._server.past_sound if self._is_past(device) else self._server.sound)(device)
        except (ServerError, MediaError) as error:
            return str(error)
        return None

    def _switch_off(self, device: DeviceId) -> None:
        self._heard.pop(device).stop()
        lasted = self._clock.now() - self._since.pop(device)
        self._record.act(
            self._store.user_of(device), "stop listening", device, {"seconds": round(lasted.total_seconds(), 1)}
        )

    def _let_go(self, ear: Ear) -> None:
        self._ended.add(ear)
        if not self._loop.is_closed():
            self._tasks.start("let go", self._wait_for(ear))

    async def _wait_for(self, ear: Ear) -> None:
        await asyncio.to_thread(_join, (ear,))
        self._ended.discard(ear)

    def _is_past(self, device: DeviceId) -> bool:
        playback = self._playback_of(device)
        return playback is not None and not playback.is_live

    def _follow(self) -> None:
        self._mixer.play(tuple(self._heard.values()))
        self._tasks.start("loudspeaker", self._follow_with_loudspeaker())
        self.changed.emit(None)

    async def _follow_with_loudspeaker(self) -> None:
        """Opens or closes it, one after the other, as it is wanted by then."""
        async with self._turn:
            is_wanted = bool(self._heard) and not self.is_muted
            if is_wanted and self._loudspeaker is None:
                await self._open()
            elif not is_wanted and self._loudspeaker is not None:
                loudspeaker, self._loudspeaker = self._loudspeaker, None
                await asyncio.to_thread(loudspeaker.close)

    async def _open(self) -> None:
        opening = asyncio.get_running_loop().run_in_executor(None, self._devices.open_loudspeaker, self._mixer.pull)
        try:
            self._loudspeaker = await asyncio.shield(opening)
        except MediaError as error:
            self._say(str(error))
        except asyncio.CancelledError:
            opening.add_done_callback(_close_late)
            raise

    def _tell_soon(self) -> None:
        """From an ear's thread."""
        if not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self.changed.emit, None)


def _close_late(opening: "asyncio.Future[Opened]") -> None:
    """What was opened while the watch ended."""
    if not opening.cancelled() and opening.exception() is None:
        opening.result().close()


def _join(ears: tuple[Ear, ...]) -> None:
    for ear in ears:
        ear.join(PATIENCE_S)
