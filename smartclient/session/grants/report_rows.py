"""The report of grants as a table: a line for each grant, viewing, refused attempt and unusual pattern, for a spreadsheet and for paper."""

import csv
import io
from collections.abc import Callable, Iterator
from dataclasses import astuple, dataclass, fields
from datetime import datetime

from smartclient.domain.grant_report import GrantReport, PastViewing, RefusedAttempt, Unusual
from smartclient.domain.grants import Grant, GrantState
from smartclient.domain.ids import DeviceId, VenueId
from smartclient.session.grants import words
from smartclient.session.grants.patterns import patterns

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


@dataclass(frozen=True, slots=True)
class Row:
    """One line; what does not belong to a kind is empty. Times are local with their offset, to the second."""

    kind: str
    begin: str
    end: str = ""
    person: str = ""
    agency: str = ""
    user: str = ""
    campus: str = ""
    camera: str = ""
    how: str = ""
    circumstance: str = ""
    reason: str = ""
    asked: str = ""
    decided_by: str = ""
    outcome: str = ""
    drill: str = ""


HEAD = tuple(field.name.replace("_", " ") for field in fields(Row))


@dataclass(frozen=True, slots=True)
class Names:
    """What people call campuses and cameras."""

    campus: Callable[[VenueId], str]
    camera: Callable[[DeviceId], str]
    campus_of: Callable[[DeviceId], VenueId | None]

    def campus_at(self, device: DeviceId) -> str:
        """The campus of a camera; empty where nobody knows."""
        found = self.campus_of(device)
        return self.campus(found) if found is not None else ""


def rows(report: GrantReport, names: Names) -> Iterator[Row]:
    """All lines: grants, viewings, attempts, patterns, each in order of time."""
    yield from (_grant(each, names) for each in sorted(report.grants, key=lambda each: each.requested_at))
    yield from (_viewing(each, names) for each in sorted(report.viewings, key=lambda each: each.since))
    yield from (_attempt(each, names) for each in sorted(report.attempts, key=lambda each: each.since))
    yield from (_pattern(each, names) for each in patterns(report))


def as_csv(report: GrantReport, names: Names) -> str:
    """The lines as CSV (RFC 4180) under a head; a text that a spreadsheet would take for a formula is marked as one."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(HEAD)
    for row in rows(report, names):
        writer.writerow([_safe(cell) for cell in astuple(row)])
    return text.getvalue()


def moment(at: datetime | None) -> str:
    """`2026-03-02 14:12:05-05:00`; empty for none."""
    return at.astimezone().isoformat(" ", "seconds") if at is not None else ""


def outcome(grant: Grant) -> str:
    """What became of a grant."""
    match grant.state:
        case GrantState.REQUESTED:
            return "Not answered when the report was made"
        case GrantState.OPEN:
            return "Open when the report was made"
        case _:
            return words.ended(grant) + (f" By {grant.closed_by}." if grant.closed_by else "")


def _grant(grant: Grant, names: Names) -> Row:
    return Row(
        "break-glass" if grant.is_break_glass else "grant",
        moment(grant.opened_at),
        moment(grant.closed_at),
        grant.person,
        grant.agency,
        grant.user,
        names.campus(grant.campus),
        words.cameras(len(grant.cameras)),
        grant.area,
        "" if grant.is_break_glass else words.circumstance(grant.circumstance),
        grant.reason,
        moment(grant.requested_at),
        ", ".join(f"{each.by} {moment(each.at)}" for each in grant.approvals),
        outcome(grant),
        "drill" if grant.is_drill else "",
    )


def _viewing(viewing: PastViewing, names: Names) -> Row:
    return Row(
        "viewing",
        moment(viewing.since),
        moment(viewing.until),
        viewing.person,
        viewing.agency,
        viewing.user,
        names.campus_at(viewing.camera),
        names.camera(viewing.camera),
        "recorded" if viewing.is_recorded else "live",
        outcome="" if viewing.until is not None else "Lasting when the report was made",
    )


def _attempt(attempt: RefusedAttempt, names: Names) -> Row:
    times = "once" if attempt.count == 1 else f"{attempt.count} times"
    return Row(
        "refused attempt",
        moment(attempt.since),
        moment(attempt.last_at),
        user=attempt.user,
        campus=names.campus_at(attempt.device),
        camera=names.camera(attempt.device),
        how=attempt.action.replace("_", " ").lower(),
        outcome=f"Refused {times}",
    )


def _pattern(unusual: Unusual, names: Names) -> Row:
    campus = names.campus(unusual.campus) if unusual.campus is not None else ""
    return Row("unusual", moment(unusual.at), user=unusual.user, campus=campus, how=unusual.name, outcome=unusual.words)


def _safe(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_FORMULA) else cell
