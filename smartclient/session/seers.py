"""A camera that sees a place: how much of it, how well, through what, and all that in words."""

import math
from dataclasses import dataclass
from enum import IntEnum

from smartclient.domain.dori import Dori
from smartclient.domain.ids import DeviceId

_TOO_COARSE_PX_PER_M = 12.5
"""Half of what it takes to notice a person."""
_LEAST_WORTH = 0.05
_DORI_WORDS = {
    Dori.IDENTIFY: "identifies faces",
    Dori.RECOGNISE: "recognises faces",
    Dori.OBSERVE: "shows what people wear",
    Dori.DETECT: "shows whether somebody is there",
    None: "shows little",
}


class Way(IntEnum):
    """How a camera has to do with a place, best first."""

    SEES = 0
    CAN_TURN = 1
    HANGS_IN = 2
    SEES_DOOR = 3


@dataclass(frozen=True, slots=True)
class Seer:
    """A camera and the place asked about: the `share` (0…1) of it that is seen, `distance_m` and `px_per_m` in its middle.

    `through` is what the sight goes through, as in `through the open door 12`, else empty. `it` names what is seen.
    """

    camera: DeviceId
    share: float
    way: Way = Way.SEES
    distance_m: float = 0.0
    px_per_m: float = 0.0
    dori: Dori | None = None
    through: str = ""
    it: str = "it"
    is_area: bool = True

    @property
    def score(self) -> float:
        """How good a picture of the place it gives, 0…1: by what is seen of it, and by how well."""
        if self.px_per_m <= 0:
            return 0.0
        scale = math.log(Dori.IDENTIFY.px_per_m / _TOO_COARSE_PX_PER_M)
        worth = math.log(max(self.px_per_m, _TOO_COARSE_PX_PER_M) / _TOO_COARSE_PX_PER_M) / scale
        return self.share * min(max(worth, _LEAST_WORTH), 1.0)

    @property
    def words(self) -> str:
        """`sees 80% of it`."""
        if self.way is Way.HANGS_IN:
            return "hangs in it, its view is not known"
        if self.way is Way.CAN_TURN:
            return f"can turn to {self.it}"
        if self.way is Way.SEES_DOOR:
            return f"sees only {self.it}"
        return f"sees {self.share:.0%} of {self.it}" if self.is_area else f"looks at {self.it}"

    @property
    def reason(self) -> str:
        """`sees 80% of it, recognises faces at 9 m, through the open door 12`."""
        if self.way is Way.HANGS_IN:
            return self.words
        how = f"{_DORI_WORDS[self.dori]} at {self.distance_m:.0f} m"
        return ", ".join(part for part in (self.words, how, self.through) if part)


def ranked(seers: list[Seer]) -> tuple[Seer, ...]:
    """Those that see it before those that could, then by score."""
    return tuple(sorted(seers, key=lambda seer: (seer.way, -round(seer.score, 3), seer.distance_m, seer.camera)))
