"""One server of several: the port as it is, with the server's key on every id that comes out and off every id that goes in."""

from collections.abc import AsyncGenerator, AsyncIterator, Mapping, Sequence
from datetime import datetime

from smartclient.adapters.server import Capability, MessageLine, Server
from smartclient.domain.alarm_details import AlarmDetails
from smartclient.domain.alarm_snapshots import AlarmSnapshot
from smartclient.domain.alarms import Alarm
from smartclient.domain.commands import Command, PlainCommand
from smartclient.domain.events import Event, Happened
from smartclient.domain.footage import PastSource, Quality, Source, UrlSource
from smartclient.domain.grant_report import GrantReport
from smartclient.domain.ids import AlarmId, DeviceId, ServerKey, keyed, plain
from smartclient.domain.keying import with_key, without_key
from smartclient.domain.recordings import Marks, Recordings, Span
from smartclient.domain.snapshot import Snapshot
from smartclient.domain.sound import PastSoundSource, SoundSource, TalkPath
from smartclient.runtime.secret import Secret


class KeyedServer:
    """A Server of the port. Two servers that call their cameras by the same ids (one machine cloned from the other) stay apart."""

    def __init__(self, server: Server, key: ServerKey) -> None:
        self._server, self.key = server, key

    async def use(self, server: Server) -> None:
        """Lets go of the server and goes on with this one: the same machine, with another password or certificate."""
        before, self._server = self._server, server
        await before.close()

    @property
    def capabilities(self) -> frozenset[Capability]:
        """What this one can do for its user."""
        return self._server.capabilities

    def permits(self, camera: DeviceId, capability: Capability) -> bool:
        """Whether its user may do that with that camera."""
        return self._server.permits(_device(camera), capability)

    async def connect(self) -> Snapshot:
        """Its whole present."""
        return with_key(await self._server.connect(), self.key)

    async def events(self) -> AsyncGenerator[Sequence[Event], None]:
        """Its batches."""
        batches = self._server.events()
        try:
            async for batch in batches:
                yield [with_key(event, self.key) for event in batch]
        finally:
            await _closed(batches)

    async def execute(self, command: Command | PlainCommand) -> None:
        """Hands it over."""
        await self._server.execute(without_key(command))

    def media(self, camera: DeviceId, quality: Quality) -> Source:
        """A camera of this server."""
        return self._server.media(_device(camera), quality)

    def sound(self, device: DeviceId) -> SoundSource | UrlSource:
        """A microphone of this server."""
        return self._server.sound(_device(device))

    def past_sound(self, device: DeviceId) -> PastSoundSource:
        """A microphone of this server, before."""
        return self._server.past_sound(_device(device))

    def talk(self, device: DeviceId) -> TalkPath:
        """A loudspeaker of this server."""
        return self._server.talk(_device(device))

    async def still(self, camera: DeviceId, width_px: int) -> bytes:
        """One picture of now."""
        return await self._server.still(_device(camera), width_px)

    def past(self, camera: DeviceId, quality: Quality) -> PastSource:
        """A camera's past."""
        return self._server.past(_device(camera), quality)

    async def recordings(self, camera: DeviceId, span: Span) -> Recordings:
        """What is recorded of a camera."""
        return with_key(await self._server.recordings(_device(camera), span), self.key)

    async def marks(self, span: Span) -> Marks:
        """Its bookmarks and evidence locks."""
        return with_key(await self._server.marks(span), self.key)

    async def alarm_details(self, alarm: AlarmId) -> AlarmDetails:
        """All it keeps of one alarm."""
        return with_key(await self._server.alarm_details(AlarmId(plain(alarm))), self.key)

    async def alarm_snapshots(self, alarm: AlarmId) -> Sequence[AlarmSnapshot]:
        """The pictures it keeps with one alarm."""
        return [with_key(each, self.key) for each in await self._server.alarm_snapshots(AlarmId(plain(alarm)))]

    async def past_events(self, span: Span, device: DeviceId | None = None) -> Sequence[Happened]:
        """What it kept of `span`."""
        found = await self._server.past_events(span, _device(device) if device is not None else None)
        return [with_key(event, self.key) for event in found]

    async def alarms_before(self, at: datetime, most: int) -> Sequence[Alarm]:
        """Its older alarms."""
        return [with_key(alarm, self.key) for alarm in await self._server.alarms_before(at, most)]

    async def grant_report(self, span: Span) -> GrantReport:
        """What it kept of its grants."""
        return with_key(await self._server.grant_report(span), self.key)

    async def presets(self, camera: DeviceId) -> Mapping[str, str]:
        """A camera's PTZ presets."""
        return await self._server.presets(_device(camera))

    async def width_px(self, camera: DeviceId) -> int | None:
        """How wide a camera's largest picture is."""
        return await self._server.width_px(_device(camera))

    async def messages(self, topic: str) -> MessageLine:
        """A line to those who are signed in to this server."""
        return await self._server.messages(topic)

    async def confirm(
        self, user: str, password: Secret, cameras: frozenset[DeviceId], capability: Capability
    ) -> frozenset[DeviceId]:
        """Asks this server."""
        found = await self._server.confirm(user, password, frozenset(map(_device, cameras)), capability)
        return frozenset(DeviceId(keyed(self.key, camera)) for camera in found)

    def is_signed_in(self, user: str, password: Secret) -> bool:
        """Whether that is who is signed in here."""
        return self._server.is_signed_in(user, password)

    async def close(self) -> None:
        """Signs out."""
        await self._server.close()


def _device(device: DeviceId) -> DeviceId:
    return DeviceId(plain(device))


async def _closed(batches: AsyncIterator[Sequence[Event]]) -> None:
    if isinstance(batches, AsyncGenerator):
        await batches.aclose()
