"""Times, ages and foreign text as people read them: the same words in every place of the window."""

import html
from datetime import datetime

_LONGEST = 400
_LONGEST_AGE = 12
_UNBROKEN = "\N{NO-BREAK SPACE}"


def one_line(text: str) -> str:
    """`text` from outside on one line, without control characters, at most 400 characters."""
    line = text[: 4 * _LONGEST]
    if not line.isprintable():
        line = "".join(c if c.isprintable() else " " for c in line)
    line = " ".join(line.split())
    return line if len(line) <= _LONGEST else line[: _LONGEST - 1] + "…"


def with_whole_age(text: str) -> str:
    """`text` with the age after its last dot kept on one line: in a narrow panel `10 s` would break."""
    said, dot, age = text.rpartition(" · ")
    return _UNBROKEN.join((f"{said} ·", *age.split())) if dot and len(age) <= _LONGEST_AGE else text


def tooltip(text: str) -> str:
    """`text` for a tool tip: wrapped by Qt, its angle brackets shown and not obeyed."""
    return f"<qt>{html.escape(text, quote=False).replace(chr(10), '<br>')}</qt>" if text else ""


def seconds_since(at: datetime, now: datetime) -> float:
    """Seconds from `at` to `now`; a clock that runs ahead counts as now."""
    return max(0.0, (now - at).total_seconds())


def counter(seconds: float) -> str:
    """An age as a counter for the edge of a row: `00:14`, `1 h 02`, `3 d 4 h`."""
    whole = int(seconds)
    if whole < 3_600:
        return f"{whole // 60:02}:{whole % 60:02}"
    if whole < 86_400:
        return f"{whole // 3_600} h {whole % 3_600 // 60:02}"
    return f"{whole // 86_400} d {whole % 86_400 // 3_600} h"


def duration(seconds: float) -> str:
    """A duration in a sentence: `14 s`, `3 min`, `1 h 02 min`, `3 d 4 h`."""
    whole = int(seconds)
    if whole < 60:
        return f"{whole} s"
    if whole < 3_600:
        return f"{whole // 60} min"
    if whole < 86_400:
        return f"{whole // 3_600} h {whole % 3_600 // 60:02} min"
    return f"{whole // 86_400} d {whole % 86_400 // 3_600} h"


def time_of_day(at: datetime, now: datetime) -> str:
    """Local time of day, with the date when it was not today: `14:02:11`, `21 Nov 14:02`."""
    local, today = at.astimezone(), now.astimezone()
    if local.date() == today.date():
        return f"{local:%H:%M:%S}"
    return f"{local.day} {local:%b %H:%M}"


def sentence(text: str) -> str:
    """`text` with its first letter large."""
    return text[:1].upper() + text[1:]
