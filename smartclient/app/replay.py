"""The past of one watch: its stores, who fills them, the timeline and the bar of playback, joined once."""

import asyncio
from collections.abc import Callable, Iterator

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QVBoxLayout, QWidget

from smartclient.adapters.server import Capability, Server
from smartclient.domain.alarms import Alarm
from smartclient.domain.footage import PastSource, Quality
from smartclient.domain.ids import DeviceId
from smartclient.runtime.clock import Clock
from smartclient.runtime.tasks import Tasks
from smartclient.session.footage_reader import FootageReader
from smartclient.session.gaps import Surroundings
from smartclient.session.history_reader import HistoryReader
from smartclient.session.replay import Replay
from smartclient.store.gap_skipping import GapSkipping
from smartclient.store.journal import Journal
from smartclient.store.notices import Grade, Notices
from smartclient.store.past import Past
from smartclient.store.playback import Playback
from smartclient.store.site_store import SiteStore
from smartclient.store.workspace import Workspace
from smartclient.ui.actions import Action
from smartclient.ui.bindings import bind
from smartclient.ui.shell.playback_actions import FootageVerbs, PlaybackReach, playback_actions
from smartclient.ui.theme import Theme
from smartclient.ui.video.timeline.hover_card import HoverCard
from smartclient.ui.video.timeline.timeline import Timeline
from smartclient.ui.video.timeline.transport import Transport
from smartclient.video.thumbnails import Thumbnails

ShowAlarm = Callable[[Alarm], None]
_COUNT_ON_MS = 200
_PATIENCE_S = 2.0


class ReplayRoom:
    """Everything that shows and moves the past. Build it on the running loop; `stop` ends it."""

    def __init__(
        self,
        server: Server,
        store: SiteStore,
        workspace: Workspace,
        past: Past,
        notices: Notices,
        theme: Theme,
        clock: Clock,
        journal: Journal,
        run: Callable[[str], None],
        step: Callable[[int], None],
    ) -> None:
        """`run` runs an action by its name, `step` sets the chosen tile so many pictures on."""
        self._server, self._store, self._workspace, self.past, self._clock = server, store, workspace, past, clock
        self._loop = asyncio.get_running_loop()
        self._tasks = Tasks("past")
        self.reader = FootageReader(server, past, clock)
        self._history = HistoryReader(journal, past.history, clock)
        self.replay = Replay(store, workspace, past, self.reader, notices, clock, step)
        self.thumbnails = Thumbnails(self._past_of, self._call_soon)
        self.timeline = Timeline(store, workspace, past, theme, clock)
        self.card = HoverCard(self.timeline, self.thumbnails, lambda c, at: past.recordings.track(c).held(at), theme)
        self.transport = Transport(
            workspace,
            past,
            theme,
            clock,
            run,
            self.replay.go_to,
            self.replay.set_pace,
            lambda words: notices.say("replay", words, Grade.QUIET),
        )
        self._skipping: dict[Playback, GapSkipping] = {}
        self._is_skipping, self._is_map_led = True, False
        self._join()

    def _join(self) -> None:
        self.timeline.looked.connect(self._look)
        ticker = QTimer(self.transport, interval=_COUNT_ON_MS)
        ticker.timeout.connect(self.transport.tick)
        ticker.start()
        bind(self.transport, self.past.playbacks.changed, lambda _seat: self._follow_clocks())
        bind(self.timeline, self.past.recordings.changed, lambda _camera: self._look_for_gaps())
        self._skip_gaps_of(self.past.playbacks.one)
        self.transport.show_skipping(self._is_skipping)

    def below(self) -> QWidget:
        """Bar and timeline, to be placed below the tiles."""
        both = QWidget()
        page = QVBoxLayout(both)
        page.setContentsMargins(0, 0, 0, 0)
        page.setSpacing(0)
        page.addWidget(self.transport)
        page.addWidget(self.timeline)
        return both

    def actions(self, footage: FootageVerbs, alarm: Callable[[], Alarm | None], show_alarm: ShowAlarm) -> list[Action]:
        """The rows of playback; `show_alarm` opens an alarm's cameras at its time."""
        return playback_actions(
            PlaybackReach(
                replay=self.replay,
                past=self.past,
                footage=footage,
                why_not=self._why_not,
                alarm=alarm,
                show_alarm=show_alarm,
                ask_time=self.transport.watched.ask,
                toggle_skipping=self._toggle_skipping,
                zoom=self.timeline.zoom,
            )
        )

    async def stop(self) -> None:
        """Ends everything."""
        for skipping in self._skipping.values():
            skipping.close()
        self.thumbnails.close()
        await self.replay.stop()
        await self._tasks.cancel()
        await self.reader.stop()
        await self._history.stop()
        await asyncio.to_thread(self.thumbnails.join, _PATIENCE_S)

    def _why_not(self) -> str | None:
        has_past = Capability.RECORDED_VIDEO in self._server.capabilities
        return None if has_past else "This server offers no recorded video to you."

    def _past_of(self, camera: DeviceId) -> PastSource:
        return self._server.past(camera, Quality.SUB)

    def _call_soon(self, call: Callable[[], None]) -> None:
        if not self._loop.is_closed():
            self._loop.call_soon_threadsafe(call)

    def _look(self) -> None:
        axis = self.timeline.axis
        self.reader.look(self.timeline.cameras, axis.span, axis.s_per_px)
        self._history.look(axis.span)

    def _cameras_of(self, playback: Playback) -> Iterator[DeviceId]:
        """The cameras on show that follow that clock."""
        for wall in self._workspace.walls:
            for tile, camera in enumerate(wall.tiles):
                if camera is not None and self.past.playbacks.of(wall, tile) is playback:
                    yield camera

    def _skip_gaps_of(self, playback: Playback) -> None:
        around = Surroundings(
            playback,
            lambda: self._cameras_of(playback),
            self.past.recordings,
            self.reader,
            self._clock,
            self._tasks,
        )
        skipping = GapSkipping(playback, around, self._clock, self._schedule)
        skipping.is_on = self._is_skipping and not self._is_map_led
        self._skipping[playback] = skipping

    def _schedule(self, delay_s: float, call: Callable[[], None]) -> Callable[[], None]:
        return self._loop.call_later(delay_s, call).cancel

    def _follow_clocks(self) -> None:
        """A tile has another clock: one of its own skips gaps by itself, one kept in step does not."""
        playbacks = self.past.playbacks
        own = {p for (wall, tile), p in playbacks.loose.items() if playbacks.behind(wall, tile) is None}
        kept = {playbacks.one, *own}
        for playback in [p for p in self._skipping if p not in kept]:
            self._skipping.pop(playback).close()
        for playback in kept - self._skipping.keys():
            self._skip_gaps_of(playback)
        self._look()

    def _look_for_gaps(self) -> None:
        for skipping in self._skipping.values():
            skipping.look()

    def lead_map(self, is_map_led: bool) -> None:
        """While the map follows the clock no gap is skipped, whatever was chosen: the plan was there, also where no picture is."""
        self._is_map_led = is_map_led
        self.transport.show_map_led(is_map_led)
        self._set_skipping()

    def _toggle_skipping(self) -> None:
        self._is_skipping = not self._is_skipping
        self._set_skipping()

    def _set_skipping(self) -> None:
        for skipping in self._skipping.values():
            skipping.is_on = self._is_skipping and not self._is_map_led
            skipping.look()
        self.transport.show_skipping(self._is_skipping and not self._is_map_led)
