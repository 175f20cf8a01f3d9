"""The task GetSequences: which pieces of a camera's past are recorded, and in which something moved.

Its parameters are known from one note `[3]`; the shape of its answer is not, and is that of the older SOAP interface with REST names.
"""

from __future__ import annotations

from bisect import bisect_right
from datetime import timedelta

from smartclient.demo.answers import ApiError, Json
from smartclient.demo.past import mark_fields as fields
from smartclient.demo.past.recorded import DAY_MS, KEPT_MS, Recorded
from smartclient.demo.past.spans import Span, holding
from smartclient.demo.times import stamp
from smartclient.demo.video.shots import moment

MOST = 10_000
RECORDING, MOTION, TRIGGERED = "RecordingSequence", "MotionSequence", "RecordingWithTriggerSequence"
_LONGEST_MS = KEPT_MS + DAY_MS


def get_sequences(recorded: Recorded, camera: str, body: Json) -> Json:
    """Whole sequences that touch the span round `time`, in order of time: of those that begin before it the last
    `maxCountBefore`, of the others the first `maxCountAfter`. Raises ApiError 400."""
    kind = next((each for each in (RECORDING, MOTION, TRIGGERED) if each.lower() == _kind(body)), None)
    if kind is None:
        raise ApiError(400, "sequenceType must be RecordingSequence, MotionSequence or RecordingWithTriggerSequence.")
    centre = round(fields.moment(body, "time").timestamp() * 1000)
    begin, end = centre - _milliseconds(body, "timeBefore"), centre + _milliseconds(body, "timeAfter")
    pieces = _pieces(recorded, camera, kind, begin, max(end, begin + 1))
    split = bisect_right(pieces, centre - 1, key=lambda piece: piece[0])
    before = fields.number(body, "maxCountBefore", MOST, MOST)
    after = fields.number(body, "maxCountAfter", MOST, MOST)
    chosen = [*pieces[max(0, split - before) : split], *pieces[split : split + after]]
    moved = recorded.motion(camera, chosen[0][0], chosen[-1][1]) if chosen and kind == TRIGGERED else []
    return {"state": "Success", "sequences": [_sequence(piece, kind, moved) for piece in chosen]}


def _pieces(recorded: Recorded, camera: str, kind: str, begin: int, end: int) -> list[Span]:
    if kind != MOTION:
        return recorded.sequences(camera, begin, end)
    wide = recorded.motion(camera, begin - DAY_MS, end + DAY_MS)
    return [piece for piece in wide if piece[0] < end and begin < piece[1]]


def _sequence(piece: Span, kind: str, moved: list[Span]) -> Json:
    trigger = next((begin for begin, _ in moved if holding([piece], begin)), piece[0])
    return {
        "sequenceType": kind,
        "timeBegin": stamp(moment(piece[0])),
        "timeTriggered": stamp(moment(trigger)),
        "timeEnd": stamp(moment(piece[1])),
    }


def _kind(body: Json) -> str:
    return fields.text(body, "sequenceType", 100, RECORDING).lower()


def _milliseconds(body: Json, key: str) -> int:
    span = fields.length(body, key) if body.get(key) is not None else timedelta(days=1)
    return min(max(0, span // timedelta(milliseconds=1)), _LONGEST_MS)
