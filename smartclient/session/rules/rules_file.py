"""The rules on disk: one TOML file that a person can read, change and hand to the next console."""

import logging
from datetime import date, time
from pathlib import Path

import msgspec

from smartclient.runtime.json_trouble import JSON_TROUBLE
from smartclient.session.rules.rulebook import WEEKDAYS, Closed, Hours, Rulebook, Use

NAME = "rules.toml"
LARGEST = 200_000
_HEAD = """\
# Rules of this console, and the school calendar they go by.
# Times are those of the clock on the school's wall, days are mon, tue, wed, thu, fri, sat, sun.
# An end that is not after its beginning is on the next day. A campus is named as on the map; without a name all are meant.
"""

log = logging.getLogger(__name__)


class NotRules(ValueError):
    """What stands in the file is no set of rules; the text says what is wrong, for a person."""


class RulesFile:
    """Reads and writes the rules of one person; a broken file stays where it is, is said, and the usual rules hold."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / NAME

    def read(self) -> Rulebook:
        """The rules; the usual ones where there is no file. Raises NotRules."""
        try:
            text = self.path.read_bytes()
        except FileNotFoundError:
            return Rulebook()
        except OSError as error:
            raise NotRules(
                f"The rules in {self.path} cannot be read ({error.strerror}). The usual rules hold."
            ) from error
        try:
            return understood(text[:LARGEST].decode())
        except NotRules as error:
            raise NotRules(f"The rules in {self.path} are not understood: {error} The usual rules hold.") from error
        except UnicodeDecodeError as error:
            raise NotRules(f"The rules in {self.path} are not text. The usual rules hold.") from error

    def write(self, book: Rulebook) -> None:
        """Replaces the file in one step. Raises OSError."""
        fresh = self.path.with_suffix(".new")
        fresh.write_text(written(book), encoding="utf-8")
        fresh.replace(self.path)


def understood(text: str) -> Rulebook:
    """The rules that `text` (TOML) says. Raises NotRules."""
    try:
        book = msgspec.toml.decode(text, type=Rulebook)
    except JSON_TROUBLE as error:
        raise NotRules(f"{error}.") from error
    for days in (*(hours.days for hours in book.hours), *(use.days for use in book.use)):
        if wrong := [day for day in days if day not in WEEKDAYS]:
            raise NotRules(f"“{wrong[0]}” is no weekday; they are {', '.join(WEEKDAYS)}.")
    if book.denied.times < 1 or book.denied.within_s <= 0 or book.after_hours.quiet_min < 0:
        raise NotRules("a count or a time is less than nothing.")
    return book


def written(book: Rulebook) -> str:
    """The rules as TOML."""
    after, denied = book.after_hours, book.denied
    parts = [
        _HEAD + _table("", time_zone=book.time_zone),
        _table("[after_hours]", is_on=after.is_on, doors=after.doors, motion=after.motion, quiet_min=after.quiet_min),
        _table("[denied]", is_on=denied.is_on, times=denied.times, within_s=denied.within_s),
        _table("[vape]", is_on=book.vape.is_on),
        *(_hours(hours) for hours in book.hours),
        *(_closed(closed) for closed in book.closed),
        *(_use(use) for use in book.use),
    ]
    if not book.hours:
        parts[0] += "hours = []\n"
    return "\n".join(parts)


def _hours(hours: Hours) -> str:
    return _table("[[hours]]", campus=hours.campus, days=hours.days, begin=hours.begin, end=hours.end)


def _closed(closed: Closed) -> str:
    return _table("[[closed]]", name=closed.name, first=closed.first, last=closed.last, campus=closed.campus)


def _use(use: Use) -> str:
    on = {"on": use.on} if use.on is not None else {}
    return _table("[[use]]", name=use.name, campus=use.campus, **on, days=use.days, begin=use.begin, end=use.end)


_Value = str | bool | int | float | date | time | tuple[str, ...]


def _table(head: str, **values: _Value) -> str:
    lines = [f"{name} = {_value(value)}" for name, value in values.items()]
    return "\n".join([head, *lines] if head else lines) + "\n"


def _value(value: _Value) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        return msgspec.json.encode(value).decode().replace("\x7f", "\\u007f")  # JSON lets it stand, TOML does not
    if isinstance(value, tuple):
        return f"[{', '.join(_value(one) for one in value)}]"
    if isinstance(value, time):
        return value.isoformat(timespec="seconds")
    return value.isoformat() if isinstance(value, date) else repr(value)
