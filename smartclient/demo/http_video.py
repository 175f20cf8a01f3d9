"""Live video over plain HTTP, which XProtect does not have: `/x-demo/video/<camera>.ts` and `….mjpg`.

An access token is needed as `Authorization: Bearer …` or, as players send no headers, as `?token=…`; `?stream=sub` gives the
small stream. The transport stream holds the camera's H.264 or H.265; motion JPEG comes as `multipart/x-mixed-replace`.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route

from smartclient.demo.answers import ApiError, not_permitted
from smartclient.demo.devices import codec_of
from smartclient.demo.faults import Faults
from smartclient.demo.gate import CONTROL, Gate
from smartclient.demo.ids import path
from smartclient.demo.plan import DemoSite
from smartclient.demo.video.image_session import MAIN_SIZE, SUB_SIZE
from smartclient.demo.video.shots import Shot, Stream
from smartclient.demo.video_parts import Cameras

_CHECKED_EVERY_MS = 1_000
_BOUNDARY = "picture"
_TYPES = {"ts": "video/mp2t", "mjpg": f"multipart/x-mixed-replace; boundary={_BOUNDARY}"}


class HttpVideo:
    """Streams to everybody with a token, from the same filming as all others."""

    def __init__(self, gate: Gate, site: DemoSite, cameras: Cameras, faults: Faults) -> None:
        self._gate, self._site, self._cameras, self._faults = gate, site, cameras, faults

    def routes(self) -> list[Route]:
        """All routes, lower case."""
        return [Route(f"{CONTROL}/video/{{camera}}.{kind}", self._video, name=kind) for kind in _TYPES]

    async def _video(self, request: Request) -> Response:
        token = request.query_params.get("token", "")
        authorization = f"Bearer {token}" if token else request.headers.get("authorization", "")
        camera, kind = request.path_params["camera"], request.url.path.rpartition(".")[2].lower()
        self._check(authorization, camera)
        device = self._site.by_guid.get(camera)
        if device is None or device.resource != "cameras":
            raise ApiError(404, f"Device not found. cameras/{camera[:100]}")
        size = SUB_SIZE if request.query_params.get("stream") == "sub" else MAIN_SIZE
        as_h265 = kind == "ts" and codec_of(device) == "h265"
        stream = Stream(camera, *size, as_jpeg=kind == "mjpg", as_h265=as_h265)
        headers = {"Cache-Control": "no-store"}
        return StreamingResponse(self._bytes(stream, authorization), media_type=_TYPES[kind], headers=headers)

    def _check(self, authorization: str, camera: str) -> None:
        if not self._gate.rights_of(authorization).views("VIEW_LIVE", path("cameras", camera)):
            raise not_permitted()

    async def _bytes(self, stream: Stream, authorization: str) -> AsyncIterator[bytes]:
        """Until the client leaves or the token is no longer good."""
        pack = _packing(stream)
        async for shot in self._shots(stream, authorization):
            yield pack(shot)

    async def _shots(self, stream: Stream, authorization: str) -> AsyncIterator[Shot]:
        watch = self._cameras.watch(stream)
        needs_key, checked_ms = True, 0
        try:
            while True:
                shot = await watch.next()
                if shot.at_ms >= checked_ms + _CHECKED_EVERY_MS:
                    checked_ms = shot.at_ms
                    self._check(authorization, stream.camera)
                needs_key = stream.camera in self._faults.dead_cameras or (needs_key and not shot.is_key)
                if not needs_key:
                    yield shot
        except ApiError:
            return
        finally:
            watch.close()


def _packing(stream: Stream) -> Callable[[Shot], bytes]:
    if stream.as_jpeg:
        return _part
    from smartclient.demo.video.transport_stream import TransportStream

    return TransportStream(stream).add


def _part(shot: Shot) -> bytes:
    head = f"--{_BOUNDARY}\r\nContent-Type: image/jpeg\r\nContent-Length: {len(shot.data)}\r\n\r\n"
    return head.encode() + shot.data + b"\r\n"
