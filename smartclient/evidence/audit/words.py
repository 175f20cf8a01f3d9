"""Audit entries and what a check found, in lines that people read."""

from collections.abc import Iterator
from datetime import datetime

from smartclient.evidence.audit.entries import Entry
from smartclient.evidence.audit.verify import Report


def line_in_words(entry: Entry) -> str:
    """One entry in one line, in this machine's local time; what came from outside can break out of no line."""
    what = entry.name or entry.subject
    parts = [
        f"{entry.number:>7}",
        f"{entry.at.astimezone():%Y-%m-%d %H:%M:%S}",
        f"{entry.kind:<8}",
        entry.by or "·",
        entry.act,
    ]
    return _one_line("  ".join([*parts, *([what] if what else []), *_details(entry.detail)]))


def _details(detail: object) -> list[str]:
    if isinstance(detail, dict):
        said = [f"{name}: {_short(value)}" for name, value in detail.items() if value not in (None, "")]
        return ["(" + ", ".join(said) + ")"] if said else []
    return [] if detail is None else [f"({_short(detail)})"]


def _short(value: object) -> str:
    if isinstance(value, list | tuple):
        return f"{len(value)} of them" if len(value) > 4 else " ".join(map(str, value))
    text = str(value)
    return text if len(text) <= 200 else f"{text[:200]} …"


def _one_line(text: str) -> str:
    return "".join(char if char.isprintable() else "·" for char in text)


def headline(report: Report) -> str:
    """What was found, in one sentence."""
    span = f"{report.entries} entries"
    if report.first_at is not None and report.last_at is not None:
        span += f" from {_moment(report.first_at)} to {_moment(report.last_at)}"
    if not report.intact:
        count = len(report.findings)
        return f"ALTERED: {span}; {'one place was' if count == 1 else f'{count} places were'} changed, cut out, put in or moved."
    if report.heads == 0:
        return f"INTACT, but held against no head: {span}. Whether its end was cut off or all of it written anew, only a head can tell."
    loose = report.entries - report.sealed
    return f"INTACT: {span}" + (f"; the last {loose} are not under a head yet." if loose > 0 else ", all under a head.")


def report_lines(report: Report) -> Iterator[str]:
    """All that was found."""
    yield headline(report)
    for finding in report.findings:
        yield f"  {finding.words}"
    if report.torn_bytes:
        yield (
            f"  Its last line was cut off after {report.torn_bytes} bytes while it was written, as by a crash or a power failure; "
            "no whole entry is missing by that."
        )
    for key in dict.fromkeys(report.keys):
        yield f"  Heads signed with the key {key}"


def _moment(at: datetime) -> str:
    return f"{at.astimezone():%Y-%m-%d %H:%M:%S %Z}"
