"""Signing in: ask, try, say what is wrong, ask for trust in an unknown certificate; then the watch."""

import asyncio
from collections.abc import Callable
from urllib.parse import urlsplit

from smartclient.adapters.xprotect.client import XProtectServer
from smartclient.adapters.xprotect.ways import Way
from smartclient.app.loop import run, themed
from smartclient.app.starting import Plan, given, home, plan
from smartclient.app.watch import Watch
from smartclient.domain.errors import CertificateUnknown, PlanError, ServerError
from smartclient.domain.site import Site
from smartclient.domain.snapshot import Snapshot
from smartclient.runtime import passwords, paths
from smartclient.runtime.clock import SystemClock
from smartclient.runtime.settings import SettingsFile
from smartclient.runtime.tasks import Tasks
from smartclient.store.places import building_titles
from smartclient.ui.shell.sign_in import SignIn, SignInWindow


def watch(server: str, site: str, theme: str | None = None) -> int:
    """The sign-in window, then the watch; the demo when the person asks for it."""
    chose_demo = False

    async def body() -> int:
        nonlocal chose_demo
        door = FrontDoor(server, site, theme)
        chose_demo = await door.pass_through()
        return 0

    status = run(body)
    if chose_demo:
        from smartclient.app.demo import demo

        return demo(None, "school-day", 1, theme)
    return status


class FrontDoor:
    """The sign-in window and what comes of it."""

    def __init__(self, server: str, site: str, theme: str | None) -> None:
        self._file = SettingsFile(paths.settings_folder())
        settings = self._file.read()
        self._theme = theme
        self._closed = asyncio.Event()
        self._tasks = Tasks("sign-in")
        self._passed: tuple[SignIn, XProtectServer, Snapshot, Plan] | None = None
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

    async def _watch(self, filled: SignIn, server: XProtectServer, snapshot: Snapshot, opened: Plan) -> None:
        kept = home(_host(filled.server))
        on_watch = Watch(given(opened, server, filled.user, self._theme, SystemClock(), kept, filled.server))
        opened.say(on_watch.notices)
        on_watch.start(snapshot)
        try:
            await on_watch.ended.wait()
        finally:
            await on_watch.shutdown()

    def _demo(self) -> None:
        self._chose_demo = True
        self._closed.set()

    def _begin(self, filled: SignIn) -> None:
        self._tasks.start("try", self._try(filled))

    async def _try(self, filled: SignIn) -> None:
        try:
            opened = plan(filled.plan) if filled.plan else Plan(Site(""), paths.floorplans())
        except PlanError as error:
            self._window.say(str(error))
            return
        settings, host = self._file.read(), _host(filled.server)
        trusted, way = settings.trusted_sha256.get(host, ""), Way.named(settings.way_for.get(host, ""))
        pinned = frozenset({trusted} if trusted else ())
        buildings = building_titles(opened.site)
        server = XProtectServer(filled.server, filled.user, filled.password, pinned, way=way, buildings=buildings)
        try:
            snapshot = await server.connect()
        except CertificateUnknown as error:
            await server.close()
            self._window.ask_trust(str(error), error.sha256, self._truster(filled, error.sha256))
            return
        except ServerError as error:
            await server.close()
            self._window.say(str(error))
            return
        self._remember(filled)
        self._passed = (filled, server, snapshot, opened)
        self._closed.set()

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
