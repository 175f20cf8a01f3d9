"""The rules and the school calendar as data that a principal can read, change and hand on."""

from datetime import date, time

import msgspec

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
SCHOOL_DAYS = WEEKDAYS[:5]


class Hours(msgspec.Struct, frozen=True, kw_only=True):
    """When a campus is in use on these weekdays; an end not after the beginning is on the next day. An empty `campus` is all that have
    no hours of their own.
    """

    campus: str = ""
    days: tuple[str, ...] = SCHOOL_DAYS
    begin: time = time(7, 0)
    end: time = time(17, 0)


class Closed(msgspec.Struct, frozen=True, kw_only=True):
    """Days without school, from the first to the last, both included: the regular hours do not hold then."""

    first: date
    last: date
    name: str = ""
    campus: str = ""


class Use(msgspec.Struct, frozen=True, kw_only=True):
    """Use beyond the regular hours, on one day or on weekdays: games, evening classes, elections. It holds on closed days too."""

    name: str = ""
    campus: str = ""
    on: date | None = None
    days: tuple[str, ...] = ()
    begin: time = time(17, 0)
    end: time = time(22, 0)


class AfterHours(msgspec.Struct, frozen=True, kw_only=True):
    """A door that opens, or motion, on a campus that is not in use. A device raises again only after it was quiet so long."""

    is_on: bool = False
    doors: bool = True
    motion: bool = True
    quiet_min: float = 10.0


class Denied(msgspec.Struct, frozen=True, kw_only=True):
    """So many refused credentials at one door within so long."""

    is_on: bool = True
    times: int = 3
    within_s: float = 300.0


class Vape(msgspec.Struct, frozen=True, kw_only=True):
    """A vape sensor opens the camera that watches the way out of its room, in one more tile."""

    is_on: bool = True


class Rulebook(msgspec.Struct, frozen=True, kw_only=True):
    """All rules. `time_zone` is an IANA name such as `America/Detroit`; empty is this machine's."""

    time_zone: str = ""
    after_hours: AfterHours = AfterHours()
    denied: Denied = Denied()
    vape: Vape = Vape()
    hours: tuple[Hours, ...] = (Hours(),)
    closed: tuple[Closed, ...] = ()
    use: tuple[Use, ...] = ()
