"""The audit of one watch: listens to acts, lines, grants, tiles and stills, and tells its heads to the other consoles of each server."""

import asyncio
import threading
from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer

from smartclient.adapters.server import Capability, Server
from smartclient.domain.connection import Line
from smartclient.domain.grants import GrantTerms
from smartclient.domain.ids import ALONE, DeviceId, ServerKey, keyed
from smartclient.evidence.audit.entries import AuditEntry, Kind
from smartclient.evidence.audit.files import beside, others_of
from smartclient.session.audit_heads import HeadExchange
from smartclient.session.audit_views import Sight, Views
from smartclient.session.audit_words import (
    entries_of_grants,
    entries_of_line,
    entries_of_terms,
    entries_of_viewings,
    entry_of,
)
from smartclient.session.auditing import Auditing
from smartclient.store.changes import Changes
from smartclient.store.journal import Act
from smartclient.store.notices import Grade
from smartclient.ui.bindings import bind
from smartclient.video.camera_player import CameraPlayer
from smartclient.video.status import PRESENT, Phase, PlayerStatus
from smartclient.video.thumbnails import Thumbnail

if TYPE_CHECKING:
    from smartclient.app.watch import Watch
    from smartclient.evidence.audit.known_heads import OtherHeads

_TICK_MS = 5_000
_NOTICE = "audit heads"


