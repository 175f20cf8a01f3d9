"""Playback over the ImageServer protocol: each call is answered with one recorded picture.

After the published TcpVideoViewer sample `[S]` and the documentation `[D]`; where they are silent this server reads the calls so:
* `goto` answers the last picture at or before the time, with `keyframesonly` the key frame it builds on, before the first
  picture that one. A picture that is no key frame names its key frame's time in the header (`tsSync`); to show it a client
  goes to that key frame and walks on with `next`.
* Every JPEG is a key frame.
* `next` and `previous` go one picture, with `keyframesonly` one key frame, over gaps as well: a gap is a jump from Current to Next.
* At the end of the data Next is Current (documented), at its beginning Prev is Current.
* `nextsequence` and `previoussequence` go to the first picture of the sequence after or before; `begin` and `end` to the first
  and the last picture.
* Where nothing is recorded at all the answer is an empty picture with all times 0.

Pictures that are gone to may be drawn before a coarser background, as scrubbing must not wait; those walked to fit the ones
before. What a client reads from a key frame on, without having gone to another picture of its group before, is always the same.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from smartclient.demo.video import image_messages as messages
from smartclient.demo.video.image_messages import Call, MalformedCallError
from smartclient.demo.video.playback_cursor import PlaybackCursor, sequences

if TYPE_CHECKING:
    from smartclient.demo.video.image_server import ImageServer
    from smartclient.demo.video.shots import Stream

_MOST_SEQUENCES = 1_000
_DEFAULT_SPAN_MS = 600_000
_YES = {"yes", "true", "1"}


class ImagePlayback:
    """The recordings of one camera, as one client looks through them."""

    def __init__(self, server: ImageServer, stream: Stream) -> None:
        self._server = server
        self._stream = stream
        self.earliest_ms = 0
        """What is older may not be seen."""
        self._cursor = PlaybackCursor(server.relay.past, stream.camera)

    async def step(self, call: Call) -> bytes:
        """The answer to a call that asks for a picture. Raises MalformedCallError for other calls."""
        keys_only = call.fields.get("keyframesonly", "no").lower() in _YES and not self._stream.as_jpeg
        wanted = self._wanted(call, keys_only=keys_only)
        if wanted is None or wanted < self.earliest_ms:
            return messages.image(call.request_id, (0, 0, 0), b"")
        place = self._cursor.stand(wanted)
        in_haste = call.method in {"goto", "end"} and (self._stream.as_jpeg or not keys_only)
        stream = self._server.spoilt(self._stream, wanted)
        shot = await self._cursor.picture(stream, in_haste=in_haste)
        body = self._server.coded(shot) if shot is not None else b""
        return messages.image(call.request_id, (place.before, place.current, place.after), body)

    def sequences(self, call: Call) -> bytes:
        """The answer to `alarms`: recorded sequences round a time, latest first."""
        now = self._server.recorded.now()
        centre, span = call.number("centertime", now), call.number("timespan", _DEFAULT_SPAN_MS)
        most = min(call.number("numalarms", 1), _MOST_SEQUENCES)
        found = sequences(self._server.recorded, self._stream.camera, centre, span, most)
        return messages.sequences(call, [each for each in found if each[-1] >= self.earliest_ms])

    def _wanted(self, call: Call, *, keys_only: bool) -> int | None:
        cursor = self._cursor
        steps: dict[str, Callable[[], int | None]] = {
            "goto": lambda: cursor.go_to(call.number("time", self._server.recorded.now()), keys_only=keys_only),
            "next": lambda: cursor.next(keys_only=keys_only),
            "previous": lambda: cursor.previous(keys_only=keys_only),
            "nextsequence": cursor.next_sequence,
            "previoussequence": cursor.previous_sequence,
            "begin": cursor.begin,
            "end": cursor.end,
        }
        if call.method not in steps:
            raise MalformedCallError(f"unknown method {call.method[:40]!r}")
        return steps[call.method]()
