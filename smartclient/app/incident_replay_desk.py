"""One replay: reads what is known of an incident, shows it over the live map, moves the video's clock with it, and ends."""

import asyncio
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from smartclient.adapters.server import Capability
from smartclient.domain.alarms import AlarmState
from smartclient.domain.devices import DeviceKind
from smartclient.domain.ids import AlarmId, DeviceId, IncidentId
from smartclient.domain.incident_entries import AlarmEntered, EventEntered, Watched
from smartclient.domain.incidents import Incident
from smartclient.runtime.tasks import Tasks
from smartclient.session.clearing import Clearing
from smartclient.session.incident_replay import Course, IncidentReplay, ReplayedClock, past_of
from smartclient.session.incidents.plan_kept import PlanKept
from smartclient.session.incidents.words import IncidentWords
from smartclient.store.changes import Changes
from smartclient.store.finding.match import around
from smartclient.store.frontier_words import FrontierWords
from smartclient.store.notices import Grade
from smartclient.store.past_site import PastSite
from smartclient.store.places import Places
from smartclient.store.playback import Playback
from smartclient.store.workspace import Aspect, Workspace
from smartclient.ui.bindings import bind
from smartclient.ui.drill import DrillFrame
from smartclient.ui.incident_map.marks_on_map import MarksOnMap
from smartclient.ui.incident_map.replay_scrubber import Tick
from smartclient.ui.incident_map.replay_view import ReplayView
from smartclient.ui.map.layers.drills import DrillsLayer
from smartclient.ui.map.layers.responses import ResponsesLayer
from smartclient.ui.map.map_view import MapView
from smartclient.ui.map.wording import describe

if TYPE_CHECKING:
    from smartclient.app.incident_map import Marked

_NOTICE = "incident replay"
_BACK = "Esc or Alt R goes back to live."
_NEAR_M_PER_PX = 0.15


class ReplayWorkspace(Workspace):
    """What is looked at in a replay; a camera that is opened on its map opens on the wall."""

    def __init__(self, live: Workspace) -> None:
        super().__init__()
        self._live = live
        self.layers, self.levels = live.layers, dict(live.levels)

    def open_camera(self, camera: DeviceId, beside: bool = False) -> None:
        """Shows it on the wall in use, at the instant that is replayed."""
        self._live.open_camera(camera, beside)


