"""Several districts in one watch: their plans on one map, their servers behind one port, each with its own journal and rights."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from smartclient.adapters.server import Server
from smartclient.adapters.several.client import SeveralServers
from smartclient.adapters.several.keyed import KeyedServer
from smartclient.app.starting import Home, Plan, given
from smartclient.app.watch import Given
from smartclient.domain.ids import ServerKey
from smartclient.domain.keying import with_key
from smartclient.domain.snapshot import Snapshot
from smartclient.plans.several import joined
from smartclient.runtime.clock import Clock
from smartclient.store.journal import Journal
from smartclient.store.journals import Journals
from smartclient.store.kept_journal import open_journal


@dataclass(frozen=True, slots=True)
class Signed:
    """One server as a person signed in to it, or could not yet: then there is no `first` snapshot."""

    key: ServerKey
    name: str
    address: str
    user: str
    server: Server
    plan: Plan
    first: Snapshot | None = None


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


@dataclass(frozen=True, slots=True)
class Districts:
    """All of a watch."""

    by_key: Mapping[ServerKey, District]


def given_several(signed: Sequence[Signed], theme: str | None, clock: Clock, kept: Home) -> Given:
    """What a watch over several is made from; reads and joins plans, 0.2 s a district. Raises JournalUnwritable.

    Plans are changed with one district signed in, so this one has no plan to save.
    """
    names = _told_apart(signed)
    districts = {
        each.key: District(
            each.key,
            names[each.key],
            each.address,
            each.user,
            KeyedServer(each.server, each.key),
            open_journal(kept.journal.with_name(f"{kept.journal.stem}-{each.key}.db")),
            with_key(each.first, each.key) if each.first is not None else None,
        )
        for each in signed
    }
    site = joined({each.key: each.plan.site for each in signed}, names, f"{len(signed)} districts")
    plan = Plan(site, signed[0].plan.path, fingerprint=_fingerprint(signed))
    journals = Journals(kept.journal, {key: each.journal for key, each in districts.items()})
    servers = SeveralServers({key: each.server for key, each in districts.items()})
    address = "; ".join(each.address for each in signed)
    one = given(plan, servers, signed[0].user, theme, clock, kept, address, journal=journals)
    return replace(one, plan=None, stamp={}, districts=Districts(districts))


def _told_apart(signed: Sequence[Signed]) -> dict[ServerKey, str]:
    """The names of the districts; where two are called the same, with where their servers are."""
    names = [each.name for each in signed]
    return {each.key: each.name if names.count(each.name) == 1 else f"{each.name} ({each.key})" for each in signed}


def _fingerprint(signed: Sequence[Signed]) -> str:
    """Another one whenever one of the plans is; empty where one of them is kept nowhere."""
    marks = [f"{each.key} {each.plan.fingerprint}" for each in signed if each.plan.fingerprint]
    return hashlib.sha256("\n".join(marks).encode()).hexdigest() if len(marks) == len(signed) else ""
