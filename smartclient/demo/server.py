"""The demo server put together: one site, its world, its REST and event interfaces, its image server."""

import secrets
import socket
import ssl
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect
from starlette.routing import Route, WebSocketRoute
from starlette.websockets import WebSocket

from smartclient.demo import gate as gates
from smartclient.demo.accounts import accounts
from smartclient.demo.alarm_routes import AlarmRoutes
from smartclient.demo.alarm_snapshots import AlarmSnapshots
from smartclient.demo.alarms import Alarms, add_definitions
from smartclient.demo.answers import ApiError, Json
from smartclient.demo.archive import read_site
from smartclient.demo.catalogue import CONFIGURATION_CHANGED, add_catalogue
from smartclient.demo.closing import NothingClosed
from smartclient.demo.commands import DoorRule, add_commands
from smartclient.demo.config_routes import ConfigRoutes
from smartclient.demo.configuration import Configuration
from smartclient.demo.control import Control, words
from smartclient.demo.daylight import Hour, school_calendar
from smartclient.demo.devices import add_devices, ptz_presets
from smartclient.demo.director import Director
from smartclient.demo.doors import add_doors
from smartclient.demo.event_file import EventFile
from smartclient.demo.event_routes import EventRoutes
from smartclient.demo.event_socket import EventSocket
from smartclient.demo.events import WINDOW_S, EventStream
from smartclient.demo.faults import Faults
from smartclient.demo.http_video import HttpVideo
from smartclient.demo.jobs import Jobs
from smartclient.demo.listener import Listener
from smartclient.demo.mark_routes import BookmarkRoutes, EvidenceLockRoutes
from smartclient.demo.memorandum.parts import MemorandumParts
from smartclient.demo.messages import MessageHub
from smartclient.demo.past.bookmarks import Bookmarks
from smartclient.demo.past.evidence_locks import EvidenceLocks
from smartclient.demo.past.motion import Motion
from smartclient.demo.past.recorded import Recorded
from smartclient.demo.plan import DemoSite
from smartclient.demo.ptz_sessions import PtzSessions
from smartclient.demo.recorders import add_machines, set_recorder_address, site_id
from smartclient.demo.recording_events import RecordingEvents
from smartclient.demo.responses import add_responses
from smartclient.demo.roles import Roles
from smartclient.demo.scenario import load
from smartclient.demo.sessions import Sessions
from smartclient.demo.sign_in import SignInRoutes
from smartclient.demo.sound.parts import SoundParts
from smartclient.demo.stage import Stage
from smartclient.demo.stills import Stills
from smartclient.demo.tokens import Tokens
from smartclient.demo.video_parts import CONNECT, Video, drawn_video
from smartclient.demo.webrtc.service import WebRtc
from smartclient.demo.world import World, utc_now
from smartclient.runtime.paths import floorplans


@dataclass(frozen=True, slots=True)
class DemoOptions:
    """How to run: port 0 is any free one, an empty password a random one, an empty scenario a calm district.

    `firewalled` announces a port for the image server that is closed, so that video comes through the gateway alone.
    `hour` is that of the light (daylight.ahead); with `eager_video` drawing gets ready at once, for somebody who will watch;
    `resume_window_s` is how long a session outlives its socket; with an `events_file` all events are kept, as a real server's database
    keeps them, so that a server that was killed knows the stored ones again, and with a `certificate_file` it has its certificate again;
    `policy` is the memorandum in force, signed with `policy_key` and of `policy_version` where they are named; without one
    no camera is closed to anybody;
    with `policy_by_events` there is no grants service, only user-defined events that stand for it, with `policy_by_membership` only
    roles whose members see a campus, which consoles change;
    with `recording_events` the usual motion and recording are told as events, not only what the scenario does.
    """

    site: Path | None = None
    host: str = "127.0.0.1"
    port: int = 0
    video_port: int = 0
    https: bool = False
    password: str = ""
    scenario: str = ""
    seed: int = 1
    speed: float = 1.0
    token_lifetime_s: float = 3600.0
    faults: tuple[str, ...] = ()
    hour: Hour = None
    eager_video: bool = False
    firewalled: bool = False
    recording_events: bool = False
    resume_window_s: float = WINDOW_S
    policy: Path | None = None
    policy_key: str = ""
    policy_version: int = 0
    policy_by_events: bool = False
    policy_by_membership: bool = False
    events_file: Path | None = None
    certificate_file: Path | None = None


