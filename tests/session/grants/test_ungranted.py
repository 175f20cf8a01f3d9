"""Who watches from outside without an open grant is told once, after a little patience, to those who answer for the school."""

from smartclient.domain.ids import DeviceId
from smartclient.session.grants.ungranted import PATIENCE, Ungranted
from smartclient.session.rules.rules import Rule
from tests.builders.grants import (
    NOBODY,
    PRINCIPALS,
    closed,
    opened,
    requested,
    sign_in,
    tell_grants,
    tell_viewings,
    viewing,
)
from tests.builders.watch import CAMERA, new_watch


def test_a_viewing_without_a_grant_or_after_it_is_due_once() -> None:
    watch = new_watch()
    ungranted = Ungranted(watch.store, watch.clock)
    sign_in(watch, "principal-hs", PRINCIPALS)
    tell_grants(watch, grant := opened(requested()))
    tell_viewings(watch, viewing(), viewing(DeviceId("cameras/2")))
    assert list(ungranted.due()) == []
    watch.clock.advance(PATIENCE.total_seconds())
    (other,) = ungranted.due()
    assert (other.rule, other.device) == (Rule.OUTSIDE_VIEW, "cameras/2")
    assert "no open grant allows that" in other.words
    tell_grants(watch, closed(grant))
    assert list(ungranted.due()) == []
    watch.clock.advance(PATIENCE.total_seconds())
    (late,) = ungranted.due()
    assert late.device == CAMERA
    watch.clock.advance(60)
    assert list(ungranted.due()) == []


def test_a_picture_that_ends_soon_after_its_grant_is_none() -> None:
    watch = new_watch()
    ungranted = Ungranted(watch.store, watch.clock)
    sign_in(watch, "principal-hs", PRINCIPALS)
    tell_viewings(watch, viewing())
    assert list(ungranted.due()) == []
    tell_viewings(watch)
    watch.clock.advance(60)
    assert list(ungranted.due()) == []


def test_it_is_told_to_nobody_who_does_not_answer_for_the_school() -> None:
    watch = new_watch()
    ungranted = Ungranted(watch.store, watch.clock)
    sign_in(watch, "dispatcher", NOBODY)
    tell_viewings(watch, viewing())
    assert list(ungranted.due()) == []
    watch.clock.advance(60)
    assert list(ungranted.due()) == []
