"""What can be walked: spaces, the level each belongs to, and the passages between them with what they are."""

from dataclasses import dataclass, field
from enum import Enum

import shapely

from smartclient.domain.ids import LevelId
from smartclient.domain.site import Opening, Unit
from smartclient.geometry.free_space import FreeSpace
from smartclient.geometry.walk_graph import Passage


class Way(Enum):
    """What a passage is."""

    DOORWAY = "doorway"
    STAIRS = "stairs"
    LIFT = "lift"


@dataclass(frozen=True, slots=True)
class Crossing:
    """What the passage of the same number is: an opening, a stair or a lift by its unit, and storeys it climbs."""

    way: Way
    opening: Opening | None = None
    unit: Unit | None = None
    storeys: int = 0
    leads_out: bool = False


@dataclass(slots=True)
class Ways:
    """Spaces with the level each belongs to (None: grounds without a level of their own), and passages with what they are."""

    spaces: list[FreeSpace] = field(default_factory=list)
    levels: list[LevelId | None] = field(default_factory=list)
    passages: list[Passage] = field(default_factory=list)
    crossings: list[Crossing] = field(default_factory=list)

    def add_space(self, shape: shapely.Polygon, level: LevelId | None) -> int:
        """The new space's number."""
        self.spaces.append(FreeSpace(shape))
        self.levels.append(level)
        return len(self.spaces) - 1

    def add_passage(self, passage: Passage, crossing: Crossing) -> None:
        """One more way between two spaces."""
        self.passages.append(passage)
        self.crossings.append(crossing)
