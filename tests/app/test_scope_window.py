"""The watch follows what the server shows: it begins again with fewer campuses, or more, as soon as the server says so."""

import asyncio
from functools import partial

import httpx
import pytest

from smartclient.adapters.xprotect.client import XProtectServer
from smartclient.app.homes import home, keep_scope, known_scope
from smartclient.app.loop import run
from smartclient.app.scoping import SignedIn, learn_scope, sign_in
from smartclient.app.starting import given
from smartclient.app.watch import Watch
from smartclient.demo.server import DemoOptions, DemoServer
from smartclient.domain.connection import Line
from smartclient.domain.devices import DeviceKind
from smartclient.domain.errors import SignInRefused
from smartclient.domain.site import Site
from smartclient.plans.scope import Scope
from smartclient.runtime import paths
from smartclient.runtime.clock import SystemClock
from smartclient.runtime.secret import Secret
from smartclient.store.places import building_titles
from tests.builders.demo_thread import demo_server
from tests.builders.running import until
from tests.builders.window import the

SITE = paths.floorplans() / "maple-grove"
HERE, USER = "demo.example:443", "principal-hs"


async def signed_in(server: DemoServer, user: str = USER) -> SignedIn:
    def serve(site: Site) -> XProtectServer:
        return XProtectServer(server.url, user, Secret(server.password), buildings=building_titles(site))

    return await sign_in(HERE, user, SITE, serve)


def begun(signed: SignedIn, user: str = USER) -> Watch:
    kept = home(HERE, user, signed.plan.scope)
    follow = partial(keep_scope, HERE, user)
    watch = Watch(given(signed.plan, signed.server, user, "dark", SystemClock(), kept, HERE, follow_scope=follow))
    watch.furnish()
    watch.start(signed.snapshot)
    return watch


async def give(server: DemoServer, campus: str | None, *hidden: str) -> None:
    order = {"user": USER, "campus": campus, "hidden": hidden}
    async with httpx.AsyncClient(headers={"Authorization": f"Bearer {server.control}"}) as http:
        answer = await http.post(f"{server.url}/x-demo/roles", json=order)
    assert answer.status_code == 200, answer.text


def campuses(watch: Watch) -> list[str]:
    return [venue.name for venue in watch.store.site.venues]


async def again(server: DemoServer, watch: Watch, campus: str | None) -> Watch:
    """Changes the role; the watch that begins instead."""
    await until(lambda: watch.store.connection.line is Line.LIVE)
    await give(server, campus)
    await until(watch.ended.is_set)
    await watch.shutdown()
    assert watch.guarding.scope.begins_again
    return begun(await signed_in(server))


@pytest.mark.usefixtures("qapp")
def test_the_watch_begins_again_with_what_the_server_shows_now() -> None:
    with demo_server(DemoOptions()) as server:

        async def body() -> int:
            assert known_scope(HERE, USER) == (frozenset(), False)
            await give(server, None)
            watch = begun(await signed_in(server))
            assert len(campuses(watch)) == 5
            assert known_scope(HERE, USER) == (None, True)
            assert not list(watch.guarding.scope.why_not_all())
            watch.workspace.open_cameras([the(watch, DeviceKind.CAMERA, "Elm ").id])
            shown = watch.workspace.tiles
            kept = watch.given.last_view_file.path
            await until(lambda: kept.exists() and b"cameras/" in kept.read_bytes())
            watch = await again(server, watch, "elm-street")
            assert watch.workspace.tiles == shown
            assert all(camera in watch.store.devices for camera in shown if camera is not None)
            assert campuses(watch) == ["Elm Street Elementary School"]
            assert not any(device.name.startswith("HS ") for device in watch.store.devices.values())
            assert "You see 1 campus" in " ".join(watch.guarding.scope.why_not_all())
            assert known_scope(HERE, USER)[0] == watch.given.scope
            lost = next(key for key in watch.store.devices if key.startswith("cameras/"))
            await watch.shutdown()
            await give(server, "elm-street", lost)
            watch = begun(await signed_in(server))
            assert lost not in {device.id for device in watch.given.site.devices}, "not even until the session begins"
            await watch.shutdown()
            return 0

        assert run(body) == 0


@pytest.mark.usefixtures("qapp")
def test_a_watch_of_somebody_who_sees_all_stays() -> None:
    with demo_server(DemoOptions()) as server:

        async def body() -> int:
            district = await signed_in(server, "district")
            assert district.plan.scope is None
            await district.server.close()
            watch = begun(await signed_in(server, "dispatcher"), "dispatcher")
            assert watch.given.scope is None
            await until(lambda: watch.store.connection.line is Line.LIVE)
            assert not watch.ended.is_set()
            await watch.shutdown()
            return 0

        assert run(body) == 0


def test_a_refused_sign_in_teaches_nothing() -> None:
    with demo_server(DemoOptions()) as server:

        async def body() -> Scope:
            return await learn_scope(HERE, USER, SITE, XProtectServer(server.url, USER, Secret("wrong")))

        with pytest.raises(SignInRefused):
            asyncio.run(body())
        assert known_scope(HERE, USER) == (frozenset(), False)
