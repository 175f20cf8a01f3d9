"""One server as it was read at the last connect: what it can do for this user, and the parts that do it."""

from dataclasses import dataclass, replace
from functools import cached_property

from smartclient.adapters.server import Capability
from smartclient.adapters.xprotect.alarms import Alarms
from smartclient.adapters.xprotect.bookmarks import Bookmarks
from smartclient.adapters.xprotect.commands import Commands
from smartclient.adapters.xprotect.configuration import Configuration
from smartclient.adapters.xprotect.evidence_locks import EvidenceLocks
from smartclient.adapters.xprotect.feeds import Feeds
from smartclient.adapters.xprotect.grants import GrantWay, way_of
from smartclient.adapters.xprotect.media import Media
from smartclient.adapters.xprotect.past import Past
from smartclient.adapters.xprotect.ptz import Ptz, Turn
from smartclient.adapters.xprotect.rights import BOOKMARK, EXPORT, LIVE, LOCK, PLAYBACK, PTZ, WRITE, CameraRights
from smartclient.adapters.xprotect.sound import Sound
from smartclient.adapters.xprotect.translate.events import Translator, Untranslated
from smartclient.domain.commands import Command, GrantCommand, PlainCommand
from smartclient.domain.errors import NotPermitted
from smartclient.domain.footage import PastSource, Quality
from smartclient.domain.ids import DeviceId
from smartclient.domain.recordings import Marks, Recordings, Span
from smartclient.runtime.clock import Clock


