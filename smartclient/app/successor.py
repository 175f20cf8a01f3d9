"""The next watch at this console: a new process, so that nothing that the former may not see is left in its memory."""

import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

import msgspec

from smartclient.runtime.json_trouble import JSON_TROUBLE
from smartclient.runtime.secret import Secret

if TYPE_CHECKING:
    from smartclient.store.last_view import LastView
    from smartclient.ui.shell.sign_in import SignIn

HANDED_OVER = "--handed-over"
_LARGEST = 60_000
"""Bytes: what a pipe takes before somebody reads from it."""


@dataclass(frozen=True, slots=True)
class Successor:
    """Who comes to which servers, and what the next watch shows first. All of it goes through a pipe: command lines and environments
    can be read by others.
    """

    entered: tuple["SignIn", ...]
    view: "LastView | None" = None
    """What was on show, in the ids of the next watch; None where it begins with what its own user saw last."""
    arrangement: Mapping[str, str] = field(default_factory=dict)
    """How the window stood."""

    @property
    def arguments(self) -> list[str]:
        """The command that takes over."""
        program = [sys.executable] if getattr(sys, "frozen", False) else [sys.executable, "-m", "smartclient"]
        return [*program, "watch", HANDED_OVER]

    @property
    def letter(self) -> bytes:
        """What it reads from its standard input; of a view that is too large the sign-ins remain."""
        servers = [_server(each) for each in self.entered]
        whole = msgspec.json.encode({"servers": servers, "view": self.view, "arrangement": self.arrangement})
        return whole if len(whole) < _LARGEST else msgspec.json.encode({"servers": servers})


class _Server(msgspec.Struct):
    address: str
    user: str
    password: str
    plan: str = ""


class _Letter(msgspec.Struct):
    servers: list[_Server] = []
    view: msgspec.Raw = msgspec.Raw(b"null")
    arrangement: dict[str, str] = {}


def take_over(successor: Successor) -> int:
    """Runs the next watch in this process's place where the system can do that, else beside it; the answer is its status."""
    if sys.platform == "win32":
        return run_beside(successor)
    reading, writing = os.pipe()
    os.write(writing, successor.letter)
    os.close(writing)
    os.dup2(reading, 0)
    os.close(reading)
    os.execv(successor.arguments[0], successor.arguments)  # noqa: S606  no shell; this process ends here
    return 0


def run_beside(successor: Successor) -> int:
    """Runs the next watch and waits for it: for a process that something else still needs, as the demo's server does."""
    process = subprocess.Popen(successor.arguments, stdin=subprocess.PIPE)
    if process.stdin is not None:
        process.stdin.write(successor.letter)
        process.stdin.close()
    return process.wait()


def handed_over(letter: BinaryIO | None = None) -> Successor:
    """What the watch before handed over on standard input; nobody comes where that makes no sense."""
    from smartclient.store.last_view import LastView
    from smartclient.ui.shell.sign_in import SignIn, with_scheme

    try:
        told = msgspec.json.decode((letter or sys.stdin.buffer).read(_LARGEST), type=_Letter)
        view = msgspec.json.decode(told.view, type=LastView | None)
    except JSON_TROUBLE:
        return Successor(())
    entered = (
        SignIn(
            with_scheme(each.address), each.user, Secret(each.password), False, Path(each.plan) if each.plan else None
        )
        for each in told.servers
    )
    return Successor(tuple(entered), view, told.arrangement)


def _server(entered: "SignIn") -> _Server:
    return _Server(entered.server, entered.user, entered.password.reveal(), str(entered.plan or ""))
