"""What the notice line says of incidents."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from smartclient.domain.ids import ConsoleId, IncidentId
from smartclient.domain.incident_entries import DrillSet, Entry, EntryId, IncidentStatus, Opened, Said, StatusSet
from smartclient.runtime.clock import ManualClock
from smartclient.session.incidents.news import ELSEWHERE, OPEN, WORD, News
from smartclient.store.incidents.incident_log import IncidentLog
from smartclient.store.incidents.incidents import Incidents
from smartclient.store.notices import Notices
from tests.builders.later import Later

START = datetime(2026, 11, 23, 15, tzinfo=UTC)
THEIRS = IncidentId("i-1234")


def test_open_here_opened_elsewhere_and_words(tmp_path: Path) -> None:
    clock, later = ManualClock(START), Later()
    notices = Notices(clock)
    incidents = Incidents(IncidentLog(tmp_path / "incidents.db"), lambda _file: "dispatcher", clock, later, notices)
    news = News(incidents, notices, clock)
    news.begin()

    def said(key: str) -> str:
        later.run()
        return next((notice.text for notice in notices.standing if notice.key == key), "")

    def come(number: int, body: Opened | Said | StatusSet, age_s: float = 0) -> None:
        at = clock.now() - timedelta(seconds=age_s)
        incidents.merge([Entry(EntryId(ConsoleId("other1"), number), THEIRS, (1 << 40) + number, at, "hale", body)])

    come(1, Opened("Fight"))
    assert said(ELSEWHERE) == "hale opened the incident Fight; Ctrl Alt I lists it."
    come(2, Said("Not for who is not there"))
    assert not said(WORD)
    incidents.expect(THEIRS)
    incidents.show(incidents.read(THEIRS))
    incidents.join()
    assert not said(ELSEWHERE)
    assert said(OPEN) == "Incident open: Fight (Shift I shows it)."
    come(3, Said("From before a cut"), age_s=600)
    assert not said(WORD)
    come(4, Said("On my way"))
    assert said(WORD) == "hale: “On my way”"
    incidents.add(DrillSet(True))
    assert said(OPEN).startswith("DRILL · ")
    come(5, StatusSet(IncidentStatus.CLOSED))
    clock.advance(1)
    incidents.add(StatusSet(IncidentStatus.CLOSED))
    assert not said(OPEN)
    news.stop()
    incidents.close()
