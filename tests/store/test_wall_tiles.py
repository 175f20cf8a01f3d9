"""The tiles of a wall: what each holds survives what is done around it."""

from smartclient.domain.ids import DeviceId
from smartclient.geometry.fisheye import Dewarp, Mount
from smartclient.store.layouts import LAYOUTS
from smartclient.store.wall_tiles import Content, WallTiles
from smartclient.store.workspace import Workspace

A, B, C, D, E = (DeviceId(f"cameras/{name}") for name in "abcde")


def test_two_tiles_change_places_with_all_they_hold() -> None:
    wall = WallTiles()
    wall.play_sequence(0, [A, B], 5)
    wall.put(3, C)
    wall.swap(0, 3)
    assert wall.tiles == (C, None, None, A)
    assert wall.contents[3].dwell_s == 5
    assert wall.tile == 3


def test_a_sequence_goes_round_and_keeps_its_pause() -> None:
    wall = WallTiles()
    wall.play_sequence(1, [A, B, C, A])
    seen = []
    for _ in range(4):
        seen.append(wall.tiles[1])
        wall.turn(1)
    assert seen == [A, B, C, A]
    wall.turn(1, -2)
    wall.pause(1)
    assert (wall.tiles[1], wall.contents[1].is_paused) == (C, True)
    wall.put(1, D)
    assert not wall.contents[1].is_sequence


def test_the_walls_cameras_gather_in_one_tile() -> None:
    wall = WallTiles()
    wall.open_cameras([A, B, C])
    wall.gather(1)
    assert wall.contents[1].cameras == (B, C, A)
    assert [n for n, one in enumerate(wall.contents) if one.cameras] == [1]


def test_how_a_fisheye_was_straightened_is_remembered_for_its_camera() -> None:
    workspace = Workspace()
    view = Dewarp(Mount.WALL, 10, -20, 60)
    workspace.open_camera(A)
    workspace.wall.straighten(0, view)
    workspace.put_in_tile(0, None)
    second = workspace.add_wall()
    second.open_camera(A)
    assert second.contents[0].dewarp == view
    second.straighten(0, None)
    workspace.open_camera(A)
    assert workspace.wall.contents[0].dewarp is None


def test_a_smaller_layout_keeps_pictures_and_a_larger_one_places() -> None:
    wall = WallTiles()
    wall.load(LAYOUTS["4"], [Content(), Content((A,)), Content(), Content((B, C))])
    wall.set_layout(LAYOUTS["1+5"])
    assert wall.tiles == (None, A, None, B, None, None)
    wall.set_layout(LAYOUTS["1"])
    assert list(wall.tiles) == [A]


def test_cameras_open_on_the_wall_in_use() -> None:
    workspace = Workspace()
    told: list[object] = []
    workspace.changed.connect(told.append)
    second = workspace.add_wall()
    workspace.use_wall(second)
    workspace.open_camera(A)
    assert (workspace.walls[0].tiles[0], second.tiles[0]) == (None, A)
    workspace.remove_wall(second)
    assert workspace.wall is workspace.walls[0]
    assert workspace.walls == (workspace.walls[0],)
    workspace.remove_wall(workspace.wall)
    assert len(workspace.walls) == 1
    assert len(told) >= 3


def test_dwell_times_stay_sensible() -> None:
    wall = WallTiles()
    wall.play_sequence(0, [A, B], 0.01)
    assert wall.contents[0].dwell_s == 2
    wall.dwell(0, 1e9)
    assert wall.contents[0].dwell_s == 3600
