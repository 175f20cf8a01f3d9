"""Where the tiles of a base map come from, and whose they are: a file, or the address of a tile server."""

import hashlib
from dataclasses import replace
from datetime import date
from pathlib import Path

from smartclient.plans.base_maps.tiles import Credit, TileSource
from smartclient.runtime import paths
from smartclient.runtime.settings import KeptBaseMap


def opened(kept: KeptBaseMap) -> TileSource:
    """The tiles of a base map. Raises PlanError. May take seconds."""
    if "://" not in kept.place:
        from smartclient.plans.base_maps.opening import open_base_map

        return open_base_map(Path(kept.place).expanduser())
    from smartclient.adapters.tiles.xyz import XyzTiles

    name = hashlib.sha256(kept.place.encode()).hexdigest()[:32]
    return XyzTiles(kept.place, paths.cache_folder() / "base-maps" / f"{name}.db", Credit(kept.attribution))


def credit_of(kept: KeptBaseMap, own: Credit) -> Credit:
    """What the person wrote, else what the file says."""
    credit = replace(own, attribution=kept.attribution or own.attribution)
    try:
        return replace(credit, captured=date.fromisoformat(kept.captured)) if kept.captured else credit
    except ValueError:
        return credit
