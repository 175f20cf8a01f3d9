"""“Why can't I …?” in one watch: its key, and where the reasons come from."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from smartclient.domain.ids import keyed
from smartclient.session.access import why_not_watch
from smartclient.session.lacking import Lack, lacking
from smartclient.ui.actions import HIDDEN, Action
from smartclient.ui.bindings import bind

if TYPE_CHECKING:
    from smartclient.app.watch import Watch
    from smartclient.ui.shell.why_sheet import Reason, WhySheet

_NAME = "why-not"


class WhyRoom:
    """Build it after the grants, whose reasons come before those of the role; the sheet is built when it is first asked for."""

    def __init__(self, watch: "Watch") -> None:
        self._watch = watch
        players, server, store = watch.players, watch.given.server, watch.store
        closed_by_grants = players.why_closed
        players.why_closed = lambda camera: closed_by_grants(camera) or why_not_watch(camera, store, server)
        bind(watch.window, store.changed, lambda changes: players.follow_rights() if changes.everything else None)
        self.sheet: WhySheet | None = None

    def actions(self) -> Iterator[Action]:
        """Its row."""
        yield Action(_NAME, "Why can't I …? What cannot be done, and why", "Window", self._toggle, ("Ctrl+?",))

    def never(self) -> "list[Reason]":
        """What this sign-in is not offered, and the campuses it does not see."""
        watch = self._watch
        kept_back = (*watch.guarding.scope.why_not_all(), *watch.guarding.withheld.why_not_all())
        hidden = [("See the whole plan", words) for words in kept_back]
        return [*hidden, *((lack.what, lack.why) for lack in self._lacks())]

    def _lacks(self) -> "Iterator[Lack]":
        given, store = self._watch.given, self._watch.store
        if given.districts is None:
            yield from lacking(store, given.server.capabilities, store.user or given.user)
            return
        for each in given.districts.by_key.values():
            thing = keyed(each.key, "")
            yield from lacking(store, each.server.capabilities, store.user_of(thing) or each.user, thing)

    def now(self) -> "list[Reason]":
        """Each action that cannot be done now, once; of rows that are one line on the key sheet the first."""
        found: dict[str, str] = {}
        for row in self._watch.actions:
            if row.sheet_keys != HIDDEN and (reason := row.why_not()):
                found.setdefault(row.text, reason)
        return list(found.items())

    def _toggle(self) -> None:
        if self.sheet is None:
            from smartclient.ui.shell.why_sheet import WhySheet

            self.sheet = WhySheet(self._watch.window, self._watch.given.theme, self.never, self.now)
        self.sheet.toggle()
