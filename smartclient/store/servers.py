"""The servers of a watch where there are several: how each line is, who is signed in there, and what alarms can become there."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from smartclient.domain.alarms import AlarmTerms
from smartclient.domain.connection import Connection, Line
from smartclient.domain.ids import ServerKey, keyed

_SCHOOL_DISTRICT = re.compile(r"\s+(unified\s+)?school\s+district$", re.IGNORECASE)
_WORST_FIRST = (Line.REFUSED, Line.OFFLINE, Line.CONNECTING, Line.DELAYED, Line.LIVE, Line.NONE)


@dataclass(slots=True)
class ServerPart:
    """One server of several. `district` is what people call it; `user` is who is signed in there, empty before."""

    district: str
    connection: Connection
    user: str = ""
    terms: AlarmTerms = field(default_factory=AlarmTerms)
    sees_all: bool = True


def own_names(parts: Mapping[ServerKey, ServerPart], user: str) -> frozenset[str]:
    """Under which names this console's person has alarms, as `owner_of` gives them; `user` is that of a server alone."""
    if not parts:
        return frozenset({user.casefold()})
    return frozenset(keyed(key, part.user.casefold()) for key, part in parts.items() if part.user)


def worst_first(parts: Iterable[ServerPart]) -> list[ServerPart]:
    """Those whose lines most want somebody before the others."""
    return sorted(parts, key=lambda each: _WORST_FIRST.index(each.connection.line))


def short_district(name: str) -> str:
    """`Maple Grove` for the Maple Grove School District."""
    return _SCHOOL_DISTRICT.sub("", name)


def worst(parts: Iterable[ServerPart]) -> Connection:
    """The line that most wants somebody, its sentence with the district it is about."""
    part = worst_first(parts)[0]
    line = part.connection
    detail = f"{part.district}: {line.detail}" if line.detail else ""
    return Connection(line.line, line.since, line.heard_at, detail)
