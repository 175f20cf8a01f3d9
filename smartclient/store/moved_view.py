"""A last view in the ids of another watch: servers came or went, and with them the keys that ids carry."""

from collections.abc import Mapping
from dataclasses import dataclass

import msgspec

from smartclient.domain.ids import ServerKey, keyed, plain, server_of
from smartclient.runtime.settings import KeptTile
from smartclient.store.last_view import KeptTiles, LastView


def moved(view: LastView, keys: Mapping[ServerKey, ServerKey]) -> LastView:
    """`keys` are those of the next watch by those of this one; what is of a server that is not among them is left out."""
    ids = _Ids(keys)
    return msgspec.structs.replace(
        view,
        building=ids.there(view.building),
        levels={
            ids.there(building): ids.there(level) for building, level in view.levels.items() if ids.there(building)
        },
        device=ids.there(view.device),
        incident=ids.there(view.incident),
        walls=[_wall(wall, ids) for wall in view.walls],
    )


@dataclass(frozen=True, slots=True)
class _Ids:
    keys: Mapping[ServerKey, ServerKey]

    def there(self, thing: str) -> str:
        """The id in the next watch; empty where there is none."""
        key = self.keys.get(server_of(thing)) if thing else None
        return keyed(key, plain(thing)) if key is not None else ""


def _wall(kept: KeptTiles, ids: _Ids) -> KeptTiles:
    tiles = [_tile(tile, ids) for tile in kept.wall.tiles]
    return msgspec.structs.replace(kept, wall=msgspec.structs.replace(kept.wall, tiles=tiles))


def _tile(kept: KeptTile, ids: _Ids) -> KeptTile:
    """A tile whose cameras are all gone stays, empty: the others keep their places."""
    return msgspec.structs.replace(kept, cameras=[there for camera in kept.cameras if (there := ids.there(camera))])
