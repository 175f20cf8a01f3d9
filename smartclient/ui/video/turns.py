"""Sequences: cameras take turns in a tile, and the next one already plays before it is shown."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from smartclient.domain.ids import DeviceId
from smartclient.runtime.clock import Clock
from smartclient.store.wall_tiles import Content, WallTiles
from smartclient.video.camera_player import CameraPlayer
from smartclient.video.status import PRESENT

LEAD_S = 3.0
"""So long before its turn a camera is opened."""
PATIENCE_S = 6.0
"""A camera that has no picture so long after its turn came is shown all the same, with its trouble in words."""


@dataclass(slots=True)
class _Turn:
    content: Content
    due_s: float
    ahead: CameraPlayer | None = None


class Turns:
    """Of one board. `tick` moves them on; `take` hands over the player that was opened ahead."""

    def __init__(self, wall: WallTiles, clock: Clock, open_ahead: Callable[[DeviceId, int], CameraPlayer]) -> None:
        """`open_ahead` starts a player for a camera, in the size of the tile with that number."""
        self._wall, self._clock, self._open_ahead = wall, clock, open_ahead
        self._turns: dict[int, _Turn] = {}

    def tick(self, on_screen: Iterable[int]) -> None:
        """Opens what comes next, and gives it the tile when its time has come; tiles not on screen wait."""
        now_s = self._clock.steady_s()
        shown = set(on_screen)
        contents = {n: one for n, one in enumerate(self._wall.contents) if one.is_sequence and n in shown}
        for number in [n for n, turn in self._turns.items() if contents.get(n) != turn.content]:
            self._end(number)
        for number, content in contents.items():
            turn = self._turns.setdefault(number, _Turn(content, now_s + content.dwell_s))
            if content.is_paused:
                turn.due_s = now_s + content.dwell_s
                self._close(turn)
            elif now_s >= turn.due_s - LEAD_S:
                self._advance(number, turn, now_s)

    def hurry(self, number: int) -> None:
        """Its turn is over now; the next camera comes as soon as it has a picture."""
        turn = self._turns.get(number)
        if turn is not None and not turn.content.is_paused:
            turn.due_s = min(turn.due_s, self._clock.steady_s())
        else:
            self._wall.turn(number)

    def take(self, number: int, camera: DeviceId) -> CameraPlayer | None:
        """The player opened ahead for that tile, if it is of that camera."""
        turn = self._turns.get(number)
        if turn is None or turn.ahead is None or turn.content.following != camera:
            return None
        player, turn.ahead = turn.ahead, None
        return player

    def stop(self) -> None:
        """Closes what was opened ahead."""
        for number in list(self._turns):
            self._end(number)

    def _advance(self, number: int, turn: _Turn, now_s: float) -> None:
        following = turn.content.following
        if turn.ahead is None and following is not None:
            turn.ahead = self._open_ahead(following, number)
        is_there = turn.ahead is not None and turn.ahead.status.phase in PRESENT
        if now_s >= turn.due_s and (is_there or now_s >= turn.due_s + PATIENCE_S):
            self._wall.turn(number)
            self._end(number)

    def _end(self, number: int) -> None:
        self._close(self._turns.pop(number))

    def _close(self, turn: _Turn) -> None:
        player, turn.ahead = turn.ahead, None
        if player is not None:
            player.stop()
