"""Which cameras are open to this person now, and the sentence a tile says where one is not."""

from collections.abc import Callable
from datetime import timedelta

from smartclient.domain.grants import Grant, GrantState
from smartclient.domain.ids import DeviceId, VenueId
from smartclient.runtime.clock import Clock
from smartclient.session.grant_access import is_governed
from smartclient.session.grants.asking import is_own
from smartclient.session.grants.words import approvals, clock, ended
from smartclient.store.site_store import SiteStore

CLOCKS_APART = timedelta(seconds=5)
"""How long after its end, by this console's clock, a grant of which the server says nothing more is still taken for open."""
_REMEMBERED = timedelta(hours=1)


class Openness:
    """Asks the present each time. `campus_of` says on which campus a camera is; `key` is what a person presses to ask."""

    def __init__(
        self, store: SiteStore, clock: Clock, campus_of: Callable[[DeviceId], VenueId | None], key: str
    ) -> None:
        self._store, self._clock, self._campus_of, self._key = store, clock, campus_of, key

    @property
    def own(self) -> list[Grant]:
        """This person's grants and requests, newest first."""
        found = (grant for grant in self._store.grants.values() if is_own(grant, self._store))
        return sorted(found, key=lambda grant: grant.requested_at, reverse=True)

    @property
    def open(self) -> list[Grant]:
        """This person's grants that are open now, newest first."""
        now = self._clock.now()
        return [
            grant
            for grant in self.own
            if grant.state is GrantState.OPEN and (grant.ends_at is None or now <= grant.ends_at + CLOCKS_APART)
        ]

    def is_closed(self, camera: DeviceId) -> bool:
        """Whether this person may not see that camera now because of the memorandum."""
        return is_governed(camera, self._store) and not any(camera in grant.cameras for grant in self.open)

    def why_closed(self, camera: DeviceId) -> str:
        """Why this person may not see that camera now, for a tile; empty where it is open, or nobody governs it."""
        if not self.is_closed(camera):
            return ""
        terms, campus = self._store.grant_terms, self._campus_of(camera)
        again = f"Press {self._key} to ask again."
        if terms.why_not:
            return f"Closed to you. {terms.why_not}"
        if campus not in terms.may_request:
            return "Closed to you: the memorandum does not let you ask for cameras here."
        for grant in self.own:
            if grant.campus != campus:
                continue
            if grant.state is GrantState.OPEN and grant in self.open:
                return "Closed to you: this camera is not among those that the school opened."
            if grant.state is GrantState.REQUESTED:
                so_far = approvals(grant)
                return f"Asked at {clock(grant.requested_at)}; the school has not answered{f', {so_far}' if so_far else ''}."
            if grant.state is GrantState.OPEN:
                return f"The time of the view was up. {again}"
            if grant.closed_at is not None and self._clock.now() - grant.closed_at < _REMEMBERED:
                return f"{ended(grant)} {again}"
            break
        return f"Closed to you: the memorandum opens cameras on request. Press {self._key} to ask."
