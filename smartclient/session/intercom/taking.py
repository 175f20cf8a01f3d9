"""Taking a call: answering, declining and hanging up, told to the other consoles where the server has a way, and written down."""

import asyncio
from collections.abc import Callable

from smartclient.adapters.server import Server
from smartclient.domain.commands import AnswerCall, CallCommand, DeclineCall
from smartclient.domain.errors import CLEAR_ANSWERS, ServerError, Unsupported
from smartclient.domain.ids import DeviceId
from smartclient.runtime.tasks import Tasks
from smartclient.session.access import why_not_connected
from smartclient.session.intercom.call_log import act_of
from smartclient.session.intercom.calls import Calls, EndedCall, Outcome
from smartclient.session.intercom.listening import Listening
from smartclient.session.intercom.talking import Talking
from smartclient.session.record import Record
from smartclient.store.site_store import SiteStore

TIME_LIMIT_S = 10.0
EVENT_S = 3.0
"""So long the event is waited for that says who took the call."""


class CallTaking:
    """Belongs to the loop's thread; `stop` ends it. `say` tells the operator a trouble in one sentence."""

    def __init__(
        self,
        server: Server,
        store: SiteStore,
        calls: Calls,
        listening: Listening,
        talking: Talking,
        record: Record,
        say: Callable[[str], None],
    ) -> None:
        self._server, self._store, self._calls = server, store, calls
        self._listening, self._talking, self._record, self._say = listening, talking, record, say
        self._asking: set[DeviceId] = set()
        self._tasks = Tasks("taking calls")
        calls.has_asked = self._asking.__contains__
        calls.ended.connect(self._on_end)

    def is_asking(self, intercom: DeviceId) -> bool:
        """Whether the server has been told and has not answered yet."""
        return intercom in self._asking

    def why_not(self, intercom: DeviceId | None) -> str | None:
        """Why the call cannot be answered or declined now; None when it can."""
        call = self._calls.of(intercom) if intercom is not None else None
        if call is None:
            return "Nobody calls."
        if call.answered_at is not None:
            return "This call is answered."
        if intercom in self._asking:
            return "The server is being told."
        return why_not_connected(self._store, intercom or "") or None

    def answer(self, intercom: DeviceId) -> None:
        """Listens there at once, where that may be, and tells everybody that the call is taken."""
        if self.why_not(intercom) is None:
            if self._listening.why_not(intercom) is None:
                self._listening.listen(intercom)
            self._ask(AnswerCall(intercom))

    def decline(self, intercom: DeviceId) -> None:
        """Tells everybody that nobody comes."""
        if self.why_not(intercom) is None:
            self._ask(DeclineCall(intercom))

    def hang_up(self, intercom: DeviceId) -> None:
        """Ends the call that is answered here."""
        call = self._calls.of(intercom)
        if call is not None and call.answered_at is not None:
            self._calls.end(intercom, Outcome.ANSWERED, self._store.user_of(intercom))

    async def stop(self) -> None:
        """Ends what is on its way."""
        await self._tasks.cancel()

    def _ask(self, command: CallCommand) -> None:
        verb = "answer call" if isinstance(command, AnswerCall) else "decline call"
        self._record.act(self._store.user_of(command.intercom), verb, command.intercom)
        self._asking.add(command.intercom)
        self._calls.changed.emit(None)
        self._tasks.start(verb, self._carry(command))

    async def _carry(self, command: CallCommand) -> None:
        intercom = command.intercom
        try:
            is_told = await self._tell(command)
            if is_told is not None:
                await self._until_taken(intercom, wait_s=EVENT_S if is_told else 0.0)
                self._settle(command)
        finally:
            self._asking.discard(intercom)
            self._calls.changed.emit(None)

    async def _tell(self, command: CallCommand) -> bool | None:
        """Whether others were told; None when the server refused or nobody knows."""
        try:
            async with asyncio.timeout(TIME_LIMIT_S):
                await self._server.execute(command)
        except Unsupported:
            return False
        except CLEAR_ANSWERS as error:
            self._give_up(command, str(error))
            return None
        except (ServerError, TimeoutError):
            self._give_up(command, "No answer from the server about this call. It may still ring elsewhere.")
            return None
        return True

    async def _until_taken(self, intercom: DeviceId, wait_s: float) -> None:
        """Waits for the event that says who took it; a server that says nothing leaves it to us."""
        taken = asyncio.Event()

        def look(_nothing: None) -> None:
            call = self._calls.of(intercom)
            if call is None or call.answered_at is not None:
                taken.set()

        disconnect = self._calls.changed.connect(look)
        look(None)
        try:
            async with asyncio.timeout(wait_s):
                await taken.wait()
        except TimeoutError:
            return
        finally:
            disconnect()

    def _settle(self, command: CallCommand) -> None:
        if isinstance(command, AnswerCall):
            self._calls.answer(command.intercom)
        else:
            self._calls.end(command.intercom, Outcome.DECLINED, self._store.user_of(command.intercom))

    def _give_up(self, command: CallCommand, sentence: str) -> None:
        if isinstance(command, AnswerCall):
            self._listening.leave(command.intercom)
        self._say(sentence)

    def _on_end(self, ended: EndedCall) -> None:
        """Nobody is listened to or spoken with beyond the call."""
        self._listening.leave(ended.intercom)
        if self._talking.device == ended.intercom:
            self._talking.end()
        act, detail = act_of(ended)
        self._record.act(self._store.user_of(ended.intercom), act, ended.intercom, detail)
