"""Heads of audit logs among consoles: each tells its newest to the others and keeps theirs, so that no log is shortened unseen."""

import asyncio
import logging
import random
from collections.abc import Callable

from smartclient.adapters.server import MessageLine, Server
from smartclient.domain.errors import CertificateUnknown, NotPermitted, ServerError, SignInRefused, Unsupported
from smartclient.evidence.audit.head import LARGEST, from_bytes
from smartclient.evidence.audit.known_heads import OtherHeads
from smartclient.runtime.signal import Signal
from smartclient.runtime.tasks import Tasks
from smartclient.session.backoff import Backoff

TOPIC = "smartclient.audit.v1"
EVERY_S = 300.0
"""Between two heads that a console tells, beside the first and the last."""
_BACKOFF = Backoff(1.0, 60.0)
_MOST_HEARD = 200
"""Letters taken between two of our own; more would be a flood."""

log = logging.getLogger(__name__)


class HeadExchange:
    """Needs a running loop. `bent` tells, in words for a person, that another console's log is shorter or another than it was."""

    def __init__(self, server: Server, others: Callable[[], OtherHeads], every_s: float = EVERY_S) -> None:
        """`others` reads what is known; it is called in a thread, once."""
        self.bent: Signal[str] = Signal()
        self.trouble = "Heads of the audit log were not told to other consoles yet."
        """Why the others do not hear of this log; empty when they do."""
        self.told = 0
        """How many heads went out."""
        self._server, self._make_others, self._every_s = server, others, every_s
        self._others: OtherHeads | None = None
        self._newest = b""
        self._is_new = asyncio.Event()
        self._heard = 0
        self._tasks = Tasks("audit heads")

    def start(self) -> None:
        """Begins, where it has not begun."""
        if len(self._tasks) == 0:
            self._tasks.start("line", self._keep_line())

    def tell(self, head: bytes) -> None:
        """The newest head, to go out when it is time."""
        self._newest = head
        self._is_new.set()

    async def stop(self) -> None:
        """Ends it."""
        await self._tasks.cancel()

    async def _keep_line(self) -> None:
        self._others = await asyncio.to_thread(self._make_others)
        failures = 0
        while True:
            try:
                line = await self._server.messages(TOPIC)
            except (Unsupported, NotPermitted, SignInRefused, CertificateUnknown) as error:
                self.trouble, wait_s = str(error), _BACKOFF.largest_s * 4
            except ServerError as error:
                failures += 1
                self.trouble, wait_s = str(error), _BACKOFF.wait_s(failures, random.random())
            else:
                failures, wait_s = 0, _BACKOFF.first_s * random.random()
                telling = self._tasks.start("tell", self._tell_on(line))
                try:
                    while True:
                        await self._hear(await line.receive())
                except ServerError as error:
                    self.trouble = str(error)
                finally:
                    telling.cancel()
                    await line.close()
            await asyncio.sleep(wait_s)

    async def _tell_on(self, line: MessageLine) -> None:
        while True:
            await self._is_new.wait()
            self._is_new.clear()
            self._heard = 0
            try:
                await line.publish(self._newest)
            except ServerError as error:
                self.trouble = str(error)
                log.info("a head of the audit log was not told: %s", error)
            else:
                self.told, self.trouble = self.told + 1, ""
            await asyncio.sleep(self._every_s)

    async def _hear(self, letter: bytes) -> None:
        """A head of another console; our own come back, too, and are kept like them."""
        self._heard += 1
        others, head = self._others, from_bytes(letter) if len(letter) <= LARGEST else None
        if head is None or others is None or self._heard > _MOST_HEARD:
            return
        try:
            wrong = await asyncio.to_thread(others.learn, head)
        except OSError as error:
            log.info("heads of other consoles are not kept: %s", error)
            return
        if wrong:
            self.bent.emit(wrong)
