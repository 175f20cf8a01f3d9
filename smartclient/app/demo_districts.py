"""`smartclient demo --districts 2`: a dispatch centre over two districts, each with a server of its own."""

import asyncio
from pathlib import Path

from smartclient.adapters.xprotect.client import XProtectServer
from smartclient.app.demo_child import DemoChild
from smartclient.app.districts import Signed, given_several
from smartclient.app.loop import run
from smartclient.app.memoranda import memorandum_beside
from smartclient.app.starting import plan
from smartclient.app.successor import Successor, run_beside
from smartclient.app.watch import Watch
from smartclient.runtime import paths
from smartclient.runtime.clock import SystemClock
from smartclient.store.places import building_titles, campus_names
from smartclient.ui.shell.sign_in import SignIn

SITES = ("maple-grove", "stony-ridge")


def demo_districts(scenario: str, seed: int, theme: str | None, user: str, policy: str = "") -> int:
    """Starts a server for each district, signs in to all and shows them; closing ends all."""
    options = [f"--policy={policy}"] if policy else []
    sites = [paths.floorplans() / site for site in SITES]
    children = {site: DemoChild(scenario, seed, site=site, options=options) for site in sites}
    for child in children.values():
        child.begin()
    try:
        successors: list[Successor] = []
        status = run(lambda: watch_districts(children, theme, user, successors))
        return run_beside(successors[-1]) if successors else status
    finally:
        for child in children.values():
            child.stop()


async def watch_districts(
    children: dict[Path, DemoChild], theme: str | None, user: str, successors: list[Successor]
) -> int:
    """Until its window is closed; the servers have begun. Whoever goes on afterwards is added to `successors`."""
    clock = SystemClock()
    signed = [_signed(site, child, user, clock) for site, child in children.items()]
    watch = Watch(given_several(signed, theme, clock))
    for each in signed:
        each.plan.say(watch.notices)
    watch.show()
    try:
        await asyncio.gather(*(asyncio.to_thread(child.wait) for child in children.values()))
        watch.start()
        await watch.ended.wait()
    finally:
        await watch.shutdown()
    if (successor := watch.guarding.console.successor) is not None:
        successors.append(successor)
    return 0


def _signed(site: Path, child: DemoChild, user: str, clock: SystemClock) -> Signed:
    opened = plan(site)
    server = XProtectServer(
        child.url,
        user,
        child.password,
        clock=clock,
        buildings=building_titles(opened.site),
        campuses=campus_names(opened.site),
        memorandum=memorandum_beside(site),
    )
    entered = SignIn(child.url, user, child.password, remember=False, plan=site)
    return Signed(f"demo-{site.name}", child.url, user, server, opened, entered=entered)
