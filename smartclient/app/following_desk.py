"""Follow-me once it is used: the path being drawn, the subject being followed, and what panel, map and wall show of them."""

import asyncio
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from smartclient.domain.devices import DeviceKind
from smartclient.domain.ids import DeviceId, LevelId
from smartclient.runtime.tasks import Tasks
from smartclient.session.following.follower import Follower
from smartclient.session.following.hits import choices, suggested
from smartclient.session.following.legs import Leg, legs
from smartclient.session.following.path_subject import PathSubject
from smartclient.session.following.sketch import PathSketch
from smartclient.session.following.subject import Subject
from smartclient.session.following.timed_walk import TimedWalk
from smartclient.session.following.trail import Trail
from smartclient.store.notices import Grade
from smartclient.store.typed_time import NotATime, parse_time
from smartclient.ui.bindings import bind
from smartclient.ui.following.follow_layer import Drawn, FollowLayer
from smartclient.ui.following.follow_panel import FollowPanel
from smartclient.ui.following.path_tool import EscapeKey, PathTool
from smartclient.ui.shell.main_window import MainWindow
from smartclient.ui.words import one_line

if TYPE_CHECKING:
    from smartclient.app.following import Trodden

_NOTICE = "follow"
_TITLE = "Follow"


class FollowingDesk:
    """Needs a running loop; `stop` ends it."""

    def __init__(self, trodden: "Trodden", window: MainWindow) -> None:
        self._on, self._window = trodden, window
        self._tasks = Tasks("following")
        self.panel = window.own(FollowPanel())
        self.sketch = PathSketch(trodden.walkable)
        self.follower = Follower(trodden.past.playbacks.one, lambda: trodden.workspace.wall, trodden.later)
        self.trail: Trail | None = None
        self._walk: TimedWalk | None = None
        self._legs: tuple[Leg, ...] = ()
        self._is_waiting_for_legs = False
        self._said = ""
        self._told: tuple[Subject | None, tuple[DeviceId, ...]] = (None, ())
        stage = trodden.map.stage
        self._tool = PathTool(trodden.map.ground, self.sketch, stage.level_at, self._finish, self.end)
        self._is_drawing = False
        self._join()

    def _join(self) -> None:
        panel = self.panel
        panel.began.connect(self.begin)
        panel.pace_changed.connect(self._find_legs)
        panel.draw_wanted.connect(self.draw)
        panel.left.connect(lambda: self.end() if self.is_busy else self._close())
        panel.leg_chosen.connect(self.go_to_leg)
        panel.filter_chosen.connect(lambda: self.begin(""))
        bind(panel, self.sketch.changed, lambda _nothing: self._find_legs())
        bind(panel, self.follower.changed, lambda _nothing: self._tell())

    @property
    def is_busy(self) -> bool:
        """Whether something is drawn or followed."""
        return self._is_drawing or self.follower.subject is not None

    @property
    def has_path(self) -> bool:
        """Whether somebody is followed along a path."""
        return isinstance(self.follower.subject, PathSubject)

    def draw(self) -> None:
        """Takes the pointer to draw a path."""
        self.end()
        self._is_drawing = True
        self.sketch.clear()
        self.panel.show_path()
        self._window.show_panel(self.panel, _TITLE, self._close)
        self._on.map.use_tool(self._tool, self._tool)
        self._lay()
        self._on.map.setFocus(Qt.FocusReason.OtherFocusReason)
        self._say("Click where the subject walks; Enter follows, Esc leaves.")

    def open_hits(self) -> None:
        """Offers whose hits, or which, are followed."""
        self.end()
        store, workspace = self._on.store, self._on.workspace
        offered = choices(store.recent, self._levels_around())
        device = store.devices.get(workspace.device) if workspace.device else None
        last = next((e for e in reversed(store.recent) if device is not None and e.device == device.id), None)
        self.panel.show_hits(offered, suggested(last, device, offered))
        self._window.show_panel(self.panel, _TITLE, self._close)
        self.panel.hits.setFocus(Qt.FocusReason.OtherFocusReason)

    def begin(self, typed: str) -> None:
        """Follows what is drawn or chosen, from the typed time on; from the instant that is watched where none is typed."""
        playback, now = self._on.past.playbacks.one, self._on.clock.now()
        try:
            at = parse_time(typed, now) if typed.strip() and typed.strip().lower() != "now" else playback.instant
        except NotATime as error:
            self.panel.say(str(error))
            return
        if typed.strip().lower() == "now":
            playback.go_live()
            at = now
        elif typed.strip():
            playback.run_from(at, 1.0)
        if not self.panel.hits.isHidden():
            self._follow_hits()
        elif self.sketch.is_ready:
            self._tasks.start("follow a path", self._follow_path(at))
        else:
            self.panel.say("Draw a path of two points or more first.")

    def end(self) -> None:
        """Ends drawing and following; tiles stay as they are."""
        was_busy = self.is_busy
        self._is_drawing = False
        self.follower.stop()
        self._drop_trail()
        self._on.map.use_tool(None)
        self._on.map.lay_over(_NOTICE, None)
        self.panel.say("")
        self._said, self._told = "", (None, ())
        if was_busy:
            self._on.notices.end(_NOTICE)

    def _close(self) -> None:
        """Takes the panel away, and what it tells of."""
        self.end()
        self._window.close_panel(self.panel)

    def step(self, by: int) -> None:
        """The subject is at the next camera already, or still at the one before."""
        subject = self.follower.subject
        if isinstance(subject, PathSubject):
            self.go_to_leg(min(max(subject.leg_at(self._instant) + by, 0), len(subject.legs) - 1))

    def go_to_leg(self, leg: int) -> None:
        """Live, the subject is there now; recorded, the clock goes to when it was."""
        subject = self.follower.subject
        if not isinstance(subject, PathSubject) or not 0 <= leg < len(subject.legs):
            return
        playback = self._on.past.playbacks.one
        if playback.is_live:
            self.follower.follow(subject.moved(leg, self._instant))
        else:
            playback.run_from(subject.begin_of(leg), playback.speed or 1.0)

    async def stop(self) -> None:
        """Ends everything."""
        self.follower.stop()
        trail, self.trail = self.trail, None
        if trail is not None:
            await trail.stop()
        await self.sketch.stop()
        await self._tasks.cancel()

    @property
    def _instant(self) -> datetime:
        return self._on.past.playbacks.one.instant

    def _finish(self) -> None:
        """The path is drawn."""
        if len(self.sketch.points) < 2:
            self._say("A path has two points or more; click on the map, or press Space to set one in its middle.")
            return
        self._is_drawing = False
        self._on.map.use_tool(None, EscapeKey(self.end))
        self._tasks.start("follow a path", self._follow_path(self._instant))

    async def _follow_path(self, at: datetime) -> None:
        """As soon as all ways and cameras along it are known."""
        while not self.sketch.is_ready:
            if len(self.sketch.points) < 2:
                return
            await asyncio.sleep(0.02)
        walk = self.sketch.walk(self.panel.pace_m_s)
        found = await asyncio.to_thread(self._legs_of, walk)
        self._show_legs(walk, found)
        self.follower.follow(PathSubject(walk, found, at, self._name_of))
        self._on.map.use_tool(None, EscapeKey(self.end))
        self._lay()

    def _follow_hits(self) -> None:
        wanted, on = self.panel.filter, self._on
        if wanted is None:
            return
        self._drop_trail()
        self.trail = Trail(
            wanted, on.store, on.places, on.sight, on.walkable, on.failed, self._name_of, on.earlier, self._instant
        )
        self.trail.changed.connect(lambda _nothing: self.follower.look())
        self.follower.follow(self.trail)
        on.map.use_tool(None, EscapeKey(self.end))
        self._lay()

    def _drop_trail(self) -> None:
        trail, self.trail = self.trail, None
        if trail is not None:
            self._tasks.start("end a trail", trail.stop())

    def _find_legs(self) -> None:
        """While it is drawn, and when the pace is another one."""
        self._on.map.canvas.update()
        if self._is_waiting_for_legs or not self.sketch.routes:
            if not self.sketch.routes:
                self._show_legs(None, ())
            return
        self._is_waiting_for_legs = True
        self._tasks.start("cameras along a path", self._look_for_legs())

    async def _look_for_legs(self) -> None:
        while True:
            walk, points = self.sketch.walk(self.panel.pace_m_s), self.sketch.routes
            found = await asyncio.to_thread(self._legs_of, walk)
            if points == self.sketch.routes and walk == self.sketch.walk(self.panel.pace_m_s):
                break
        self._is_waiting_for_legs = False
        self._show_legs(walk, found)
        subject = self.follower.subject
        if isinstance(subject, PathSubject) and subject.walk != walk:
            self.follower.follow(replace(subject, walk=walk, legs=found))

    def _legs_of(self, walk: TimedWalk) -> tuple[Leg, ...]:
        """In a thread; a camera that failed has no picture now but may have had one in the past."""
        gone = self._on.failed() if self._on.past.playbacks.one.is_live else frozenset()
        cameras = [
            device
            for device in list(self._on.store.devices.values())
            if device.kind is DeviceKind.CAMERA and device.id not in gone
        ]
        return legs(walk, cameras, self._on.sight().area, self._on.places.frame)

    def _show_legs(self, walk: TimedWalk | None, found: tuple[Leg, ...]) -> None:
        self._walk, self._legs = walk, found
        self.panel.show_legs(found, [self._name_of(leg.camera) for leg in found])
        self._on.map.canvas.update()

    def _tell(self) -> None:
        """Panel and map say where the subject is, the notice line only when it is handed over: warnings must not drown in it."""
        subject, glimpse = self.follower.subject, self.follower.glimpse
        if subject is None:
            return
        self._on.map.canvas.update()
        if glimpse.words != self._said:
            self._said = glimpse.words
            self.panel.say(glimpse.words)
        if (subject, glimpse.now) != self._told:
            self._told = (subject, glimpse.now)
            self._say(f"Following. {glimpse.words}")
        if isinstance(subject, PathSubject):
            self.panel.show_leg(subject.leg_at(self._instant))

    def _lay(self) -> None:
        self._on.map.lay_over(_NOTICE, FollowLayer(self._drawn))

    def _drawn(self) -> Drawn:
        is_path = self._is_drawing or self.has_path
        return Drawn(
            walk=self._walk if is_path else None,
            legs=self._legs if is_path else (),
            points=self.sketch.points if self._is_drawing else (),
            subject=self.follower.glimpse.place,
            pointed=self._tool.pointed if self._is_drawing else None,
            is_drawing=self._is_drawing,
        )

    def _levels_around(self) -> frozenset[LevelId]:
        """Of the campus in the middle of the map; all where there is none."""
        places, viewport = self._on.places, self._on.workspace.viewport
        here = places.at_local(viewport.center_x, viewport.center_y).venue if viewport is not None else None
        if here is None:
            return frozenset()
        return frozenset(level.id for level in places.site.levels if level.venue_id == here.id)

    def _name_of(self, camera: DeviceId) -> str:
        device = self._on.store.devices.get(camera)
        return one_line(device.name if device is not None else str(camera))

    def _say(self, words: str) -> None:
        self._on.notices.say(_NOTICE, words, Grade.QUIET)
