"""The studio in a process of its own, so that drawing never holds up the demo server's answers."""

from __future__ import annotations

import contextlib
import logging
import multiprocessing
import pickle
import threading
from collections.abc import Callable
from concurrent.futures import Future
from datetime import UTC, datetime
from itertools import count
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnContext

from smartclient.demo.video.orders import Draw, Drawn, End, Order, Start, Stop, Subject
from smartclient.demo.video.present import Present, World
from smartclient.demo.video.shots import Shot, Stream

log = logging.getLogger(__name__)

_LOOK_S = 0.08
_PATIENCE_S = 20.0
_LEAVING_S = 3.0


class StudioProcess:
    """Starts and feeds the process. Shots arrive through `deliver`, on a thread of this object; so does `failed` when it ended
    by itself. A second process lays levels out ahead, whenever the machine has nothing better to do, also for the `listener`
    at the other end of a connection."""

    def __init__(
        self,
        subject: Subject,
        world: World,
        deliver: Callable[[Shot], None],
        failed: Callable[[], None],
        listener: Connection | None = None,
    ) -> None:
        self._subject = subject
        self._world = world
        self._deliver = deliver
        self._failed = failed
        self._listener = listener
        self._stopping = threading.Event()
        self._sending = threading.Lock()
        self._threads: list[threading.Thread] = []
        self._numbers = count()
        self._drawing: dict[int, Future[bytes]] = {}

    def start(self) -> None:
        """Starts the process; returns before it is ready, and orders wait until it is."""
        context = multiprocessing.get_context("spawn")
        self._connection, theirs = context.Pipe()
        subject = pickle.dumps(self._subject)  # here, since the loop's thread fills the site's caches meanwhile
        self._threads = [
            threading.Thread(target=self._run, args=(context, theirs, subject), name="studio", daemon=True),
            threading.Thread(target=self._tell_world, name="studio's world", daemon=True),
        ]
        for thread in self._threads:
            thread.start()

    def _run(self, context: SpawnContext, theirs: Connection, subject: bytes) -> None:
        laid_out, layouts = context.Pipe(duplex=False)
        film = context.Process(target=_film, args=(theirs, laid_out, subject), name="pictures", daemon=True)
        listening = [layouts, *([self._listener] if self._listener is not None else [])]
        survey = context.Process(target=_survey, args=(listening, subject), name="layouts", daemon=True)
        for process in (film, survey):
            process.start()
        for end in (theirs, laid_out, *listening):
            end.close()
        self._receive()
        survey.kill()
        for process in (film, survey):
            process.join(_LEAVING_S)
            process.kill()
            process.join()
            process.close()

    def film(self, stream: Stream) -> None:
        """Asks for a stream."""
        self._send(Start(stream))

    def end(self, stream: Stream) -> None:
        """No longer asks for it."""
        self._send(End(stream))

    def jpeg(self, camera: str, at: datetime | None, width: int, height: int) -> bytes:
        """Waits for a picture of a camera at a time; now, and perhaps coarser, when None; empty when there is none."""
        number, answer = next(self._numbers), Future[bytes]()
        self._drawing[number] = answer
        then = at or datetime.now(UTC)
        at_ms = round(then.timestamp() * 1000)
        present = Present.of(self._world, self._subject.site, then)
        self._send(Draw(number, camera, at_ms, width, height, present, is_live=at is None))
        try:
            return answer.result(_PATIENCE_S)
        except TimeoutError:
            return b""
        finally:
            self._drawing.pop(number, None)

    def stop(self) -> None:
        """Ends the processes and waits for them."""
        self._stopping.set()
        self._send(Stop())
        for thread in self._threads:
            thread.join()
        self._connection.close()

    def _send(self, order: Order) -> None:
        with self._sending, contextlib.suppress(OSError):
            self._connection.send(order)

    def _receive(self) -> None:
        while True:
            try:
                answer = self._connection.recv()
            except (EOFError, OSError):
                break
            if isinstance(answer, Drawn):
                self._answer(answer.number, answer.jpeg)
            else:
                self._deliver(answer)
        for number in list(self._drawing):
            self._answer(number, b"")
        if not self._stopping.is_set():
            log.error("the process that draws the pictures has ended")
            self._failed()

    def _answer(self, number: int, jpeg: bytes) -> None:
        waiting = self._drawing.pop(number, None)
        if waiting is not None:
            waiting.set_result(jpeg)

    def _tell_world(self) -> None:
        """Tells the process what has changed, several times a second."""
        told: Present | None = None
        while not self._stopping.wait(_LOOK_S if told else 0):
            present = Present.of(self._world, self._subject.site, datetime.now(UTC))
            if present != told:
                told = present
                self._send(present)


def _film(connection: Connection, layouts: Connection, subject: bytes) -> None:
    from smartclient.demo.video.filming import film

    film(connection, layouts, pickle.loads(subject))  # noqa: S301 - our own, pickled once for both processes


def _survey(connections: list[Connection], subject: bytes) -> None:
    from smartclient.demo.video.surveying import survey

    survey(connections, pickle.loads(subject))  # noqa: S301 - as above
