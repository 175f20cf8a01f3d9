"""A last view goes with a person from one server to several and back, without what is of a server that is gone."""

from smartclient.domain.ids import ALONE, ServerKey
from smartclient.runtime.settings import KeptTile, KeptWall
from smartclient.store.last_view import KeptClock, KeptTiles, LastView
from smartclient.store.moved_view import moved
from tests.builders.watch import START

NORTH, SOUTH = ServerKey("north"), ServerKey("south")
ALONE_VIEW = LastView(
    building="b1",
    levels={"b1": "l1"},
    device="cameras/1",
    incident="0123",
    walls=[
        KeptTiles(wall=KeptWall(tiles=[KeptTile(cameras=["cameras/1"]), KeptTile()]), clocks={0: KeptClock(at=START)})
    ],
)


def test_from_one_server_to_several_and_back() -> None:
    there = moved(ALONE_VIEW, {ALONE: NORTH})
    assert (there.building, there.levels, there.device) == ("north::b1", {"north::b1": "north::l1"}, "north::cameras/1")
    assert there.incident == "north::0123"
    assert there.walls[0].wall.tiles[0].cameras == ["north::cameras/1"]
    assert moved(there, {NORTH: ALONE}) == ALONE_VIEW


def test_what_is_of_a_server_that_is_gone_is_left_out_and_tiles_keep_their_places() -> None:
    tiles = [KeptTile(cameras=["south::cameras/1"]), KeptTile(cameras=["north::cameras/2"])]
    view = LastView(
        building="south::b1", levels={"south::b1": "south::l1"}, walls=[KeptTiles(wall=KeptWall(tiles=tiles))]
    )
    there = moved(view, {NORTH: ALONE})
    assert (there.building, there.levels) == ("", {})
    assert [tile.cameras for tile in there.walls[0].wall.tiles] == [[], ["cameras/2"]]
