"""Marking and searching the past of one watch: the panels beside the map, and what they ask of server and walls."""

import asyncio
import logging
from collections.abc import Callable

from smartclient.adapters.server import Server
from smartclient.domain.commands import LockEvidence, UnlockEvidence
from smartclient.domain.errors import MediaError, ServerError
from smartclient.domain.footage import PastSource, Quality
from smartclient.domain.ids import DeviceId
from smartclient.domain.recordings import Bookmark, EvidenceLock, Span
from smartclient.domain.site import Unit
from smartclient.runtime.clock import Clock
from smartclient.runtime.tasks import Tasks
from smartclient.session.bookmarks import Bookmarks
from smartclient.session.comparison import NothingToCompare, compare, end
from smartclient.session.evidence_words import what_a_lock_means
from smartclient.session.footage_reader import FootageReader
from smartclient.session.footage_search import Found, search_cameras
from smartclient.session.marking import Marking
from smartclient.session.replay import LEAD, Replay
from smartclient.session.seeing import Seeing
from smartclient.session.seers import Way
from smartclient.store.marks import Exported
from smartclient.store.past import Past
from smartclient.store.places import Places
from smartclient.store.rooms import Rooms
from smartclient.store.site_store import SiteStore
from smartclient.store.spans import within
from smartclient.store.spots import spot_of_unit
from smartclient.store.typed_time import NotATime, parse_time
from smartclient.store.workspace import Workspace
from smartclient.ui.footage.lock_form import LockForm
from smartclient.ui.footage.marks_panel import MarksPanel
from smartclient.ui.footage.search_panel import SearchPanel, SearchVerbs
from smartclient.ui.shell.main_window import MainWindow
from smartclient.ui.shell.playback_actions import FootageVerbs
from smartclient.ui.theme import Theme
from smartclient.ui.words import one_line
from smartclient.video.motion_search import MotionSearch, Progress, Region
from smartclient.video.thumbnails import Thumbnails

MOST_TOGETHER = 4
_PATIENCE_S = 2.0

log = logging.getLogger(__name__)


