"""The find box's answers about places: named things ranked by their words and their distance, and positions as people write them."""

import re
from collections.abc import Iterable
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from smartclient.domain.devices import Device
from smartclient.domain.site import LonLat
from smartclient.store.finding.lexicon import LONGEST_TEXT, Lexicon, Scores, words_of
from smartclient.store.finding.match import Kind, Match
from smartclient.store.finding.positions import Positions
from smartclient.store.finding.things import Thing, Things
from smartclient.store.places import Places

Numbers = NDArray[np.float64]

_BETWEEN = re.compile(r"(?<=[a-z])(?=\d)|(?<=\d)(?=[a-z])", re.IGNORECASE)
"""Where `door6` is two words."""
_RANK = {kind: rank for rank, kind in enumerate(Kind)}
_NEARNESS, _NEAR_DEG = 0.04, 0.004
"""Of equally good answers the nearer one comes first; what is 400 m away has lost most of that."""


class Finder:
    """An index of one site and its devices. Making it takes a second for 50,000 things: make it in a thread, of a copy of places."""

    def __init__(self, places: Places, devices: Iterable[Device] | None = None) -> None:
        """`devices` are those of the server where it is known, else the plan's own."""
        by_kind: dict[Kind, list[Thing]] = {kind: [] for kind in Kind}
        for thing in Things(places, places.site.devices if devices is None else devices):
            by_kind[thing[0].kind].append(thing)
        things = [thing for own in by_kind.values() for thing in own]
        self._matches = [match for match, _ in things]
        self._lexicon = Lexicon((match.name, others) for match, others in things)
        self._positions = Positions(places)
        sides = (side for match in self._matches for side in match.bounds)
        self._middles = _middles(np.fromiter(sides, dtype=np.float64).reshape(-1, 4))

    def warm_up(self) -> None:
        """Loads the libraries that answers need."""
        for typed in ("1N AA 11", "0.1, 0.1", "qqqqqqqq"):
            self.find(typed, 1)

    def __len__(self) -> int:
        return len(self._matches)

    def find(self, text: str, limit: int, near: LonLat | None = None) -> list[Match]:
        """Up to `limit` answers, best first; of equals those nearest to `near`."""
        plain = text[:LONGEST_TEXT]
        if not words_of(plain):
            return []
        positions = list(self._positions.find(plain))
        scores = np.array([match.score for match in positions], dtype=np.float64)
        middles = np.array([match.bounds for match in positions], dtype=np.float64).reshape(-1, 4)
        values = _with_nearness(scores, _middles(middles), near)
        found = [replace(match, score=float(value)) for match, value in zip(positions, values, strict=True)]
        found += self._named(self._scores(plain), 2 * limit, near)
        found.sort(key=lambda match: (-match.score, _RANK[match.kind], match.name))
        best: dict[tuple[str, str], Match] = {}
        for match in found:
            best.setdefault((match.name, match.words), match)
        return list(best.values())[:limit]

    def _scores(self, plain: str) -> Scores:
        """As it is typed, else as `door 6` for `door6`, else with its slips forgiven."""
        typed, apart = words_of(plain), words_of(_BETWEEN.sub(" ", plain))
        right = self._lexicon.right_scores(typed)
        if not right.any() and apart != typed:
            right = self._lexicon.right_scores(apart)
        return right if right.any() else self._lexicon.scores(typed)

    def _named(self, scores: Scores, limit: int, near: LonLat | None) -> list[Match]:
        held = np.flatnonzero(scores)
        values = _with_nearness(scores[held].astype(np.float64), self._middles[held], near)
        if len(held) > limit:
            least = np.partition(values, -limit)[-limit]
            held, values = held[values >= least], values[values >= least]
        best = np.argsort(-values, kind="stable")[:limit]
        return [replace(self._matches[i], score=float(v)) for i, v in zip(held[best], values[best], strict=True)]


def _middles(boxes: Numbers) -> Numbers:
    return (boxes[:, :2] + boxes[:, 2:]) / 2


def _with_nearness(scores: Numbers, middles: Numbers, near: LonLat | None) -> Numbers:
    """Scores, shape (n,), of things at `middles`, degrees, shape (n, 2), a little higher for what is near."""
    if near is None or len(scores) == 0:
        return scores
    away = middles - near
    far = np.hypot(away[:, 0] * np.cos(np.radians(near[1])), away[:, 1])
    return np.asarray(scores * (1 - _NEARNESS) + _NEARNESS * np.exp(-far / _NEAR_DEG))
