"""Bookmarks as a person handles them: set at the moment that is watched, named anew, taken away."""

from datetime import datetime, timedelta

from smartclient.domain.commands import AddBookmark, RemoveBookmark, RenameBookmark
from smartclient.domain.ids import DeviceId
from smartclient.domain.recordings import Bookmark, Span
from smartclient.runtime.clock import Clock
from smartclient.session.marking import Marking

BEFORE, AFTER = timedelta(seconds=5), timedelta(seconds=10)


class Bookmarks:
    """What a person does with them, as commands on their way."""

    def __init__(self, marking: Marking, clock: Clock) -> None:
        self._marking, self._clock = marking, clock

    def add(self, camera: DeviceId, at: datetime) -> None:
        """Marks that moment, named after its time until somebody names it better."""
        self._marking.send(self.command(camera, at))

    def command(self, camera: DeviceId, at: datetime) -> AddBookmark:
        """What is asked of the server."""
        now = self._clock.now()
        local = at.astimezone()
        span = Span(at - BEFORE, max(at, min(at + AFTER, now)))
        return AddBookmark(camera, min(at, now), span, f"Bookmark {local:%H:%M:%S}")

    def rename(self, bookmark: Bookmark, name: str) -> None:
        """Gives it another name."""
        self._marking.send(RenameBookmark(bookmark.id, name))

    def remove(self, bookmark: Bookmark) -> None:
        """Takes it away."""
        self._marking.send(RemoveBookmark(bookmark.id))
