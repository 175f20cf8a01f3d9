"""A site folder behind the port: devices with streams of their own, files as their past, and nothing that happens."""

import asyncio
from collections.abc import AsyncGenerator, Mapping, Sequence
from datetime import UTC, datetime
from typing import NoReturn
from urllib.parse import urlsplit

from smartclient.adapters.files.recorded_file import is_file, span_of
from smartclient.adapters.server import Capability
from smartclient.domain.commands import Command, PlainCommand
from smartclient.domain.devices import Device
from smartclient.domain.errors import Unsupported
from smartclient.domain.events import Event
from smartclient.domain.footage import Quality, UrlSource
from smartclient.domain.ids import AlarmId, DeviceId
from smartclient.domain.recordings import Marks, Recordings, Span
from smartclient.domain.site import Site
from smartclient.domain.snapshot import Snapshot
from smartclient.runtime.secret import Secret
from smartclient.store.spans import within

LIVE_SCHEMES = ("rtsp", "rtsps", "http", "https")
PAST_SCHEMES = ("rtsp", "rtsps")


class FilesServer:
    """The port's Server for a plan whose cameras have their own rtsp, http or file URLs."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._urls = {device.id: device for device in site.devices if device.url}

    @property
    def capabilities(self) -> frozenset[Capability]:
        """Live video where the plan names streams, and their past where they may have one; nobody forbids changing the plan."""
        found = {Capability.EDIT_PLANS} | ({Capability.LIVE_VIDEO} if self._urls else set())
        if any(urlsplit(device.url).scheme.lower() in LIVE_SCHEMES for device in self._urls.values()):
            found.add(Capability.LISTEN)
        if any(_may_have_past(device.url) for device in self._urls.values()):
            found |= {Capability.RECORDED_VIDEO, Capability.EXPORT}
        return frozenset(found)

    def permits(self, camera: DeviceId, capability: Capability) -> bool:
        """Whatever the camera's stream allows."""
        device = self._urls.get(camera)
        if device is None or capability not in self.capabilities:
            return False
        if capability is Capability.LISTEN:
            return urlsplit(device.url).scheme.lower() in LIVE_SCHEMES
        return capability is Capability.LIVE_VIDEO or _may_have_past(device.url)

    async def connect(self) -> Snapshot:
        """The plan's own devices; their states are unknown and stay so."""
        return Snapshot(taken_at=datetime.now(UTC), server_name=self._site.name, user="")

    async def events(self) -> AsyncGenerator[Sequence[Event], None]:
        """One empty batch, then waits."""
        yield ()
        await asyncio.get_running_loop().create_future()

    async def execute(self, command: Command | PlainCommand) -> NoReturn:  # noqa: ARG002  the port's shape
        """There is nobody to ask. Raises Unsupported."""
        raise Unsupported("There is no server here that could do that.")

    def media(self, camera: DeviceId, quality: Quality) -> UrlSource:  # noqa: ARG002  a URL is one stream
        """The camera's own URL. Raises Unsupported where it has none."""
        device = self._device(camera)
        is_live = urlsplit(device.url).scheme.lower() in LIVE_SCHEMES
        return UrlSource(device.url, device.name, is_live=is_live, begins_at=device.recorded_from)

    def sound(self, device: DeviceId) -> UrlSource:
        """What comes with a live stream's pictures. Raises Unsupported where there is no live stream."""
        camera = self._device(device)
        if urlsplit(camera.url).scheme.lower() not in LIVE_SCHEMES:
            raise Unsupported(f"{camera.name} is a recording; sound is live only.")
        return UrlSource(camera.url, camera.name)

    def past_sound(self, device: DeviceId) -> NoReturn:
        """Recordings are played without their sound. Raises Unsupported."""
        raise Unsupported(f"The recording of {self._device(device).name} is played without its sound.")

    def talk(self, device: DeviceId) -> NoReturn:  # noqa: ARG002  the port's shape
        """No way leads there. Raises Unsupported."""
        raise Unsupported("There is no server here that carries a voice.")

    async def still(self, camera: DeviceId, width_px: int) -> NoReturn:  # noqa: ARG002  the port's shape
        """Nobody makes stills here. Raises Unsupported."""
        raise Unsupported("There is no server here that makes stills.")

    def past(self, camera: DeviceId, quality: Quality) -> UrlSource:  # noqa: ARG002  a URL is one stream
        """The file, or the RTSP stream, which may or may not take ranges. Raises Unsupported where there is no past."""
        device = self._recorded(camera)
        return UrlSource(device.url, device.name, is_live=False, begins_at=device.recorded_from)

    async def recordings(self, camera: DeviceId, span: Span) -> Recordings:
        """What of `span` the file or stream covers. Raises Unsupported where it has no past, and ServerUnreachable."""
        device = self._recorded(camera)
        whole = await asyncio.to_thread(span_of, device.url, device.name, device.recorded_from)
        return Recordings(camera, span, within((whole,), span))

    async def marks(self, span: Span) -> Marks:  # noqa: ARG002  the port's shape
        """None: nobody keeps them."""
        return Marks()

    async def width_px(self, camera: DeviceId) -> int | None:  # noqa: ARG002  the port's shape
        """Not known before the stream is opened."""
        return None

    async def alarm_details(self, alarm: AlarmId) -> NoReturn:  # noqa: ARG002  the port's shape
        """There are no alarms. Raises Unsupported."""
        raise Unsupported("There is no server here that keeps alarms.")

    async def alarm_snapshots(self, alarm: AlarmId) -> NoReturn:  # noqa: ARG002  the port's shape
        """There are no alarms. Raises Unsupported."""
        raise Unsupported("There is no server here that keeps alarms.")

    async def past_events(self, span: Span, device: DeviceId | None = None) -> NoReturn:  # noqa: ARG002  the port's shape
        """There is nobody who kept any. Raises Unsupported."""
        raise Unsupported("There is no server here that keeps events.")

    async def alarms_before(self, at: datetime, most: int) -> NoReturn:  # noqa: ARG002  the port's shape
        """There is nobody who kept any. Raises Unsupported."""
        raise Unsupported("There is no server here that keeps alarms.")

    async def grant_report(self, span: Span) -> NoReturn:  # noqa: ARG002  the port's shape
        """There is nobody who kept any. Raises Unsupported."""
        raise Unsupported("There is no server here that keeps grants.")

    async def presets(self, camera: DeviceId) -> Mapping[str, str]:  # noqa: ARG002  the port's shape
        """None: nobody moves cameras here."""
        return {}

    async def messages(self, topic: str) -> NoReturn:  # noqa: ARG002  the port's shape
        """There is nobody else. Raises Unsupported."""
        raise Unsupported("There is no server here that carries messages.")

    async def confirm(
        self,
        user: str,  # noqa: ARG002  the port's shape
        password: Secret,  # noqa: ARG002
        cameras: frozenset[DeviceId],  # noqa: ARG002
        capability: Capability,  # noqa: ARG002
    ) -> NoReturn:
        """Nobody signs in to a folder. Raises Unsupported."""
        raise Unsupported("There is no server here that knows its users.")

    def is_signed_in(self, user: str, password: Secret) -> bool:  # noqa: ARG002  the port's shape
        """Nobody is."""
        return False

    async def close(self) -> None:
        """Nothing is open."""

    def _device(self, camera: DeviceId) -> Device:
        device = self._urls.get(camera)
        if device is None:
            raise Unsupported("The plan names no stream for this camera.")
        return device

    def _recorded(self, camera: DeviceId) -> Device:
        device = self._device(camera)
        if not _may_have_past(device.url):
            raise Unsupported(f"{device.name} can be watched live only.")
        return device


def _may_have_past(url: str) -> bool:
    return is_file(url) or urlsplit(url).scheme.lower() in PAST_SCHEMES
