"""What keeps the store the present: one session, or one for each of several servers."""

from typing import TYPE_CHECKING

from smartclient.session.connection import Session
from smartclient.session.sessions import Sessions

if TYPE_CHECKING:
    from smartclient.app.watch import Watch


def line_of(watch: "Watch") -> Session | Sessions:
    """The line, or the lines, of a watch; not begun yet."""
    given = watch.given
    if given.districts is None:
        return Session(given.server, watch.store, given.journal, watch.notices, given.clock)
    districts = given.districts.by_key
    return Sessions(
        {key: each.server for key, each in districts.items()},
        {key: each.name for key, each in districts.items()},
        {key: each.journal for key, each in districts.items()},
        watch.store,
        watch.notices,
        given.clock,
        {key: each.first for key, each in districts.items() if each.first is not None},
    )
