"""The gateway's WebRTC put together: its sessions, both kinds of signalling, and commands over the data channel."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from starlette.routing import Route, WebSocketRoute
from starlette.websockets import WebSocket

from smartclient.demo.accounts import LISTEN, Rights
from smartclient.demo.answers import ApiError, not_permitted
from smartclient.demo.devices import codec_of, has_microphone, microphone_of
from smartclient.demo.faults import Faults
from smartclient.demo.gate import Gate
from smartclient.demo.ids import path
from smartclient.demo.past.recorded import Recorded
from smartclient.demo.plan import DemoSite
from smartclient.demo.ptz_sessions import PtzSessions
from smartclient.demo.sound.microphones import Microphones
from smartclient.demo.video_parts import Cameras
from smartclient.demo.webrtc.channel import Commands
from smartclient.demo.webrtc.gateway import Content, Gateway
from smartclient.demo.webrtc.pictures import LivePictures, Pictures, stream_of
from smartclient.demo.webrtc.playback import RecordedPictures
from smartclient.demo.webrtc.routes import WebRtcRoutes
from smartclient.demo.webrtc.socket import WebRtcSocket
from smartclient.demo.webrtc.wishes import Wish

if TYPE_CHECKING:
    from aiortc import MediaStreamTrack


class WebRtc:
    """What the server mounts; media flow from `start` until `stop`."""

    def __init__(
        self,
        gate: Gate,
        site: DemoSite,
        cameras: Cameras,
        recorded: Recorded,
        ptz: PtzSessions,
        faults: Faults,
        microphones: Microphones,
    ) -> None:
        self._devices = {device.guid: device for device in site.cameras}
        self._cameras, self._recorded, self._faults = cameras, recorded, faults
        self._microphones = microphones
        self._gateway = Gateway(gate, self._content, self._is_permitted, self._sound, Commands(gate, ptz).heard)
        self.start, self.stop = self._gateway.start, self._gateway.stop

    def routes(self) -> list[Route | WebSocketRoute]:
        """All routes, lower case."""
        return [WebSocketRoute("/api/ws/webrtc/v1", self._socket), *WebRtcRoutes(self._gateway).routes()]

    async def _socket(self, socket: WebSocket) -> None:
        await WebRtcSocket(socket, self._gateway).serve()

    def _content(self, wish: Wish, rights: Rights) -> Content:
        """What to send: a camera's pictures, live ones with its microphone's sound where that may be heard, or a microphone alone.

        Raises ApiError 400, 403 and 404.
        """
        if wish.device in self._microphones.by_guid:
            if not self._is_permitted(wish, Content(microphone=wish.device), rights):
                raise not_permitted()
            if not wish.with_sound or wish.speed != 1.0:
                raise ApiError(400, "A microphone is heard with includeAudio, at speed 1.0.", place="deviceId")
            if wish.start is not None and self._microphones.by_guid[wish.device].device.guid not in self._devices:
                raise ApiError(400, "Only microphones of cameras are recorded.", place="deviceId")
            return Content(microphone=wish.device)
        if not _may_watch(wish, rights):
            raise not_permitted()
        device = self._devices.get(wish.device)
        if device is None:
            raise ApiError(404, "There is no such device.", place="deviceId")
        if codec_of(device) != "h264":
            raise ApiError(400, "Only H.264 is streamed over WebRTC.", place="deviceId")
        is_heard = (
            wish.with_sound
            and wish.start is None
            and has_microphone(device)
            and rights.may(LISTEN, path("microphones", microphone_of(device)))
        )
        return Content(self._pictures(wish), microphone_of(device) if is_heard else "")

    def _sound(self, microphone: str, start: datetime | None) -> MediaStreamTrack:
        known, world = self._microphones.by_guid[microphone], self._microphones.world
        if start is not None:
            from smartclient.demo.sound.recorded_track import RecordedMicrophoneTrack

            return RecordedMicrophoneTrack(known, world, self._recorded, start)
        from smartclient.demo.sound.track import MicrophoneTrack

        return MicrophoneTrack(known, world, self._faults)

    def _is_permitted(self, wish: Wish, content: Content, rights: Rights) -> bool:
        """Whether what flows may flow; what was heard before, only to who may see what was seen then."""
        if content.microphone and not rights.views(LISTEN, path("microphones", content.microphone)):
            return False
        if content.microphone != wish.device:
            return _may_watch(wish, rights)
        camera = self._microphones.by_guid[wish.device].device.guid
        return wish.start is None or _may_watch(replace(wish, device=camera), rights)

    def _pictures(self, wish: Wish) -> Pictures:
        stream = stream_of(wish)
        if wish.start is None:
            return LivePictures(self._cameras.watch(stream), wish.device, self._faults)
        start_ms = round(wish.start.timestamp() * 1_000)
        return RecordedPictures(
            self._cameras,
            self._recorded,
            self._faults,
            stream,
            start_ms,
            wish.speed,
            skip_gaps=wish.skip_gaps,
        )


def _may_watch(wish: Wish, rights: Rights) -> bool:
    where = path("cameras", wish.device)
    if wish.start is None:
        return rights.views("VIEW_LIVE", where)
    earliest = rights.recorded_from(where)
    return rights.views("PLAYBACK", where) and (earliest is None or wish.start >= earliest)
