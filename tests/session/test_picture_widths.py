"""The width of a camera's picture is asked once, told to the store, and counts where the plan says nothing."""

from dataclasses import replace

import pytest

from smartclient.adapters.xprotect.translate.devices import largest_width_px
from smartclient.domain.ids import DeviceId
from smartclient.domain.snapshot import Snapshot
from smartclient.session.picture_widths import PictureWidths
from smartclient.store.site_store import SiteStore
from tests.builders.later import Later
from tests.builders.running import run, until
from tests.builders.scripted_server import ScriptedServer
from tests.builders.seen_building import NOW, building, camera, store_of

PLAIN, PLANNED = camera("plain", 1, 1, 0), camera("planned", 2, 1, 0)


def width_of(store: SiteStore, device: DeviceId) -> int | None:
    view = store.devices[device].view
    assert view is not None
    return view.width_px


def test_what_the_server_tells_is_learnt_once_and_kept_through_news_and_new_plans() -> None:
    async def body() -> None:
        assert PLANNED.view is not None
        planned = replace(PLANNED, view=replace(PLANNED.view, width_px=3840))
        later, site = Later(), building(PLAIN, planned)
        store = store_of(site, later)
        snapshot = Snapshot(NOW, "s", "u", tuple(replace(one, view=None) for one in (PLAIN, planned)))
        store.take_snapshot(snapshot)
        server = ScriptedServer(widths_px={PLAIN.id: 1280, planned.id: 640})
        widths = PictureWidths(server, store)
        widths.want([PLAIN.id, planned.id, DeviceId("cameras/none")])
        await until(lambda: width_of(store, PLAIN.id) == 1280)
        assert width_of(store, planned.id) == 3840
        server.widths_px[PLAIN.id] = 1
        widths.want([PLAIN.id])
        store.take_snapshot(snapshot)
        assert width_of(store, PLAIN.id) == 1280
        store.adopt(building(PLAIN, planned))
        assert width_of(store, PLAIN.id) == 1280
        await widths.close()

    run(body())


@pytest.mark.parametrize(
    ("names", "width"),
    [
        (("Main 1280×720", "Sub 640×360"), 1280),
        (("1920x1080", "Video stream 2"), 1920),
        (("Video stream 1",), None),
        (("99999 x 99999", "10x10"), None),
        ((), None),
    ],
)
def test_sizes_stand_in_the_names_of_streams(names: tuple[str, ...], width: int | None) -> None:
    assert largest_width_px([{"name": name} for name in names]) == width
