"""Which cameras are open to a governed person, and the sentence where one is not."""

from dataclasses import replace
from datetime import timedelta

import pytest

from smartclient.domain.connection import Connection, Line
from smartclient.domain.grants import Ending
from smartclient.domain.ids import DeviceId, ServerKey, VenueId, keyed
from smartclient.session.grants.openness import CLOCKS_APART, Openness
from smartclient.store.servers import ServerPart
from tests.builders.grants import (
    CAMPUS,
    NOBODY,
    OFFICER,
    OFFICERS,
    closed,
    opened,
    refused,
    requested,
    sign_in,
    tell_grants,
)
from tests.builders.watch import CAMERA, Watch, new_watch

OTHER = DeviceId("cameras/2")


@pytest.fixture
def watch() -> Watch:
    return new_watch()


@pytest.fixture
def openness(watch: Watch) -> Openness:
    return Openness(watch.store, watch.clock, lambda _device: CAMPUS, "Ctrl+G")


def test_nobody_is_closed_out_where_no_memorandum_governs(watch: Watch, openness: Openness) -> None:
    sign_in(watch, OFFICER, NOBODY)
    assert not openness.is_closed(CAMERA)
    assert openness.why_closed(CAMERA) == ""


def test_a_governed_person_sees_what_a_grant_opens_and_nothing_else(watch: Watch, openness: Openness) -> None:
    sign_in(watch, OFFICER, OFFICERS)
    asked = "Closed to you: the memorandum opens cameras on request. Press Ctrl+G to ask."
    assert openness.why_closed(CAMERA) == asked
    tell_grants(watch, request := requested(needed=2))
    assert openness.is_closed(CAMERA)
    assert "the school has not answered, none of two approvals" in openness.why_closed(CAMERA)
    tell_grants(watch, grant := opened(request))
    assert openness.why_closed(CAMERA) == ""
    assert openness.why_closed(OTHER) == "Closed to you: this camera is not among those that the school opened."
    tell_grants(watch, closed(grant))
    assert openness.why_closed(CAMERA).startswith("The school ended the view at ")
    assert openness.why_closed(CAMERA).endswith("Press Ctrl+G to ask again.")


def test_somebody_elses_grant_opens_nothing(watch: Watch, openness: Openness) -> None:
    sign_in(watch, OFFICER, OFFICERS)
    tell_grants(watch, opened(requested(user="somebody else")))
    assert openness.is_closed(CAMERA)


def test_the_time_of_a_grant_ends_it_though_the_server_is_silent(watch: Watch, openness: Openness) -> None:
    sign_in(watch, OFFICER, OFFICERS)
    tell_grants(watch, opened(requested(), minutes=1))
    watch.clock.advance(60 + CLOCKS_APART.total_seconds())
    assert not openness.is_closed(CAMERA)
    watch.clock.advance(1)
    assert openness.why_closed(CAMERA) == "The time of the view was up. Press Ctrl+G to ask again."


@pytest.mark.parametrize(
    ("ending", "words"),
    [
        (Ending.TIMER, "The time of the view was up at "),
        (Ending.UNITS_CLEARED, "All units are cleared; the view ended at "),
        (Ending.WITHDRAWN, "The view was given back at "),
    ],
)
def test_the_sentence_says_how_it_ended(watch: Watch, openness: Openness, ending: Ending, words: str) -> None:
    sign_in(watch, OFFICER, OFFICERS)
    tell_grants(watch, closed(opened(requested()), ending))
    assert openness.why_closed(CAMERA).startswith(words)
    watch.clock.advance(timedelta(hours=3).total_seconds())
    assert openness.why_closed(CAMERA).startswith("Closed to you")


def test_a_refusal_is_said_with_its_reason(watch: Watch, openness: Openness) -> None:
    sign_in(watch, OFFICER, OFFICERS)
    tell_grants(watch, refused(requested()))
    assert openness.why_closed(CAMERA) == "The school refused: No unit is on the way. Press Ctrl+G to ask again."


def test_who_may_not_ask_here_is_told_so(watch: Watch) -> None:
    sign_in(watch, OFFICER, OFFICERS)
    elsewhere = Openness(watch.store, watch.clock, lambda _device: VenueId("elm-street"), "Ctrl+G")
    assert elsewhere.why_closed(CAMERA) == "Closed to you: the memorandum does not let you ask for cameras here."


def test_of_several_servers_only_the_one_with_a_memorandum_closes_its_cameras(watch: Watch, openness: Openness) -> None:
    maple, stony = ServerKey("maple"), ServerKey("stony")
    campus = VenueId(keyed(maple, CAMPUS))
    sign_in(watch, OFFICER, replace(OFFICERS, may_request=frozenset({campus})))
    now = watch.clock.now()
    watch.store.parts = {key: ServerPart(key, Connection(Line.LIVE, now, now), OFFICER) for key in (maple, stony)}
    assert openness.is_closed(DeviceId(keyed(maple, CAMERA)))
    assert not openness.is_closed(DeviceId(keyed(stony, CAMERA)))
