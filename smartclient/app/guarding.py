"""Who may see what in one watch: the rooms of grants, audit and console, and their keys."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from smartclient.app.auditing import AuditRoom
from smartclient.app.console import ConsoleRoom
from smartclient.app.district_room import DistrictRoom
from smartclient.app.granting import GrantingRoom
from smartclient.app.responding import RespondingRoom
from smartclient.app.resuming import Resuming
from smartclient.app.scoping import ScopeRoom
from smartclient.app.whys import WhyRoom
from smartclient.app.withholding import WithheldRoom
from smartclient.ui.actions import Action

if TYPE_CHECKING:
    from smartclient.app.watch import Watch


class Guarding:
    """Build it on the running loop, after the lists; the watch ends what it built."""

    def __init__(self, watch: "Watch") -> None:
        self.audit = AuditRoom(watch)
        watch.closing.push_async_callback(self.audit.stop)
        self.granting = GrantingRoom(watch)
        watch.closing.push_async_callback(self.granting.stop)
        self.scope = ScopeRoom(watch)
        watch.closing.push_async_callback(self.scope.stop)
        self.withheld = WithheldRoom(watch)
        watch.closing.push_async_callback(self.withheld.stop)
        self.whys = WhyRoom(watch)
        self.districts = DistrictRoom(watch)
        watch.closing.push_async_callback(self.districts.stop)
        self.responding = RespondingRoom(watch)
        watch.closing.push_async_callback(self.responding.stop)
        self.console = ConsoleRoom(watch, self.audit)
        watch.closing.push_async_callback(self.console.stop)
        self.resuming = Resuming(watch)
        watch.closing.push_async_callback(self.resuming.stop)

    def actions(self) -> Iterator[Action]:
        """The rows of all."""
        yield from self.granting.actions()
        yield from self.whys.actions()
        yield from self.districts.actions()
        yield from self.responding.actions()
        yield from self.console.actions()
        yield from self.resuming.actions()
