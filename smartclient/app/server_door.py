"""Signing in to one server from within a watch: tried beside what runs, so that a wrong password takes nothing away."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING

from smartclient.app.serving import server_for, trust
from smartclient.domain.errors import CertificateUnknown, ServerError
from smartclient.domain.site import Site
from smartclient.runtime import passwords
from smartclient.runtime.tasks import Tasks

if TYPE_CHECKING:
    from smartclient.adapters.server import Server
    from smartclient.app.watch import Watch
    from smartclient.ui.shell.sign_in import SignIn, SignInWindow


@dataclass(frozen=True, slots=True)
class Asked:
    """What a person is asked for, and what comes of it."""

    title: str
    """What it is for, as a sentence."""
    passed: "Callable[[SignIn, Server], Awaitable[None]]"
    """Takes the server, which is connected, over."""
    address: str = ""
    user: str = ""
    trouble: str = ""
    """Why the server is signed in to now; said at once."""
    site: Site = field(default_factory=lambda: Site(""))
    """What the server knows by name: its buildings and campuses."""
    why_not: "Callable[[SignIn], str]" = lambda _filled: ""
    """Why what was filled in cannot be meant, for a person; empty where it can."""


class ServerDoor:
    """One window at a time; needs a running loop, `stop` ends it."""

    def __init__(self, watch: "Watch") -> None:
        self._watch = watch
        self._tasks = Tasks("server door")
        self._window: SignInWindow | None = None

    def ask(self, asked: Asked) -> None:
        """Shows the window."""
        from smartclient.ui.shell.sign_in import SignInWindow

        self.close()
        given = self._watch.given
        known = bool(asked.address and asked.user)
        window = self._window = SignInWindow(
            given.theme,
            asked.address,
            asked.user,
            passwords.remembered(asked.address, asked.user) if known else None,
            given.settings.read().plans.get(asked.address, ""),
            partial(self._begin, asked),
            None,
            lambda: None,
        )
        window.setWindowTitle("smartclient · sign in")
        window.explain(asked.title)
        if asked.trouble:
            window.say(asked.trouble)
        window.show()

    def close(self) -> None:
        """Takes the window away."""
        window, self._window = self._window, None
        if window is not None:
            window.close()
            window.deleteLater()

    async def stop(self) -> None:
        """Ends what is tried."""
        self.close()
        await self._tasks.cancel()

    def _begin(self, asked: Asked, filled: "SignIn") -> None:
        if reason := asked.why_not(filled):
            self._say(reason)
        else:
            self._tasks.start("sign in", self._try(asked, filled))

    async def _try(self, asked: Asked, filled: "SignIn") -> None:
        server = server_for(self._watch.given.settings.read(), filled, asked.site)
        try:
            await server.connect()
        except CertificateUnknown as error:
            await server.close()
            if self._window is not None:
                self._window.ask_trust(str(error), error.sha256, partial(self._trusted, asked, filled, error.sha256))
            return
        except ServerError as error:
            await server.close()
            self._say(str(error))
            return
        if filled.remember:
            passwords.remember(filled.server, filled.user, filled.password)
        await asked.passed(filled, server)
        self.close()

    def _trusted(self, asked: Asked, filled: "SignIn", sha256: str) -> None:
        trust(self._watch.given.settings, filled.server, sha256)
        self._begin(asked, filled)

    def _say(self, words: str) -> None:
        if self._window is not None:
            self._window.say(words)
