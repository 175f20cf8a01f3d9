"""Another user takes the console over: the next watch is a new process, so that nothing of the former's is in its memory."""

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from smartclient.runtime.secret import Secret

PASSWORD_OPTION = "--password-from-stdin"  # noqa: S105  the name of an option


@dataclass(frozen=True, slots=True)
class Successor:
    """Who comes, to which server, with which plans. The password goes through a pipe: command lines and environments can be read."""

    server: str
    user: str
    password: Secret
    plan: Path | None = None

    @property
    def arguments(self) -> list[str]:
        """The command that takes over."""
        program = [sys.executable] if getattr(sys, "frozen", False) else [sys.executable, "-m", "smartclient"]
        site = ["--site", str(self.plan)] if self.plan is not None else []
        return [*program, "watch", "--server", self.server, "--user", self.user, PASSWORD_OPTION, *site]


def take_over(successor: Successor) -> int:
    """Runs the next watch in this process's place where the system can do that, else beside it; the answer is its status."""
    if sys.platform == "win32":
        return run_beside(successor)
    reading, writing = os.pipe()
    os.write(writing, successor.password.reveal().encode() + b"\n")
    os.close(writing)
    os.dup2(reading, 0)
    os.close(reading)
    os.execv(successor.arguments[0], successor.arguments)  # noqa: S606  no shell; this process ends here
    return 0


def run_beside(successor: Successor) -> int:
    """Runs the next watch and waits for it: for a process that something else still needs, as the demo's server does."""
    process = subprocess.Popen(successor.arguments, stdin=subprocess.PIPE)
    if process.stdin is not None:
        process.stdin.write(successor.password.reveal().encode() + b"\n")
        process.stdin.close()
    return process.wait()


def password_from_stdin() -> Secret:
    """The password that the watch before handed over: one line."""
    return Secret(sys.stdin.readline().rstrip("\n"))
