"""Two persons for one act: where settings or memorandum ask for it, somebody else with the right signs in at this console and says yes."""

import asyncio
from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from smartclient.adapters.server import Capability
from smartclient.domain.errors import ServerError, SignInRefused
from smartclient.domain.ids import DeviceId
from smartclient.evidence.audit.entries import Kind
from smartclient.runtime.secret import Secret
from smartclient.runtime.tasks import Tasks
from smartclient.session.recognising import second_person
from smartclient.ui.console.second_person import SecondPersonForm

if TYPE_CHECKING:
    from smartclient.app.console import ConsoleRoom

Agreed = Callable[[str, datetime], None]
EXPORT, UNMASK = "export", "unmask"


class SecondPerson:
    """Belongs to the console's room; `stop` ends it."""

    def __init__(self, room: "ConsoleRoom") -> None:
        self._room, self._watch = room, room.watch
        self._tasks = Tasks("second person")

    def is_needed(self, act: str) -> bool:
        """Whether the settings or the memorandum let nobody do such an act alone."""
        settings, terms = self._watch.given.settings.read(), self._watch.store.grant_terms
        return act in settings.second_person_for or act in terms.two_persons_for

    def ask(self, parent: QWidget, asked: str, cameras: frozenset[DeviceId], then: Agreed) -> SecondPersonForm:
        """Asks before `parent`; `then` hears who agreed and when. Nothing happens where nobody does."""
        form = SecondPersonForm(self._watch.given.theme, asked, self._room.audit.user(), parent)
        form.tried.connect(
            lambda user, password: self._tasks.start("ask", self._try(form, asked, cameras, user, password, then))
        )
        form.rejected.connect(lambda: self._room.audit.write(Kind.REFUSAL, "nobody else agreed", detail={"to": asked}))
        form.open()
        return form

    async def stop(self) -> None:
        """Ends what is asked."""
        await self._tasks.cancel()

    async def _try(
        self,
        form: SecondPersonForm,
        asked: str,
        cameras: frozenset[DeviceId],
        user: str,
        password: Secret,
        then: Agreed,
    ) -> None:
        room = self._room
        await asyncio.sleep(room.lock.wait_s)
        try:
            who = await second_person(
                self._watch.given.server, room.audit.user(), user, password, cameras, Capability.EXPORT
            )
        except ServerError as error:
            if isinstance(error, SignInRefused):
                room.lock.refused()
            room.audit.write(Kind.REFUSAL, "second person: refused", user, {"to": asked, "said": str(error)})
            if isValid(form):
                form.say(str(error))
            return
        at = self._watch.given.clock.now()
        room.audit.write(Kind.CONSOLE, "second person agreed", who.user, {"to": asked, "cameras": sorted(cameras)})
        await asyncio.to_thread(room.audit.auditing.settle, 5.0)
        if isValid(form):
            form.accept()
            then(who.user, at)
