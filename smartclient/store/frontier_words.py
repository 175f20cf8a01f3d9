"""The frontier of a search in words, for the list beside the map and for a screen reader."""

from collections.abc import Iterable

from smartclient.domain.ids import LevelId, UnitId
from smartclient.domain.site import Unit
from smartclient.store.frontier import Exposure, Guard
from smartclient.store.joins import Join
from smartclient.store.places import Places, unit_words

_MOST_NAMED = 6
_GUARDS = {Guard.UNLOCKED: ", unlocked,", Guard.OPEN: ", open,", Guard.UNKNOWN: ", lock not known,"}


class FrontierWords:
    """Names units by the plan; made anew when the plan changes."""

    def __init__(self, places: Places) -> None:
        self._places = places
        self._units: dict[UnitId, Unit] = {unit.id: unit for unit in places.site.units}

    def unit(self, unit: UnitId) -> str:
        """`Room 214`, else what the plan calls it."""
        known = self._units.get(unit)
        words = unit_words(known) or (known.category if known is not None else "A room that is on no plan")
        return words[:1].upper() + words[1:]

    def place(self, unit: UnitId) -> str:
        """`Room 214, HS Main, second floor`."""
        known = self._units.get(unit)
        return (
            f"{self.unit(unit)}, {self._places.words_of_level(known.level_id)}"
            if known is not None
            else self.unit(unit)
        )

    def several(self, units: Iterable[UnitId]) -> str:
        """`room 242, room 256, Hall C and 3 more`."""
        names = sorted(dict.fromkeys(self._mid_sentence(unit) for unit in units))
        more = f" and {len(names) - _MOST_NAMED} more" if len(names) > _MOST_NAMED else ""
        return ", ".join(names[:_MOST_NAMED]) + more

    def exposure(self, exposure: Exposure) -> str:
        """`Room 214 is cleared, but door 214B, unlocked, leads to Hall B, not cleared.`"""
        cleared, join = self.unit(exposure.cleared), exposure.join
        beyond = "outside" if exposure.beyond is None else f"to {self._mid_sentence(exposure.beyond)}, not cleared"
        if join.is_flight:
            words = f"{cleared} is cleared, but it goes on to {self._floor(exposure.beyond)}, not cleared."
        elif exposure.guard is Guard.NOTHING:
            words = f"{cleared} is cleared, but open {beyond}."
        else:
            door = join.opening.name if join.opening is not None else ""
            door = door or self._unnamed(join)
            words = f"{cleared} is cleared, but {door}{_GUARDS.get(exposure.guard, '')} leads {beyond}."
        behind = exposure.behind - 1
        more = (
            f" {behind} more cleared {'place' if behind == 1 else 'places'} can be reached from there."
            if behind
            else ""
        )
        return words + more

    def level_of(self, unit: UnitId) -> LevelId | None:
        """The floor it is on."""
        known = self._units.get(unit)
        return known.level_id if known is not None else None

    def _unnamed(self, join: Join) -> str:
        cell = self._places.at_local(*join.at, join.level).cell
        return f"a door at grid {cell}" if cell else "a door"

    def _mid_sentence(self, unit: UnitId) -> str:
        known = self._units.get(unit)
        return unit_words(known) or self.unit(unit)

    def _floor(self, unit: UnitId | None) -> str:
        level = self._places.levels.get(self.level_of(unit) or LevelId("")) if unit is not None else None
        return level.name if level is not None else "another floor"
