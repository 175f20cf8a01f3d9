"""The districts of a watch: each is signed in to again by itself, where its password or certificate is another now."""

from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING

from smartclient.app.serving import server_for, trust
from smartclient.domain.connection import Line
from smartclient.domain.errors import CertificateUnknown, ServerError
from smartclient.domain.ids import ServerKey, keyed, server_of
from smartclient.domain.keying import without_key
from smartclient.domain.site import Site
from smartclient.runtime import passwords
from smartclient.runtime.tasks import Tasks
from smartclient.session.sessions import Sessions
from smartclient.store.changes import Changes
from smartclient.store.notices import Grade
from smartclient.ui.actions import Action
from smartclient.ui.bindings import bind

if TYPE_CHECKING:
    from smartclient.app.districts import District
    from smartclient.app.watch import Watch
    from smartclient.ui.shell.sign_in import SignIn, SignInWindow

_NOTICE = "sign in to"


class DistrictRoom:
    """Build it on the running loop; `stop` ends it. A watch over one server has nothing here."""

    def __init__(self, watch: "Watch") -> None:
        self._watch = watch
        self._tasks = Tasks("districts")
        self._window: SignInWindow | None = None
        if watch.given.districts is not None:
            bind(watch.window, watch.store.changed, self._look)

    def actions(self) -> Iterator[Action]:
        """A row for each district, in the find box."""
        for district in self._districts():
            yield Action(
                f"sign-in-again-{district.key}",
                f"Sign in again: {district.name}",
                "Window",
                partial(self.ask, district),
            )

    def ask(self, district: "District") -> None:
        """Shows the sign-in window for that district alone."""
        from smartclient.ui.shell.sign_in import SignInWindow

        self._close()
        watch = self._watch
        password = passwords.remembered(district.address, district.user)
        window = self._window = SignInWindow(
            watch.given.theme, district.address, district.user, password, "",
            lambda filled: self._begin(district, filled), None, lambda: None,
        )  # fmt: skip
        window.setWindowTitle(f"smartclient · sign in again to {district.name}")
        sessions = watch.session
        trouble = sessions.of[district.key].trouble if isinstance(sessions, Sessions) else None
        if trouble is not None:
            window.say(str(trouble))
        window.show()

    async def stop(self) -> None:
        """Lets go of the window."""
        self._close()
        await self._tasks.cancel()

    def _look(self, changes: Changes) -> None:
        """A district that wants a person says so, until it is signed in to."""
        if not (changes.connection or changes.everything):
            return
        for part in self._watch.store.parts.values():
            notice = f"{_NOTICE} {part.district}"
            if part.connection.line is Line.REFUSED:
                words = f"{part.district}: {part.connection.detail} Ctrl+K, “Sign in again”, signs in to it alone."
                self._watch.notices.say(notice, words, Grade.TROUBLE)
            else:
                self._watch.notices.end(notice)

    def _begin(self, district: "District", filled: "SignIn") -> None:
        self._tasks.start("sign in again", self._try(district, filled))

    async def _try(self, district: "District", filled: "SignIn") -> None:
        """Tries beside the running session, so that a wrong password takes nothing away."""
        window, sessions, file = self._window, self._watch.session, self._watch.given.settings
        server = server_for(file.read(), filled, self._site_of(district.key))
        try:
            await server.connect()
        except CertificateUnknown as error:
            await server.close()
            if window is not None:
                window.ask_trust(str(error), error.sha256, partial(self._trusted, district, filled, error.sha256))
            return
        except ServerError as error:
            await server.close()
            if window is not None:
                window.say(str(error))
            return
        if isinstance(sessions, Sessions):
            await sessions.sign_in_again(district.key, server)
        if filled.remember:
            passwords.remember(filled.server, filled.user, filled.password)
        self._watch.record.act(filled.user, "sign in again", keyed(district.key, ""), district.name)
        self._close()

    def _trusted(self, district: "District", filled: "SignIn", sha256: str) -> None:
        trust(self._watch.given.settings, filled.server, sha256)
        self._begin(district, filled)

    def _site_of(self, key: ServerKey) -> Site:
        """What the district's own server knows by name: its buildings and campuses."""
        site = self._watch.store.site
        venues = tuple(without_key(each) for each in site.venues if server_of(each.id) == key)
        buildings = tuple(without_key(each) for each in site.buildings if server_of(each.id) == key)
        return Site(site.district_of(keyed(key, "")), venues=venues, buildings=buildings)

    def _districts(self) -> Iterator["District"]:
        districts = self._watch.given.districts
        if districts is not None:
            yield from districts.by_key.values()

    def _close(self) -> None:
        window, self._window = self._window, None
        if window is not None:
            window.close()
            window.deleteLater()
