"""One client's connection to the ImageServer: connect first, then live pictures or steps through the past."""

from __future__ import annotations

import asyncio
import contextlib
from typing import TYPE_CHECKING

from smartclient.demo.devices import SUB, stream_id
from smartclient.demo.video import image_messages as messages
from smartclient.demo.video.image_messages import END, Call, MalformedCallError
from smartclient.demo.video.image_playback import ImagePlayback
from smartclient.demo.video.shots import Stream
from smartclient.demo.video_parts import CONNECT

if TYPE_CHECKING:
    from smartclient.demo.video.image_server import ImageServer

MAIN_SIZE, SUB_SIZE = (1280, 720), (640, 360)
_SILENCE_S = 300.0
_CHECKED_EVERY_MS = 1_000
LIVE, PLAYBACK = "VIEW_LIVE", "PLAYBACK"
_REFUSED = "Invalid or expired connection token"


class Session:
    """A connection. A call that cannot be read ends it; so does a token that is refused."""

    def __init__(self, server: ImageServer, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._server = server
        self._reader = reader
        self._writer = writer
        self._stream: Stream | None = None
        self._playback: ImagePlayback | None = None
        self._token = ""
        self._live: asyncio.Task[None] | None = None
        self._sending = asyncio.Lock()

    async def run(self) -> None:
        """Answers calls until the client leaves."""
        while True:
            async with asyncio.timeout(_SILENCE_S if self._live is None else None):
                text = await self._reader.readuntil(END)
            await asyncio.sleep(self._server.faults.recorder_delay_s)
            try:
                call = messages.read_call(text)
                if not await self._answer(call):
                    return
            except MalformedCallError:
                return

    async def close(self) -> None:
        """Stops live pictures."""
        if self._live is not None:
            self._live.cancel()
            with contextlib.suppress(asyncio.CancelledError, OSError):
                await self._live
            self._live = None

    async def _answer(self, call: Call) -> bool:
        """Answers one call; False when the connection should end."""
        if call.method in {"connect", "connectupdate"}:
            return await self._connect(call)
        if self._stream is None:
            raise MalformedCallError("not connected")
        if call.method == "live":
            await self.close()
            if not self._server.authorise(self._token, self._stream.camera, LIVE):
                await self._refuse(call)
                return False
            self._live = asyncio.create_task(self._send_live(self._stream, call), name="live pictures")
        elif call.method == "stop":
            await self.close()
            await self._send(messages.response(call))
        else:
            return await self._play_back(call, self._stream)
        return True

    async def _play_back(self, call: Call, stream: Stream) -> bool:
        """Answers from the past; False, with the reason, when that is not allowed, or no longer."""
        if not self._server.authorise(self._token, stream.camera, PLAYBACK):
            await self._refuse(call)
            return False
        if self._playback is None:
            self._playback = ImagePlayback(self._server, stream)
        self._playback.earliest_ms = self._server.recorded_from_ms(self._token, stream.camera)
        if call.method == "alarms":
            await self._send(self._playback.sequences(call))
        else:
            await self._send(await self._playback.step(call))
        return True

    async def _refuse(self, call: Call) -> None:
        await self._send(messages.response(call, connected="no", errorreason=_REFUSED))

    async def _connect(self, call: Call) -> bool:
        parameters = call.parameters
        token = parameters.get("connectiontoken", "")
        camera = (parameters.get("id") or call.fields.get("cameraid", "")).lower().strip("{}")
        refused = ""
        if camera not in self._server.cameras:
            refused = "Unknown camera"
        elif not self._server.authorise(token, camera, CONNECT):
            refused = _REFUSED
        elif self._stream is not None and camera != self._stream.camera:
            refused = "Another camera"
        if not refused:
            self._token = token
            if call.method == "connect":
                self._stream, self._playback = self._chosen(call, camera, parameters.get("streamid", "")), None
        answers = {"connected": "no" if refused else "yes", "errorreason": refused or "Success"}
        await self._send(messages.response(call, **answers))
        return not refused

    def _chosen(self, call: Call, camera: str, stream: str) -> Stream:
        """The stream asked for: by id, for JPEG also by the width to transcode to, else as the camera codes."""
        own = self._server.codec_of(camera)
        as_jpeg = own == "mjpeg" or call.fields.get("alwaysstdjpeg", "no").lower() in {"yes", "true"}
        small = stream.lower().strip("{}") == stream_id(camera, SUB)
        if as_jpeg and 0 < call.number("transcode/width", 0) <= SUB_SIZE[0]:
            small = True
        return Stream(camera, *(SUB_SIZE if small else MAIN_SIZE), as_jpeg, not as_jpeg and own == "h265")

    async def _send_live(self, stream: Stream, call: Call) -> None:
        """Pictures as they are taken, while the camera works; its loss is told as a status item. A token that has expired ends
        the connection."""
        server, was_dead, needs_key, checked_ms = self._server, False, True, 0
        await self._send(messages.status(server.now_ms(), {messages.LIVE_FEED_STARTED: 1}))
        watch = server.relay.watch(stream)
        try:
            while True:
                shot = await watch.next()
                if shot.at_ms >= checked_ms + _CHECKED_EVERY_MS:
                    checked_ms = shot.at_ms
                    if not server.authorise(self._token, stream.camera, LIVE):
                        await self._refuse(call)
                        self._writer.close()
                        return
                wanted = server.spoilt(stream, shot.at_ms)
                if wanted != watch.stream:
                    watch.close()
                    watch, needs_key = server.relay.watch(wanted), True
                    continue
                if (dead := server.is_dead(stream.camera)) != was_dead:
                    was_dead = dead
                    await self._send(messages.status(server.now_ms(), {messages.CAMERA_CONNECTION_LOST: int(dead)}))
                needs_key = (needs_key and not shot.is_key) or dead
                if needs_key:
                    continue
                if (delay := server.faults.recorder_delay_s) > 0:
                    await asyncio.sleep(max(0.0, shot.at_ms / 1000 + delay - server.now_ms() / 1000))
                around = (shot.at_ms, shot.at_ms, shot.at_ms)
                await self._send(messages.image(call.request_id, around, server.coded(shot)))
        finally:
            watch.close()

    async def _send(self, message: bytes) -> None:
        async with self._sending:
            self._writer.write(message)
            await self._writer.drain()
