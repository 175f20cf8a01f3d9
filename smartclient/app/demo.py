"""`smartclient demo`: the watch over Maple Grove, with its own server."""

import asyncio
import tempfile
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from smartclient.adapters.xprotect.client import XProtectServer
from smartclient.app.demo_child import DemoChild
from smartclient.app.editing import own_copy
from smartclient.app.homes import DEMO, DEMO_USER, keep_scope, known_scope
from smartclient.app.loop import run
from smartclient.app.memoranda import memorandum_beside
from smartclient.app.starting import Home, given, home, plan
from smartclient.app.successor import Successor, run_beside
from smartclient.app.watch import Watch
from smartclient.plans.scope import Scope
from smartclient.runtime import paths
from smartclient.runtime.clock import SystemClock
from smartclient.runtime.secret import Secret
from smartclient.store.places import building_titles, campus_names
from smartclient.ui.shell.sign_in import SignIn

if TYPE_CHECKING:
    from smartclient.app.guarding import Guarding

SITE = "maple-grove"
USER = DEMO_USER


def demo(
    tour: Path | None,
    scenario: str,
    seed: int,
    theme: str | None,
    user: str = USER,
    screen: str = "",
    policy: str = "",
) -> int:
    """Starts the demo server, signs in and shows the district; with `tour` walks through it by itself. Closing ends both."""
    child = DemoChild(scenario, seed, options=[f"--policy={policy}"] if policy else ())
    child.begin()
    try:
        successors: list[Successor] = []
        status = run(lambda: _watch(child, tour, theme, user, screen, successors))
        return run_beside(successors[-1]) if successors else status
    finally:
        child.stop()


async def _watch(
    child: DemoChild, tour: Path | None, theme: str | None, user: str, screen: str, successors: "list[Successor]"
) -> int:
    """A tour leaves nothing behind but its pictures: settings and journal lie in a folder that goes with it.

    Whoever takes the console over afterwards is added to `successors`.
    """
    ours, edited = paths.floorplans() / SITE, own_copy(SITE)
    if tour is not None:
        with tempfile.TemporaryDirectory() as folder:
            kept = Home(Path(folder), Path(folder) / "journal.db")
            return (await _on_watch(_Opened(child, user, theme, ours, kept), tour))[0]
    site = edited if edited.is_dir() else ours
    scope, is_known = (None, True) if user == USER else known_scope(DEMO, user)
    if not is_known:
        await asyncio.to_thread(child.wait)
        from smartclient.app.scoping import learn_scope

        scope = await learn_scope(DEMO, user, site, XProtectServer(child.url, user, child.password))
    begins_again = False
    while True:
        opened = _Opened(child, user, theme, site, home(DEMO, user, scope), scope, screen, begins_again)
        status, guarding = await _on_watch(opened, None)
        room = guarding.scope
        if (successor := guarding.console.successor) is not None:
            successors.append(successor)
        if successors or not room.begins_again:
            return status
        scope, begins_again = room.changed_to, True


@dataclass(frozen=True, slots=True)
class _Opened:
    """What a watch over the demo is begun with."""

    child: DemoChild
    user: str
    theme: str | None
    site: Path
    kept: Home
    scope: Scope = None
    screen: str = ""
    begins_again: bool = False
    """Whether a watch with other rights ended for this one."""


async def _on_watch(begun: _Opened, tour: Path | None) -> tuple[int, "Guarding"]:
    """One watch, until it ends: the status of the process, and whether another begins."""
    clock, child, user = SystemClock(), begun.child, begun.user
    opened = plan(begun.site, begun.scope)
    server = XProtectServer(
        child.url,
        user,
        child.password,
        clock=clock,
        buildings=building_titles(opened.site),
        campuses=campus_names(opened.site),
        memorandum=memorandum_beside(begun.site),
    )
    follow = partial(keep_scope, DEMO, user)
    made = given(
        opened, server, user, begun.theme, clock, begun.kept, child.url, follow_scope=follow, screen=begun.screen
    )
    entered = SignIn(child.url, user, child.password, remember=False, plan=begun.site)
    watch = Watch(replace(made, entered=entered, is_handed_over=begun.begins_again))
    opened.say(watch.notices)
    watch.show()
    status = 0
    try:
        control = await asyncio.to_thread(child.wait)
        watch.start()
        if tour is not None:
            status = await _tour(watch, child, control, tour)
        else:
            await watch.ended.wait()
    finally:
        await watch.shutdown()
    return status, watch.guarding


async def _tour(watch: Watch, child: DemoChild, control: Secret, folder: Path) -> int:
    from smartclient.app.tour import Tour

    await watch.furnished.wait()
    return await Tour(watch, child, control, folder).walk()
