"""The memorandum at work: a principal's and an officer's window at one server, from asking to pictures, and from the end to the dark."""

import asyncio
import time
from collections.abc import Callable
from contextlib import AsyncExitStack
from statistics import median

from smartclient.adapters.xprotect.client import XProtectServer
from smartclient.app.demo import SITE
from smartclient.app.demo_child import DemoChild
from smartclient.app.loop import run
from smartclient.app.starting import given, home, plan
from smartclient.app.watch import Watch
from smartclient.domain.commands import ApproveGrant, EndGrant, RequestGrant
from smartclient.domain.connection import Line
from smartclient.domain.devices import DeviceKind
from smartclient.domain.errors import SmartclientError
from smartclient.domain.grants import Circumstance, Ending, Grant, GrantState
from smartclient.domain.ids import DeviceId, VenueId
from smartclient.plans.scope import Scope
from smartclient.runtime import paths
from smartclient.runtime.clock import SystemClock
from smartclient.ui.video.face import Shown

ROUNDS, TILES = 12, 4
OFFICER, SCHOOL = "responder", "principal-hs"
_LOOK_S, _PATIENCE_S = 0.004, 30.0
Seconds = tuple[float, float, float, float]
"""From the request until the school had it, from its yes to the first and to the last picture, from its end until all was dark."""


def measure() -> dict[str, object]:
    """Milliseconds, from one window's command to what the other window shows. The first round waits for the demo to draw."""
    policy = paths.floorplans() / SITE / "policy.json"
    child = DemoChild("", seed=1, is_calm=True, options=[f"--policy={policy}"])
    child.begin()
    rounds: list[Seconds] = []
    try:
        child.wait()
        run(lambda: _play(child, rounds))
    finally:
        child.stop()
    asked, first, last, dark = ([1_000 * one[which] for one in rounds[1:]] for which in range(4))
    return {
        "rounds": len(rounds) - 1,
        "tiles": TILES,
        "request_to_school_median_ms": round(median(asked), 1),
        "approval_to_first_picture_median_ms": round(median(first), 1),
        "approval_to_all_pictures_median_ms": round(median(last), 1),
        "end_to_all_dark_median_ms": round(median(dark), 1),
        "end_to_all_dark_worst_ms": round(max(dark), 1),
    }


async def _play(child: DemoChild, rounds: list[Seconds]) -> int:
    async with AsyncExitStack() as stack:
        officer, school = _watch(child, OFFICER), _watch(child, SCHOOL)
        for watch in (officer, school):
            stack.push_async_callback(watch.shutdown)
        await _until(lambda: all(each.store.connection.line is Line.LIVE for each in (officer, school)), "the server")
        campus, cameras = _seen_by(school)
        officer.workspace.open_cameras(cameras)
        rounds += [await _round(officer, school, campus, number) for number in range(ROUNDS)]
    return 0


def _watch(child: DemoChild, user: str) -> Watch:
    opened = plan(paths.floorplans() / SITE)
    scope: Scope = None
    if user == SCHOOL:
        scope = frozenset(venue.id for venue in opened.site.venues if "High" in venue.name)
        opened = plan(opened.path, scope)
    server = XProtectServer(child.url, user, child.password, clock=SystemClock())
    watch = Watch(given(opened, server, user, "dark", SystemClock(), home(child.url, user, scope)))
    watch.window.resize(1400, 900)
    watch.furnish()
    watch.start()
    return watch


def _seen_by(school: Watch) -> tuple[VenueId, list[DeviceId]]:
    (campus,) = school.places.site.venues
    cameras = [d.id for d in school.store.devices.values() if d.kind is DeviceKind.CAMERA and d.placement]
    return campus.id, cameras[:: len(cameras) // TILES][:TILES]


async def _round(officer: Watch, school: Watch, campus: VenueId, number: int) -> Seconds:
    reason = f"Bench round {number}"
    asked_s = time.perf_counter()
    officer.dispatcher.send(RequestGrant(campus, Circumstance.EMERGENCY_CALL, reason))
    await _until(lambda: _grant(school, reason, GrantState.REQUESTED), "the request at the school")
    known_s = time.perf_counter()
    grant = _grant(school, reason, GrantState.REQUESTED)
    if grant is None:
        raise SmartclientError("The request was gone at once.")
    approved_s = time.perf_counter()
    school.dispatcher.send(ApproveGrant(grant.id))
    await _until(lambda: any(_pictured(officer)), "the first picture")
    first_s = time.perf_counter()
    await _until(lambda: all(_pictured(officer)), "all pictures")
    last_s = time.perf_counter()
    school.dispatcher.send(EndGrant(grant.id, Ending.SCHOOL))
    ended_s = time.perf_counter()
    await _until(lambda: _is_dark(officer), "the dark")
    dark_s = time.perf_counter()
    await _until(lambda: not school.store.viewings, "the end of all viewings")
    return (known_s - asked_s, first_s - approved_s, last_s - approved_s, dark_s - ended_s)


def _grant(watch: Watch, reason: str, state: GrantState) -> Grant | None:
    return next((each for each in watch.store.grants.values() if each.reason == reason and each.state is state), None)


def _pictured(watch: Watch) -> list[bool]:
    tiles = watch.wall.board.tiles[:TILES]
    return [tile.player is not None and tile.face().shown is Shown.PICTURE for tile in tiles]


def _is_dark(watch: Watch) -> bool:
    return all(tile.face().shown is Shown.NOTHING and tile.picture.frame is None for tile in watch.wall.board.tiles)


async def _until(is_so: Callable[[], object], what: str) -> None:
    try:
        async with asyncio.timeout(_PATIENCE_S):
            while not is_so():  # noqa: ASYNC110 (what is waited for belongs to code that knows no bench)
                await asyncio.sleep(_LOOK_S)
    except TimeoutError as error:
        raise SmartclientError(f"The bench waited {_PATIENCE_S:.0f} s for {what}.") from error
