"""What a server sends over HTTP and its sockets."""

import json
import re
from collections.abc import Callable, Coroutine, Mapping, Sequence
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any, cast

from websockets.exceptions import ConnectionClosedOK

from smartclient.adapters.xprotect.alarm_details import read_alarm_details
from smartclient.adapters.xprotect.alarm_snapshots import read_alarm_snapshots
from smartclient.adapters.xprotect.alarms import Alarms
from smartclient.adapters.xprotect.bookmarks import Bookmarks
from smartclient.adapters.xprotect.configuration import read_configuration
from smartclient.adapters.xprotect.connection_token import ConnectionTokens
from smartclient.adapters.xprotect.event_history import recording_history
from smartclient.adapters.xprotect.evidence_locks import EvidenceLocks
from smartclient.adapters.xprotect.http import Answer, Http
from smartclient.adapters.xprotect.messages import Messages
from smartclient.adapters.xprotect.ptz import Ptz
from smartclient.adapters.xprotect.responses import read_responses
from smartclient.adapters.xprotect.rest import Rest
from smartclient.adapters.xprotect.sequences import Sequences
from smartclient.adapters.xprotect.sign_in import SignIn, discover, server_url
from smartclient.adapters.xprotect.stream import EventStream, Resume
from smartclient.adapters.xprotect.translate.alarm_keys import AlarmKeys
from smartclient.adapters.xprotect.translate.events import Translator, Untranslated
from smartclient.adapters.xprotect.translate.masks import has_unreadable_masks, masks_of
from smartclient.adapters.xprotect.values import device_id, guid, integer, moment, number, point, web_address, words
from smartclient.adapters.xprotect.webrtc.signalling import Wish
from smartclient.adapters.xprotect.webrtc.socket_signalling import SocketSignalling
from smartclient.domain.commands import GoToPreset
from smartclient.domain.errors import ServerError
from smartclient.domain.ids import AlarmId, BuildingId, DeviceId
from smartclient.domain.recordings import Span
from smartclient.runtime.clock import ManualClock, SystemClock
from smartclient.runtime.secret import Secret
from tests.builders.demo_district import camera
from tests.fuzz.hurried import hurry
from tests.fuzz.recorded import recorded
from tests.fuzz.target import Form, Target

NOW = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)
SPAN = Span(NOW - timedelta(hours=1), NOW)
KEY = "11111111-2222-3333-4444-555555555555"
BUILDINGS: Mapping[str, BuildingId] = {"Main": BuildingId("main")}
_GUID = re.compile(r"[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}")
_PLAIN = re.compile(r"\?(?!tasks|task=).*")


class _Told:
    """An Http whose server answers as the input says, and knows nothing else."""

    def __init__(self, data: bytes) -> None:
        try:
            told = json.loads(data)
        except (ValueError, RecursionError):
            told = None
        self._answers = {_place(path): each for path, each in told.items()} if isinstance(told, dict) else {}

    async def send(self, _method: str, url: str, **_more: object) -> Answer:
        told = self._answers.get(_place(url), [404, {"error": {"details": [{"errorText": "Unknown resource"}]}}])
        status, body = told if isinstance(told, list) and len(told) == 2 else (200, told)
        content = body.encode(errors="replace") if isinstance(body, str) else json.dumps(body).encode()
        return Answer(status if isinstance(status, int) and 100 <= status < 1_000 else 200, content)


def _place(url: str) -> str:
    """A path however it is asked for: ids as stars, a task's name kept, other words of a query left out."""
    path = re.sub(r"^(https?://server)?/api/(rest/v1/)?", "", url, flags=re.IGNORECASE)
    return _GUID.sub("*", _PLAIN.sub("", path))


Play = Callable[[Rest], Coroutine[Any, Any, object]]


