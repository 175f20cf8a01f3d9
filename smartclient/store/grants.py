"""What the server says of grants: each as it last was, and who outside the school watches now."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from smartclient.domain.grants import Grant, GrantId, GrantState, GrantTerms, Viewing

_CLOCKS_APART = timedelta(seconds=5)
_OVER = (GrantState.REFUSED, GrantState.CLOSED)


class Grants:
    """Folds news in any order and repetition; a grant that ended stays ended."""

    def __init__(self) -> None:
        self._by_id: dict[GrantId, Grant] = {}
        self.by_id: Mapping[GrantId, Grant] = self._by_id
        self.viewings: tuple[Viewing, ...] = ()
        self.terms = GrantTerms()

    def is_news(self, grant: Grant) -> bool:
        """Whether `put` would change anything."""
        known = self._by_id.get(grant.id)
        return known is None or grant.is_after(known)

    def put(self, grant: Grant) -> bool:
        """Takes a grant as the server tells it; whether it was news."""
        if not self.is_news(grant):
            return False
        self._by_id[grant.id] = grant
        return True

    def replace(self, grants: Iterable[Grant], viewings: tuple[Viewing, ...], terms: GrantTerms, at: datetime) -> None:
        """The whole present as it was at `at`: what the server no longer knows is not open any more."""
        told = {grant.id: grant for grant in grants}
        for key, known in list(self._by_id.items()):
            if key not in told and known.state not in _OVER and known.changed_at < at - _CLOCKS_APART:
                del self._by_id[key]
        for grant in told.values():
            self.put(grant)
        self.viewings, self.terms = viewings, terms
