"""Signing in: ask, try, say what is wrong, ask for trust in an unknown certificate; then the watch."""

import asyncio
import logging
from collections.abc import Callable
from functools import partial
from urllib.parse import urlsplit

from smartclient.adapters.xprotect.client import XProtectServer
from smartclient.adapters.xprotect.ways import Way
from smartclient.app.homes import keep_scope
from smartclient.app.loop import run, themed
from smartclient.app.scoping import SignedIn, sign_in
from smartclient.app.starting import given, home
from smartclient.app.watch import Watch
from smartclient.domain.errors import CertificateUnknown, PlanError, ServerError
from smartclient.domain.site import Site
from smartclient.runtime import passwords, paths
from smartclient.runtime.clock import SystemClock
from smartclient.runtime.settings import SettingsFile
from smartclient.runtime.tasks import Tasks
from smartclient.store.places import building_titles, campus_names
from smartclient.ui.shell.sign_in import SignIn, SignInWindow

log = logging.getLogger(__name__)


def watch(server: str, site: str, theme: str | None = None, screen: str = "") -> int:
    """The sign-in window, then the watch; the demo when the person asks for it."""
    chose_demo = False

    async def body() -> int:
        nonlocal chose_demo
        door = FrontDoor(server, site, theme, screen)
        chose_demo = await door.pass_through()
        return 0

    status = run(body)
    if chose_demo:
        from smartclient.app.demo import demo

        return demo(None, "school-day", 1, theme, screen=screen)
    return status


class FrontDoor:
    """The sign-in window and what comes of it."""

    def __init__(self, server: str, site: str, theme: str | None, screen: str = "") -> None:
        self._file = SettingsFile(paths.settings_folder())
        settings = self._file.read()
        self._theme, self._screen = theme, screen
        self._closed = asyncio.Event()
        self._tasks = Tasks("sign-in")
        self._passed: tuple[SignIn, SignedIn] | None = None
        self._chose_demo = False
        address, user = server or settings.server, settings.user
        self._window = SignInWindow(
            themed(theme or settings.theme),
            address,
            user,
            passwords.remembered(address, user) if address and user else None,
            site or settings.plans.get(address, ""),
            self._begin,
            self._demo,
            self._closed.set,
        )

    async def pass_through(self) -> bool:
        """Runs until the person has gone: true when the demo was asked for."""
        self._window.show()
        await self._closed.wait()
        await self._tasks.cancel()
        self._window.hide()
        self._window.deleteLater()
        if self._passed is not None:
            await self._watch(*self._passed)
        return self._chose_demo

    async def _watch(self, filled: SignIn, signed: SignedIn) -> None:
        """Watches, and begins again where the server shows other campuses meanwhile; where that fails its reason is the last word."""
        while await self._one_watch(filled, signed):
            try:
                signed = await self._sign_in(filled)
            except (PlanError, ServerError) as error:
                log.warning("the watch does not begin again: %s", error)
                return

    async def _one_watch(self, filled: SignIn, signed: SignedIn) -> bool:
        """Until it ends; whether another begins."""
        host, opened, user = _host(filled.server), signed.plan, filled.user
        kept, follow = home(host, user, opened.scope), partial(keep_scope, host, user)
        made = given(
            opened,
            signed.server,
            user,
            self._theme,
            SystemClock(),
            kept,
            filled.server,
            follow_scope=follow,
            screen=self._screen,
        )
        on_watch = Watch(made)
        opened.say(on_watch.notices)
        on_watch.start(signed.snapshot)
        try:
            await on_watch.ended.wait()
        finally:
            await on_watch.shutdown()
        return on_watch.guarding.scope.begins_again

    def _demo(self) -> None:
        self._chose_demo = True
        self._closed.set()

    def _begin(self, filled: SignIn) -> None:
        self._tasks.start("try", self._try(filled))

    async def _try(self, filled: SignIn) -> None:
        try:
            signed = await self._sign_in(filled)
        except CertificateUnknown as error:
            self._window.ask_trust(str(error), error.sha256, self._truster(filled, error.sha256))
            return
        except (PlanError, ServerError) as error:
            self._window.say(str(error))
            return
        self._remember(filled)
        self._passed = (filled, signed)
        self._closed.set()

    async def _sign_in(self, filled: SignIn) -> SignedIn:
        settings, host = self._file.read(), _host(filled.server)
        trusted, way = settings.trusted_sha256.get(host, ""), Way.named(settings.way_for.get(host, ""))
        pinned = frozenset({trusted} if trusted else ())

        def serve(site: Site) -> XProtectServer:
            buildings = building_titles(site)
            campuses = campus_names(site)
            return XProtectServer(
                filled.server, filled.user, filled.password, pinned, way=way, buildings=buildings, campuses=campuses
            )

        return await sign_in(host, filled.user, filled.plan, serve)

    def _truster(self, filled: SignIn, sha256: str) -> Callable[[], None]:
        def trust() -> None:
            trusted = self._file.read().trusted_sha256 | {_host(filled.server): sha256}
            self._file.change(trusted_sha256=trusted)
            self._begin(filled)

        return trust

    def _remember(self, filled: SignIn) -> None:
        plans = self._file.read().plans | ({filled.server: str(filled.plan)} if filled.plan else {})
        self._file.change(server=filled.server, user=filled.user, plans=plans)
        if filled.remember:
            passwords.remember(filled.server, filled.user, filled.password)
        else:
            passwords.forget(filled.server, filled.user)


def _host(server: str) -> str:
    parts = urlsplit(server)
    return f"{parts.hostname}:{parts.port or (80 if parts.scheme == 'http' else 443)}"
