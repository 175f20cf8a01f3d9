"""The areas drawn by hand: boxes that are set at some moments and move in straight lines between them."""

from datetime import datetime

from smartclient.domain.ids import DeviceId
from smartclient.evidence.boxes import at_moment
from smartclient.evidence.order import Box, KeyBox, Track

LEAST_SIDE = 0.02


class Areas:
    """By camera, in the order they were drawn. An area stays before its first moment and after its last."""

    def __init__(self) -> None:
        self._tracks: dict[DeviceId, list[Track]] = {}

    @property
    def drawn(self) -> dict[DeviceId, tuple[Track, ...]]:
        """All that are drawn."""
        return {camera: tuple(tracks) for camera, tracks in self._tracks.items() if tracks}

    def clear(self) -> None:
        """None is drawn any more."""
        self._tracks.clear()

    def boxes(self, camera: DeviceId, at: datetime) -> list[Box]:
        """Where each area of a camera is at a moment."""
        placed = (at_moment(track, at) for track in self._tracks.get(camera, []))
        return [box for box in placed if box is not None]

    def moments(self, camera: DeviceId, area: int) -> int:
        """At how many moments that area was set."""
        return len(self._tracks[camera][area].boxes)

    def add(self, camera: DeviceId, at: datetime, box: Box) -> int:
        """A new area; the answer is its number."""
        tracks = self._tracks.setdefault(camera, [])
        tracks.append(Track((KeyBox(at, tidy(box)),), stays=True))
        return len(tracks) - 1

    def place(self, camera: DeviceId, area: int, at: datetime, box: Box) -> None:
        """From that moment on the area is there; it moves there from where it was set before."""
        tracks = self._tracks[camera]
        keys = [key for key in tracks[area].boxes if key.at != at]
        keys.append(KeyBox(at, tidy(box)))
        tracks[area] = Track(tuple(sorted(keys, key=lambda key: key.at)), stays=True)

    def remove(self, camera: DeviceId, area: int) -> None:
        """That area is not hidden any more."""
        del self._tracks[camera][area]


def tidy(box: Box) -> Box:
    """The box with its corners in order, inside the picture, large enough to be seen."""
    left, right = sorted((box.x, box.x + box.width))
    top, bottom = sorted((box.y, box.y + box.height))
    left, top = min(max(left, 0.0), 1 - LEAST_SIDE), min(max(top, 0.0), 1 - LEAST_SIDE)
    right, bottom = max(min(right, 1.0), left + LEAST_SIDE), max(min(bottom, 1.0), top + LEAST_SIDE)
    return Box(left, top, right - left, bottom - top)
