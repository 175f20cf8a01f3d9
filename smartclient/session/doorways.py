"""Whether a doorway can be seen through now: by what the server says of its leaf, else by what the plan says hangs in it."""

from collections.abc import Sequence

from smartclient.domain.devices import Leaf
from smartclient.domain.site import Opening

_SOLID_DOORS = frozenset({"swinging", "sliding", "shutter", "movablepartition", "unspecified"})
"""IMDF's kinds of door that hide what is behind them; a revolving door is glass, a turnstile bars."""
_SEE_THROUGH = frozenset({"glass", "gate"})


def stops_sight(opening: Opening, leaves: Sequence[Leaf | None]) -> bool:
    """Whether nobody sees through; `leaves` are those of its door devices, None where the server has not said how they stand.

    A closed leaf hides what is behind it, and so does one of which nothing is known: school doors close by themselves, and a camera
    must not be said to see what it may not. Glass and gates hide nothing. Where no device watches a doorway it counts as shut if the
    plan has a solid door in it, and as open if the plan has none.
    """
    if opening.door_material in _SEE_THROUGH:
        return False
    if leaves:
        return all(leaf is None or leaf is Leaf.CLOSED for leaf in leaves)
    return opening.door_type in _SOLID_DOORS
