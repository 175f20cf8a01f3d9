"""The past in a process of its own, so that scrubbing and playback hold up neither live pictures nor the server's answers."""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import pickle
import signal
import sys
import threading
import traceback
from concurrent.futures import Future
from itertools import count
from multiprocessing.connection import Connection

from smartclient.demo.video.orders import Expect, Stop, Subject, Take, Taken
from smartclient.demo.video.present import Presents
from smartclient.demo.video.shots import Shot, Stream

_SWITCH_S = 0.001
_LEAVING_S = 3.0


class PastProcess:
    """Starts and feeds the process. `layouts` is the end on which levels laid out elsewhere can be sent to it."""

    def __init__(self, subject: Subject) -> None:
        context = multiprocessing.get_context("spawn")
        self._numbers = count()
        self._waiting: dict[int, Future[tuple[Shot, ...]]] = {}
        self._sending = threading.Lock()
        self._ours, self._theirs = context.Pipe()
        self._laid_out, self.layouts = context.Pipe(duplex=False)
        self._context = context
        self._is_over = False
        self._subject = pickle.dumps(subject)
        self._thread = threading.Thread(target=self._run, name="the past", daemon=True)
        self._thread.start()

    @property
    def is_alive(self) -> bool:
        """Whether it can still answer."""
        return not self._is_over

    def take(
        self, stream: Stream, times_ms: tuple[int, ...], presents: Presents, *, in_haste: bool
    ) -> Future[tuple[Shot, ...]]:
        """Asks for pictures; the answer is empty for an unknown camera and when the process has ended."""
        answer = Future[tuple[Shot, ...]]()
        number = next(self._numbers)
        self._waiting[number] = answer
        self._send(Take(number, stream, times_ms, presents, in_haste))
        if not self.is_alive:
            self._give_up()
        return answer

    def expect(self, stream: Stream, at_ms: int) -> None:
        """Gets ready for the past of a stream, as seen from a time, when there is nothing better to do."""
        self._send(Expect(stream, at_ms))

    def stop(self) -> None:
        """Ends the process and waits for it."""
        self._send(Stop())
        self._thread.join()
        self._ours.close()

    def _run(self) -> None:
        process = self._context.Process(
            target=_answer_orders, args=(self._theirs, self._laid_out, self._subject), name="the past", daemon=True
        )
        try:
            process.start()
            self._theirs.close()
            self._laid_out.close()
            self._receive()
            process.join(_LEAVING_S)
            process.kill()
            process.join()
            process.close()
        finally:
            self._is_over = True
            self._give_up()

    def _receive(self) -> None:
        with contextlib.suppress(EOFError, OSError):
            while True:
                taken: Taken = self._ours.recv()
                if waiting := self._waiting.pop(taken.number, None):
                    waiting.set_result(taken.shots)

    def _give_up(self) -> None:
        for number in list(self._waiting):
            if waiting := self._waiting.pop(number, None):
                waiting.set_result(())

    def _send(self, order: Take | Expect | Stop) -> None:
        with self._sending, contextlib.suppress(OSError):
            self._ours.send(order)


def _answer_orders(connection: Connection, layouts: Connection, pickled: bytes) -> None:
    from smartclient.demo.video.filming import adopt_from
    from smartclient.demo.video.kept_backdrops import kept_backdrops
    from smartclient.demo.video.past_studio import PastStudio
    from smartclient.demo.video.pictures import Pictures
    from smartclient.demo.video.present import Present

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.excepthook = _end_at_once
    sys.setswitchinterval(_SWITCH_S)
    subject: Subject = pickle.loads(pickled)  # noqa: S301 - our own
    kept = kept_backdrops(subject.site, subject.seed)
    pictures = Pictures(subject.site, Present(), seed=subject.seed, calendar=subject.calendar, kept=kept)
    adopt_from(layouts, pictures)
    sending = threading.Lock()

    def deliver(taken: Taken) -> None:
        with sending, contextlib.suppress(OSError):
            connection.send(taken)

    studio = PastStudio(pictures, deliver)
    with contextlib.suppress(EOFError, OSError):
        while not isinstance(order := connection.recv(), Stop):
            if isinstance(order, Expect):
                studio.expect(order)
            else:
                studio.take(order)
    os._exit(0)  # nothing is kept here, and a background being drawn would hold the end up for a second


def _end_at_once(failed: threading.ExceptHookArgs) -> None:
    """A thread that failed would leave orders without answers; the server starts the process anew."""
    if failed.exc_value is not None:
        traceback.print_exception(failed.exc_value)
    os._exit(1)
