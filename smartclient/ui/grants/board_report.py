"""The report for the school board as a PDF: who could see what and did, what was refused, and what wants an explanation."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from smartclient.domain.grant_report import GrantReport
from smartclient.plans.printing.paper import Paper
from smartclient.session.grants.patterns import patterns
from smartclient.session.grants.report_rows import Names, Row, rows
from smartclient.ui.incidents.report.blocks import Block, Heading, Words
from smartclient.ui.incidents.report.blocks import Row as Line
from smartclient.ui.incidents.report.pages import Imprint, write_pages
from smartclient.ui.theme import Theme
from smartclient.ui.words import duration, one_line, sentence

TITLE = "Who outside the school could see its cameras"
_GRANTS, _GRANT_HEAD = (0.16, 0.22, 0.22, 0.4), ("Asked", "Who", "Where and why", "What became of it")
_VIEWINGS, _VIEWING_HEAD = (0.16, 0.14, 0.28, 0.32, 0.1), ("From", "To", "Who", "Camera", "How")
_ATTEMPTS, _ATTEMPT_HEAD = (0.16, 0.14, 0.2, 0.36, 0.14), ("First", "Last", "Who", "What", "Outcome")
_UNUSUAL, _UNUSUAL_HEAD = (0.16, 0.24, 0.6), ("When", "What", "In words")
_FACTS = (0.24, 0.76)
_BASIS = (
    "N.J.S.A. 18A:41-9 asks a school whose cameras can be seen from outside for designated persons, the circumstances in which they may "
    "look, and a plan to prevent and detect unauthorized access. This report lists every grant, every viewing and every refused attempt "
    "that the video server kept for the period; what it did not keep cannot be in it."
)


@dataclass(frozen=True, slots=True)
class BoardSource:
    """The report, names for what is in it, whose it is, and who prints it when."""

    report: GrantReport
    names: Names
    owner: str
    printed_by: str
    printed_at: datetime


def write_board_report(path: Path, theme: Theme, source: BoardSource, paper: Paper) -> int:
    """Writes it and answers how many pages it has; for a thread. `theme` is that of paper. Raises PlanUnwritable."""
    title = f"{TITLE}, {_day(source.report.span.begin)} to {_day(source.report.span.end)}"
    imprint = Imprint(title, source.owner, source.printed_by, source.printed_at)
    return write_pages(path, theme, imprint, blocks(source), paper)


def blocks(source: BoardSource) -> Iterator[Block]:
    """All pieces in order."""
    report, lines = source.report, list(rows(source.report, source.names))
    yield Words(TITLE, 3, is_bold=True)
    for name, text in _facts(source):
        yield Line((name, one_line(text)), _FACTS)
    yield from _unusual(source)
    of = {
        kind: [line for line in lines if line.kind in kind]
        for kind in (_GRANT_KINDS, ("viewing",), ("refused attempt",))
    }
    yield from _table("Grants", _GRANT_HEAD, _GRANTS, map(_grant, of[_GRANT_KINDS]), "No grant was asked for.")
    yield from _table("Viewings", _VIEWING_HEAD, _VIEWINGS, map(_viewing, of["viewing",]), "Nobody outside watched.")
    refused = of["refused attempt",]
    yield from _table("Attempts refused", _ATTEMPT_HEAD, _ATTEMPTS, map(_attempt, refused), "Nothing was refused.")
    yield Heading("What this report is")
    yield Words(_BASIS)
    yield Words(
        f"The memorandum in force is version {report.version}." if report.version else "No memorandum is in force."
    )


_GRANT_KINDS = ("grant", "break-glass")


def _facts(source: BoardSource) -> Iterator[tuple[str, str]]:
    report = source.report
    seen_s = sum(
        ((each.until or report.span.end) - each.since).total_seconds()
        for each in report.viewings
        if not each.is_recorded
    )
    glass = sum(grant.is_break_glass for grant in report.grants)
    drills = sum(grant.is_drill for grant in report.grants)
    yield "District", source.owner
    yield "Period", f"{_day(report.span.begin)} to {_day(report.span.end)}"
    yield "Grants", f"{len(report.grants)}, {drills} of them for drills, {glass} without approval (break-glass)"
    yield "Viewings", f"{len(report.viewings)}, together {duration(seen_s)} of live video"
    yield "Attempts refused", str(sum(each.count for each in report.attempts))
    yield "Unusual", str(len(patterns(report)))


def _unusual(source: BoardSource) -> Iterator[Block]:
    cells = ((_time(each.at), sentence(each.name), each.words) for each in patterns(source.report))
    yield from _table("What wants an explanation", _UNUSUAL_HEAD, _UNUSUAL, cells, "Nothing unusual was found.")


def _table(
    title: str, head: tuple[str, ...], shares: tuple[float, ...], cells: Iterable[tuple[str, ...]], nothing: str
) -> Iterator[Block]:
    lines = list(cells)
    yield Heading(title)
    if not lines:
        yield Words(nothing)
        return
    yield Line(head, shares, is_head=True)
    for line in lines:
        yield Line(tuple(_cell(text) for text in line), shares)


def _grant(row: Row) -> tuple[str, ...]:
    kind = "Break-glass\n" if row.kind == "break-glass" else "Drill\n" if row.drill else ""
    where = "\n".join(filter(None, (row.campus, ", ".join(filter(None, (row.how, row.camera))), row.circumstance)))
    approved = f"Approved by {row.decided_by}" if row.decided_by else ""
    opened = f"Open from {row.begin[:19]}" + (f" to {row.end[11:19]}" if row.end else "") if row.begin else ""
    told = "\n".join(filter(None, (f"“{row.reason}”" if row.reason else "", approved, opened, row.outcome)))
    return row.asked[:19], kind + "\n".join(filter(None, (row.person or row.user, row.agency))), where, told


def _viewing(row: Row) -> tuple[str, ...]:
    return row.begin[:19], row.end[11:19] or "lasting", row.person or row.user, f"{row.camera}\n{row.campus}", row.how


def _attempt(row: Row) -> tuple[str, ...]:
    return row.begin[:19], row.end[11:19], row.person or row.user, f"{row.how}: {row.camera}", row.outcome


def _cell(text: str) -> str:
    """Lines of its own stay lines; each is cleaned."""
    return "\n".join(one_line(line) for line in text.split("\n"))


def _day(at: datetime) -> str:
    return f"{at.astimezone():%Y-%m-%d}"


def _time(at: datetime) -> str:
    return f"{at.astimezone():%Y-%m-%d %H:%M:%S}"
