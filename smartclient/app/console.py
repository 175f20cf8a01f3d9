"""The console of one watch: locked when nobody is there, unlocked by its user, left to another; the watermark; a second person's yes."""

import asyncio
from collections.abc import Iterator
from typing import TYPE_CHECKING

from smartclient.app.second_person import SecondPerson
from smartclient.app.unmasking import Unmasking
from smartclient.domain.connection import Line
from smartclient.domain.errors import ServerError, SignInRefused, SmartclientError
from smartclient.evidence.audit.entries import Kind
from smartclient.runtime.secret import Secret
from smartclient.runtime.tasks import Tasks
from smartclient.session.locking import ConsoleLock
from smartclient.session.recognising import recognise
from smartclient.store.notices import Grade
from smartclient.ui.actions import HIDDEN, Action
from smartclient.ui.console.activity import Activity

if TYPE_CHECKING:
    from smartclient.app.auditing import AuditRoom
    from smartclient.app.console_desk import ConsoleDesk
    from smartclient.app.successor import Successor
    from smartclient.app.watch import Watch

_GROUP = "Window"
LOCK_KEY, ANOTHER_KEY = "Ctrl+Shift+Q", "Ctrl+Alt+U"


class ConsoleRoom:
    """Build it on the running loop, after grants, incidents and audit; `stop` ends it. What veils is built when it is first locked."""

    def __init__(self, watch: "Watch", audit: "AuditRoom") -> None:
        self.watch, self.audit = watch, audit
        given = watch.given
        settings = given.settings.read()
        self.lock = ConsoleLock(given.clock, settings.lock_after_min * 60, self._is_suspended)
        self.successor: Successor | None = None
        """Who takes the console over when this watch has ended."""
        self._has_watermark = settings.watermark
        self._tasks = Tasks("console")
        self.desk: ConsoleDesk | None = None
        self._bar()
        self._activity = Activity(watch.window)
        self._activity.seen.connect(self.lock.touch)
        self._activity.looked.connect(self._tick)
        self.lock.changed.connect(self._follow)
        self.second_person = SecondPerson(self)
        watch.evidence.second_person = self.second_person
        self._mark = watch.walls.equipment.watermark
        """Over every picture of a camera on this screen, moving or still."""
        watch.replay.card.watermark = watch.evidence.watermark = watch.footage.search.picker.watermark = self._mark
        self.unmasking = Unmasking(self)

    def actions(self) -> Iterator[Action]:
        """Its rows."""
        yield Action("lock", "Lock the console", _GROUP, self.lock.lock, (LOCK_KEY,), self.why_not_lock)
        yield Action(
            "another-user", "Another user signs in here …", _GROUP, self.leave, (ANOTHER_KEY,), self.why_not_leave
        )
        masks = self.unmasking
        yield Action(
            "unmask", "Lift the tile's privacy masks, or put them back", "Video", masks.toggle, (), masks.why_not
        )
        yield Action(
            "watermark",
            "User and time over the pictures, or not",
            _GROUP,
            self._toggle_watermark,
            why_not=self._why_watermark_stays,
            sheet_keys=HIDDEN,
        )

    def leave(self) -> None:
        """Locks, and asks who comes; with several servers signed in, to which of them."""
        if len(self.watch.store.connections) > 1:
            self.watch.find.begin_with("Another user signs in to")
            return
        self.lock.lock()
        self._opened().ask_another()

    def try_unlock(self, user: str, password: Secret) -> None:
        """Asks the server whether that is this console's user."""
        self._tasks.start("unlock", self._try(user, password, is_another=False))

    def try_another(self, user: str, password: Secret) -> None:
        """Asks the server whether another user may take over; then this watch ends for him."""
        self._tasks.start("another user", self._try(user, password, is_another=True))

    def why_not_lock(self) -> str | None:
        """Why the console cannot be locked; None when it can."""
        if self.watch.store.connection.line is Line.NONE or not self.audit.user():
            return "Without a server nobody could unlock this console again."
        return None

    def why_not_leave(self) -> str | None:
        """Why nobody else can take over; None when somebody can."""
        several = len(self.watch.store.connections) > 1
        return self.watch.guarding.districts.why_not_begin_again() if several else self.why_not_lock()

    async def stop(self) -> None:
        """Ends it; what was veiled is not shown on the way out."""
        self._activity.stop()
        await self.second_person.stop()
        await self._tasks.cancel()
        if self.desk is not None:
            self.desk.stop()

    def _bar(self) -> None:
        """While it is locked, pictures and commands are closed where they are handed out, not only where they are seen."""
        players, stills, lock = self.watch.players, self.watch.stills, self.lock
        closed_by_grants, is_closed = players.why_closed, stills.is_closed
        players.why_closed = lambda camera: lock.why_not() or closed_by_grants(camera)
        stills.is_closed = lambda camera: lock.is_locked or is_closed(camera)
        self.watch.dispatcher.why_locked = lock.why_not

    def _is_suspended(self) -> bool:
        """Somebody works on an incident: a console that veils itself then would cost lives."""
        incidents = self.watch.answering.incidents.incidents
        current = incidents.current
        return current is not None and current.is_open and incidents.is_taking_part

    def _tick(self) -> None:
        if self.why_not_lock() is None:
            self.lock.tick()
        now = self.watch.given.clock.now().astimezone()
        user, is_on = self.audit.user(), self._has_watermark or self.watch.store.grant_terms.wants_watermark
        self._mark.show(f"{user} · {now.day} {now:%b %Y %H:%M}" if is_on and user else "")

    def _toggle_watermark(self) -> None:
        self._has_watermark = not self._has_watermark
        self.watch.given.settings.change(watermark=self._has_watermark)
        act = "watermark on" if self._has_watermark else "watermark off"
        self.audit.write(Kind.CONSOLE, act)
        self._tick()

    def _why_watermark_stays(self) -> str | None:
        is_asked = self.watch.store.grant_terms.wants_watermark
        return "The memorandum asks for it on every screen." if is_asked else None

    def _follow(self, is_locked: bool) -> None:
        self.watch.actions.why_locked = self.lock.why_not
        if is_locked:
            how = "by hand" if self.lock.is_by_hand else "nobody was there"
            self.audit.write(Kind.CONSOLE, "lock", detail={"how": how})
            self.unmasking.cover_all()
            self.watch.walls.joystick.stop()
            self.watch.intercom.talking.end()
            self.watch.intercom.listening.leave_all()
            self._opened().veil()
        else:
            self._opened().lift()
            self.watch.walls.joystick.start()
        self.watch.alarms.words.is_naming_people = not is_locked
        self.watch.alarms.view.viewport().update()
        self.watch.players.follow_rights()
        self.watch.stills.follow_rights()

    def _opened(self) -> "ConsoleDesk":
        if self.desk is None:
            from smartclient.app.console_desk import ConsoleDesk

            self.desk = ConsoleDesk(self)
        return self.desk

    async def _try(self, user: str, password: Secret, *, is_another: bool) -> None:
        act = "another user" if is_another else "unlock"
        if (wait_s := self.lock.wait_s) > 0:
            self._opened().say(f"Too many wrong passwords. Trying again in {wait_s:.0f} s …", is_trouble=False)
            await asyncio.sleep(wait_s)
        try:
            who = await recognise(self.watch.given.server, user, password, offline=not is_another)
        except ServerError as error:
            if isinstance(error, SignInRefused):
                self.lock.refused()
            self.audit.write(
                Kind.REFUSAL, f"{act}: refused", user, {"said": str(error), "in a row": self.lock.failures}
            )
            self._opened().say(str(error))
            return
        detail = {"checked by": "the server" if who.is_by_server else "this watch's sign-in; the server did not answer"}
        self.audit.write(Kind.CONSOLE, act, user, detail)
        if is_another:
            await self._leave_to(user, password)
        else:
            self.lock.unlock()

    async def _leave_to(self, user: str, password: Secret) -> None:
        """What this user saw is not for the next one."""
        from smartclient.app.successor import Successor
        from smartclient.ui.shell.sign_in import SignIn

        given = self.watch.given
        self._opened().say(f"{user} signs in …", is_trouble=False)
        entered = SignIn(given.address, user, password, remember=False, plan=given.plan)
        await self.hand_over(Successor((entered,)))

    async def hand_over(self, successor: "Successor") -> None:
        """Ends this watch for the next, which is another process: nothing of this one's memory is left to it."""
        self.successor = successor
        try:
            await asyncio.to_thread(self.audit.auditing.settle, 5.0)
        except SmartclientError as error:
            self.watch.notices.say("console", str(error), Grade.WARNING)
        await self.watch.guarding.resuming.hand_over(successor)
        self.watch.ended.set()
