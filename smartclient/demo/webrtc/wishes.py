"""What a client asks to watch or hear, read from either signalling: a device, one of its streams, now or an instant of the past."""

from dataclasses import dataclass
from datetime import datetime

from smartclient.demo.answers import ApiError, Json
from smartclient.demo.times import parsed

FASTEST = 32.0
_LONGEST = 64


@dataclass(frozen=True, slots=True)
class Wish:
    """`device` is a camera or a microphone; `start` is None for what is live; `speed` and `skip_gaps` count for what is recorded only.

    GUIDs are lower case.
    """

    device: str
    stream: str = ""
    start: datetime | None = None
    speed: float = 1.0
    skip_gaps: bool = False
    with_sound: bool = True


def from_rest(content: Json) -> Wish:
    """Reads the body of `POST …/WebRTC/Session`; `playbackTimeNode` without a time means live. Raises ApiError 400."""
    node = content.get("playbackTimeNode") or {}
    if not isinstance(node, dict):
        raise ApiError(400, "playbackTimeNode must be an object.", place="playbackTimeNode")
    _check_servers(content.get("iceServers"))
    return _wish(
        content.get("deviceId") or content.get("cameraId"),
        content.get("streamId"),
        node.get("playbackTime"),
        node.get("speed"),
        node.get("skipGaps"),
        content.get("includeAudio"),
    )


def from_socket(params: Json) -> Wish:
    """Reads the parameters of `connect`. Raises ApiError 400."""
    _check_servers(params.get("iceServers"))
    return _wish(
        params.get("peer"),
        params.get("streamID"),
        params.get("PlaybackTime"),
        params.get("PlaybackSpeed"),
        params.get("skipGaps"),
        params.get("includeAudio"),
    )


def _wish(device: object, stream: object, start: object, speed: object, skip_gaps: object, with_sound: object) -> Wish:
    if not isinstance(device, str) or not 0 < len(device) <= _LONGEST:
        raise ApiError(400, "A deviceId is needed.", place="deviceId")
    if speed is not None and (isinstance(speed, bool) or not isinstance(speed, int | float)):
        raise ApiError(400, "The speed must be a number.", place="speed")
    pace = 1.0 if speed is None else float(speed)
    if not 0 < pace <= FASTEST:
        raise ApiError(400, f"The speed must be above 0 and at most {FASTEST:g}.", place="speed")
    named = stream.lower().strip("{}") if isinstance(stream, str) else ""
    moment = _moment(start)
    return Wish(device.lower().strip("{}"), named[:_LONGEST], moment, pace, bool(skip_gaps), with_sound is not False)


def _moment(text: object) -> datetime | None:
    if not text:
        return None
    try:
        return parsed(str(text)[:_LONGEST])
    except (ValueError, OverflowError) as error:
        raise ApiError(400, "The playback time is not a time in ISO 8601.", place="playbackTime") from error


def _check_servers(servers: object) -> None:
    """STUN and TURN servers are accepted and not needed: the offer already holds addresses that the client reaches."""
    if servers is not None and not (isinstance(servers, list) and all(isinstance(each, dict) for each in servers)):
        raise ApiError(400, "iceServers must be a list of objects.", place="iceServers")
