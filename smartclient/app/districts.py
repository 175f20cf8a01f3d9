"""Several districts in one watch: their plans on one map, their servers behind one port, each with its own journal and rights."""

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from smartclient.adapters.server import Server
from smartclient.adapters.several.client import SeveralServers
from smartclient.adapters.several.keyed import KeyedServer
from smartclient.app.homes import together
from smartclient.app.starting import Home, Plan, given, home, plan, withheld_of
from smartclient.app.watch import Given
from smartclient.domain.ids import DeviceId, ServerKey, VenueId, keyed
from smartclient.domain.keying import with_key
from smartclient.domain.site import Site
from smartclient.domain.snapshot import Snapshot
from smartclient.plans.scope import Scope
from smartclient.plans.several import joined
from smartclient.runtime.clock import Clock
from smartclient.store.incidents.kept import beside
from smartclient.store.journal import Journal
from smartclient.store.journals import Journals
from smartclient.store.kept_journal import open_journal
from smartclient.store.withheld import without

if TYPE_CHECKING:
    from smartclient.ui.shell.sign_in import SignIn

_NOT_IN_KEYS = re.compile(r"[^a-z0-9.-]+")


@dataclass(frozen=True, slots=True)
class Signed:
    """One server as a person signed in to it, or could not yet: then there is no `first` snapshot. `host` names it in settings."""

    host: str
    address: str
    user: str
    server: Server
    plan: Plan
    first: Snapshot | None = None
    entered: "SignIn | None" = None
    """What was filled in to sign in to it; None where nobody filled in anything."""

    @property
    def key(self) -> ServerKey:
        """Of its ids: the same as long as the server has its address."""
        return key_of(self.host)

    @property
    def name(self) -> str:
        """What people call the district: as its plan says, else as its server is called."""
        return self.plan.site.name or (self.first.server_name if self.first is not None else "") or self.host


def key_of(host: str) -> ServerKey:
    """The key of the server at a host, as settings name it."""
    return ServerKey(_NOT_IN_KEYS.sub("-", host.lower()).strip("-"))


@dataclass(frozen=True, slots=True)
class District:
    """One of several. `server` gives ids with the district's key, and can be signed in to again by itself."""

    key: ServerKey
    name: str
    address: str
    user: str
    server: KeyedServer
    journal: Journal
    first: Snapshot | None
    incidents: Path
    """The incident files of its server: the same as in a watch over it alone."""
    settings: Path
    """The folder of what its user set in a watch over it alone."""
    scope: Scope = None
    """The campuses of its plan that its user may see; None is all."""
    plan: Path | None = None
    """What its campuses were read from; None where they are on no disk."""
    entered: "SignIn | None" = None
    """What was filled in to sign in to it."""


@dataclass(frozen=True, slots=True)
class Districts:
    """All of a watch."""

    by_key: Mapping[ServerKey, District]


def given_several(signed: Sequence[Signed], theme: str | None, clock: Clock, screen: str = "") -> Given:
    """What a watch over several is made from; joins plans, 0.2 s a district. Raises JournalUnwritable.

    Each server has a journal of its own, told apart from that of a watch over it alone, as its ids are. Plans are changed with
    one district signed in, so this one has no plan to save.
    """
    names, kept = _told_apart(signed), _home(signed)
    districts = {
        each.key: District(
            each.key,
            names[each.key],
            each.address,
            each.user,
            KeyedServer(each.server, each.key),
            open_journal(_own_journal(each)),
            with_key(each.first, each.key) if each.first is not None else None,
            beside(_home_alone(each).journal),
            _home_alone(each).settings,
            each.plan.scope,
            each.plan.path if each.plan.fingerprint else None,
            each.entered,
        )
        for each in signed
    }
    gone = {each.key: withheld_of(each.plan.site, _home_alone(each).settings) for each in signed}
    sites = {each.key: without(each.plan.site, gone[each.key]) for each in signed}
    site = joined(sites, names, f"{len(signed)} districts")
    whole = Plan(site, signed[0].plan.path, fingerprint=_fingerprint(signed))
    journals = Journals(kept.journal, {key: each.journal for key, each in districts.items()})
    servers = SeveralServers({key: each.server for key, each in districts.items()})
    address = "; ".join(each.address for each in signed)
    one = given(whole, servers, signed[0].user, theme, clock, kept, address, journal=journals, screen=screen)
    withheld = frozenset(DeviceId(keyed(key, device)) for key, devices in gone.items() for device in devices)
    return replace(one, plan=None, stamp={}, districts=Districts(districts), withheld=withheld)


def read_again(districts: Districts) -> Site:
    """The plans of all on one map, as they are on disk now. Blocks; raises PlanError."""
    every = districts.by_key.values()
    sites = {each.key: plan(each.plan, each.scope).site if each.plan is not None else Site("") for each in every}
    return joined(sites, {each.key: each.name for each in every}, f"{len(sites)} districts")


def _home(signed: Sequence[Signed]) -> Home:
    """Settings and what belongs to no server, of these users at these servers with what each may see."""
    scopes = [keyed(each.key, venue) for each in signed for venue in each.plan.scope or ()]
    is_whole = all(each.plan.scope is None for each in signed)
    hosts, users = together(each.host for each in signed), together(each.user for each in signed)
    return home(hosts, users, None if is_whole else frozenset(map(VenueId, scopes)))


def _home_alone(signed: Signed) -> Home:
    """Where a watch over it alone keeps what it keeps."""
    return home(signed.host, signed.user, signed.plan.scope)


def _own_journal(signed: Signed) -> Path:
    alone = _home_alone(signed).journal
    return alone.with_name(alone.name.replace("journal-", "journal-several-", 1))


def _told_apart(signed: Sequence[Signed]) -> dict[ServerKey, str]:
    """The names of the districts; where two are called the same, with where their servers are."""
    names = [each.name for each in signed]
    return {each.key: each.name if names.count(each.name) == 1 else f"{each.name} ({each.key})" for each in signed}


def _fingerprint(signed: Sequence[Signed]) -> str:
    """Another one whenever one of the plans is; empty where one of them is kept nowhere."""
    marks = [f"{each.key} {each.plan.fingerprint}" for each in signed if each.plan.fingerprint]
    return hashlib.sha256("\n".join(marks).encode()).hexdigest() if len(marks) == len(signed) else ""