class FootageRoom:
    """Build it on the running loop; `stop` ends it."""

    def __init__(
        self,
        server: Server,
        store: SiteStore,
        workspace: Workspace,
        places: Places,
        past: Past,
        reader: FootageReader,
        replay: Replay,
        marking: Marking,
        thumbnails: Thumbnails,
        seeing: Seeing,
        theme: Theme,
        clock: Clock,
    ) -> None:
        self._server, self._store, self._workspace, self._past = server, store, workspace, past
        self._reader, self._replay, self._marking = reader, replay, marking
        self._clock = clock
        self._loop = asyncio.get_running_loop()
        self._tasks = Tasks("footage search")
        self._seeing = seeing
        self._rooms = Rooms(store, workspace, places)
        self._search: MotionSearch | None = None
        self._ended: list[MotionSearch] = []
        self.bookmarks = Bookmarks(marking, clock)
        self.form = LockForm(self._what_it_means, marking.why_not, clock.now)
        self.marks = MarksPanel(past.marks, self._name_of, theme, clock, self.form)
        verbs = SearchVerbs(
            self._find_in_room,
            self._find_motion,
            self._cancel,
            self._compare,
            self._end_comparison,
            lambda: replay.camera,
            self._name_of,
        )
        self.search = SearchPanel(verbs, self._rooms, past.selection, thumbnails, theme, clock)
        self._join()

    def _join(self) -> None:
        self.form.locked.connect(self._marking.send)
        self.marks.opened.connect(self._open_mark)
        self.marks.renamed.connect(self.bookmarks.rename)
        self.marks.removed.connect(self._remove)
        self.search.opened.connect(self._open_found)
        self._marking.done.connect(lambda _command: self._reader.look_again())

    def verbs(self, window: MainWindow) -> FootageVerbs:
        """What keys and buttons ask for, with the panel that shows it brought forward in `window`."""

        def ask_lock() -> None:
            window.show_marks()
            self.ask_lock()

        def search() -> None:
            window.show_search()
            self.search.begin_search()

        def compare_days() -> None:
            self.search.show_way(self.search.by_day)
            search()

        return FootageVerbs(
            bookmark=self.add_bookmark,
            why_no_bookmark=self.why_no_bookmark,
            ask_lock=ask_lock,
            why_no_lock=self.why_no_lock,
            show_marks=window.show_marks,
            search=search,
            compare=compare_days,
        )

    async def stop(self) -> None:
        """Ends what is searched."""
        self._cancel()
        for search in self._ended:
            await asyncio.to_thread(search.join, _PATIENCE_S)
        await self._tasks.cancel()

    def add_bookmark(self) -> None:
        """Marks the moment that the chosen tile shows."""
        camera = self._replay.camera
        if camera is not None:
            self.bookmarks.add(camera, self._replay.playback.instant)

    def why_no_bookmark(self) -> str | None:
        """Why nothing can be marked now."""
        camera = self._replay.camera
        if camera is None:
            return "Choose a tile with a camera first."
        return self._marking.why_not(self.bookmarks.command(camera, self._replay.playback.instant)) or None

    def ask_lock(self) -> None:
        """Asks whether to keep the marked span of the cameras on the wall."""
        span = self._past.selection.span
        if span is not None:
            self.form.ask(span, [(camera, self._name_of(camera)) for camera in self._shown()])

    def why_no_lock(self) -> str | None:
        """Why nothing can be kept now."""
        span = self._past.selection.span
        if span is None:
            return "Mark a span first: I where it begins, O where it ends."
        cameras = self._shown()
        if not cameras:
            return "Open the cameras whose footage is to be kept."
        return self._marking.why_not(LockEvidence(cameras, span, "?")) or None

    def _shown(self) -> tuple[DeviceId, ...]:
        return tuple(dict.fromkeys(camera for camera in self._workspace.tiles if camera is not None))

    def _name_of(self, camera: DeviceId) -> str:
        device = self._store.devices.get(camera)
        return one_line(device.name if device is not None else str(camera))

    def _what_it_means(self, command: LockEvidence) -> str:
        names = {camera: self._name_of(camera) for camera in command.cameras}
        tracks = {camera: self._past.recordings.track(camera) for camera in command.cameras}
        return what_a_lock_means(command, names, tracks, self._clock.now())

    def _remove(self, mark: Bookmark | EvidenceLock) -> None:
        if isinstance(mark, Bookmark):
            self.bookmarks.remove(mark)
        else:
            self._marking.send(UnlockEvidence(mark.id))

    def _open_mark(self, mark: Bookmark | EvidenceLock | Exported) -> None:
        if isinstance(mark, Bookmark):
            self._workspace.open_camera(mark.camera)
            self._replay.show_at(mark.at)
        else:
            self._workspace.open_cameras(mark.cameras)
            self._past.selection.select(mark.span)
            self._replay.show_at(mark.span.begin + LEAD)

    def _open_found(self, found: Found) -> None:
        """With the other cameras that saw something at the same time."""
        others = [each.camera for each in self.search.rows.values if each.span.meets(found.span)]
        cameras = list(dict.fromkeys((found.camera, *others)))[:MOST_TOGETHER]
        if len(cameras) > 1:
            self._workspace.open_cameras(cameras)
        else:
            self._workspace.open_camera(found.camera)
        self._replay.show_at(found.span.begin + LEAD)

    def _find_in_room(self, unit: Unit, span: Span) -> None:
        self._cancel()
        self._tasks.start("search a room", self._look_in_room(unit, span))

    async def _look_in_room(self, unit: Unit, span: Span) -> None:
        seers = await asyncio.to_thread(lambda: self._seeing.sight.seers(spot_of_unit(unit)))
        findings = await search_cameras(seers, span, self._past.recordings, self._reader)
        room = self._rooms.words(unit)
        if not seers:
            words = f"No camera sees {room} or its doors, as far as the plan tells."
        else:
            count = f"{len(seers)} cameras see" if len(seers) > 1 else "One camera sees"
            what = f"{room} or its doors" if any(seer.way is Way.SEES_DOOR for seer in seers) else room
            words = " ".join((f"{count} {what}.", *findings.troubles, "" if findings.found else "Nothing is recorded."))
        self.search.show_found(findings.found, words.strip())

    def _find_motion(self, camera: DeviceId, region: Region, span: Span) -> None:
        self._cancel()
        self._tasks.start("search motion", self._look_for_motion(camera, region, span))

    async def _look_for_motion(self, camera: DeviceId, region: Region, span: Span) -> None:
        """Only what is recorded has to be looked through; where that cannot be known, all of it."""
        pieces: tuple[Span, ...] = (span,)
        try:
            await self._reader.learn(camera, span)
            pieces = within(self._past.recordings.track(camera).recorded, span)
        except (ServerError, MediaError) as error:
            log.info("what is recorded cannot be known before it is searched: %s", error)

        def source() -> PastSource:
            return self._server.past(camera, Quality.SUB)

        def tell(progress: Progress) -> None:
            found = [Found(camera, piece, "motion there", is_motion=True) for piece in progress.found]
            self.search.show_progress(found, progress)

        self._search = MotionSearch(source, pieces, region, tell, self._call_soon)
        self._search.start()

    def _cancel(self) -> None:
        if self._search is not None:
            self._search.cancel()
            self._ended = [search for search in self._ended if not search.join(0.0)] + [self._search]
            self._search = None

    def _call_soon(self, call: Callable[[], None]) -> None:
        if not self._loop.is_closed():
            self._loop.call_soon_threadsafe(call)

    def _compare(self, typed: str) -> str:
        try:
            day = parse_time(typed or "yesterday", self._clock.now()).astimezone().date()
            compare(self._workspace.wall, self._past.playbacks, day)
        except (NotATime, NothingToCompare) as error:
            return str(error)
        return f"Left as watched, right on {day:%a} {day.day} {day:%b}, at the same time of day."

    def _end_comparison(self) -> None:
        end(self._workspace.wall, self._past.playbacks)
