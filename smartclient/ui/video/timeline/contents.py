"""What the timeline shows now, gathered from the stores: rows of the wall in use, and moments; kept until one of them changes."""

from collections.abc import Callable

from smartclient.domain.ids import DeviceId
from smartclient.runtime.signal import Signal
from smartclient.store.changes import Changes
from smartclient.store.moments import Moment, moments, near
from smartclient.store.past import Past
from smartclient.store.site_store import SiteStore
from smartclient.store.workspace import Aspect, Workspace
from smartclient.ui.video.timeline.picture import Content
from smartclient.ui.video.timeline.rows import Row, union
from smartclient.ui.words import one_line

MOST_ROWS = 4
NO_CAMERA = "Open a camera: what it recorded appears here"


class Contents:
    """`changed` tells that `content` is another one; `cameras` are those of the rows and of the last row's union, chosen first."""

    def __init__(self, store: SiteStore, workspace: Workspace, past: Past) -> None:
        self.changed: Signal[None] = Signal()
        self._store, self._workspace, self._past = store, workspace, past
        self.cameras: tuple[DeviceId, ...] = ()
        self._rows: dict[DeviceId, Row] = {}
        self._moments: tuple[Moment, ...] | None = None
        self._concerned: frozenset[DeviceId] | None = None
        """The cameras and the devices near them."""
        self._content: Content | None = None
        self._leave: list[Callable[[], None]] = [
            workspace.changed.connect(self._on_workspace),
            store.changed.connect(self._on_store),
            past.recordings.changed.connect(self._on_recordings),
            past.marks.changed.connect(lambda _nothing: self._forget_moments()),
            past.history.changed.connect(lambda _nothing: self._forget_moments()),
        ]
        self._take_cameras()

    def close(self) -> None:
        """Hears nothing any more."""
        for leave in self._leave:
            leave()
        self._leave.clear()

    @property
    def content(self) -> Content:
        """What to paint."""
        if self._content is None:
            rows = tuple(self._row(camera) for camera in self.cameras)
            words = "" if rows else NO_CAMERA
            self._content = Content(rows[:MOST_ROWS], union(rows) if len(rows) > 1 else None, self.moments, words)
        return self._content

    @property
    def moments(self) -> tuple[Moment, ...]:
        """Moments of these cameras, in order of time."""
        if self._moments is None:
            if self._concerned is None:
                self._concerned = near(self._store, self.cameras)
            self._moments = moments(self._store, self._past, self._concerned)
        return self._moments

    def _row(self, camera: DeviceId) -> Row:
        row = self._rows.get(camera)
        if row is None:
            row = self._rows[camera] = Row.of(camera, self.name_of(camera), self._past.recordings.track(camera))
        return row

    def name_of(self, camera: DeviceId) -> str:
        """A camera's name, on one line."""
        device = self._store.devices.get(camera)
        return one_line(device.name if device is not None else str(camera))

    def _take_cameras(self) -> None:
        wall = self._workspace.wall
        chosen = wall.tiles[wall.tile]
        shown = (chosen, *wall.tiles) if not wall.is_full else (chosen,)
        cameras = tuple(dict.fromkeys(camera for camera in shown if camera is not None))
        if cameras != self.cameras:
            if set(cameras) != set(self.cameras):
                self._moments = self._concerned = None
            self.cameras = cameras
            self._rows = {camera: row for camera, row in self._rows.items() if camera in cameras}
            self._tell()

    def _on_workspace(self, aspect: Aspect) -> None:
        if aspect is Aspect.TILES:
            self._take_cameras()

    def _on_store(self, changes: Changes) -> None:
        if changes.everything:
            self._rows.clear()
            self._concerned = None
        if changes.events or changes.alarms or changes.everything:
            self._forget_moments()

    def _on_recordings(self, camera: DeviceId) -> None:
        if camera in self.cameras:
            self._rows.pop(camera, None)
            self._tell()

    def _forget_moments(self) -> None:
        self._moments = None
        self._tell()

    def _tell(self) -> None:
        self._content = None
        self.changed.emit(None)