class IncidentReplayDesk:
    """Needs a running loop; `stop` ends it."""

    def __init__(self, marked: "Marked", plans: PlanKept) -> None:
        """`plans` knows the plan of then."""
        self._on, self._plans = marked, plans
        self._tasks = Tasks("incident replay")
        self.view: ReplayView | None = None
        self._clearing: Clearing | None = None
        self._marks: MarksOnMap | None = None
        self._words = IncidentWords(lambda _unit: "")
        self._workspace: ReplayWorkspace | None = None
        self._rung: frozenset[AlarmId] = frozenset()
        self._is_following = False
        self._wanted: IncidentId | None = None
        """What is replayed, or being read for it."""
        bind(marked.map, marked.store.changed, self._hear)
        bind(marked.map, marked.workspace.changed, self._look_away)
        bind(marked.map, marked.past.playbacks.one.changed, lambda _nothing: self._follow_clock())

    @property
    def is_open(self) -> bool:
        """Whether something is replayed, or being read for it."""
        return self._wanted is not None

    def open(self, incident: IncidentId) -> None:
        """Replays that file from its beginning."""
        self.close()
        self._wanted = incident
        self._tasks.start("open", self._open(incident))

    def close(self) -> None:
        """Back to live."""
        if self.view is not None:
            self._leave()
            self._on.past.playbacks.one.go_live()
        self._wanted = None

    def _leave(self) -> None:
        """Takes the replay away; the clock of the wall stays where it is."""
        view, self.view, self._wanted = self.view, None, None
        if view is None:
            return
        self._on.lead_map(False)
        if self._clearing is not None:
            self._tasks.start("close", self._clearing.stop())
        view.close()
        view.deleteLater()
        view.replay.site.stop()
        self._clearing = self._marks = self._workspace = None
        self._on.notices.end(_NOTICE)
        self._on.map.setFocus(Qt.FocusReason.OtherFocusReason)

    async def stop(self) -> None:
        """Ends everything."""
        self.close()
        await self._tasks.cancel()

    async def _open(self, incident_id: IncidentId) -> None:
        current = self._on.incidents.current
        if current is not None and current.id == incident_id:
            incident = current
        else:
            incident = await asyncio.to_thread(self._on.incidents.read, incident_id)
        course = Course.of(incident, self._on.clock.now())
        past = await asyncio.to_thread(lambda: past_of(incident, self._on.told(course.begin, course.end)))
        plan = await self._plans.then(course.begin, self._on.plan)
        if self._wanted != incident_id or self.view is not None:
            return
        site = PastSite(plan.site, plan.devices, course.begin, self._on.later)
        replay = IncidentReplay(incident, course, past, site, self._playback())
        self._show(replay, plan.words)

    def _playback(self) -> Playback:
        """The clock of the wall, so that video runs in step; one of its own where the server plays no recordings."""
        has_video = Capability.RECORDED_VIDEO in self._on.capabilities()
        return self._on.past.playbacks.one if has_video else Playback(self._on.clock)

    def _show(self, replay: IncidentReplay, plan: str) -> None:
        places, workspace = Places(replay.site.site), ReplayWorkspace(self._on.workspace)
        clock = ReplayedClock(replay, self._on.clock)
        site_map = MapView(replay.site, workspace, self._on.theme, clock, places)
        site_map.setAccessibleName("Map of the replay")
        view = ReplayView(replay, site_map, self._on.theme, self._on.map, plan)
        names = FrontierWords(places)
        self._words = IncidentWords(names.unit)
        ticks = [Tick(entry.at, self._words.of(entry).group) for entry in replay.timeline]
        view.scrubber.show_course(replay.course, ticks)
        self._clearing = Clearing(replay.site, places)
        self._marks = MarksOnMap(site_map, places, self._clearing)
        self._workspace = workspace
        site_map.lay_over("responses", ResponsesLayer(places, lambda: workspace.building))
        site_map.lay_over("drills", DrillsLayer(lambda: [each for each in replay.site.open_alarms() if each.is_drill]))
        drill = DrillFrame(site_map, self._on.theme)
        drill.show_drill(replay.whole.is_drill)
        self._rung = frozenset(alarm.id for alarm in self._on.store.open_alarms())
        view.left.connect(self.close)
        bind(view, replay.changed, lambda _nothing: self._step())
        bind(view, workspace.changed, lambda _aspect: self._step())
        self._on.lead_map(replay.playback is self._on.past.playbacks.one)
        replay.start()
        self.view = view
        view.show()
        site_map.setFocus(Qt.FocusReason.OtherFocusReason)
        self._go_there(replay, site_map, places)
        self._open_cameras(replay.whole)
        self._on.notices.say(
            _NOTICE,
            "Replay: Space plays and pauses, , and . step, + and − change the speed, Esc goes back to live.",
            Grade.QUIET,
        )
        self._step()

    def _step(self) -> None:
        """The map shows the marks of the instant, the bar what happened."""
        if self.view is None or self._marks is None:
            return
        replay = self.view.replay
        self._marks.show(replay.incident)
        self.view.show_step(self._selected() or self._latest(replay))

    def _latest(self, replay: IncidentReplay) -> str:
        entry = replay.latest
        if entry is None:
            return "Before the incident began"
        words = self._words.of(entry)
        who = f" · {words.who}" if words.who else ""
        return f"{entry.at.astimezone():%H:%M:%S}  {words.text}{who}"

    def _selected(self) -> str:
        """What is selected on the replay's map, as it was then."""
        chosen = self._workspace.device if self._workspace is not None else None
        if self.view is None or chosen is None:
            return ""
        site = self.view.replay.site
        device = site.devices.get(chosen)
        if device is None:
            return ""
        state = describe(device, site.state(chosen), self.view.replay.instant)
        return f"{device.name}: {state or 'nothing is known of it at that time'}"

    def _follow_clock(self) -> None:
        """Somebody moved the clock of the wall: the plan follows; to live or out of the incident, the replay is over."""
        view = self.view
        if view is None or view.replay.playback is not self._on.past.playbacks.one:
            return
        if view.replay.playback.is_live:
            self.close()
        elif not view.replay.course.holds(view.replay.playback.instant):
            self._leave()
        elif not self._is_following:
            self._is_following = True
            view.replay.follow()
            self._is_following = False

    def _hear(self, changes: Changes) -> None:
        """What rings live meanwhile stands over the replay."""
        if self.view is None or not (changes.alarms or changes.everything):
            return
        new = [
            each for each in self._on.store.open_alarms() if each.state is AlarmState.NEW and each.id not in self._rung
        ]
        count = f"{len(new)} new alarms, the worst: " if len(new) > 1 else "New alarm: "
        self.view.show_live(f"LIVE NOW · {count}{new[0].name}. {_BACK}" if new else "")

    def _look_away(self, aspect: Aspect) -> None:
        """The live map, which lies below, was sent to another place."""
        if self.view is not None and aspect is Aspect.GOAL and not self.view.banner.text():
            self.view.show_live(f"LIVE NOW · The live map below this replay has gone to another place. {_BACK}")

    def _go_there(self, replay: IncidentReplay, site_map: MapView, places: Places) -> None:
        """The map begins at the incident's first alarm or event, else at its building or campus, else where the live map is."""
        incident = replay.whole
        for device_id in _sources(incident):
            device = replay.site.devices.get(device_id)
            if device is not None and device.placement is not None:
                x, y = places.frame.point_to_local(*device.placement.position)
                site_map.ground.show(site_map.viewport.centered(x, y).scaled(_NEAR_M_PER_PX))
                if device.placement.level_id is not None:
                    site_map.ground.choose_floor(device.placement.level_id)
                return
        building = places.buildings.get(incident.opened.building) if incident.opened.building else None
        venue = places.venues.get(incident.opened.venue) if incident.opened.venue else None
        place = building or venue
        if place is not None and self._workspace is not None:
            self._workspace.fly_to(around(place.display_point))
        else:
            site_map.ground.show(self._on.map.viewport)

    def _open_cameras(self, incident: Incident) -> None:
        """An empty wall shows the cameras that were watched then."""
        if any(self._on.workspace.tiles):
            return
        watched = (entry.body.camera for entry in incident.timeline if isinstance(entry.body, Watched))
        devices = self._on.store.devices
        cameras = [
            each for each in dict.fromkeys(watched) if each in devices and devices[each].kind is DeviceKind.CAMERA
        ]
        if cameras:
            self._on.workspace.open_cameras(cameras[:4])


def _sources(incident: Incident) -> list[DeviceId]:
    """What the incident is about, its first alarm's device first."""
    bodies = [entry.body for entry in incident.timeline]
    alarms = [body.device for body in bodies if isinstance(body, AlarmEntered)]
    events = [body.device for body in bodies if isinstance(body, EventEntered)]
    own = incident.alarms.get(incident.opened.alarm) if incident.opened.alarm is not None else None
    return [device for device in (own.device if own else None, *alarms, *events) if device is not None]
