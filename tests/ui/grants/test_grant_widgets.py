"""Banner, bell, form, card and panel of grants, as a person sees and works them."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from smartclient.domain.grants import Circumstance, Ending, GrantId, GrantTerms
from smartclient.domain.ids import VenueId
from smartclient.session.grants.asking import Draft
from smartclient.session.grants.outside import watchers
from smartclient.ui.grants.banner import MOST, GrantBanner
from smartclient.ui.grants.bell import ASKED, BROKEN, GrantBell
from smartclient.ui.grants.grant_card import CardFace, state_words
from smartclient.ui.grants.grants_panel import GrantsPanel
from smartclient.ui.grants.lines import Line, Verb, own_lines, school_lines
from smartclient.ui.grants.policy_words import PolicyWords
from smartclient.ui.grants.request_form import RequestForm
from smartclient.ui.grants.sign import News
from tests.builders.grants import (
    CAMPUS,
    OFFICERS,
    PERSON,
    PRINCIPALS,
    closed,
    opened,
    refused,
    requested,
    sign_in,
    tell_grants,
    tell_viewings,
    viewing,
)
from tests.builders.watch import START, Watch, new_watch

pytestmark = pytest.mark.usefixtures("qapp")
HIGH = "Maple Grove High School"


def named(_campus: VenueId) -> str:
    return HIGH


@pytest.fixture
def watch() -> Watch:
    return new_watch()


@pytest.fixture
def banner(watch: Watch) -> Iterator[GrantBanner]:
    made = GrantBanner(watch.theme, {Verb.APPROVE: "Ctrl+Shift+G", Verb.END: "Ctrl+Alt+G"}, "Alt+G")
    yield made
    made.deleteLater()


def asked(count: int = 1) -> list[Line]:
    grants = [requested(f"g{number}", age_s=12) for number in range(count)]
    return list(school_lines(grants, (), (), (), PRINCIPALS, named, START))


def test_a_request_is_one_line_with_everything_to_decide_on(banner: GrantBanner) -> None:
    (line,) = asked()
    banner.show_lines([line])
    assert line.text == f"{PERSON} asks to see {HIGH}"
    assert line.detail == "school alarm · “Door 7 forced” · whole campus, one camera · asked 00:12 ago"
    (widget,) = banner.lines.values()
    assert list(widget.buttons) == [Verb.APPROVE, Verb.REFUSE, Verb.SHOW]
    assert widget.buttons[Verb.APPROVE].text() == "Approve   Ctrl+Shift+G"
    pressed: list[tuple[str, Verb]] = []
    banner.pressed.connect(lambda key, verb: pressed.append((key, verb)))
    widget.buttons[Verb.APPROVE].click()
    assert pressed == [("g0", Verb.APPROVE)]


def test_lines_keep_their_buttons_while_they_count_on_and_go_with_the_news(banner: GrantBanner) -> None:
    banner.show_lines(asked())
    (before,) = banner.lines.values()
    later = list(school_lines([requested("g0", age_s=40)], (), (), (), PRINCIPALS, named, START))
    banner.show_lines(later)
    assert list(banner.lines.values()) == [before]
    assert "00:40" in before.accessibleDescription()
    banner.show_lines([])
    assert banner.lines == {}
    assert banner.isHidden()


def test_more_lines_than_fit_are_counted_and_a_key_for_several_stands_on_none(banner: GrantBanner) -> None:
    banner.show_lines(asked(MOST + 3))
    assert len(banner.lines) == MOST
    assert banner.more.text() == "3 more   Alt+G"
    assert {line.buttons[Verb.APPROVE].text() for line in banner.lines.values()} == {"Approve"}


def test_the_banner_says_who_watches_since_when_until_the_server_says_he_is_gone(watch: Watch) -> None:
    sign_in(watch, "principal-hs", PRINCIPALS)
    tell_grants(watch, opened(requested()))
    tell_viewings(watch, viewing(age_s=41))
    (line,) = school_lines((), (), watchers(watch.store), (), PRINCIPALS, named, START)
    assert line.text == f"Outside the school: {PERSON} watches one camera"
    assert line.detail.startswith(f"{HIGH} · live · since ")
    assert ", 00:41 · school alarm · until " in line.detail
    assert line.verbs == (Verb.MAP, Verb.END)
    dispatch = replace(PRINCIPALS, may_approve=frozenset())
    (cleared,) = school_lines((), (), watchers(watch.store), (), dispatch, named, START)
    assert cleared.verbs == (Verb.MAP, Verb.CLEARED)
    elsewhere = replace(dispatch, may_end=frozenset())
    (plain,) = school_lines((), (), watchers(watch.store), (), elsewhere, named, START)
    assert plain.verbs == (Verb.MAP,)


def test_broken_glass_stands_first_and_drills_say_so() -> None:
    glass = replace(opened(requested("g9")), is_break_glass=True, circumstance=None)
    drill = replace(requested("g1"), circumstance=Circumstance.DRILL)
    first, second = school_lines([drill], [glass], (), (), PRINCIPALS, named, START)
    assert (first.news, first.verbs) == (News.BROKEN, (Verb.SEEN, Verb.END))
    assert second.is_drill


def test_ones_own_requests_and_grants_are_told() -> None:
    grants = [requested(needed=2), opened(requested("g2"), minutes=17), refused(requested("g3"))]
    waiting, is_open, over = own_lines(grants, named, START)
    assert waiting.detail.startswith("asked 00:12 ago · none of two approvals")
    assert "17:00 left" in is_open.detail
    assert over.text == f"{HIGH}: The school refused: No unit is on the way."
    assert over.verbs == (Verb.DISMISS,)


@pytest.mark.parametrize(
    ("grant", "words"),
    [
        (requested(needed=2), "Asked 00:12 ago, none of two approvals"),
        (requested(), "Asked 00:12 ago, nobody has approved yet"),
        (replace(opened(requested()), ends_at=None), "Open until the school ends it"),
        (closed(opened(requested()), Ending.UNITS_CLEARED), "All units are cleared; the view ended at "),
        (replace(opened(requested()), is_break_glass=True), "Break-glass. Open until "),
    ],
)
def test_how_a_grant_stands(grant: object, words: str) -> None:
    assert state_words(grant, START).startswith(words)  # type: ignore[arg-type]


def test_the_bell_rings_once_for_each_request_and_for_broken_glass_though_muted() -> None:
    played: list[str] = []
    is_muted = False
    bell = GrantBell(Path(), lambda: is_muted, lambda path: played.append(path.name))
    bell.follow(["g1"], is_broken=False)
    bell.follow(["g1"], is_broken=False)
    assert played == [ASKED]
    bell.follow(["g1", "g2"], is_broken=False)
    assert played == [ASKED, ASKED]
    is_muted = True
    bell.follow(["g1", "g2", "g3"], is_broken=True)
    bell.follow(["g1", "g2", "g3"], is_broken=True)
    assert played == [ASKED, ASKED, BROKEN]
    bell.stop()


@pytest.fixture
def form() -> Iterator[RequestForm]:
    made = RequestForm(named)
    made.show()
    yield made
    made.deleteLater()


def test_the_form_sends_what_was_suggested_with_one_key(form: RequestForm) -> None:
    sent: list[Draft] = []
    form.asked.connect(sent.append)
    draft = Draft(CAMPUS, Circumstance.SCHOOL_ALARM, "Alarm 1: Door 7 forced")
    form.show_draft(draft, OFFICERS)
    QTest.keyClick(form.reason, Qt.Key.Key_Return)
    assert sent == [draft]


def test_without_a_reason_nothing_is_asked_nor_broken(form: RequestForm) -> None:
    sent: list[object] = []
    form.asked.connect(sent.append)
    form.broken.connect(lambda campus, reason: sent.append((campus, reason)))
    form.show_draft(Draft(CAMPUS, Circumstance.EMERGENCY_CALL), OFFICERS)
    assert not form.ask.isEnabled()
    QTest.keyClick(form.reason, Qt.Key.Key_Return)
    form.glass.click()
    assert not form.question.is_open
    assert sent == []
    form.reason.setText("Shots heard")
    form.glass.click()
    assert form.question.is_open
    assert sent == []
    form.question.yes.click()
    assert sent == [(CAMPUS, "Shots heard")]


def test_who_may_not_break_the_glass_is_not_offered_it(form: RequestForm) -> None:
    form.show_draft(Draft(CAMPUS, Circumstance.EMERGENCY_CALL), replace(OFFICERS, may_break_glass=frozenset()))
    assert form.glass.isHidden()


@pytest.fixture
def panel(watch: Watch) -> Iterator[GrantsPanel]:
    made = GrantsPanel(watch.theme, named)
    made.show()
    yield made
    made.deleteLater()


FACE = CardFace(HIGH, "1: Door 7 forced", ("Hall B · north",), (), ((Verb.APPROVE, ""), (Verb.REFUSE, "Not yet.")))


def test_the_card_is_worked_by_letters_and_greys_with_the_reason(panel: GrantsPanel) -> None:
    pressed: list[object] = []
    panel.pressed.connect(pressed.append)
    panel.card.show()
    panel.card.show_grant(requested(), FACE, START)
    panel.setFocus()
    QTest.keyClick(panel, Qt.Key.Key_A)
    assert pressed == [Verb.APPROVE]
    assert not panel.card.buttons[Verb.REFUSE].isEnabled()
    assert panel.card.reasons.text() == "Not yet."


def test_a_refusal_wants_a_reason(panel: GrantsPanel) -> None:
    reasons: list[str] = []
    panel.card.refused.connect(reasons.append)
    panel.card.show()
    panel.card.show_grant(requested(), FACE, START)
    panel.card.begin_refusal()
    QTest.keyClick(panel.card.reason, Qt.Key.Key_Return)
    assert reasons == []
    panel.card.reason.setText("No unit is on the way")
    QTest.keyClick(panel.card.reason, Qt.Key.Key_Return)
    assert reasons == ["No unit is on the way"]


def test_the_list_has_what_waits_first_and_foreign_text_stays_text(panel: GrantsPanel) -> None:
    hostile = replace(requested("g2"), person="<b>A\nname</b>")
    panel.show_grants([closed(opened(requested("g1"))), hostile], GrantId("g2"), START)
    texts = [panel.rows.item(row).text() for row in range(panel.rows.count())]
    assert texts[0] == "Waiting"
    assert texts[1].startswith("<b>A name</b>")
    assert texts[2] == "Over"
    chosen: list[str] = []
    panel.chosen.connect(chosen.append)
    panel.rows.itemActivated.emit(panel.rows.item(3))
    panel.rows.itemActivated.emit(panel.rows.item(0))
    assert chosen == ["g1"]


def test_where_nothing_is_offered_the_steps_are_listed() -> None:
    words = PolicyWords()
    words.show_terms(GrantTerms(why_not="No way.", to_set_up=("Make a role.", "Make events.")), is_told=True)
    assert words.missing.text() == "No way.\nWhat an administrator must set up:\n1. Make a role.\n2. Make events."
    words.show_terms(GrantTerms(), is_told=False)
    assert words.missing.text() == "The server has not told yet what it offers."
    words.show_terms(OFFICERS, is_told=True)
    assert words.version.text() == "Version 1 · Signed with the key C0F0 A5A3."
    assert words.rules.text().startswith(f"• {PERSON}")
    words.deleteLater()
