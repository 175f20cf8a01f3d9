"""Groups of pictures kept for whoever asks again: those drawn of the past, and those just filmed live."""

from __future__ import annotations

from collections import OrderedDict

from smartclient.demo.video.shots import FRAMES_PER_SECOND, Shot, Stream

GROUP_MS = 1000
_MOST_BYTES = 128 * 1024 * 1024


def group_of(at_ms: int) -> int:
    """When the group begins that holds a time: groups are whole seconds."""
    return at_ms // GROUP_MS * GROUP_MS


class Groups:
    """The groups used last, as many as fit. Used on one event loop."""

    def __init__(self, most_bytes: int = _MOST_BYTES) -> None:
        self._groups: OrderedDict[tuple[Stream, int], tuple[Shot, ...]] = OrderedDict()
        self._filming: dict[Stream, list[Shot]] = {}
        self._most_bytes = most_bytes
        self._bytes = 0

    def get(self, stream: Stream, begin_ms: int) -> tuple[Shot, ...] | None:
        """The whole group that begins then."""
        shots = self._groups.get((stream, begin_ms))
        if shots is not None:
            self._groups.move_to_end((stream, begin_ms))
        return shots

    def put(self, shots: tuple[Shot, ...]) -> None:
        """Keeps a group; not one that is rough or not whole."""
        if len(shots) != FRAMES_PER_SECOND or any(shot.is_rough for shot in shots):
            return
        key = shots[0].stream, group_of(shots[0].at_ms)
        if shots[0].at_ms == key[1] and key not in self._groups:
            self._groups[key] = shots
            self._bytes += _size(shots)
            while self._bytes > self._most_bytes:
                self._bytes -= _size(self._groups.popitem(last=False)[1])

    def film(self, shot: Shot) -> None:
        """Adds a live picture to the group that is being filmed; whole groups are kept."""
        filmed = self._filming.setdefault(shot.stream, [])
        if filmed and group_of(filmed[0].at_ms) != group_of(shot.at_ms):
            filmed.clear()
        filmed.append(shot)
        if len(filmed) == FRAMES_PER_SECOND and sum(each.is_key for each in filmed) in {1, len(filmed)}:
            self.put(tuple(filmed))

    def leave(self, stream: Stream) -> None:
        """A stream is filmed no more."""
        self._filming.pop(stream, None)


def _size(shots: tuple[Shot, ...]) -> int:
    return sum(len(shot.data) + 200 for shot in shots)