def _rest(*plays: Play) -> Callable[[bytes], None]:
    """Each of `plays` against a server that answers as the input says; one may be refused without the others."""

    def read(data: bytes) -> None:
        async def all_plays() -> None:
            for play in plays:
                http = cast("Http", _Told(data))
                sign_in = SimpleNamespace(token=_token)
                rest = Rest(http, "https://server/api/", cast("SignIn", sign_in))
                with suppress(ServerError):
                    await play(rest)

        hurry(all_plays())

    return read


async def _token(not_this: Secret | None = None) -> Secret:  # noqa: ARG001
    return Secret("t")


async def _configuration(rest: Rest) -> None:
    made = await read_configuration(rest, "server", BUILDINGS)
    assert all(device.name for device in made.devices)
    await read_responses(rest, made.responses.meanings)


async def _alarms(rest: Rest) -> None:
    alarms = Alarms(rest, AlarmKeys(), {}, ManualClock(NOW), "dispatcher")
    await alarms.poll()
    await alarms.poll()
    await alarms.read_remarks()
    await alarms.before(NOW, 10)


async def _footage(rest: Rest) -> None:
    feeds = SimpleNamespace(rest=rest, name=str, recorder=_no_recorder, recorded=_no_recorder)
    await Sequences(cast("Any", feeds)).recordings(camera(1), SPAN)


def _no_recorder(*_: object) -> None:
    from smartclient.domain.errors import Unsupported

    raise Unsupported("This server names no recorder.")


async def _preset(rest: Rest) -> None:
    ptz = Ptz(rest, None)
    await ptz.presets(camera(1))
    await ptz.go_to(GoToPreset(camera(1), KEY))


async def _sign_in(rest: Rest) -> None:
    http = rest._http
    addresses = await discover(http, "https://server")
    sign_in = SignIn(http, addresses.gateway, "dispatcher", Secret("word"), SystemClock())
    await sign_in.token()
    await ConnectionTokens(http, addresses.management, sign_in, SystemClock()).current()


class _Line:
    """A WebSocket on which these texts come, and then the end."""

    def __init__(self, texts: Sequence[str | bytes]) -> None:
        self._texts = iter(texts)
        self.sent: list[object] = []

    async def send(self, message: object, **_: object) -> None:
        self.sent.append(message)

    async def recv(self) -> str | bytes:
        for text in self._texts:
            return text
        raise ConnectionClosedOK(None, None)


def _lines(data: bytes) -> list[str | bytes]:
    return [line if at % 7 == 6 else line.decode(errors="replace") for at, line in enumerate(data.split(b"\x1e"))]


def _events(data: bytes) -> None:
    async def play() -> None:
        untranslated = Untranslated()
        stream = EventStream(cast("Any", _Line(_lines(data))), untranslated)
        translator = Translator({KEY: "Weapon detected"}, untranslated)
        await stream.start(Resume("a", "b"))
        await stream.subscribe()
        translator.states(await stream.states(), NOW)
        while True:
            translator.events(await stream.pushed(), NOW)

    hurry(play())


def _event(data: bytes) -> None:
    translator = Translator({KEY: "Weapon detected"}, Untranslated())
    translator.events([data], NOW)
    translator.states([data], NOW)


def _messages(data: bytes) -> None:
    async def play() -> None:
        messages = Messages(cast("Any", _Line(_lines(data))), "smartclient", Untranslated())
        await messages.begin(Secret("t"))
        while True:
            await messages.receive()

    hurry(play())


def _signalling(data: bytes) -> None:
    async def play() -> None:
        signalling = SocketSignalling(cast("Any", _Line(_lines(data))), Secret("t"))
        await signalling.open(Wish(KEY))
        async for _ in signalling.candidates():
            pass

    hurry(play())


def _value(data: bytes) -> None:
    text = data.decode(errors="replace")
    for read in (guid, device_id, words, number, integer, moment, point, web_address):
        read(text)
    server_url(text)


def _frames(path: str) -> list[bytes]:
    return [b"\x1e".join(recorded().frames[path])]


