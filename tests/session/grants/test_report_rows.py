"""The report of grants as a table, and what wants an explanation in it."""

import csv
import io
from dataclasses import replace
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from smartclient.domain.grant_report import GrantReport, PastViewing, RefusedAttempt, Unusual
from smartclient.domain.grants import Circumstance
from smartclient.domain.ids import DeviceId
from smartclient.domain.recordings import Span
from smartclient.session.grants.patterns import patterns
from smartclient.session.grants.report_rows import HEAD, Names, as_csv, rows
from tests.builders.grants import CAMPUS, OFFICER, PERSON, POLICE, closed, opened, refused, requested
from tests.builders.watch import CAMERA, START

DAY = Span(START - timedelta(hours=12), START + timedelta(hours=12))
NAMES = Names(str, lambda camera: f"Camera {camera}", lambda _device: CAMPUS)


def seen(begin_s: float, end_s: float | None, camera: DeviceId = CAMERA) -> PastViewing:
    until = START + timedelta(seconds=end_s) if end_s is not None else None
    return PastViewing(OFFICER, PERSON, POLICE, camera, START + timedelta(seconds=begin_s), until)


def test_each_grant_viewing_attempt_and_pattern_is_a_line() -> None:
    report = GrantReport(
        DAY,
        "Maple Grove",
        "1",
        (closed(opened(requested())), replace(opened(requested("g2")), circumstance=Circumstance.DRILL)),
        (seen(5, 30),),
        (RefusedAttempt(OFFICER, CAMERA, "VIEW_LIVE", START, START, 4),),
        (Unusual(START, "repeated refusals", OFFICER, CAMPUS, "Four attempts were refused."),),
    )
    first, second, watched, attempt, unusual = rows(report, NAMES)
    assert (first.kind, first.person, first.campus) == ("grant", PERSON, CAMPUS)
    assert first.outcome.startswith("The school ended the view at ")
    assert first.outcome.endswith("By principal-hs.")
    assert "principal-hs" in first.decided_by
    assert (second.drill, second.outcome) == ("drill", "Open when the report was made")
    assert (watched.kind, watched.camera, watched.how) == ("viewing", "Camera cameras/1", "live")
    assert (attempt.how, attempt.outcome) == ("view live", "Refused 4 times")
    assert unusual.outcome == "Four attempts were refused."


@given(st.text(max_size=60))
def test_no_text_becomes_a_formula(reason: str) -> None:
    report = GrantReport(DAY, grants=(replace(requested(), reason=reason, person=reason),))
    head, line = csv.reader(io.StringIO(as_csv(report, NAMES), newline=""))
    assert tuple(head) == HEAD
    assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r", "\n")) for cell in line)
    assert line[HEAD.index("reason")].removeprefix("'") == reason.removeprefix("'")


def test_the_lists_themselves_show_what_wants_an_explanation() -> None:
    grant = closed(opened(requested()), after_s=60)
    fine, late, other = seen(5, 61), seen(10, 100), seen(5, 9, DeviceId("cameras/9"))
    refusals = tuple(refused(requested(f"r{number}")) for number in range(3))
    found = patterns(GrantReport(DAY, grants=(grant, *refusals), viewings=(fine, late, other)))
    assert {each.name for each in found} == {
        "viewing without a grant",
        "viewing after the grant",
        "repeated refusals",
    }
    assert any("40 s longer than the grant" in each.words for each in found)
    assert patterns(GrantReport(DAY, grants=(grant,), viewings=(fine,))) == []
