"""What a person may see of a plan: told by the server at sign-in, kept for the next start, followed while the watch lasts."""

import asyncio
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from smartclient.adapters.server import Server
from smartclient.app.homes import keep_scope, keep_withheld, known_scope, settings_of
from smartclient.app.serving import host_of
from smartclient.app.starting import Plan, plan
from smartclient.domain.errors import PlanError, ServerUnreachable
from smartclient.domain.ids import DeviceId, plain, server_of
from smartclient.domain.site import Site
from smartclient.domain.snapshot import Snapshot
from smartclient.plans.cache import campuses
from smartclient.plans.scope import NOTHING, Scope, scope_of
from smartclient.runtime import paths
from smartclient.runtime.tasks import Tasks
from smartclient.store.changes import Changes
from smartclient.store.notices import Grade
from smartclient.store.withheld import withheld_from
from smartclient.ui.bindings import bind

if TYPE_CHECKING:
    from smartclient.app.watch import Watch

_MOST_TURNS = 4
"""Rights may change while somebody signs in; not for ever."""
_NOTICE = "scope"


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A server that was signed in to, its first snapshot, and of the plan what its user may see."""

    server: Server
    snapshot: Snapshot
    plan: Plan


async def sign_in(address: str, user: str, path: Path | None, serve: Callable[[Site], Server]) -> SignedIn:
    """Signs in and reads of the plan at `path` no more than the server shows this user.

    `serve` makes a server that knows the buildings of a site. Where nothing is known of the user yet, no campus is read before the
    server has told. Raises PlanError and ServerError.
    """
    scope: Scope = known_scope(address, user)[0] if path is not None else None
    for _ in range(_MOST_TURNS):
        opened = Plan(Site(""), paths.floorplans()) if path is None else await asyncio.to_thread(plan, path, scope)
        server = serve(opened.site)
        try:
            snapshot = await server.connect()
            told = scope if path is None else await told_scope(path, snapshot)
        except BaseException:
            await server.close()
            raise
        keep_scope(address, user, told)
        if told == scope:
            keep_withheld(settings_of(address, user), withheld_from(opened.site, snapshot))
            return SignedIn(server, snapshot, opened)
        await server.close()
        scope = told
    raise ServerUnreachable("The server changed what you may see while you signed in. Try again.")


async def learn_scope(address: str, user: str, path: Path, server: Server) -> Scope:
    """Asks the server what this user may see, and keeps the answer. Raises PlanError and ServerError."""
    try:
        told = await told_scope(path, await server.connect())
    finally:
        await server.close()
    keep_scope(address, user, told)
    return told


async def told_scope(path: Path, snapshot: Snapshot) -> Scope:
    """The campuses of the plan that the server shows. Raises PlanError."""
    return await _scope(path, frozenset(device.id for device in snapshot.devices), sees_all=snapshot.sees_all)


async def _scope(path: Path, shown: frozenset[DeviceId], *, sees_all: bool) -> Scope:
    if sees_all:
        return None
    return scope_of(await asyncio.to_thread(campuses, path, paths.cache_folder()), shown)


class ScopeRoom:
    """Ends the watch when the server shows other campuses, so that one with these begins; build it on the running loop."""

    def __init__(self, watch: "Watch") -> None:
        self._watch, self._follow = watch, watch.given.follow_scope
        self._tasks = Tasks("scope")
        self.changed_to: Scope = watch.given.scope
        self.begins_again = False
        """Whether the watch ended to begin with `changed_to`."""
        if watch.given.districts is not None or (self._follow is not None and watch.given.plan is not None):
            bind(watch.window, watch.store.changed, self._look)
        if words := " ".join(self.why_not_all()):
            watch.notices.say(_NOTICE, words, Grade.QUIET)

    async def stop(self) -> None:
        """Looks no more."""
        await self._tasks.cancel()

    def why_not_all(self) -> Iterator[str]:
        """Why parts of the plan are not shown, for a person; nothing where all is."""
        given = self._watch.given
        districts = given.districts.by_key.values() if given.districts is not None else ()
        for name, scope in [(given.site.name, given.scope), *((each.name, each.scope) for each in districts)]:
            if scope is not None:
                yield _words(name, scope)

    def _look(self, changes: Changes) -> None:
        if changes.everything and self._watch.store.user and len(self._tasks) == 0:
            several = self._watch.given.districts is not None
            self._tasks.start("look", self._compare_each() if several else self._compare())

    async def _compare_each(self) -> None:
        """Of several, a server that shows other campuses than its plan was read for begins the watch again with them."""
        watch = self._watch
        districts = watch.given.districts
        for each in districts.by_key.values() if districts is not None else ():
            part = watch.store.parts[each.key]
            if each.plan is None or not part.user:
                continue
            own = (device for device in watch.store.devices.values() if server_of(device.id) == each.key)
            shown = frozenset(DeviceId(plain(device.id)) for device in own if device.is_on_server)
            try:
                told = await _scope(each.plan, shown, sees_all=part.sees_all)
            except PlanError as error:
                watch.notices.say(_NOTICE, str(error), Grade.WARNING)
                continue
            if told != each.scope:
                keep_scope(host_of(each.address), each.user, told)
                await self._begin_again(each.name)
                return

    async def _begin_again(self, district: str) -> None:
        rooms = self._watch.guarding.districts
        if rooms.why_not_begin_again() is None:
            await rooms.begin_again()
        else:
            words = f"{district} now shows you other campuses. Close this watch and sign in again to see them."
            self._watch.notices.say(_NOTICE, words)

    async def _compare(self) -> None:
        store, path = self._watch.store, self._watch.given.plan
        if path is None or self._follow is None:
            return
        shown = frozenset(device.id for device in store.devices.values() if device.is_on_server)
        try:
            told = await _scope(path, shown, sees_all=store.sees_all)
        except PlanError as error:
            self._watch.notices.say(_NOTICE, str(error), Grade.WARNING)
            return
        if told != self._watch.given.scope:
            self._follow(told)
            self.changed_to, self.begins_again = told, True
            self._watch.ended.set()


def _words(name: str, scope: frozenset[str]) -> str:
    if scope == NOTHING:
        return f"The server shows you none of the campuses of {name}. It gives that right; ask who keeps it."
    count = "1 campus" if len(scope) == 1 else f"{len(scope)} campuses"
    return f"You see {count} of {name}. The server gives the right to the others; ask who keeps it."
