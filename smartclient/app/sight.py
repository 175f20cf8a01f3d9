"""Seeing, in one watch: which cameras see what is selected, as a panel and on the map, and what each of them sees."""

from collections.abc import Iterator, Sequence

from smartclient.domain.ids import DeviceId
from smartclient.session.aiming import Aiming
from smartclient.session.best_cameras import COUNT, BestCamera
from smartclient.session.picture_widths import PictureWidths
from smartclient.session.seeing import Seeing
from smartclient.session.visible_areas import VisibleAreas
from smartclient.store.places import Places
from smartclient.store.site_store import SiteStore
from smartclient.store.spots import title_of_spot
from smartclient.store.workspace import Workspace
from smartclient.ui.actions import Action
from smartclient.ui.alarms.seers_panel import SeerRow, SeersPanel
from smartclient.ui.bindings import bind
from smartclient.ui.map.layers.spot import SpotLayer
from smartclient.ui.map.map_view import MapView
from smartclient.ui.shell.main_window import MainWindow
from smartclient.ui.theme import Theme

_GROUP = "Map"


class SightRoom:
    """Build it on the running loop; `stop` ends it, but not `seeing`."""

    def __init__(
        self,
        seeing: Seeing,
        aiming: Aiming,
        store: SiteStore,
        workspace: Workspace,
        places: Places,
        site_map: MapView,
        theme: Theme,
        widths: PictureWidths,
    ) -> None:
        self._seeing, self._store, self._workspace, self._places, self._map = seeing, store, workspace, places, site_map
        self._aiming, self._widths = aiming, widths
        site_map.aimed.connect(aiming.aim)
        self.areas = VisibleAreas(seeing, store)
        site_map.show_areas(self.areas)
        self.panel = SeersPanel(theme)
        self.panel.best_asked.connect(seeing.open_selected)
        self.panel.opened.connect(lambda camera: workspace.open_camera(DeviceId(camera), beside=True))
        site_map.ground.open_seers = seeing.open_selected
        site_map.lay_over("selected place", SpotLayer(lambda: workspace.spot, self._best))
        bind(self.panel, seeing.changed, lambda _nothing: self._show())

    def actions(self, window: MainWindow) -> Iterator[Action]:
        """Its rows."""

        def ask() -> None:
            if self._seeing.subject is None:
                self._map.ground.select_middle()
            window.show_selected()
            self.panel.begin()

        yield Action("seers", "Which cameras see this? (the selection, or the map's middle)", _GROUP, ask, ("Y",))
        yield Action("select-middle", "Select the place in the middle", _GROUP, self._select_middle, ("Shift+Y",))
        yield Action(
            "open-seers",
            "Open the four that see it best",
            _GROUP,
            self._seeing.open_selected,
            ("Ctrl+Return",),
            self._why_nothing,
            "Enter",
        )
        yield Action(
            "aim",
            "Turn cameras to the selected place",
            _GROUP,
            self._aim,
            ("Shift+T",),
            self._why_not_aim,
            "Ctrl click",
        )

    async def stop(self) -> None:
        """Ends what is being worked out."""
        await self._aiming.close()
        await self._widths.close()
        await self.areas.close()

    def _select_middle(self) -> None:
        self._map.ground.select_middle()

    def _aim(self) -> None:
        spot = self._seeing.spot
        if spot is not None:
            self._aiming.aim(spot)

    def _why_not_aim(self) -> str | None:
        return self._why_nothing() if self._seeing.spot is None else self._aiming.why_not()

    def _why_nothing(self) -> str | None:
        return None if self._seeing.subject is not None else "Select a room, a door, an alarm or a spot of floor first."

    def _best(self) -> Sequence[DeviceId]:
        """The four that Enter would open for the selected place."""
        answer = self._seeing.answer
        return [best.camera for best in (answer.cameras or ())[:COUNT]] if answer is not None else ()

    def _show(self) -> None:
        answer, spot = self._seeing.answer, self._workspace.spot
        self._map.canvas.update()
        if answer is None:
            self.panel.hide()
            return
        where = self._places.at(spot.position, spot.level).words if spot is not None else ""
        self.panel.show_place(title_of_spot(self._places, spot) if spot is not None else "", where)
        cameras = answer.cameras
        self._widths.want(best.camera for best in cameras or ())
        self.panel.show_seers(None if cameras is None else [self._row(best) for best in cameras])

    def _row(self, best: BestCamera) -> SeerRow:
        device = self._store.devices.get(best.camera)
        return SeerRow(best.camera, device.name if device is not None else str(best.camera), best.reason)
