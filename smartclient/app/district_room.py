"""The servers of a watch: each is signed in to again by itself, gets another user or is taken away, and others come to it."""

from collections.abc import Iterator, Mapping
from functools import partial
from typing import TYPE_CHECKING

from smartclient.app.districts import key_of
from smartclient.app.server_door import Asked, ServerDoor
from smartclient.app.serving import host_of
from smartclient.app.successor import Successor
from smartclient.domain.connection import Line
from smartclient.domain.ids import ALONE, ServerKey, keyed, server_of
from smartclient.domain.keying import without_key
from smartclient.domain.site import Site
from smartclient.runtime.tasks import Tasks
from smartclient.session.sessions import Sessions
from smartclient.store.changes import Changes
from smartclient.store.notices import Grade
from smartclient.ui.actions import Action
from smartclient.ui.bindings import bind

if TYPE_CHECKING:
    from smartclient.adapters.server import Server
    from smartclient.app.districts import District
    from smartclient.app.watch import Watch
    from smartclient.ui.dialogs import Question
    from smartclient.ui.shell.sign_in import SignIn

_NOTICE = "sign in to"
_GROUP = "Window"


class DistrictRoom:
    """Build it on the running loop; `stop` ends it. What changes who watches what begins the watch again, in a process of its own."""

    def __init__(self, watch: "Watch") -> None:
        self._watch = watch
        self._door = ServerDoor(watch)
        self._tasks = Tasks("districts")
        self._question: Question | None = None
        given = watch.given
        self.entered: dict[ServerKey, SignIn | None] = {ALONE: given.entered}
        """What was filled in to sign in to each server, last."""
        if given.districts is not None:
            self.entered = {key: each.entered for key, each in given.districts.by_key.items()}
            bind(watch.window, watch.store.changed, self._look)

    def actions(self) -> Iterator[Action]:
        """Rows in the find box: one for each district, and one to add a server."""
        why_not = self.why_not_begin_again
        yield Action("add-server", "Watch another server beside …", _GROUP, self.ask_to_add, why_not=why_not)
        for each in self._districts():
            yield Action(f"sign-in-again-{each.key}", f"Sign in again: {each.name}", _GROUP, partial(self.ask, each))
            yield Action(
                f"another-user-{each.key}",
                f"Another user signs in to {each.name} …",
                _GROUP,
                partial(self.ask_another, each),
                why_not=why_not,
            )
            yield Action(
                f"remove-server-{each.key}",
                f"Watch no longer: {each.name} …",
                _GROUP,
                partial(self.ask_to_remove, each),
                why_not=why_not,
            )

    def why_not_begin_again(self) -> str | None:
        """Why no server can be added or taken away, nor get another user; None when it can."""
        if None in self.entered.values():
            return "This watch was begun without signing in by hand. Close it, and sign in to the servers together."
        return None

    def ask(self, district: "District") -> None:
        """Shows the sign-in window for that district alone."""
        sessions = self._watch.session
        trouble = sessions.of[district.key].trouble if isinstance(sessions, Sessions) else None
        entered = self.entered[district.key]
        self._door.ask(
            Asked(
                f"Sign in again to {district.name}. The other districts go on.",
                partial(self._again, district),
                district.address,
                entered.user if entered is not None else district.user,
                str(trouble or ""),
                self._site_of(district.key),
                partial(self._why_not_there, district),
            )
        )

    def ask_another(self, district: "District") -> None:
        """Asks who comes to that district; the others go on as they are."""
        self._door.ask(
            Asked(
                f"Another user at {district.name}. The watch begins again; the other districts stay signed in.",
                partial(self._replace, district),
                district.address,
                why_not=partial(self._why_not_there, district),
            )
        )

    def ask_to_add(self) -> None:
        """Asks for one more server."""
        title = "One more server. The watch begins again with it; floor, tiles and the open incident stay."
        self._door.ask(Asked(title, self._add, why_not=self._why_not_new))

    def ask_to_remove(self, district: "District") -> None:
        """Asks whether nobody here shall see that district any more."""
        from smartclient.ui.dialogs import Question

        window = self._watch.window
        if self._question is None:
            question = self._question = window.own(Question())
            question.setContentsMargins(16, 12, 16, 12)
            question.closed.connect(lambda: window.close_panel(question))
        window.show_panel(self._question, "Servers", self._question.dismiss)
        words = f"Watch {district.name} no longer? Its alarms are then not seen here. The watch begins again with the others."
        self._question.ask(words, "Watch no longer", partial(self.remove, district))

    def remove(self, district: "District") -> None:
        """Watches the others alone from now on."""
        self._act("watch no longer", district.key, district.name)
        rest = {key: each for key, each in self.entered.items() if key != district.key}
        self._tasks.start("remove", self._begin_again(rest))

    async def begin_again(self) -> None:
        """With the same servers: one of them shows more or less than it did."""
        await self._begin_again(self.entered)

    async def stop(self) -> None:
        """Lets go of the window."""
        await self._door.stop()
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

    async def _again(self, district: "District", filled: "SignIn", server: "Server") -> None:
        """The same user goes on here; for another one nothing of the former's may stay."""
        known, sessions = self.entered[district.key], self._watch.session
        if filled.user.casefold() != (known.user if known is not None else district.user).casefold():
            await self._replace(district, filled, server)
            return
        if isinstance(sessions, Sessions):
            await sessions.sign_in_again(district.key, server)
        self.entered[district.key] = filled if known is not None else None
        self._act("sign in again", district.key, district.name, filled.user)

    async def _replace(self, district: "District", filled: "SignIn", server: "Server") -> None:
        await server.close()
        self._act("another user", district.key, district.name, filled.user)
        await self._begin_again({**self.entered, district.key: filled}, afresh=district.key)

    async def _add(self, filled: "SignIn", server: "Server") -> None:
        await server.close()
        if filled.plan is not None:
            settings = self._watch.given.settings
            settings.change(plans=settings.read().plans | {filled.server: str(filled.plan)})
        self._act("watch another server", ALONE, filled.server, filled.user)
        await self._begin_again(self.entered, added=filled)

    async def _begin_again(
        self,
        entered: "Mapping[ServerKey, SignIn | None]",
        *,
        added: "SignIn | None" = None,
        afresh: ServerKey | None = None,
    ) -> None:
        """With these servers; floor, tiles and incident are handed over, but for those of a server with another user."""
        from smartclient.store.moved_view import moved

        known = {key: each for key, each in entered.items() if each is not None}
        every = (*known.values(), *([added] if added is not None else []))
        is_alone = len(every) == 1
        keys = {
            key: ALONE if is_alone else key_of(host_of(each.server)) for key, each in known.items() if key != afresh
        }
        guarding, window = self._watch.guarding, self._watch.window
        view = moved(guarding.resuming.now(), keys)
        await guarding.console.hand_over(Successor(every, view, window.arrangement()))

    def _why_not_there(self, district: "District", filled: "SignIn") -> str:
        if key_of(host_of(filled.server)) == key_of(host_of(district.address)):
            return ""
        return f"That is another server than {district.name}'s. “Watch another server beside” adds it."

    def _why_not_new(self, filled: "SignIn") -> str:
        known = {key_of(host_of(each.server)) for each in self.entered.values() if each is not None}
        return "This server is watched already." if key_of(host_of(filled.server)) in known else ""

    def _act(self, act: str, key: ServerKey, name: str, user: str = "") -> None:
        watch = self._watch
        watch.record.act(user or watch.store.user_of(keyed(key, "")) or watch.given.user, act, keyed(key, ""), name)

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
