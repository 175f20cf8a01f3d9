"""Every device is drawn once: alone or in one cluster; and what is in view is what a search of all would find."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from smartclient.domain.devices import Device, DeviceKind, Placement
from smartclient.domain.ids import DeviceId
from smartclient.geometry.viewport import Viewport
from smartclient.store.places import Places
from smartclient.ui.map.arrangement import bunched
from smartclient.ui.map.chart import Chart
from smartclient.ui.map.pinboard import Pinboard
from tests.ui.map.district import site, world

CHART = Chart(Places(site()))
metres = st.floats(-90, 90)
spots = st.lists(st.tuples(metres, metres), max_size=40)


def board(points: list[tuple[float, float]]) -> Pinboard:
    places = enumerate(points)
    return Pinboard(
        CHART, [Device(DeviceId(str(i)), DeviceKind.CAMERA, "", Placement(world(*at), None)) for i, at in places]
    )


@given(spots, st.sampled_from([0.0, 8.0, 64.0]))
def test_alone_or_in_one_cluster(points: list[tuple[float, float]], cell_m: float) -> None:
    array = np.array(points).reshape(-1, 2)
    bunches, alone = bunched(array, np.arange(len(points)), cell_m)
    members = [bunches.members(bunch).tolist() for bunch in range(len(bunches))]
    assert sorted([*alone.tolist(), *(index for group in members for index in group)]) == list(range(len(points)))
    assert [len(group) for group in members] == bunches.counts.tolist()
    for bunch, group in enumerate(members):
        assert len(group) > 1
        assert np.allclose(array[group].mean(axis=0), bunches.middles[bunch])
        assert bunches.of_devices(np.array(group)).tolist() == [bunch] * len(group)
    assert bunches.of_devices(alone).tolist() == [-1] * len(alone)


@given(spots, metres, metres, st.floats(0.01, 0.4))
def test_in_view_is_what_a_search_of_all_finds(
    points: list[tuple[float, float]], x: float, y: float, scale: float
) -> None:
    viewport = Viewport(x, y, scale, 400, 300)
    made = board(points)
    every_second = np.arange(0, len(points), 2)
    found, pixels = made.in_view(every_second, viewport)
    all_pixels = viewport.points_to_screen(made.points[every_second])
    inside = ((all_pixels > 0) & (all_pixels < (400, 300))).all(axis=1)
    assert set(every_second[inside].tolist()) <= set(found.tolist())
    assert np.allclose(pixels, np.rint(viewport.points_to_screen(made.points[found])))
    assert ((pixels > -50) & (pixels < (450, 350))).all()


def test_a_board_knows_whether_its_devices_moved() -> None:
    still = [Device(DeviceId("a"), DeviceKind.DOOR, "", Placement(world(1, 2), None))]
    made = Pinboard(CHART, still)
    assert made.is_of(CHART, [Device(DeviceId("a"), DeviceKind.DOOR, "new name", Placement(world(1, 2), None))])
    assert not made.is_of(CHART, [Device(DeviceId("a"), DeviceKind.DOOR, "", Placement(world(1, 3), None))])
    assert not made.is_of(CHART, [])
