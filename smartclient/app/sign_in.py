"""Signing in: ask, try, say what is wrong, ask for trust in an unknown certificate; then the watch."""

import asyncio
import logging
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from smartclient.adapters.xprotect.client import XProtectServer
from smartclient.app.districts import Signed, given_several
from smartclient.app.homes import keep_scope, known_scope
from smartclient.app.loop import run, themed
from smartclient.app.scoping import SignedIn, sign_in
from smartclient.app.serving import host_of, server_for, trust
from smartclient.app.sign_ins import Entry, SignIns
from smartclient.app.starting import Plan, given, home, plan
from smartclient.app.successor import Successor
from smartclient.app.watch import Given, Watch
from smartclient.domain.errors import CertificateUnknown, PlanError, ServerError, SignInRefused
from smartclient.domain.site import Site
from smartclient.evidence.audit.entries import AuditEntry, Kind
from smartclient.runtime import passwords, paths
from smartclient.runtime.clock import SystemClock
from smartclient.runtime.secret import Secret
from smartclient.runtime.settings import KeptServer, SettingsFile
from smartclient.runtime.tasks import Tasks
from smartclient.session.auditing import note_at_the_door
from smartclient.ui.shell.sign_in import Several, SignIn, SignInWindow, with_scheme

_PATIENCE_S = 3.0
"""A watch that is handed over waits so long for servers of which it is known what they show; who answers later comes in then."""

log = logging.getLogger(__name__)


def watch(
    servers: Sequence[str], site: str, theme: str | None = None, screen: str = "", entering: Successor | None = None
) -> int:
    """The sign-in window, then the watch; the demo when the person asks for it. Who is `entering` need not fill in anything."""
    chose_demo, successor = False, None

    async def body() -> int:
        nonlocal chose_demo, successor
        door = FrontDoor(servers, site, theme, screen, entering)
        chose_demo = await door.pass_through()
        successor = door.successor
        return 0

    status = run(body)
    if chose_demo:
        from smartclient.app.demo import demo

        return demo(None, "school-day", 1, theme, screen=screen)
    if successor is not None:
        from smartclient.app.successor import take_over

        return take_over(successor)
    return status


