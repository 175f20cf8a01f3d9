"""Lifts the privacy masks of one tile for a few minutes, where the person may and, as the settings ask, a second one agrees."""

import asyncio
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from smartclient.adapters.server import Capability
from smartclient.app.second_person import UNMASK
from smartclient.evidence.audit.entries import Kind
from smartclient.ui.video.tile import Tile

if TYPE_CHECKING:
    from smartclient.app.console import ConsoleRoom

LASTS = timedelta(minutes=5)


class Unmasking:
    """Belongs to the console's room. Masks come back by themselves, when the camera goes and when the console is locked."""

    def __init__(self, room: "ConsoleRoom") -> None:
        self._room, self._watch = room, room.watch
        self._loop = asyncio.get_running_loop()
        self._lifted: set[Tile] = set()

    def why_not(self) -> str | None:
        """Why the masks of the chosen tile cannot be lifted; None when they can."""
        tile = self._watch.wall.in_use.verbs.tile
        if tile.device is None or not tile.device.masks:
            return "The chosen tile shows no camera with privacy masks."
        if not self._watch.given.server.permits(tile.device.id, Capability.EXPORT):
            return (
                "You may not see what is masked: it needs the right to export this camera. The server gives that right."
            )
        return None

    def toggle(self) -> None:
        """Lifts the masks of the chosen tile, or puts them back."""
        tile = self._watch.wall.in_use.verbs.tile
        if tile in self._lifted:
            self.cover(tile)
            return
        device = tile.device
        if device is None or self.why_not() is not None:
            return
        person, camera = self._room.second_person, device.id
        if not person.is_needed(UNMASK):
            self._lift(tile, camera, "")
            return
        asked = (
            f"Show what the privacy masks of {device.name} cover, for {LASTS.seconds // 60} minutes, on this screen."
        )
        window = tile.window()

        def agreed(by: str, _at: datetime) -> None:
            self._lift(tile, camera, by)

        person.ask(window, asked, frozenset({camera}), agreed)

    def cover(self, tile: Tile) -> None:
        """Puts the masks back."""
        self._lifted.discard(tile)
        if tile.picture.lifted_until is not None:
            tile.lift_masks(None)
            self._room.audit.write(Kind.VIEW, "masks are back", tile.camera or "")

    def cover_all(self) -> None:
        """Puts all masks back, as when the console is locked."""
        for tile in tuple(self._lifted):
            self.cover(tile)

    def _lift(self, tile: Tile, camera: str, second: str) -> None:
        """Only of the camera that was agreed to; another one may have come into the tile meanwhile."""
        if tile.camera != camera or self._room.lock.is_locked:
            return
        if not second and self._room.second_person.is_needed(UNMASK):
            return
        until = self._watch.given.clock.now() + LASTS
        self._room.audit.write(Kind.VIEW, "lift privacy masks", camera, {"until": until, "agreed": second or None})
        self._lifted.add(tile)
        tile.lift_masks(until)
        self._loop.call_later(LASTS.total_seconds(), self._cover_late, tile, until)

    def _cover_late(self, tile: Tile, until: datetime) -> None:
        from shiboken6 import isValid

        if isValid(tile) and tile.picture.lifted_until == until:
            self.cover(tile)
