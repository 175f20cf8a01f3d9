"""One client's place in a camera's recordings: single pictures, before and after, forward and backward, over gaps."""

from __future__ import annotations

from dataclasses import dataclass

from smartclient.demo.past.recorded import DAY_MS, Recorded
from smartclient.demo.video.groups import GROUP_MS, group_of
from smartclient.demo.video.past_pictures import PastPictures
from smartclient.demo.video.shots import Shot, Stream


@dataclass(frozen=True, slots=True)
class Place:
    """A recorded picture's time and those of its neighbours, milliseconds since 1970; its own where there is none."""

    before: int
    current: int
    after: int


class PlaybackCursor:
    """Where a client stands in the past of a camera; it begins after the last picture."""

    def __init__(self, past: PastPictures, camera: str) -> None:
        self._past = past
        self._recorded = past.recorded
        self._camera = camera
        self._at = 1 << 48
        self._rough: int | None = None

    def go_to(self, at_ms: int, *, keys_only: bool) -> int | None:
        """The last picture at or before a time, else the first one there is; with `keys_only` the key frame it builds on."""
        found = self._recorded.preceding(self._camera, at_ms + 1)
        if found is None:
            return self._recorded.following(self._camera, at_ms)
        return group_of(found) if keys_only else found

    def next(self, *, keys_only: bool) -> int | None:
        """The picture after the one it stands on; the same one at the end."""
        after = group_of(self._at) + GROUP_MS if keys_only else self._at + 1
        return self._recorded.following(self._camera, after) or self._here()

    def previous(self, *, keys_only: bool) -> int | None:
        """The picture before the one it stands on; the same one at the beginning."""
        before = self._recorded.preceding(self._camera, self._at)
        if before is None:
            return self._here()
        return group_of(before) if keys_only else before

    def next_sequence(self) -> int | None:
        """The first picture of the next sequence; the same one in the last."""
        here = self._sequence()
        return (self._recorded.following(self._camera, here[1]) if here else None) or self._here()

    def previous_sequence(self) -> int | None:
        """The first picture of the sequence before; that of its own in the first one."""
        here = self._sequence()
        last = self._recorded.preceding(self._camera, here[0] if here else self._at)
        if last is None:
            return here[0] if here else self._here()
        return self._recorded.following(self._camera, self._around(last)[0])

    def begin(self) -> int | None:
        """The first picture."""
        return self._recorded.following(self._camera, 0)

    def end(self) -> int | None:
        """The last picture."""
        return self._recorded.preceding(self._camera, 1 << 48)

    def stand(self, at_ms: int) -> Place:
        """Moves there; `at_ms` is a picture's time."""
        self._at = at_ms
        before = self._recorded.preceding(self._camera, at_ms)
        after = self._recorded.following(self._camera, at_ms + 1)
        return Place(at_ms if before is None else before, at_ms, at_ms if after is None else after)

    async def picture(self, stream: Stream, *, in_haste: bool) -> Shot | None:
        """The picture it stands on; None when it cannot be drawn.

        What was begun in haste goes on so within its group, so that all of it fits together.
        """
        group = group_of(self._at)
        if in_haste:
            found = await self._past.glimpse(stream, self._at)
        elif self._at == group:
            found = await self._past.key(stream, group)
        else:
            is_rough = self._rough == group
            until = self._at + 1 if is_rough else group + GROUP_MS
            shots = await self._past.group(stream, self._at, until, in_haste=is_rough)
            found = next((shot for shot in shots if shot.at_ms == self._at), None)
        self._rough = group if found is not None and found.is_rough else None
        return found

    def _here(self) -> int | None:
        return self.go_to(self._at, keys_only=False)

    def _sequence(self) -> tuple[int, int] | None:
        here = self._here()
        return self._around(here) if here is not None else None

    def _around(self, at_ms: int) -> tuple[int, int]:
        """The sequence that holds a picture."""
        held = self._recorded.sequences(self._camera, at_ms, at_ms + 1)
        return held[0] if held else (at_ms, at_ms + 1)


def sequences(recorded: Recorded, camera: str, centre: int, span: int, most: int) -> list[tuple[int, int]]:
    """The whole recorded sequences that touch the times within `span` of one, latest first."""
    span = min(span, 31 * DAY_MS)
    return list(reversed(recorded.sequences(camera, centre - span, centre + span)))[:most]