class AuditRoom:
    """Build it on the running loop; `stop` ends it and closes the log."""

    def __init__(self, watch: "Watch") -> None:
        self._watch, self._store = watch, watch.store
        given, self._loop = watch.given, asyncio.get_running_loop()
        self.auditing = Auditing(beside(given.journal.path), given.clock, watch.notices, self._call_soon)
        self.views = Views(self.auditing.write, self.user, given.clock)
        self._servers: dict[ServerKey, Server] = {ALONE: given.server}
        if given.districts is not None:
            self._servers = {key: each.server for key, each in given.districts.by_key.items()}
        self._known: OtherHeads | None = None
        self._reading = threading.Lock()
        self.exchanges = {key: HeadExchange(server, self._others) for key, server in self._servers.items()}
        """With the consoles of each server; all hear the heads of this one log."""
        self._lines: dict[ServerKey, Line] = {}
        self._grants, self._viewings, self._terms = dict(self._store.grants), self._store.viewings, GrantTerms()
        self._seen: dict[CameraPlayer, tuple[DeviceId, Sight]] = {}
        self._stops: list[Callable[[], None]] = [
            given.journal.acted.connect(self._act),
            watch.players.made.connect(self._player_made),
            watch.stills.arrived.connect(self._still),
            watch.alarm_life.pictures.seen.connect(self._alarm_picture),
            watch.replay.thumbnails.arrived.connect(self._thumbnail),
            *(self.auditing.sealed.connect(each.tell) for each in self.exchanges.values()),
            *(each.bent.connect(self._say_bent) for each in self.exchanges.values()),
        ]
        bind(watch.window, self._store.changed, self._changed)
        self._ticker = QTimer(watch.window, interval=_TICK_MS)
        self._ticker.timeout.connect(self._tick)
        self._ticker.start()

    def user(self) -> str:
        """Who is signed in, as the server says, else as the person said."""
        return self._store.user or self._watch.given.user

    def write(self, kind: Kind, act: str, subject: str = "", detail: object = None, name: str = "") -> None:
        """An entry about this user's doing."""
        self.auditing.write(AuditEntry(kind, self.user(), act, subject, name, detail))

    async def stop(self) -> None:
        """Ends all views, says that the user has gone, and closes the log."""
        self._ticker.stop()
        for stop in self._stops:
            stop()
        await asyncio.gather(*(each.stop() for each in self.exchanges.values()))
        self.views.stop()
        self.write(Kind.SIGN_IN, "signed out", self._watch.given.address)
        await asyncio.to_thread(self.auditing.close)

    def _call_soon(self, call: Callable[[], None]) -> None:
        if not self._loop.is_closed():
            self._loop.call_soon_threadsafe(call)

    def _others(self) -> "OtherHeads":
        """What is known of other logs, read once; for a thread."""
        from smartclient.evidence.audit.known_heads import OtherHeads

        with self._reading:
            if self._known is None:
                self._known = OtherHeads(others_of(self.auditing.path))
            return self._known

    def _say_bent(self, words: str) -> None:
        self._watch.notices.say(_NOTICE, words, Grade.TROUBLE)

    def _act(self, act: Act) -> None:
        self.auditing.write(entry_of(act, self._store))

    def _changed(self, changes: Changes) -> None:
        store, write = self._store, self.auditing.write
        if changes.connection or changes.everything:
            for key, line in store.connections.items():
                user = store.user_of(keyed(key, "")) or self.user()
                for entry in entries_of_line(self._lines.get(key), line, user, self._address(key)):
                    write(entry)
                self._lines[key] = line.line
                if line.line is Line.LIVE and Capability.MESSAGES in self._servers[key].capabilities:
                    self.exchanges[key].start()
        if changes.grants or changes.everything:
            grants, viewings, terms = dict(store.grants), store.viewings, store.grant_terms
            for entry in (
                *entries_of_terms(self._terms, terms, self.user()),
                *entries_of_grants(self._grants, grants),
                *entries_of_viewings(self._viewings, viewings, store),
            ):
                write(entry)
            self._grants, self._viewings, self._terms = grants, viewings, terms

    def _address(self, key: ServerKey) -> str:
        given = self._watch.given
        if given.districts is not None:
            return given.districts.by_key[key].address
        return given.address or self._store.server_name

    def _player_made(self, made: tuple[DeviceId, CameraPlayer]) -> None:
        camera, player = made
        player.changed.connect(lambda status: self._look(camera, player, status))

    def _look(self, camera: DeviceId, player: CameraPlayer, status: PlayerStatus) -> None:
        """A picture that was asked for is on the screen, or no more."""
        sight = Sight.RECORDED if player.is_past or not status.is_live_source else Sight.LIVE
        before, is_present = self._seen.get(player), status.phase in PRESENT
        if before is not None and (before != (camera, sight) or not _goes_on(status.phase)):
            self._note_moment(player, *before)
            self.views.end(player, *before)
            del self._seen[player]
        if is_present and player not in self._seen:
            self._seen[player] = camera, sight
            self.views.begin(player, camera, self._name(camera), sight, player.way)
            self._note_moment(player, camera, sight)

    def _note_moment(self, player: CameraPlayer, camera: DeviceId, sight: Sight) -> None:
        if sight is Sight.RECORDED and player.shown_at is not None:
            self.views.saw(camera, sight, player.shown_at)

    def _still(self, camera: DeviceId) -> None:
        self.views.glance(camera, self._name(camera), Sight.STILLS, "still of now")

    def _alarm_picture(self, seen: tuple[DeviceId, datetime]) -> None:
        camera, at = seen
        self.views.glance(camera, self._name(camera), Sight.STILLS, "picture of an alarm", at)

    def _thumbnail(self, thumbnail: Thumbnail) -> None:
        if thumbnail.frame is not None:
            camera = thumbnail.camera
            self.views.glance(camera, self._name(camera), Sight.STILLS, "timeline", thumbnail.asked)

    def _tick(self) -> None:
        for player, (camera, sight) in self._seen.items():
            self._note_moment(player, camera, sight)
        self.views.tick()

    def _name(self, camera: DeviceId) -> str:
        device = self._store.devices.get(camera)
        return device.name if device is not None else ""


def _goes_on(phase: Phase) -> bool:
    """Whether a view that has begun goes on: a recording that is read at another place is still watched."""
    return phase in PRESENT or phase in (Phase.READING, Phase.GAP, Phase.STALLED)