class DemoServer:
    """`async with DemoServer(options) as server:` — it serves from then on, until the block ends.

    `video` makes the picture source and the image server, None those that draw. Raises SiteUnreadableError, ScenarioError and ApiError for
    options that mean nothing, OSError for a port in use.
    """

    def __init__(self, options: DemoOptions, video: Video | None = None) -> None:
        self.options = options
        self.password = options.password or secrets.token_urlsafe(9)
        self.control = secrets.token_urlsafe(12)
        self.faults = Faults()
        self.site: DemoSite = read_site(options.site or floorplans() / "maple-grove")
        self._scenario = load(options.scenario) if options.scenario else None
        self._calendar = school_calendar(self.site, options.hour, self._scenario)
        self.world = World(self.site, self._now, usual_crowd=self._calendar.crowd)
        self.recorded = Recorded(Motion(self._calendar, options.seed), self.world, self._now_ms)
        file = EventFile(options.events_file) if options.events_file is not None else None
        self.stream = EventStream(self.world.clock, window_s=options.resume_window_s, file=file)
        self.configuration = Configuration()
        self.accounts = accounts(self.site)
        self.tokens = Tokens(set(self.accounts), self.password, options.token_lifetime_s)
        self.image_port = 0
        self.image_url = ""
        self.url = ""
        self.certificate_sha256 = ""
        self.paths: list[str] = []
        """Every way in, as its route has it."""
        self._closed_port: socket.socket | None = None
        self._rules = self._configure()
        self.roles = Roles(self.configuration, self.accounts)
        self._memorandum = self._read_memorandum()
        closing = self._memorandum.closing if self._memorandum is not None else NothingClosed()
        self.gate = gates.Gate(self.tokens, self.accounts, self.configuration.campus_of, closing)
        self.stage = Stage(self.site, self.world, self.stream, self.faults)
        self.ptz = PtzSessions(self.site, self.world, self.stream, self.accounts)
        self.configuration.generated[("cameras", "ptzPresets")] = self._ptz_presets
        self.faults.camera_failed = lambda guid, failed: self.stage.set_camera(guid, failed=failed)
        self.director = Director(self.site, self.stage, options.seed, options.speed, self._rules, self.faults)
        self.alarms = Alarms(self._name_of, self._category_of, self.world.clock)
        if self._memorandum is not None:
            self._memorandum.use(self.alarms)
        self._sessions = Sessions(self.stream)
        video = video or self._drawn_video()
        self._pictures, self._images = video(self.site, self.world, self.may_watch, self.faults)
        self.sound = SoundParts(self.gate, self.site, self.world, self.stream, self.configuration)
        self._webrtc = WebRtc(
            self.gate, self.site, self._pictures, self.recorded, self.ptz, self.faults, self.sound.microphones
        )
        self._control = Control(
            self.control,
            self.site,
            self.world,
            self.stream,
            self.director,
            self.faults,
            self.gate,
            None if self._memorandum is None else self._memorandum.memorandum,
        )
        self.faults.drop_video = self._images.drop
        self._recording_events = RecordingEvents([each.guid for each in self.site.cameras], self.recorded, self.stream)
        self._listener = Listener(self._application(), self.faults)

    @property
    def gateway(self) -> str:
        """The API gateway's URL, with the slash it ends in."""
        return f"{self.url}/api/"

    async def __aenter__(self) -> Self:
        """Starts to listen, tells the present, begins the scenario."""
        try:
            await self._start()
        except BaseException:
            await self._stop()
            raise
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stops everything; nothing of it runs any more."""
        await self._stop()

    async def _start(self) -> None:
        orders = words(self.options.faults)
        host = self.options.host
        context: ssl.SSLContext | None = None
        if self.options.https:
            from smartclient.demo.certificate import self_signed

            context, self.certificate_sha256 = self_signed(host, self.options.certificate_file)
            self.faults.renew_certificate = partial(self._renew_certificate, context)
        self.image_port = await self._images.start(host, self.options.video_port, context)
        if self.options.firewalled:
            self._closed_port = socket.socket()  # bound and never listened on
            self._closed_port.bind((host, 0))
            self.image_port = self._closed_port.getsockname()[1]
        base = f"{'https' if context else 'http'}://{reachable(host)}"
        self.image_url = f"{base}:{self.image_port}/"
        set_recorder_address(self.configuration, self.image_url, self.image_port)
        self._webrtc.start(host)
        port = await self._listener.start(host, self.options.port, context)
        self.url = f"{base}:{port}"
        self.stage.tell_present()
        self.stream.publish(CONFIGURATION_CHANGED, f"sites/{site_id(self.site)}")
        self.stream.observers += [self.alarms.watch, self.director.follow_rules, self.sound.calls.follow_rules]
        self._control.order(orders)
        if self.options.recording_events:
            self.stage.tells_recording = False
            self._recording_events.start()
        if self._memorandum is not None:
            self._memorandum.start()
        if self._scenario is not None:
            self.director.begin(self._scenario)

    async def _stop(self) -> None:
        self.faults.lift_delay()
        self.ptz.end()
        if self._memorandum is not None:
            await self._memorandum.memorandum.stop()
        await self._recording_events.stop()
        await self.director.stop()
        await self._control.stop()
        await self._listener.stop()
        await self._webrtc.stop()
        await self._images.stop()
        if self._closed_port is not None:
            self._closed_port.close()
        self.stream.close()

    def announcement(self) -> Json:
        """What the command prints on start."""
        return {
            "url": self.url,
            "gateway": self.gateway,
            "image_server": self.image_url,
            "certificate_sha256": self.certificate_sha256,
            "users": list(self.accounts),
            "password": self.password,
            "control": self.control,
        }

    def _configure(self) -> dict[str, DoorRule]:
        configuration, site = self.configuration, self.site
        add_machines(configuration, site, self.options.host)
        add_devices(configuration, site)
        add_catalogue(configuration)
        add_doors(configuration, site)
        add_definitions(configuration)
        add_responses(configuration, site)
        return add_commands(configuration, site)

    def _read_memorandum(self) -> MemorandumParts | None:
        options = self.options
        if options.policy is None:
            return None
        parts = MemorandumParts(
            options.policy,
            options.policy_key,
            options.policy_version,
            self.site,
            self.accounts,
            self.stream,
            self.world.clock,
        )
        if options.policy_by_events:
            parts.go_by_events(self.configuration)
        elif options.policy_by_membership:
            parts.go_by_membership(self.configuration, self.roles)
        return parts

    def _drawn_video(self) -> Video:
        options = self.options
        return partial(
            drawn_video,
            recorded=self.recorded,
            seed=options.seed,
            calendar=self._calendar,
            eager=options.eager_video,
            recorded_from_ms=self.recorded_from_ms,
        )

    def _application(self) -> Any:
        stills = Stills(self._pictures, self.faults)
        jobs = Jobs(self.configuration, self.stream, stills, self.recorded, self.ptz, self.roles)
        administrators = frozenset(name for name, account in self.accounts.items() if account.role.administrator)
        routes: list[Route | WebSocketRoute] = [
            WebSocketRoute("/api/ws/events/v1", self._event_socket),
            WebSocketRoute("/api/ws/messages/v1", self._messages().serve),
            *self._webrtc.routes(),
            self.sound.talk.socket(),
            WebSocketRoute("/{path:path}", gates.no_such_socket),
            *SignInRoutes(self.gate, administrators).routes(),
            *self.sound.talk.routes(),
            *HttpVideo(self.gate, self.site, self._pictures, self.faults).routes(),
            *self._control.routes(),
            *AlarmRoutes(
                self.gate,
                self.alarms,
                self.configuration,
                AlarmSnapshots(self.site, self.alarms, stills),
                self.faults,
            ).routes(),
            *EventRoutes(self.gate, self.stream, self.configuration, self._rules, self.faults).routes(),
            *BookmarkRoutes(self.gate, Bookmarks(self._camera_name)).routes(),
            *EvidenceLockRoutes(self.gate, EvidenceLocks(self._is_camera, self.world.clock)).routes(),
            *([] if self._memorandum is None else self._memorandum.routes(self.gate)),
            *ConfigRoutes(self.gate, self.configuration, jobs).routes(),
        ]
        self.paths = [route.path for route in routes]
        handlers: dict[Any, Any] = {
            ApiError: gates.api_error,
            HTTPException: gates.http_error,
            ClientDisconnect: gates.gone,
            Exception: gates.bug,
        }
        application = Starlette(routes=routes, exception_handlers=handlers)
        application.router.redirect_slashes = False
        return gates.LowerCasePaths(gates.FaultyAnswers(application, self.faults))

    async def _event_socket(self, socket: WebSocket) -> None:
        await EventSocket(socket, self.stream, self._sessions, self.gate, self.faults).serve()

    def _messages(self) -> MessageHub:
        return MessageHub(self.gate, self.faults, {campus.venue: campus.key for campus in self.site.campuses})

    def may_watch(self, token: str, camera: str, action: str = "VIEW_LIVE") -> bool:
        """Whether the bearer of an image token may see a camera, live or (`PLAYBACK`) recorded, or begin to ask (`CONNECT`)."""
        user, where = self.tokens.image_user(token), f"cameras/{camera.lower()}"
        if user is None:
            return False
        rights = self.gate.user_rights(user)
        if action == CONNECT:
            return rights.may("VIEW_LIVE", where) or rights.views("PLAYBACK", where)
        return rights.views(action, where)

    def recorded_from_ms(self, token: str, camera: str) -> int:
        """Since when the bearer of an image token may see a camera's recordings, milliseconds since 1970."""
        user = self.tokens.image_user(token)
        since = None if user is None else self.gate.user_rights(user).recorded_from(f"cameras/{camera.lower()}")
        return 0 if since is None else round(since.timestamp() * 1000)

    def _renew_certificate(self, context: ssl.SSLContext) -> None:
        from smartclient.demo.certificate import renewed

        self.certificate_sha256 = renewed(context, self.options.host)

    def _now(self) -> datetime:
        return utc_now() + timedelta(seconds=self.faults.clock_off_s)

    def _now_ms(self) -> int:
        return round(self.world.clock().timestamp() * 1000)

    def _ptz_presets(self, camera: Json) -> list[Json]:
        return ptz_presets(camera, self.ptz.presets(str(camera["id"])))

    def _is_camera(self, guid: str) -> bool:
        return bool(self._camera_name(guid))

    def _camera_name(self, guid: str) -> str:
        camera = self.configuration.items["cameras"].get(guid)
        return str(camera["displayName"]) if camera else ""

    def _name_of(self, source: str) -> str:
        found = self.configuration.find(source)
        return str(found["displayName"]) if found else source

    def _category_of(self, source: str) -> str:
        device = self.site.by_guid.get(source.partition("/")[2])
        return device.category if device else ""


def reachable(host: str) -> str:
    """The host as clients write it in a URL; a server that listens everywhere is called by the machine's name."""
    if host in {"", "0.0.0.0", "::"}:  # noqa: S104  compared, not bound
        return socket.gethostname()
    return f"[{host}]" if ":" in host else host
