"""Why a line to a server could not be opened or was cut, in words a person understands, whatever the system or a library calls it."""

import errno
import socket
import ssl
from collections.abc import Iterator

from websockets.exceptions import ConnectionClosed

_MESSAGE_TOO_BIG = 1009
_DEEPEST = 10
_MANY = "Multiple exceptions"
"""How asyncio begins where a name has several addresses and none of them answers."""
_BY_NUMBER = {
    errno.ECONNREFUSED: "nothing answers at its port",
    errno.EHOSTUNREACH: "no network leads there",
    errno.ENETUNREACH: "no network leads there",
    errno.EADDRNOTAVAIL: "no network leads there",
    errno.ECONNRESET: "it hung up",
    errno.ECONNABORTED: "it hung up",
    errno.EPIPE: "it hung up",
    errno.ETIMEDOUT: "no answer in time",
    errno.EMFILE: "this computer has too many files open",
}


def line_trouble(error: BaseException) -> str:
    """A few words without a full stop, the server's own among them: clean them before they are shown."""
    for each in _behind(error):
        if words := _words(each):
            return words
    return str(error).rstrip(".") or "no reason given"


def _behind(error: BaseException | None) -> Iterator[BaseException]:
    """The error and what it was raised from; of several at once the first."""
    for _ in range(_DEEPEST):
        if error is None:
            return
        yield error
        several = error.exceptions if isinstance(error, BaseExceptionGroup) else ()
        error = several[0] if several else error.__cause__ or error.__context__


def _words(error: BaseException) -> str:
    if isinstance(error, ConnectionClosed):
        return _closed_words(error)
    if isinstance(error, socket.gaierror):
        return "its name is not known here"
    if isinstance(error, ssl.SSLError):
        return "no secure connection came about"
    if isinstance(error, TimeoutError):
        return "no answer in time"
    if isinstance(error, EOFError):
        return "it hung up"
    if isinstance(error, OSError):
        several = "it answers at none of its addresses" if str(error).startswith(_MANY) else ""
        return _BY_NUMBER.get(error.errno or 0) or error.strerror or several
    return ""


def _closed_words(error: ConnectionClosed) -> str:
    if error.sent is not None and error.sent.code == _MESSAGE_TOO_BIG:
        return "one of its messages was too large"
    if error.rcvd is None:
        return "it hung up"
    return error.rcvd.reason or "it closed the line"
