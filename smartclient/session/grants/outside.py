"""Who outside the school watches, a row for each person: which cameras, since when, by which grant."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from smartclient.domain.grants import Grant, GrantState, Viewing
from smartclient.domain.ids import DeviceId
from smartclient.store.site_store import SiteStore


@dataclass(frozen=True, slots=True)
class Watcher:
    """A person outside who sees `cameras` now; `grants` are the open ones that allow it, none where the server tells of none."""

    user: str
    person: str
    agency: str
    cameras: tuple[DeviceId, ...]
    since: datetime
    is_live: bool
    is_recorded: bool
    grants: tuple[Grant, ...] = ()

    @property
    def is_drill(self) -> bool:
        """Whether all of it belongs to an exercise."""
        return bool(self.grants) and all(grant.is_drill for grant in self.grants)

    @property
    def is_break_glass(self) -> bool:
        """Whether nobody approved it."""
        return any(grant.is_break_glass for grant in self.grants)


def watchers(store: SiteStore) -> list[Watcher]:
    """All who watch now, the longest first. The person who sits at this console is not outside it."""
    by_user: dict[str, list[Viewing]] = {}
    for viewing in store.viewings:
        if viewing.user.casefold() != store.user_of(viewing.camera).casefold():
            by_user.setdefault(viewing.user, []).append(viewing)
    found = [_watcher(viewings, store.grants.values()) for viewings in by_user.values()]
    return sorted(found, key=lambda watcher: watcher.since)


def _watcher(viewings: list[Viewing], grants: Iterable[Grant]) -> Watcher:
    first = viewings[0]
    cameras = tuple(dict.fromkeys(viewing.camera for viewing in viewings))
    allowing = tuple(
        grant
        for grant in grants
        if grant.state is GrantState.OPEN
        and grant.user.casefold() == first.user.casefold()
        and not grant.cameras.isdisjoint(cameras)
    )
    return Watcher(
        first.user,
        first.person,
        first.agency,
        cameras,
        min(viewing.since for viewing in viewings),
        any(not viewing.is_recorded for viewing in viewings),
        any(viewing.is_recorded for viewing in viewings),
        allowing,
    )
