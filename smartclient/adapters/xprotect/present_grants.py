"""All that one reading told of grants, and what is new in it."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from smartclient.domain.events import Event, GrantChanged, ViewingsChanged
from smartclient.domain.grants import Grant, GrantState, GrantTerms, Viewing


@dataclass(frozen=True, slots=True)
class PresentGrants:
    """As far as this user may know."""

    grants: tuple[Grant, ...] = ()
    viewings: tuple[Viewing, ...] = ()
    terms: GrantTerms = field(default_factory=GrantTerms)

    def news(self, before: "PresentGrants") -> Iterator[Event]:
        """What changed since an earlier reading, as events; what the server no longer knows is not open any more."""
        known, told = {grant.id: grant for grant in before.grants}, {grant.id for grant in self.grants}
        for grant in before.grants:
            if grant.id not in told and grant.state in (GrantState.REQUESTED, GrantState.OPEN):
                yield GrantChanged(replace(grant, state=GrantState.CLOSED))
        yield from (GrantChanged(grant) for grant in self.grants if known.get(grant.id) != grant)
        if self.viewings != before.viewings:
            yield ViewingsChanged(self.viewings)
