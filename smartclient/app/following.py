"""Follow-me in one watch: its keys; panel, tool and layer are built when it is first used."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from smartclient.domain.ids import DeviceId
from smartclient.runtime.clock import Clock
from smartclient.store.changes import Later
from smartclient.store.notices import Notices
from smartclient.store.past import Past
from smartclient.store.places import Places
from smartclient.store.site_store import SiteStore
from smartclient.store.walking import Walkable
from smartclient.store.workspace import Workspace
from smartclient.ui.actions import Action
from smartclient.ui.map.map_view import MapView
from smartclient.ui.shell.main_window import MainWindow

if TYPE_CHECKING:
    from smartclient.app.following_desk import FollowingDesk
    from smartclient.session.following.trail import Earlier
    from smartclient.session.sight import Sight


@dataclass(frozen=True, slots=True)
class Trodden:
    """What a subject is followed over."""

    store: SiteStore
    workspace: Workspace
    places: Places
    past: Past
    sight: "Callable[[], Sight]"
    walkable: Walkable
    failed: Callable[[], frozenset[DeviceId]]
    """The cameras that do not answer."""
    notices: Notices
    map: MapView
    clock: Clock
    later: Later
    earlier: "Earlier"
    """What the journal has."""


class FollowingRoom:
    """Build it on the running loop; `stop` ends it."""

    def __init__(self, trodden: Trodden) -> None:
        self._trodden = trodden
        self.desk: FollowingDesk | None = None

    def actions(self, window: MainWindow) -> Iterator[Action]:
        """Its rows; the panel is shown in `window`."""

        def open_desk(act: "Callable[[FollowingDesk], None]") -> Callable[[], None]:
            return lambda: act(self._opened(window))

        def step(by: int) -> Callable[[], None]:
            return open_desk(lambda desk: desk.step(by))

        draw, hits = open_desk(lambda desk: desk.draw()), open_desk(lambda desk: desk.open_hits())
        yield Action("follow-path", "Follow somebody along a path", "Follow", draw, ("Shift+F",))
        yield Action("follow-hits", "Follow badges, doors or motion", "Follow", hits, ("Ctrl+Shift+F",))
        yield Action("follow-next", "Already at the next camera", "Follow", step(1), ("]",), self._why_no_path)
        yield Action("follow-back", "Still at the camera before", "Follow", step(-1), ("[",), self._why_no_path)
        end = open_desk(lambda desk: desk.end())
        yield Action("follow-end", "End following", "Follow", end, ("Shift+Esc",), self._why_not)

    async def stop(self) -> None:
        """Ends everything."""
        if self.desk is not None:
            await self.desk.stop()

    def _opened(self, window: MainWindow) -> "FollowingDesk":
        if self.desk is None:
            from smartclient.app.following_desk import FollowingDesk

            self.desk = FollowingDesk(self._trodden, window)
        return self.desk

    def _why_not(self) -> str | None:
        return None if self.desk is not None and self.desk.is_busy else "Nothing is followed."

    def _why_no_path(self) -> str | None:
        return None if self.desk is not None and self.desk.has_path else "No path is followed; Shift F draws one."
