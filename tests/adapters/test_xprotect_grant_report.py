"""The report of grants as the service tells it, and as a hostile server might."""

from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from smartclient.adapters.xprotect.translate.grant_report import grant_report
from smartclient.domain.grant_report import GrantReport
from smartclient.domain.ids import VenueId
from smartclient.domain.recordings import Span

AT = datetime(2026, 3, 2, 14, tzinfo=UTC)
DAY = Span(AT, AT + timedelta(days=1))
CAMERA = "5bdacd8d-98c8-5cab-87b9-e503c92609ea"
TOLD: dict[str, Any] = {
    "district": "Maple Grove",
    "version": "1",
    "grants": [],
    "viewings": [
        {"user": "responder", "person": "Duty officer", "agency": "Police", "camera": CAMERA, "since": AT.isoformat()},
        {"user": "responder", "camera": "", "since": AT.isoformat()},
    ],
    "attempts": [
        {
            "user": "responder",
            "source": f"cameras/{CAMERA}",
            "action": "VIEW_LIVE",
            "since": AT.isoformat(),
            "count": 4,
        },
        {"user": "responder", "source": "microphones/x", "since": "yesterday"},
    ],
    "unusual": [
        {"at": AT.isoformat(), "name": "unlisted", "user": "x", "campus": "ABC", "text": "Somebody unlisted asked."}
    ],
}


def test_what_can_be_read_is_told_and_the_rest_passed_over() -> None:
    report = grant_report(TOLD, DAY)
    assert (report.span, report.district, report.version, report.grants) == (DAY, "Maple Grove", "1", ())
    (viewing,), (attempt,), (unusual,) = report.viewings, report.attempts, report.unusual
    assert (viewing.camera, viewing.since, viewing.until, viewing.is_recorded) == (f"cameras/{CAMERA}", AT, None, False)
    assert (attempt.device, attempt.count, attempt.last_at) == (f"cameras/{CAMERA}", 4, AT)
    assert unusual.campus == VenueId("abc")


json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from([*sorted(TOLD), "since", "at", "camera"]), inner)
    ),
    max_leaves=20,
)


@given(json)
@settings(max_examples=150)
def test_no_answer_surprises(told: object) -> None:
    assert isinstance(grant_report(told, DAY), GrantReport)
