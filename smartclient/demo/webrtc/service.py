"""The gateway's WebRTC put together: its sessions, both kinds of signalling, and commands over the data channel."""

from starlette.routing import Route, WebSocketRoute
from starlette.websockets import WebSocket

from smartclient.demo.answers import ApiError
from smartclient.demo.devices import codec_of
from smartclient.demo.faults import Faults
from smartclient.demo.gate import Gate
from smartclient.demo.past.recorded import Recorded
from smartclient.demo.plan import DemoSite
from smartclient.demo.ptz_sessions import PtzSessions
from smartclient.demo.video_parts import Cameras
from smartclient.demo.webrtc.channel import Commands
from smartclient.demo.webrtc.gateway import Gateway
from smartclient.demo.webrtc.pictures import LivePictures, Pictures, stream_of
from smartclient.demo.webrtc.playback import RecordedPictures
from smartclient.demo.webrtc.routes import WebRtcRoutes
from smartclient.demo.webrtc.socket import WebRtcSocket
from smartclient.demo.webrtc.wishes import Wish


class WebRtc:
    """What the server mounts; media flow from `start` until `stop`."""

    def __init__(
        self, gate: Gate, site: DemoSite, cameras: Cameras, recorded: Recorded, ptz: PtzSessions, faults: Faults
    ) -> None:
        self._devices = {device.guid: device for device in site.cameras}
        self._cameras, self._recorded, self._faults = cameras, recorded, faults
        self._gateway = Gateway(gate, self._pictures, Commands(gate, ptz).heard)
        self.start, self.stop = self._gateway.start, self._gateway.stop

    def routes(self) -> list[Route | WebSocketRoute]:
        """All routes, lower case."""
        return [WebSocketRoute("/api/ws/webrtc/v1", self._socket), *WebRtcRoutes(self._gateway).routes()]

    async def _socket(self, socket: WebSocket) -> None:
        await WebRtcSocket(socket, self._gateway).serve()

    def _pictures(self, wish: Wish) -> Pictures:
        device = self._devices.get(wish.camera)
        if device is None:
            raise ApiError(404, "There is no such device.", place="deviceId")
        if codec_of(device) != "h264":
            raise ApiError(400, "Only H.264 is streamed over WebRTC.", place="deviceId")
        stream = stream_of(wish)
        if wish.start is None:
            return LivePictures(self._cameras.watch(stream), wish.camera, self._faults)
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