class FrontDoor:
    """The sign-in window and what comes of it."""

    def __init__(
        self,
        servers: Sequence[str],
        site: str,
        theme: str | None,
        screen: str = "",
        entering: Successor | None = None,
    ) -> None:
        """`servers` are filled in, or the one that was signed in to last; several are watched at once."""
        self._file = SettingsFile(paths.settings_folder())
        settings = self._file.read()
        self._theme, self._screen = theme, screen
        self._entering: Successor | None = entering if entering is not None and entering.entered else None
        self.successor: Successor | None = None
        """Who takes the console over after the watch."""
        self._closed = asyncio.Event()
        self._tasks = Tasks("sign-in")
        self._passed: tuple[SignIn, SignedIn] | None = None
        self._taken: list[Entry] = []
        self._chose_demo = self._is_going = False
        self._sign_ins = SignIns(self._sign_in, self._show_servers)
        known = {each.server: each.user for each in settings.servers}
        listed = (
            [] if self._entering is not None else list(servers) if len(servers) > 1 else [] if servers else list(known)
        )
        address, user = next(iter(servers), settings.server) if not listed else "", settings.user
        if self._entering is not None:
            first = self._entering.entered[0]
            address, user = (first.server, first.user) if len(self._entering.entered) == 1 else ("", "")
        self._window = SignInWindow(
            themed(theme or settings.theme),
            address,
            user if not listed else "",
            passwords.remembered(address, user) if address and user else None,
            site or settings.plans.get(address, ""),
            self._begin,
            self._demo,
            self._closed.set,
            Several(self._add, self._go),
        )
        self._window.rows.chosen.connect(self._choose)
        self._window.rows.removed.connect(self._sign_ins.remove)
        for each in listed:
            self._sign_ins.add(self._remembered(with_scheme(each), known.get(each, user)))

    async def pass_through(self) -> bool:
        """Runs until the person has gone: true when the demo was asked for."""
        self._window.show()
        self._enter()
        await self._closed.wait()
        await self._tasks.cancel()
        self._window.hide()
        self._window.deleteLater()
        await self._sign_ins.stop()
        if self._passed is not None:
            await self._watch(*self._passed)
        elif self._taken:
            await self._watch_several()
        return self._chose_demo

    async def _watch_several(self) -> None:
        """Until it ends. A server that has not answered yet comes in when it does."""
        signed = [self._known(entry) for entry in self._taken]
        on_watch = Watch(self._as_handed_over(given_several(signed, self._theme, SystemClock(), self._screen)))
        for each in signed:
            each.plan.say(on_watch.notices)
        on_watch.start()
        try:
            await on_watch.ended.wait()
        finally:
            await on_watch.shutdown()
        self.successor = on_watch.guarding.console.successor

    def _enter(self) -> None:
        """Who comes from the watch before need not fill in anything."""
        entered = self._entering.entered if self._entering is not None else ()
        if len(entered) == 1:
            self._file.change(servers=[])
            self._begin(entered[0])
        for each in entered if len(entered) > 1 else ():
            self._sign_ins.add(each)
        if len(entered) > 1:
            self._tasks.start("patience", self._go_without_the_slow())

    async def _go_without_the_slow(self) -> None:
        await asyncio.sleep(_PATIENCE_S)
        slow = (each.filled for each in self._sign_ins.entries.values() if each.signed is None)
        if all(each.plan is None or known_scope(host_of(each.server), each.user)[1] for each in slow):
            self._go()

    def _as_handed_over(self, made: Given) -> Given:
        """With what was on show in the watch before, once."""
        entering, self._entering = self._entering, None
        if entering is None or entering.view is None:
            return made
        made.settings.change(splitters=dict(entering.arrangement))
        return replace(made, last_view=entering.view, is_handed_over=True)

    def _known(self, entry: Entry) -> Signed:
        """What came of signing in; of one that has not answered, what was known of it last."""
        filled, host = entry.filled, host_of(entry.filled.server)
        if entry.signed is not None:
            return Signed(
                host, filled.server, filled.user, entry.signed.server, entry.signed.plan, entry.signed.snapshot, filled
            )
        opened = Plan(Site(""), paths.floorplans())
        if filled.plan is not None:
            opened = plan(filled.plan, known_scope(host, filled.user)[0])
        return Signed(host, filled.server, filled.user, self._server(filled, opened.site), opened, None, filled)

    async def _watch(self, filled: SignIn, signed: SignedIn) -> None:
        """Watches, and begins again where the server shows other campuses meanwhile; where that fails its reason is the last word."""
        begins_again = False
        while await self._one_watch(filled, signed, begins_again=begins_again):
            begins_again = True
            try:
                signed = await self._sign_in(filled)
            except (PlanError, ServerError) as error:
                log.warning("the watch does not begin again: %s", error)
                return

    async def _one_watch(self, filled: SignIn, signed: SignedIn, *, begins_again: bool) -> bool:
        """Until it ends; whether another begins."""
        host, opened, user = host_of(filled.server), signed.plan, filled.user
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
        on_watch = Watch(self._as_handed_over(replace(made, entered=filled, is_handed_over=begins_again)))
        opened.say(on_watch.notices)
        on_watch.start(signed.snapshot)
        try:
            await on_watch.ended.wait()
        finally:
            await on_watch.shutdown()
        self.successor = on_watch.guarding.console.successor
        return on_watch.guarding.scope.begins_again and self.successor is None

    def _demo(self) -> None:
        self._chose_demo = True
        self._closed.set()

    def _begin(self, filled: SignIn) -> None:
        self._tasks.start("try", self._try(filled, self._pass))

    def _add(self, filled: SignIn) -> None:
        self._tasks.start("try", self._try(filled, self._keep))

    async def _try(self, filled: SignIn, then: Callable[[SignIn, SignedIn], None]) -> None:
        try:
            signed = await self._sign_in(filled)
        except CertificateUnknown as error:
            again = partial(self._trust, filled, error.sha256, then)
            self._window.ask_trust(str(error), error.sha256, again)
            return
        except (PlanError, ServerError) as error:
            self._window.say(str(error))
            return
        self._remember(filled)
        then(filled, signed)

    def _pass(self, filled: SignIn, signed: SignedIn) -> None:
        """On watch, alone or with those that were added."""
        if self._sign_ins.entries:
            self._keep(filled, signed)
            self._go()
        else:
            self._passed = (filled, signed)
            self._closed.set()

    def _keep(self, filled: SignIn, signed: SignedIn) -> None:
        """Signed in to beside others."""
        self._sign_ins.add(filled, signed)
        self._window.fill("", "", "")
        self._window.say("")

    def _go(self) -> None:
        """On watch with those that were added, once."""
        if self._is_going:
            return
        if reason := self._sign_ins.why_not_go():
            self._window.say(reason)
        elif len(self._sign_ins.entries) == 1:
            self._go_alone(next(iter(self._sign_ins.entries.values())))
        else:
            self._is_going = True
            self._tasks.start("take", self._take())

    def _go_alone(self, entry: Entry) -> None:
        if entry.signed is None:
            self._window.say(f"{entry.filled.server}: {entry.said or 'There is no answer yet.'}")
            return
        self._file.change(servers=[])
        del self._sign_ins.entries[entry.filled.server]
        self._passed = (entry.filled, entry.signed)
        self._closed.set()

    async def _take(self) -> None:
        self._taken = await self._sign_ins.take()
        self._file.change(servers=[KeptServer(server=e.filled.server, user=e.filled.user) for e in self._taken])
        self._closed.set()

    def _choose(self, address: str) -> None:
        """Into the form, to be signed in to anew."""
        entry = self._sign_ins.entries[address]
        self._window.fill(address, entry.filled.user, str(entry.filled.plan or ""))
        self._window.say(entry.said)

    def _show_servers(self) -> None:
        self._window.show_servers(self._sign_ins.rows())
        if self._entering is not None and self._sign_ins.is_settled and not self._sign_ins.why_not_go():
            self._go()

    def _remembered(self, server: str, user: str) -> SignIn:
        password, path = passwords.remembered(server, user), self._file.read().plans.get(server, "")
        return SignIn(server, user, password or Secret(""), password is not None, Path(path) if path else None)

    async def _sign_in(self, filled: SignIn) -> SignedIn:
        try:
            return await sign_in(host_of(filled.server), filled.user, filled.plan, partial(self._server, filled))
        except SignInRefused as error:
            what = AuditEntry(Kind.REFUSAL, filled.user, "sign-in refused", filled.server, detail={"said": str(error)})
            await asyncio.to_thread(note_at_the_door, what, SystemClock())
            raise

    def _server(self, filled: SignIn, site: Site) -> XProtectServer:
        return server_for(self._file.read(), filled, site)

    def _trust(self, filled: SignIn, sha256: str, then: Callable[[SignIn, SignedIn], None]) -> None:
        trust(self._file, filled.server, sha256)
        self._tasks.start("try", self._try(filled, then))

    def _remember(self, filled: SignIn) -> None:
        plans = self._file.read().plans | ({filled.server: str(filled.plan)} if filled.plan else {})
        self._file.change(server=filled.server, user=filled.user, plans=plans)
        if self._entering is not None and filled in self._entering.entered:
            return
        if filled.remember:
            passwords.remember(filled.server, filled.user, filled.password)
        else:
            passwords.forget(filled.server, filled.user)
