"""The panel shows the rules as they are, keeps each turned switch at once, and says the calendar in words."""

from datetime import date, time

from pytestqt.qtbot import QtBot

from smartclient.session.rules.rulebook import AfterHours, Closed, Denied, Hours, Rulebook, Use
from smartclient.ui.rules.rules_panel import RulesPanel

BOOK = Rulebook(
    time_zone="America/Detroit",
    after_hours=AfterHours(is_on=True, motion=False, quiet_min=15.0),
    denied=Denied(times=4, within_s=120.0),
    hours=(Hours(), Hours(campus="High School", days=("mon", "wed"), begin=time(6, 30), end=time(6, 0))),
    closed=(Closed(first=date(2026, 11, 26), last=date(2026, 11, 27), name="Thanksgiving"),),
    use=(Use(name="Basketball", campus="High School", on=date(2026, 11, 27)),),
)


def shown(qtbot: QtBot, kept: list[Rulebook]) -> RulesPanel:
    panel = RulesPanel(kept.append, lambda: None, lambda: None)
    qtbot.addWidget(panel)
    panel.show_rules(BOOK)
    return panel


def test_it_shows_the_rules_and_keeps_nothing_by_that(qtbot: QtBot) -> None:
    kept: list[Rulebook] = []
    panel = shown(qtbot, kept)
    assert panel.after_hours.isChecked()
    assert (panel.doors.isChecked(), panel.motion.isChecked(), panel.quiet.value()) == (True, False, 15)
    assert (panel.times.value(), panel.within.value()) == (4, 2)
    assert kept == []
    assert panel.calendar.text().splitlines() == [
        "Times are those of America/Detroit.",
        "Every campus: Mon to Fri, 07:00 to 17:00.",
        "High School: Mon, Wed, 06:30 to 06:00 of the next day.",
        "No school at every campus: 26 Nov 2026 to 27 Nov 2026 (Thanksgiving).",
        "Basketball at High School: 27 Nov 2026, 17:00 to 22:00.",
    ]


def test_each_switch_is_kept_at_once_and_the_calendar_stays(qtbot: QtBot) -> None:
    kept: list[Rulebook] = []
    panel = shown(qtbot, kept)
    panel.motion.click()
    panel.times.setValue(5)
    panel.vape.click()
    last = kept[-1]
    assert len(kept) == 3
    assert last.after_hours.motion
    assert (last.denied.times, last.vape.is_on) == (5, False)
    assert (last.hours, last.closed, last.use, last.time_zone) == (BOOK.hours, BOOK.closed, BOOK.use, BOOK.time_zone)


def test_what_is_wrong_with_the_file_is_said(qtbot: QtBot) -> None:
    panel = shown(qtbot, [])
    assert panel.trouble.isHidden()
    panel.show_rules(Rulebook(), "The rules are not understood.")
    assert not panel.trouble.isHidden()
    assert not panel.doors.isEnabled()
