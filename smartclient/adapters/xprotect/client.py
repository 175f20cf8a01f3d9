"""A Milestone XProtect server behind the port: configuration, events with resume, alarms, door commands and live pictures."""

import asyncio
import ssl
from collections.abc import AsyncGenerator, Mapping, Sequence
from contextlib import aclosing
from datetime import UTC, datetime
from urllib.parse import urlsplit

import msgspec

from smartclient.adapters.server import Capability
from smartclient.adapters.xprotect.alarm_details import read_alarm_details
from smartclient.adapters.xprotect.alarm_snapshots import read_alarm_snapshots
from smartclient.adapters.xprotect.certificate import tls_context
from smartclient.adapters.xprotect.configuration import Configuration, read_configuration
from smartclient.adapters.xprotect.confirming import confirm
from smartclient.adapters.xprotect.connection_token import ConnectionTokens
from smartclient.adapters.xprotect.feeds import Feeds
from smartclient.adapters.xprotect.grant_feed import GrantFeed
from smartclient.adapters.xprotect.grant_report import read_grant_report
from smartclient.adapters.xprotect.grants import KeptMemorandum
from smartclient.adapters.xprotect.http import Http
from smartclient.adapters.xprotect.kept_events import kept_events
from smartclient.adapters.xprotect.messages import Messages, open_messages
from smartclient.adapters.xprotect.present_grants import PresentGrants
from smartclient.adapters.xprotect.responses import read_responses
from smartclient.adapters.xprotect.rest import Rest
from smartclient.adapters.xprotect.rights import read_camera_rights
from smartclient.adapters.xprotect.sign_in import Addresses, SignIn, discover, server_url
from smartclient.adapters.xprotect.stream import EventStream, Resume, TokenExpired, open_stream
from smartclient.adapters.xprotect.system import System, new_system
from smartclient.adapters.xprotect.through_gateway import ThroughGateway
from smartclient.adapters.xprotect.translate.events import Translator, Untranslated
from smartclient.adapters.xprotect.watch import MOST_AT_ONCE, Pace, Watch
from smartclient.adapters.xprotect.ways import Way, Ways
from smartclient.domain.alarm_details import AlarmDetails
from smartclient.domain.alarm_snapshots import AlarmSnapshot
from smartclient.domain.alarms import Alarm, AlarmTerms
from smartclient.domain.commands import Command, PlainCommand
from smartclient.domain.devices import DeviceState
from smartclient.domain.errors import ServerUnreachable, SignInRefused, Unsupported
from smartclient.domain.events import Event, EventsMissing, Happened, ResponseChanged
from smartclient.domain.footage import PastSource, Quality, Source
from smartclient.domain.grant_report import GrantReport
from smartclient.domain.ids import AlarmId, BuildingId, DeviceId, VenueId
from smartclient.domain.recordings import Marks, Recordings, Span
from smartclient.domain.snapshot import Snapshot
from smartclient.domain.sound import PastSoundSource, SoundSource, TalkPath
from smartclient.runtime.clock import Clock, SystemClock
from smartclient.runtime.secret import Secret
from smartclient.store.fold import fold

DEFAULT_PACE = Pace()
_LONG_AGO = datetime.min.replace(tzinfo=UTC)


