"""What the edit tool holds in its hand: the thing as it would be, what is about to be put, and what it snapped to."""

from dataclasses import dataclass

from smartclient.domain.edits import Edit, Thing
from smartclient.geometry.snapping import Snap
from smartclient.ui.map.tools.edit_handles import Grip


@dataclass(slots=True)
class Draft:
    """Written by the tool, drawn by the layer."""

    thing: Thing | None = None
    """The thing while a handle of it is dragged, or while something new follows the pointer."""
    edit: Edit | None = None
    """What letting go would do."""
    grip: Grip | None = None
    """The handle that is held."""
    hovered: Grip | None = None
    """The handle under the pointer."""
    snap: Snap | None = None
    words: str = ""
    """What it would be, beside the pointer: `bearing 123°`."""

    def clear(self) -> None:
        """Nothing in the hand."""
        self.thing = self.edit = self.grip = self.snap = None
        self.words = ""
