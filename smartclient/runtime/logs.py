"""Where the program's own log goes: standard error, quiet by default, and never with a secret in it."""

import logging
import sys
import threading
from contextlib import suppress
from types import TracebackType

from smartclient.runtime.redaction import redacted

_FORMAT = "%(asctime)s %(levelname)s %(name)s: %(message)s"
log = logging.getLogger(__name__)


class _Redacting(logging.Formatter):
    """Redacts the whole line with its traceback: an error of a library may say a URL with a token in it."""

    def format(self, record: logging.LogRecord) -> str:
        return redacted(super().format(record))


def start(verbose: bool = False) -> None:
    """Sets up logging for a process; library chatter only when something is wrong."""
    out = logging.StreamHandler()
    out.setFormatter(_Redacting(_FORMAT))
    logging.basicConfig(level=logging.INFO if verbose else logging.WARNING, handlers=[out])
    for noisy in ("httpx", "httpcore", "websockets", "libav", "qasync"):
        logging.getLogger(noisy).setLevel(logging.WARNING if verbose else logging.ERROR)
    sys.excepthook = _uncaught
    threading.excepthook = _uncaught_in_thread
    sys.unraisablehook = _unraisable
    _leave_no_core_file()


def _leave_no_core_file() -> None:
    """A crash leaves no image of our memory behind, in which passwords stand."""
    with suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _uncaught(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    if issubclass(kind, KeyboardInterrupt):
        sys.__excepthook__(kind, error, trace)
        return
    log.critical("uncaught", exc_info=(kind, error, trace))


def _uncaught_in_thread(told: threading.ExceptHookArgs) -> None:
    if told.exc_value is not None and told.exc_type is not SystemExit:
        name = told.thread.name if told.thread is not None else "a thread"
        log.critical("uncaught in %s", name, exc_info=(told.exc_type, told.exc_value, told.exc_traceback))


def _unraisable(told: "sys.UnraisableHookArgs") -> None:
    if told.exc_value is not None:
        log.error("%s", told.err_msg or "error nobody could be told", exc_info=told.exc_value)
