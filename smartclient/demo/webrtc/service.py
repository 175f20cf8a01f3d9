"""The gateway's WebRTC put together: its sessions, both kinds of signalling, and commands over the data channel."""

from starlette.routing import Route, WebSocketRoute
from starlette.websockets import WebSocket

from smartclient.demo.answers import ApiError
from smartclient.demo.faults import Faults
from smartclient.demo.gate import Gate
from smartclient.demo.ptz_sessions import PtzSessions
from smartclient.demo.video_parts import Cameras
from smartclient.demo.webrtc.channel import Commands
from smartclient.demo.webrtc.gateway import Gateway
from smartclient.demo.webrtc.pictures import LivePictures, Pictures, stream_of
from smartclient.demo.webrtc.routes import WebRtcRoutes
from smartclient.demo.webrtc.socket import WebRtcSocket
from smartclient.demo.webrtc.wishes import Wish


class WebRtc:
    """What the server mounts; media flow from `start` until `stop`."""

    def __init__(self, gate: Gate, cameras: Cameras, known: frozenset[str], ptz: PtzSessions, faults: Faults) -> None:
        """`known` are the lower-case GUIDs of cameras there are."""
        self._cameras, self._known, self._faults = cameras, known, faults
        self._gateway = Gateway(gate, self._pictures, Commands(gate, ptz).heard)
        self.start, self.stop = self._gateway.start, self._gateway.stop

    def routes(self) -> list[Route | WebSocketRoute]:
        """All routes, lower case."""
        return [WebSocketRoute("/api/ws/webrtc/v1", self._socket), *WebRtcRoutes(self._gateway).routes()]

    async def _socket(self, socket: WebSocket) -> None:
        await WebRtcSocket(socket, self._gateway).serve()

    def _pictures(self, wish: Wish) -> Pictures:
        if wish.camera not in self._known:
            raise ApiError(404, "There is no such device.", place="deviceId")
        if wish.start is not None:
            raise ApiError(501, "This server does not play the past over WebRTC.")
        return LivePictures(self._cameras.watch(stream_of(wish)), wish.camera, self._faults)
