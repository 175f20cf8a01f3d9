"""The tiles of one wall: how they are laid out, what each holds, and which one has the keyboard."""

from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace

from smartclient.domain.ids import DeviceId
from smartclient.geometry.fisheye import Dewarp
from smartclient.runtime.signal import Signal
from smartclient.store.layouts import LAYOUTS, MOST_TILES, Layout, even

DWELL_S = 10.0
SHORTEST_DWELL_S, LONGEST_DWELL_S = 2.0, 3600.0


@dataclass(frozen=True, slots=True)
class Content:
    """What one tile holds: nothing, a camera, or a sequence of cameras shown in turn for `dwell_s` each."""

    cameras: tuple[DeviceId, ...] = ()
    dwell_s: float = DWELL_S
    turn: int = 0
    is_paused: bool = False
    dewarp: Dewarp | None = None
    """How a round fisheye picture is straightened; None shows it as it comes."""

    @property
    def camera(self) -> DeviceId | None:
        """The camera whose turn it is."""
        return self.cameras[self.turn] if self.cameras else None

    @property
    def is_sequence(self) -> bool:
        """Whether several cameras take turns."""
        return len(self.cameras) > 1

    @property
    def following(self) -> DeviceId | None:
        """The camera whose turn comes next."""
        return self.cameras[(self.turn + 1) % len(self.cameras)] if self.cameras else None


EMPTY = Content()


