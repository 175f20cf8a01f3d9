"""The servers of a watch before it begins: each is signed in to by itself, and how far it has come stands in its row."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from enum import StrEnum

from smartclient.app.scoping import SignedIn
from smartclient.domain.errors import CLEAR_ANSWERS, CertificateUnknown, PlanError, ServerError
from smartclient.runtime.tasks import Tasks
from smartclient.ui.shell.server_rows import ServerRow
from smartclient.ui.shell.sign_in import SignIn


class Stage(StrEnum):
    """How far one has come."""

    WAITING = "password needed"
    TRYING = "signing in …"
    IN = "signed in"
    AWAY = "no answer yet"
    REFUSED = "refused"


@dataclass(slots=True)
class Entry:
    """One server as a person filled it in; `said` is why it is not signed in to, `signed` what came of it."""

    filled: SignIn
    stage: Stage = Stage.WAITING
    said: str = ""
    signed: SignedIn | None = None


class SignIns:
    """By address; needs a running loop. `sign_in` raises PlanError and ServerError; `changed` hears of every step."""

    def __init__(self, sign_in: Callable[[SignIn], Awaitable[SignedIn]], changed: Callable[[], None]) -> None:
        self.entries: dict[str, Entry] = {}
        self._sign_in, self._changed = sign_in, changed
        self._tasks = Tasks("sign-ins")

    def add(self, filled: SignIn, signed: SignedIn | None = None) -> None:
        """One more, or the same address anew, in its place; one with a password that is not signed in to yet is tried at once."""
        if (before := self.entries.get(filled.server)) is not None:
            self._let_go(before)
        entry = self.entries[filled.server] = Entry(filled, Stage.IN if signed else Stage.WAITING, signed=signed)
        if signed is None and filled.password.reveal():
            entry.stage = Stage.TRYING
            self._tasks.start(filled.server, self._try(entry))
        self._changed()

    def remove(self, address: str) -> None:
        """Lets go of one."""
        entry = self.entries.pop(address, None)
        if entry is not None:
            self._let_go(entry)
            self._changed()

    def rows(self) -> list[ServerRow]:
        """As the window shows them."""
        return [
            ServerRow(
                address, entry.signed.plan.site.name if entry.signed else "", entry.filled.user, entry.stage.value,
                entry.stage is Stage.IN, entry.stage in (Stage.REFUSED, Stage.WAITING), entry.said,
            )
            for address, entry in self.entries.items()
        ]  # fmt: skip

    @property
    def is_settled(self) -> bool:
        """Whether none is tried any more."""
        return bool(self.entries) and all(each.stage is not Stage.TRYING for each in self.entries.values())

    def why_not_go(self) -> str:
        """Why no watch can begin with these; empty when one can. One that does not answer may come later."""
        wanting = next((each for each in self.entries.values() if each.stage in (Stage.REFUSED, Stage.WAITING)), None)
        if wanting is None:
            return ""
        what = wanting.said or "Its password is needed."
        return f"{wanting.filled.server}: {what} Choose it in the list to sign in again, or remove it."

    async def take(self) -> list[Entry]:
        """Ends all trying and gives the entries away."""
        await self._tasks.cancel()
        taken, self.entries = list(self.entries.values()), {}
        return taken

    async def stop(self) -> None:
        """Lets go of all that were not taken."""
        await self._tasks.cancel()
        for entry in self.entries.values():
            if entry.signed is not None:
                await entry.signed.server.close()

    async def _try(self, entry: Entry) -> None:
        try:
            entry.signed = await self._sign_in(entry.filled)
            entry.stage = Stage.IN
        except (CertificateUnknown, *CLEAR_ANSWERS, PlanError) as error:
            entry.stage, entry.said = Stage.REFUSED, str(error)
        except ServerError as error:
            entry.stage, entry.said = Stage.AWAY, str(error)
        if self.entries.get(entry.filled.server) is not entry:
            self._let_go(entry)
        self._changed()

    def _let_go(self, entry: Entry) -> None:
        if entry.signed is not None:
            self._tasks.start("close", entry.signed.server.close())
