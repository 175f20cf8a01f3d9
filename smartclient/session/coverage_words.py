"""What coverage, and its loss, means in words for a person."""

from collections.abc import Callable, Collection, Sequence

from smartclient.domain.ids import DeviceId, LevelId
from smartclient.session.floor_coverage import UNSEEN, Loss, LostPlace
from smartclient.store.places import Places, floor_words

_MOST_PLACES = 4
_LEAST_M2 = 1.0


def percent(share: float) -> str:
    """`47 %`; nothing is 0 % or 100 % that is not quite so."""
    if 0 < share < 0.01:
        return "<1 %"
    if 0.99 < share < 0.9995:
        return "99 %"
    return f"{round(share * 100)} %"


def floor_name(places: Places, level_id: LevelId) -> str:
    """`Main Building, second floor`; `the grounds of Maple Grove High School`."""
    level, building = places.levels[level_id], places.building_of(level_id)
    if building is not None and not level.outdoor:
        return f"{places.title_of(building)}, {floor_words(level)}"
    venue = places.venues.get(level.venue_id)
    return f"the grounds of {venue.name}" if venue is not None else "the grounds"


def loss_words(loss: Loss, floor: str) -> str:
    """What nobody would see of `floor` without the cameras of `loss`, in a sentence or two."""
    unseen = [lost for lost in loss.places if lost.before[0] - lost.after[0] >= UNSEEN]
    blurred = [lost for lost in loss.places if lost.before[2] - lost.after[2] >= UNSEEN and lost.after[0] >= UNSEEN]
    parts = []
    if unseen:
        parts.append(f"{_area(loss)} of {floor} seen by nobody: {_listed([_seen(lost) for lost in unseen])}.")
    elif loss.area_m2 >= _LEAST_M2:
        parts.append(f"{_area(loss)} of {floor} seen by nobody, a little of several places.")
    else:
        parts.append("Whatever is seen there other cameras see too.")
    if blurred:
        parts.append(f"People are recognised less: {_listed([_recognised(lost) for lost in blurred])}.")
    return " ".join(parts)


def failure_words(
    failed: Collection[DeviceId], losses: Sequence[tuple[Loss, str]], name_of: Callable[[DeviceId], str]
) -> str:
    """Which cameras do not answer, and what nobody sees any more because of it."""
    who = name_of(next(iter(failed))) if len(failed) == 1 else f"{len(failed)} cameras"
    verb = "does" if len(failed) == 1 else "do"
    gone = [
        f"{lost.place.name}, {floor}" + ("" if lost.after[0] < UNSEEN else f" ({percent(lost.after[0])} seen)")
        for loss, floor in losses
        for lost in loss.places
        if lost.before[0] - lost.after[0] >= UNSEEN
    ]
    if gone:
        return f"{who} {verb} not answer. No longer seen as before: {_listed(gone)}."
    return f"{who} {verb} not answer; other cameras see what is seen there."


def _area(loss: Loss) -> str:
    return f"{loss.area_m2:,.0f} m²" if loss.area_m2 >= _LEAST_M2 else "Under a square metre"


def _seen(lost: LostPlace) -> str:
    if lost.after[0] < UNSEEN:
        return f"{lost.place.name} not at all"
    return f"{lost.place.name} {percent(lost.after[0])} instead of {percent(lost.before[0])}"


def _recognised(lost: LostPlace) -> str:
    return f"{lost.place.name} {percent(lost.after[2])} instead of {percent(lost.before[2])}"


def _listed(parts: Sequence[str]) -> str:
    """The first of them, and how many there are more."""
    more = len(parts) - _MOST_PLACES
    shown = [*parts[:_MOST_PLACES], *([f"{more} more"] if more > 0 else [])]
    return " and ".join(["; ".join(shown[:-1]), shown[-1]]) if len(shown) > 1 else "".join(shown)
