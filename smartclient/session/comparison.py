"""Two days at one time: each watched camera twice, the second a day or more behind and kept in step."""

from datetime import date, datetime, tzinfo

from smartclient.store.layouts import even
from smartclient.store.tile_playbacks import TilePlaybacks
from smartclient.store.typed_time import to_utc
from smartclient.store.wall_tiles import Content, WallTiles

MOST_CAMERAS = 8


class NothingToCompare(ValueError):
    """Why two days cannot be compared, as a sentence."""


def compare(wall: WallTiles, playbacks: TilePlaybacks, other: date, zone: tzinfo | None = None) -> None:
    """Shows each camera of the wall beside itself, at the same time of day on the `other` day. Raises NothingToCompare.

    The difference is that of the local clocks, so that ten o'clock stands beside ten o'clock also when clocks were changed
    between.
    """
    cameras = list(dict.fromkeys(camera for camera in wall.tiles if camera is not None))[:MOST_CAMERAS]
    if not cameras:
        raise NothingToCompare("Open the cameras to compare first.")
    instant = playbacks.one.instant
    local = instant.astimezone(zone)
    by = instant - to_utc(datetime.combine(other, local.time()), zone)
    if by.total_seconds() <= 0:
        raise NothingToCompare("The other day must come before the one that is watched.")
    end(wall, playbacks)
    wall.load(even(2 * len(cameras)), [Content((camera,)) for camera in cameras for _ in range(2)])
    for number in range(len(cameras)):
        playbacks.keep_behind(wall, 2 * number + 1, by)


def end(wall: WallTiles, playbacks: TilePlaybacks) -> None:
    """Lets all tiles follow one clock again; cameras that stood there twice stand there once."""
    kept = [tile for tile in range(wall.layout.count) if playbacks.behind(wall, tile) is not None]
    for tile in kept:
        playbacks.join(wall, tile)
    if kept:
        cameras = dict.fromkeys(camera for camera in wall.tiles if camera is not None)
        wall.load(even(len(cameras)), [Content((camera,)) for camera in cameras])
