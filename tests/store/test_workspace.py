"""The workspace's verbs tell what changed and keep the wall's tiles sane."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from smartclient.domain.ids import BuildingId, DeviceId, LevelId
from smartclient.store.layouts import LAYOUTS
from smartclient.store.workspace import Aspect, MapLayer, Workspace

CAMERAS = [DeviceId(f"cameras/{n}") for n in range(20)]


def test_choosing_the_same_level_twice_tells_once() -> None:
    workspace = Workspace()
    told: list[Aspect] = []
    workspace.changed.connect(told.append)
    workspace.show_level(BuildingId("main"), LevelId("2F"))
    workspace.show_level(BuildingId("main"), LevelId("2F"))
    assert told == [Aspect.LEVELS]


def test_opening_cameras_grows_the_wall() -> None:
    workspace = Workspace()
    workspace.open_cameras(CAMERAS[:6])
    assert workspace.layout.count == 9
    assert workspace.tiles[:7] == (*CAMERAS[:6], None)


def test_an_open_camera_is_chosen_not_opened_twice() -> None:
    workspace = Workspace()
    workspace.open_cameras(CAMERAS[:3])
    workspace.open_camera(CAMERAS[1])
    assert (workspace.tile, workspace.tiles.count(CAMERAS[1])) == (1, 1)


def test_beside_fills_free_tiles_then_grows() -> None:
    workspace = Workspace()
    for camera in CAMERAS[:5]:
        workspace.open_camera(camera, beside=True)
    assert workspace.layout.count == 9
    assert workspace.tiles[:5] == tuple(CAMERAS[:5])


def test_flights_to_one_place_differ() -> None:
    workspace = Workspace()
    workspace.fly_to((0, 0, 1, 1))
    first = workspace.goal
    workspace.fly_to((0, 0, 1, 1))
    assert workspace.goal != first


def test_a_layer_toggles() -> None:
    workspace = Workspace()
    workspace.toggle_layer(MapLayer.GRID)
    assert MapLayer.GRID not in workspace.layers
    workspace.toggle_layer(MapLayer.GRID)
    assert MapLayer.GRID in workspace.layers


steps = st.lists(
    st.one_of(
        st.tuples(st.just("layout"), st.sampled_from(list(LAYOUTS.values()))),
        st.tuples(st.just("open"), st.sampled_from(CAMERAS)),
        st.tuples(st.just("beside"), st.sampled_from(CAMERAS)),
        st.tuples(st.just("many"), st.integers(0, 19)),
        st.tuples(st.just("choose"), st.integers(-3, 20)),
    )
)


@given(steps)
def test_the_wall_stays_whole(taken: list[tuple[str, Any]]) -> None:
    workspace = Workspace()
    for verb, value in taken:
        if verb == "layout":
            workspace.set_layout(value)
        elif verb in ("open", "beside"):
            workspace.open_camera(value, beside=verb == "beside")
            assert value in workspace.tiles
        elif verb == "many":
            workspace.open_cameras(CAMERAS[:value])
        else:
            workspace.choose_tile(value)
        assert len(workspace.tiles) == workspace.layout.count
        assert 0 <= workspace.tile < workspace.layout.count
        shown = [camera for camera in workspace.tiles if camera is not None]
        assert len(shown) == len(set(shown))