class XProtectServer:
    """The port's Server for XProtect 2023 R2 and later, through the API Gateway (config REST, events WebSocket, alarms REST)."""

    def __init__(
        self,
        url: str,
        user: str,
        password: Secret,
        trusted_sha256: frozenset[str] = frozenset(),
        clock: Clock | None = None,
        pace: Pace = DEFAULT_PACE,
        way: Way = Way.AUTO,
        buildings: Mapping[str, BuildingId] | None = None,
        campuses: Mapping[str, VenueId] | None = None,
        memorandum: KeptMemorandum = lambda: None,
    ) -> None:
        """`trusted_sha256`: when not empty, certificates with these fingerprints are trusted and no others. `way`: how video comes.

        `buildings`: the plan's by their titles, after which sites name the events of the Standard Response Protocol; `campuses`: by their
        names, after which they name the events of grants. `memorandum` reads what this console keeps for a server
        without a grants service.
        """
        self._memorandum = memorandum
        self._url, self._user, self._password = url, user, password
        self._clock, self._pace = clock or SystemClock(), pace
        self._trusted_sha256, self._buildings, self._campuses = (
            trusted_sha256,
            dict(buildings or {}),
            dict(campuses or {}),
        )
        self._ways, self._gateway = Ways(self._clock, way), ThroughGateway()
        self._http: Http | None = None
        self._addresses: Addresses | None = None
        self._sign_in: SignIn | None = None
        self._system: System | None = None
        self._stream: EventStream | None = None
        self._resume = Resume()
        self._heard_at = _LONG_AGO
        self._told: dict[DeviceId, datetime] = {}
        self._is_watched = False
        self._grants = PresentGrants()
        self.untranslated = Untranslated()
        """What the server said and we did not understand, for diagnosis."""

    @property
    def capabilities(self) -> frozenset[Capability]:
        """What this server can do for this user; empty before `connect`."""
        return self._system.capabilities if self._system is not None else frozenset()

    def permits(self, camera: DeviceId, capability: Capability) -> bool:
        """Whether this user may do that with that camera; false before `connect`."""
        return self._system is not None and self._system.permits(camera, capability)

    async def connect(self) -> Snapshot:
        """Signs in, reads the configuration, opens the event stream and reads states and alarms through it.

        While `events` runs, all is read anew beside it: the stream goes on as it was.
        """
        if self._is_watched:
            return await self._read_again(self._connected())
        await self._drop_stream()
        if self._http is None:
            self._http = Http(await asyncio.to_thread(tls_context, self._trusted_sha256))
        if self._addresses is None or self._sign_in is None:
            self._addresses = await discover(self._http, server_url(self._url))
            self._sign_in = SignIn(self._http, self._addresses.gateway, self._user, self._password, self._clock)
        rest = Rest(self._http, self._addresses.gateway, self._sign_in)
        tokens = ConnectionTokens(self._http, self._addresses.management, self._sign_in, self._clock)
        configuration = await read_configuration(rest, self._host, self._buildings, self._campuses, self._memorandum)
        system = self._made(configuration, rest, tokens, self._http.context)
        stream = self._stream = await self._open_stream()
        taken_at, told = await self._states(stream, system.translator)
        if system.alarms is not None:
            await system.alarms.poll()
            await system.alarms.read_remarks()
        self._system, self._resume, self._heard_at = system, Resume(stream.session), taken_at
        self._note(told)
        return await self._snapshot(system, taken_at, told)

    async def _read_again(self, old: System) -> Snapshot:
        """A second, short stream answers for the states; translator and alarms stay, as the running watch holds them."""
        configuration = await read_configuration(
            old.feeds.rest, self._host, self._buildings, self._campuses, self._memorandum
        )
        system = self._system = old.of(configuration, self._clock)
        stream = await self._open_stream()
        try:
            taken_at, told = await self._states(stream, system.translator)
        finally:
            await stream.close()
        return await self._snapshot(system, taken_at, told)

    async def _states(self, stream: EventStream, translator: Translator) -> tuple[datetime, list[Happened]]:
        """Subscribes a new session to everything; since when it stands, and the present as events."""
        await stream.start(Resume())
        await stream.subscribe()
        taken_at = self._clock.now()
        return taken_at, await _translated(translator, await stream.states(), taken_at)

    async def _snapshot(self, system: System, taken_at: datetime, told: Sequence[Happened]) -> Snapshot:
        configuration, self._grants = system.configuration, await system.grants.read()
        return Snapshot(
            taken_at=taken_at,
            server_name=configuration.server_name,
            user=self._user,
            sees_all=configuration.rights.is_administrator,
            devices=configuration.devices,
            states=_states(told),
            alarms=system.alarms.open if system.alarms is not None else (),
            alarm_terms=configuration.alarm_keys.terms if configuration.alarm_keys is not None else AlarmTerms(),
            commandable=configuration.commandable,
            responses=await read_responses(system.feeds.rest, configuration.responses.meanings),
            directable=configuration.responses.directable,
            grants=self._grants.grants,
            viewings=self._grants.viewings,
            grant_terms=self._grants.terms,
        )

    async def events(self) -> AsyncGenerator[Sequence[Event], None]:
        """Batches as they come; an empty one says that the server is there. Raises ServerErrors, after which it may be called again."""
        system = self._connected()
        stream, self._stream = self._stream, None
        if stream is None:
            stream = await self._open_stream()
            try:
                first = await self._resumed(stream, system)
            except BaseException:
                await stream.close()
                raise
        else:
            first = []
        watch = Watch(stream, system.translator, system.alarms, self._clock, self._pace, self._grant_feed(system))
        self._is_watched = True
        del system  # it knows devices that the server may take away meanwhile
        try:
            async with aclosing(watch.letters()) as letters:
                yield first
                async for letter in letters:
                    if letter.last:
                        self._resume = Resume(stream.session, letter.last)
                    self._heard_at = self._clock.now()
                    self._note(letter.events)
                    yield letter.events
        finally:
            self._is_watched = False

    def _grant_feed(self, system: System) -> GrantFeed | None:
        return GrantFeed(system.grants, self._grants, self._renew_rights) if system.grants.is_offered else None

    async def _renew_rights(self) -> None:
        """Reads what this user may see again."""
        system = self._connected()
        rights = await read_camera_rights(system.feeds.rest)
        self._system = self._connected().with_rights(rights, self._clock)

    async def execute(self, command: Command | PlainCommand) -> None:
        """Doors by their user-defined events, alarms by a changed state, marks by the REST, cameras by tasks and channels."""
        await self._connected().execute(command)

    def media(self, camera: DeviceId, quality: Quality) -> Source:
        """The camera's live feed from its recorder."""
        return self._connected().media.source(camera, quality)

    def sound(self, device: DeviceId) -> SoundSource:
        """What its microphone hears now, through the gateway."""
        return self._connected().sound.source(device)

    def past_sound(self, device: DeviceId) -> PastSoundSource:
        """What its microphone heard before, through the gateway."""
        system = self._connected()
        source = system.sound.past_source(device)
        system.check_playback(device)
        return source

    def talk(self, device: DeviceId) -> TalkPath:
        """The way to its loudspeaker, where the server carries voices."""
        return self._connected().sound.path(device)

    async def still(self, camera: DeviceId, width_px: int) -> bytes:
        """One picture of now, JPEG."""
        return await self._connected().media.still(camera, width_px)

    def past(self, camera: DeviceId, quality: Quality) -> PastSource:
        """The camera's recorded pictures, from its recorder."""
        return self._connected().past(camera, quality)

    async def recordings(self, camera: DeviceId, span: Span) -> Recordings:
        """What the server, the recorder or the kept events tell."""
        return await self._connected().recordings(camera, span)

    async def marks(self, span: Span) -> Marks:
        """Bookmarks and evidence locks (2024 R2 and later)."""
        return await self._connected().marks(span)

    async def alarm_details(self, alarm: AlarmId) -> AlarmDetails:
        """From the alarm's data and its history."""
        return await read_alarm_details(self._connected().feeds.rest, alarm)

    async def alarm_snapshots(self, alarm: AlarmId) -> Sequence[AlarmSnapshot]:
        """From the alarm's list of them, else from its data."""
        system = self._connected()
        return await read_alarm_snapshots(system.feeds.rest, alarm, system.by_guid)

    async def past_events(self, span: Span, device: DeviceId | None = None) -> Sequence[Happened]:
        """The events it stored; how long, each site decides for itself."""
        system = self._connected()
        return await kept_events(system.feeds.rest, system.translator, span, device)

    async def alarms_before(self, at: datetime, most: int) -> Sequence[Alarm]:
        """From the alarms REST, by time."""
        alarms = self._connected().alarms
        if alarms is None:
            raise Unsupported("This server offers no alarms to you.")
        return await alarms.before(at, most)

    async def grant_report(self, span: Span) -> GrantReport:
        """From the grants service, where the server has one."""
        return await read_grant_report(self._connected().feeds.rest, span)

    async def presets(self, camera: DeviceId) -> Mapping[str, str]:
        """The camera's PTZ presets."""
        return await self._connected().ptz.presets(camera)

    async def width_px(self, camera: DeviceId) -> int | None:
        """As the names of the camera's streams tell, such as `Main 1920×1080`."""
        return await self._connected().feeds.width_px(camera)

    async def messages(self, topic: str) -> Messages:
        """A socket of its own on the gateway; with an expired token once more, with a new one."""
        if self._http is None or self._sign_in is None or self._addresses is None:
            raise ServerUnreachable("There is no connection to the server yet.")
        gateway, context = self._addresses.gateway, self._http.context
        token = await self._sign_in.token()
        try:
            return await open_messages(gateway, topic, token, context, self.untranslated)
        except TokenExpired:
            token = await self._sign_in.token(not_this=token)
        return await open_messages(gateway, topic, token, context, self.untranslated)

    async def confirm(
        self, user: str, password: Secret, cameras: frozenset[DeviceId], capability: Capability
    ) -> frozenset[DeviceId]:
        """By a token of that user's own, and by what the server tells of his rights."""
        if self._http is None or self._addresses is None:
            raise ServerUnreachable("There is no connection to the server yet.")
        return await confirm(self._http, self._addresses.gateway, user, password, self._clock, cameras, capability)

    def is_signed_in(self, user: str, password: Secret) -> bool:
        """Compared with what is kept for signing in anew, in a time that tells nothing."""
        return user.casefold() == self._user.casefold() and self._password.is_same(password)

    async def close(self) -> None:
        """Lets go of all connections."""
        await self._drop_stream()
        await asyncio.to_thread(self._gateway.close)
        if self._http is not None:
            await self._http.close()
        self._http = self._addresses = self._sign_in = self._system = None

    def _made(
        self, configuration: Configuration, rest: Rest, tokens: ConnectionTokens, context: ssl.SSLContext
    ) -> System:
        loop = asyncio.get_running_loop()
        feeds = Feeds(configuration, rest, tokens, context, loop, self._ways, self._gateway)
        self._gateway.use(rest, context, loop)
        return new_system(configuration, feeds, self._gateway.turn, self._clock, self.untranslated, self._user)

    @property
    def _host(self) -> str:
        return urlsplit(server_url(self._url)).hostname or self._url

    def _connected(self) -> System:
        if self._system is None:
            raise ServerUnreachable("There is no connection to the server yet.")
        return self._system

    async def _open_stream(self) -> EventStream:
        """Opens the socket; with an expired token once more, with a new one."""
        if self._http is None or self._sign_in is None or self._addresses is None:
            raise ServerUnreachable("There is no connection to the server yet.")
        gateway, context = self._addresses.gateway, self._http.context
        token = await self._sign_in.token()
        try:
            return await open_stream(gateway, token, context, self.untranslated)
        except TokenExpired:
            token = await self._sign_in.token(not_this=token)
        try:
            return await open_stream(gateway, token, context, self.untranslated)
        except TokenExpired as error:
            raise SignInRefused(str(error)) from error

    async def _resumed(self, stream: EventStream, system: System) -> list[Event]:
        """Goes on after the last event; where the server cannot, says so and tells the present as events."""
        if await stream.start(self._resume):
            return []
        self._resume = Resume(stream.session)
        await stream.subscribe()
        now = self._clock.now()
        told = await _translated(system.translator, await stream.states(), now)
        news = [event for event in told if event.device is None or event.at > self._told.get(event.device, _LONG_AGO)]
        self._note(news)
        responses = await read_responses(system.feeds.rest, system.configuration.responses.meanings)
        missing = EventsMissing(self._heard_at, now)
        self._heard_at = now
        return [missing, *news, *(ResponseChanged(status) for status in responses)]

    def _note(self, events: Sequence[Event]) -> None:
        """Remembers how new our news of each device is."""
        for event in events:
            if isinstance(event, Happened) and event.device is not None:
                known = self._told.get(event.device)
                if known is None or known < event.at:
                    self._told[event.device] = event.at

    async def _drop_stream(self) -> None:
        stream, self._stream = self._stream, None
        if stream is not None:
            await stream.close()


async def _translated(translator: Translator, states: Sequence[msgspec.Raw], now: datetime) -> list[Happened]:
    """The present as events; the state of some thousand devices takes many turns of the loop."""
    found: list[Happened] = []
    for start in range(0, len(states), MOST_AT_ONCE):
        found += translator.states(states[start : start + MOST_AT_ONCE], now)
        await asyncio.sleep(0)
    return found


def _states(events: Sequence[Happened]) -> dict[DeviceId, DeviceState]:
    found: dict[DeviceId, DeviceState] = {}
    for event in events:
        if event.device is not None:
            found[event.device] = fold(found.get(event.device, DeviceState()), event)
    return found