@dataclass(frozen=True)
class System:
    """Parts that are None are not offered. `by_guid` finds a device told without its resource."""

    configuration: Configuration
    by_guid: dict[str, DeviceId]
    translator: Translator
    feeds: Feeds
    media: Media
    past_video: Past
    alarms: Alarms | None
    bookmarks: Bookmarks | None
    evidence_locks: EvidenceLocks | None
    ptz: Ptz
    user: str
    clock: Clock

    @cached_property
    def capabilities(self) -> frozenset[Capability]:
        """What this server can do for this user with some camera or door."""
        sound = self.configuration.sound
        some = (
            (Capability.ALARMS, self.alarms is not None),
            (Capability.DOOR_COMMANDS, bool(self.configuration.commandable)),
            (Capability.CARD_HOLDERS, self.configuration.reads_card_holders),
            (Capability.BOOKMARKS, self.bookmarks is not None),
            (Capability.GRANTS, self.grants.is_offered),
            (Capability.EVIDENCE_LOCKS, self.evidence_locks is not None),
            (Capability.LISTEN, any(map(sound.may_listen, sound.microphones))),
            (Capability.TALK, any(map(sound.may_talk, sound.loudspeakers))),
        )
        of_cameras = (
            capability
            for capability in (
                Capability.LIVE_VIDEO,
                Capability.STILLS,
                Capability.RECORDED_VIDEO,
                Capability.EXPORT,
                Capability.PTZ,
                Capability.EDIT_PLANS,
            )
            if any(self._permits(camera, capability) for camera in self.configuration.recorders)
        )
        return frozenset(
            {
                Capability.EVENTS,
                Capability.MESSAGES,
                *of_cameras,
                *(capability for capability, is_offered in some if is_offered),
            }
        )

    def permits(self, camera: DeviceId, capability: Capability) -> bool:
        """Whether this user may do that with that camera."""
        return capability in self.capabilities and self._permits(camera, capability)

    def _permits(self, camera: DeviceId, capability: Capability) -> bool:
        rights = self.configuration.rights
        match capability:
            case Capability.LIVE_VIDEO | Capability.STILLS:
                return camera in self.configuration.recorders and rights.may(LIVE, camera)
            case Capability.RECORDED_VIDEO:
                return camera in self.configuration.recorders and rights.may(PLAYBACK, camera)
            case Capability.EXPORT:
                return self._permits(camera, Capability.RECORDED_VIDEO) and rights.may(EXPORT, camera)
            case Capability.PTZ:
                return camera in self.configuration.moving and rights.may(PTZ, camera)
            case Capability.EDIT_PLANS:
                return rights.may(WRITE, camera)
            case Capability.LISTEN:
                return self.configuration.sound.may_listen(camera)
            case Capability.TALK:
                return self.configuration.sound.may_talk(camera)
            case Capability.BOOKMARKS:
                return all(rights.may(action, camera) for action in BOOKMARK)
            case Capability.EVIDENCE_LOCKS:
                return all(rights.may(action, camera) for action in LOCK)
            case _:
                return True

    @cached_property
    def grants(self) -> GrantWay:
        """How somebody outside the school is let see cameras."""
        known = self.configuration
        return way_of(self.feeds.rest, known.grants, self.user, frozenset(known.recorders), self.clock)

    @property
    def sound(self) -> Sound:
        """What is heard of it, and where a voice goes."""
        return Sound(self.configuration.sound, self.feeds)

    def past(self, camera: DeviceId, quality: Quality) -> PastSource:
        """The camera's recorded pictures. Raises NotPermitted and Unsupported."""
        self.check_playback(camera)
        return self.past_video.source(camera, quality)

    async def recordings(self, camera: DeviceId, span: Span) -> Recordings:
        """What is recorded of the camera. Raises NotPermitted and other ServerErrors."""
        self.check_playback(camera)
        return await self.past_video.recordings(camera, span)

    async def marks(self, span: Span) -> Marks:
        """What people marked. Raises ServerErrors."""
        bookmarks = await self.bookmarks.touching(span) if self.bookmarks is not None else ()
        locks = await self.evidence_locks.touching(span) if self.evidence_locks is not None else ()
        return Marks(bookmarks, locks)

    async def execute(self, command: Command | PlainCommand) -> None:
        """Hands it over by the way the server has for it. Raises ServerErrors."""
        if isinstance(command, GrantCommand):
            await self.grants.execute(command)
            return
        known = self.configuration
        doors = known.locks, known.unlocks, known.responses
        marks = self.bookmarks, self.evidence_locks
        calls = self.configuration.call_events
        commands = Commands(self.feeds.rest, *doors, self.alarms, *marks, self.ptz, calls)
        await commands.execute(command)

    def of(self, configuration: Configuration, clock: Clock) -> "System":
        """The same server after its configuration changed; what a running watch holds stays."""
        self.translator.learn_names(configuration.event_names)
        self.translator.learn_responses(configuration.responses.meanings)
        self.by_guid.update(by_guid(configuration))
        feeds = self.feeds.of(configuration)
        return replace(
            self, configuration=configuration, feeds=feeds, media=Media(feeds), past_video=Past(feeds, clock)
        )

    def with_rights(self, rights: CameraRights, clock: Clock) -> "System":
        """The same server after this user's rights changed."""
        return self.of(replace(self.configuration, rights=rights), clock)

    def check_playback(self, camera: DeviceId) -> None:
        """Raises NotPermitted for who may not watch its recordings."""
        if not self.configuration.rights.may(PLAYBACK, camera):
            raise NotPermitted(f"You may not watch recordings of {self.feeds.name(camera)}.")


def new_system(
    configuration: Configuration,
    feeds: Feeds,
    turn: Turn | None,
    clock: Clock,
    untranslated: Untranslated,
    user: str,
) -> System:
    """The parts of a server whose `configuration` was read for the first time."""
    rest, keys, known = feeds.rest, configuration.alarm_keys, by_guid(configuration)
    translator = Translator(configuration.event_names, untranslated)
    translator.learn_responses(configuration.responses.meanings)
    return System(
        configuration=configuration,
        by_guid=known,
        translator=translator,
        feeds=feeds,
        media=Media(feeds),
        past_video=Past(feeds, clock),
        alarms=None if keys is None else Alarms(rest, keys, known, clock, user),
        bookmarks=Bookmarks(rest, known) if configuration.has_bookmarks else None,
        evidence_locks=EvidenceLocks(rest, known) if configuration.has_evidence_locks else None,
        ptz=Ptz(rest, turn),
        user=user,
        clock=clock,
    )


def by_guid(configuration: Configuration) -> dict[str, DeviceId]:
    """Devices by their bare ids."""
    return {device.id.partition("/")[2]: device.id for device in configuration.devices}
