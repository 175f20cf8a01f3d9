"""Viewings from outside that no grant allows, or no more: what this console sees of them becomes an own alarm."""

from collections.abc import Iterator
from datetime import timedelta

from smartclient.domain.events import EventKind, Happened
from smartclient.domain.grants import GrantState, Viewing
from smartclient.domain.ids import EventId
from smartclient.runtime.clock import Clock
from smartclient.session.rules.rules import Due, Rule
from smartclient.store.site_store import SiteStore

PATIENCE = timedelta(seconds=5)
"""Grants and viewings are told one after the other, and a picture may end so much later than its grant."""


class Ungranted:
    """`due` is asked again and again; each viewing is told once."""

    def __init__(self, store: SiteStore, clock: Clock) -> None:
        self._store, self._clock = store, clock
        self._since: dict[EventId, float] = {}
        self._told: set[EventId] = set()

    def due(self) -> Iterator[Due]:
        """What has lasted longer than patience, at campuses this person answers for."""
        now_s = self._clock.steady_s()
        found = {_key(viewing): viewing for viewing in self._store.viewings if self._is_ungranted(viewing)}
        self._since = {key: self._since.get(key, now_s) for key in found}
        for key, viewing in found.items():
            if key not in self._told and now_s - self._since[key] >= PATIENCE.total_seconds():
                self._told.add(key)
                yield self._due(key, viewing)

    def _is_ungranted(self, viewing: Viewing) -> bool:
        user = viewing.user.casefold()
        return (
            bool(self._store.grant_terms.may_end)
            and user != self._store.user_of(viewing.camera).casefold()
            and not any(
                grant.state is GrantState.OPEN and grant.user.casefold() == user and viewing.camera in grant.cameras
                for grant in self._store.grants.values()
            )
        )

    def _due(self, key: EventId, viewing: Viewing) -> Due:
        person = viewing.person or viewing.user
        how = "recorded pictures of it" if viewing.is_recorded else "it"
        words = f"{person} watches {how} from outside, and no open grant allows that."
        event = Happened(key, viewing.since, EventKind.OTHER, viewing.camera, words)
        return Due(Rule.OUTSIDE_VIEW, viewing.camera, event, words)


def _key(viewing: Viewing) -> EventId:
    return EventId(f"{viewing.user}/{viewing.camera}/{viewing.since.isoformat()}/{viewing.is_recorded}")