def _single_events() -> list[bytes]:
    told = [json.loads(frame) for frame in recorded().frames["/API/ws/events/v1"]]
    found = [event for each in told for event in (each.get("events") or each.get("states") or [])]
    by_type = {event.get("type"): event for event in found}
    return [json.dumps(event).encode() for event in by_type.values()]


def _masks(data: bytes) -> None:
    camera_item = {"privacyProtections": [{"enabled": True, "privacyMaskXml": data.decode(errors="replace")}]}
    masks_of(camera_item)
    has_unreadable_masks(camera_item)


_ALL = "/API/rest/v1/"
_SETUP = (
    "sites", "recordingServers", "accessControlUnits", "cameras", "microphones", "inputEvents", "speakers", "outputs",
    "hardware", "eventTypes", "userDefinedEvents", "analyticsEvents", "securityNamespaces", "effectivePermissions",
    "alarmStates", "alarmPriorities", "closeReasons", "alarmDefinitions", "events", "bookmarks", "evidenceLocks",
)  # fmt: skip
_LOGIN = (
    b'{"/.well-known/uris": [200, {"ApiGateways": ["https://server/api/"], "SecureManagementServer": "https://server/"}], '
    b'"IDP/connect/token": [200, {"access_token": "abc", "expires_in": 3600}], "https://server/ManagementServer/'
    b'ServerCommandServiceOAuth.svc": [200, "<Token>TOKEN#1</Token><TimeToLive><MicroSeconds>3600000000</MicroSeconds>"]}'
)


def targets() -> Sequence[Target]:
    """All of them."""
    alarms = lambda: [recorded().answers(_ALL + "alarms")]  # noqa: E731
    return (
        Target(
            "server-configuration",
            Form.JSON,
            lambda: [recorded().answers(*(_ALL + name for name in _SETUP))],
            _rest(_configuration),
        ),
        Target(
            "server-alarms",
            Form.JSON,
            alarms,
            _rest(
                _alarms,
                lambda rest: read_alarm_details(rest, AlarmId(KEY)),
                lambda rest: read_alarm_snapshots(rest, AlarmId(KEY), {}),
            ),
        ),
        Target(
            "server-footage",
            Form.JSON,
            lambda: [
                recorded().answers(_ALL + "cameras/", _ALL + "events", _ALL + "bookmarks", _ALL + "evidenceLocks")
            ],
            _rest(
                _footage,
                _preset,
                lambda rest: recording_history(rest, DeviceId(camera(1)), SPAN),
                lambda rest: Bookmarks(rest, {}).touching(SPAN),
                lambda rest: EvidenceLocks(rest, {}).touching(SPAN),
            ),
        ),
        Target("server-sign-in", Form.JSON, lambda: [_LOGIN], _rest(_sign_in)),
        Target(
            "server-answer",
            Form.TEXT,
            lambda: [body for *_, body in recorded().rest if len(body) < 4_000],
            lambda data: (Answer(500, data).error("do that"), Answer(200, data).json()),
        ),
        Target("event-stream", Form.TEXT, lambda: _frames("/API/ws/events/v1"), _events),
        Target("event", Form.JSON, _single_events, _event),
        Target("message-channel", Form.TEXT, lambda: _frames("/API/ws/messages/v1"), _messages),
        Target("webrtc-signalling", Form.TEXT, lambda: _frames("/API/ws/webrtc/v1"), _signalling),
        Target(
            "server-value",
            Form.TEXT,
            lambda: [
                KEY.encode(),
                b"POINT (-89.4 43.1)",
                b"2026-03-02T10:00:00.1234567Z",
                b"https://vms.example:8443/api/",
                b"1,5",
            ],
            _value,
        ),
        Target(
            "privacy-masks",
            Form.TEXT,
            lambda: [
                b'<m><p x="0" y="0.1"/><p x="0.5" y="0"/><p x="0" y="0.5"/></m><r left="0" top="0" right="1" bottom="1"/>'
            ],
            _masks,
        ),
    )
