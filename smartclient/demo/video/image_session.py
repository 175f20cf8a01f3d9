"""One client's connection to the ImageServer: connect first, then live pictures or steps through the past."""

from __future__ import annotations

import asyncio
import contextlib
from typing import TYPE_CHECKING

from smartclient.demo.devices import SUB, stream_id
from smartclient.demo.video import image_messages as messages
from smartclient.demo.video.image_messages import END, Call, MalformedCallError
from smartclient.demo.video.shots import Stream, moment, tick_at, tick_ms

if TYPE_CHECKING:
    from smartclient.demo.video.image_server import ImageServer

MAIN_SIZE, SUB_SIZE = (1280, 720), (640, 360)
KEPT_MS = 14 * 24 * 3600 * 1000
SEQUENCE_MS = 600_000
_SILENCE_S = 300.0
_MOST_SEQUENCES = 100


class Session:
    """A connection. A call that cannot be read ends it; so does a token that is refused."""

    def __init__(self, server: ImageServer, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._server = server
        self._reader = reader
        self._writer = writer
        self._stream: Stream | None = None
        self._shown_ms = 0
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
            self._live = asyncio.create_task(self._send_live(self._stream, call.request_id), name="live pictures")
        elif call.method == "stop":
            await self.close()
            await self._send(messages.response(call))
        elif call.method == "alarms":
            await self._send(messages.sequences(call, self._sequences(call)))
        else:
            await self._step(call)
        return True

    async def _connect(self, call: Call) -> bool:
        parameters = call.parameters
        camera = (parameters.get("id") or call.fields.get("cameraid", "")).lower().strip("{}")
        refused = ""
        if camera not in self._server.cameras:
            refused = "Unknown camera"
        elif not self._server.authorise(parameters.get("connectiontoken", ""), camera):
            refused = "Invalid or expired connection token"
        elif self._stream is not None and camera != self._stream.camera:
            refused = "Another camera"
        if not refused and call.method == "connect":
            self._stream = self._chosen(call, camera, parameters.get("streamid", ""))
        answers = {"connected": "no" if refused else "yes", "errorreason": refused or "Success"}
        await self._send(messages.response(call, **answers))
        return not refused

    def _chosen(self, call: Call, camera: str, stream: str) -> Stream:
        """The stream asked for: by id, for JPEG also by the width to transcode to."""
        as_jpeg = call.fields.get("alwaysstdjpeg", "no").lower() in {"yes", "true"}
        small = stream.lower().strip("{}") == stream_id(camera, SUB)
        if as_jpeg and 0 < call.number("transcode/width", 0) <= SUB_SIZE[0]:
            small = True
        return Stream(camera, *(SUB_SIZE if small else MAIN_SIZE), as_jpeg)

    async def _send_live(self, stream: Stream, request_id: int) -> None:
        """Pictures as they are taken, while the camera works; its loss is told as a status item."""
        server, was_dead, needs_key = self._server, False, True
        await self._send(messages.status(server.now_ms(), {messages.LIVE_FEED_STARTED: 1}))
        watch = server.relay.watch(stream)
        try:
            while True:
                shot = await watch.next()
                if (dead := server.is_dead(stream.camera)) != was_dead:
                    was_dead = dead
                    await self._send(messages.status(server.now_ms(), {messages.CAMERA_CONNECTION_LOST: int(dead)}))
                needs_key = (needs_key and not shot.is_key) or dead
                if needs_key:
                    continue
                if (delay := server.faults.recorder_delay_s) > 0:
                    await asyncio.sleep(max(0.0, shot.at_ms / 1000 + delay - server.now_ms() / 1000))
                around = (shot.at_ms, shot.at_ms, shot.at_ms)
                await self._send(messages.image(request_id, around, messages.coded(shot)))
        finally:
            watch.close()

    async def _step(self, call: Call) -> None:
        """One picture of the past, drawn as it was then; Next equals Current at the end of what is recorded."""
        stream = self._stream
        if stream is None or self._server.is_dead(stream.camera):
            await self._send(messages.image(call.request_id, (0, 0, 0), b""))
            return
        last = self._server.now_ms()
        first = last - KEPT_MS
        wanted = min(max(self._wanted(call, first, last), first), last)
        tick = tick_at(wanted)
        shown = self._shown_ms = tick_ms(tick)
        after = tick_ms(tick + 1)
        body = await self._server.relay.jpeg(stream.camera, moment(shown), stream.width, stream.height)
        await self._send(
            messages.image(call.request_id, (tick_ms(tick - 1), shown, after if after <= last else shown), body)
        )

    def _wanted(self, call: Call, first: int, last: int) -> int:
        """The time of the picture a call asks for."""
        shown = self._shown_ms or last
        match call.method:
            case "goto":
                return call.number("time", last)
            case "next":
                return tick_ms(tick_at(shown) + 1)
            case "previous":
                return tick_ms(tick_at(shown) - 1)
            case "nextsequence":
                return (shown // SEQUENCE_MS + 1) * SEQUENCE_MS
            case "previoussequence":
                return (shown // SEQUENCE_MS - 1) * SEQUENCE_MS
            case "begin":
                return first
            case "end":
                return last
        raise MalformedCallError(f"unknown method {call.method[:40]!r}")

    def _sequences(self, call: Call) -> list[tuple[int, int]]:
        """Ten-minute pieces of the recording inside the span asked for, latest first."""
        now = self._server.now_ms()
        centre, span = call.number("centertime", now), call.number("timespan", SEQUENCE_MS)
        wanted = min(call.number("numalarms", 1), _MOST_SEQUENCES)
        end, start = min(now, centre + span), max(now - KEPT_MS, centre - span)
        found: list[tuple[int, int]] = []
        while end > start and len(found) < wanted:
            begin = max(start, (end - 1) // SEQUENCE_MS * SEQUENCE_MS)
            found.append((begin, end))
            end = begin
        return found

    async def _send(self, message: bytes) -> None:
        async with self._sending:
            self._writer.write(message)
            await self._writer.drain()