class WallTiles:
    """Plain fields behind a few verbs; `changed` tells after each. There are always as many contents as the layout has tiles."""

    def __init__(self, layout: Layout | None = None, dewarps: dict[DeviceId, Dewarp] | None = None) -> None:
        """`dewarps` is how each fisheye camera was straightened last; several walls share it."""
        self.changed: Signal[None] = Signal()
        self._dewarps = dewarps if dewarps is not None else {}
        self.layout = layout or LAYOUTS["4"]
        self.contents: tuple[Content, ...] = (EMPTY,) * self.layout.count
        self.tile = 0
        """The tile that has the keyboard."""
        self.is_full = False
        """Whether that tile has all of the wall."""

    @property
    def tiles(self) -> tuple[DeviceId | None, ...]:
        """The camera each tile shows now."""
        return tuple(content.camera for content in self.contents)

    @property
    def content(self) -> Content:
        """What the chosen tile holds."""
        return self.contents[self.tile]

    def set_layout(self, layout: Layout) -> None:
        """Divides the wall anew; pictures in tiles that go are closed, the rest stay."""
        is_smaller = layout.count < len(self.contents)
        kept = [one for one in self.contents if one.cameras] if is_smaller else list(self.contents)
        self._lay(layout, kept)

    def load(self, layout: Layout, contents: Sequence[Content]) -> None:
        """Shows a layout with all that its tiles held."""
        self.tile = 0
        self._lay(layout, contents)

    def open_cameras(self, cameras: Iterable[DeviceId]) -> None:
        """Fills the wall from the first tile with these cameras; more than it has tiles makes it larger, up to sixty-four."""
        wanted = tuple(dict.fromkeys(cameras))[:MOST_TILES]
        self.tile = 0
        self._lay(
            even(len(wanted)) if len(wanted) > self.layout.count else self.layout, [self._new(one) for one in wanted]
        )

    def open_camera(self, camera: DeviceId, beside: bool = False) -> None:
        """Shows a camera: in the tile it already has, else a free one, else (or without `beside`) the current one."""
        tiles = self.tiles
        if camera in tiles:
            self.choose(tiles.index(camera))
            return
        free = tiles.index(None) if None in tiles else None
        place = free if free is not None and (beside or tiles[self.tile] is not None) else self.tile
        if beside and free is None and self.layout.count < MOST_TILES:
            place = self.layout.count
            self.set_layout(even(self.layout.count + 1))
        self.put(place, camera)

    def put(self, tile: int, camera: DeviceId | None) -> None:
        """Shows `camera` in that tile, or empties it."""
        self.tile = tile
        self._replace({tile: self._new(camera) if camera is not None else EMPTY})

    def hold(self, tile: int, content: Content) -> None:
        """Gives that tile something else to hold; the keyboard stays where it is."""
        if content != self.contents[tile]:
            self._replace({tile: content})

    def straighten(self, tile: int, dewarp: Dewarp | None) -> None:
        """Straightens a fisheye picture that way, or shows it as it comes; remembered for that camera."""
        content = self.contents[tile]
        if content.camera is not None and dewarp is not None:
            self._dewarps[content.camera] = dewarp
        elif content.camera is not None:
            self._dewarps.pop(content.camera, None)
        self.hold(tile, replace(content, dewarp=dewarp))

    def turn(self, tile: int, by: int = 1) -> None:
        """Gives the tile to the camera of its sequence that is so many turns on."""
        content = self.contents[tile]
        if content.is_sequence:
            turn = (content.turn + by) % len(content.cameras)
            self.hold(tile, replace(content, turn=turn, dewarp=self._dewarps.get(content.cameras[turn])))

    def pause(self, tile: int) -> None:
        """Stops a sequence at the camera that is shown, or lets it go on."""
        content = self.contents[tile]
        if content.is_sequence:
            self.hold(tile, replace(content, is_paused=not content.is_paused))

    def dwell(self, tile: int, dwell_s: float) -> None:
        """How long each camera of a sequence is shown."""
        self.hold(tile, replace(self.contents[tile], dwell_s=_lasting(dwell_s)))

    def gather(self, tile: int) -> None:
        """All cameras of the wall take turns in that tile, from the one that is there on; other tiles become free."""
        order = (*self.contents[tile:], *self.contents[:tile])
        cameras = dict.fromkeys(camera for content in order for camera in content.cameras)
        self.tile = tile
        self._replace(dict.fromkeys(range(len(self.contents)), EMPTY) | {tile: Content(tuple(cameras))})

    def swap(self, one: int, other: int) -> None:
        """Two tiles change places; the keyboard goes to the second."""
        self.tile = other
        self._replace({one: self.contents[other], other: self.contents[one]})

    def play_sequence(self, tile: int, cameras: Iterable[DeviceId], dwell_s: float = DWELL_S) -> None:
        """Lets these cameras take turns in that tile."""
        self.tile = tile
        self._replace({tile: Content(tuple(dict.fromkeys(cameras)), _lasting(dwell_s))})

    def forget(self, cameras: AbstractSet[DeviceId]) -> None:
        """Nothing shows these any more; of a sequence the others stay."""
        fresh = {}
        for number, content in enumerate(self.contents):
            left = tuple(camera for camera in content.cameras if camera not in cameras)
            if left != content.cameras:
                fresh[number] = replace(content, cameras=left, turn=0, dewarp=None) if left else EMPTY
        if fresh:
            self._replace(fresh)

    def choose(self, tile: int, full: bool | None = None) -> None:
        """Gives a tile the keyboard, and all of the wall when `full`."""
        self.tile = max(0, min(tile, self.layout.count - 1))
        if full is not None:
            self.is_full = full
        self.changed.emit(None)

    def _new(self, camera: DeviceId) -> Content:
        return Content((camera,), dewarp=self._dewarps.get(camera))

    def _replace(self, fresh: dict[int, Content]) -> None:
        self.contents = tuple(fresh.get(number, content) for number, content in enumerate(self.contents))
        self.changed.emit(None)

    def _lay(self, layout: Layout, contents: Sequence[Content]) -> None:
        kept = tuple(contents[: layout.count])
        self.layout = layout
        self.contents = kept + (EMPTY,) * (layout.count - len(kept))
        self.tile = min(self.tile, layout.count - 1)
        self.is_full = False
        self.changed.emit(None)


def _lasting(dwell_s: float) -> float:
    return min(max(dwell_s, SHORTEST_DWELL_S), LONGEST_DWELL_S)
