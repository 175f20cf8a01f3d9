"""The demo server as a child process: it ends with us, and can be killed and brought back at the same address."""

import contextlib
import secrets
import socket
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import msgspec

from smartclient.domain.errors import ServerUnreachable
from smartclient.runtime.secret import Secret

_PATIENCE_S = 10


class _Announced(msgspec.Struct):
    control: str = ""


class DemoChild:
    """One demo server process. Address and password are ours to choose, so that the window need not wait to know them,
    and the server can be killed and brought back at the same place."""

    def __init__(
        self,
        scenario: str,
        seed: int,
        *,
        site: Path | None = None,
        is_calm: bool = False,
        options: Sequence[str] = (),
    ) -> None:
        """Maple Grove unless there is a `site`. A calm district tells no motion and recording of its own. `options` are more of
        the command's own, after which the address may begin otherwise than `url`.
        """
        port, video_port = _free_ports(2)
        self.url = f"http://127.0.0.1:{port}"
        self.password = Secret(secrets.token_urlsafe(12))
        self._options = [
            f"--scenario={scenario}",
            f"--seed={seed}",
            f"--port={port}",
            f"--video-port={video_port}",
            *(["--calm"] if is_calm else []),
            *([f"--site={site}"] if site is not None else []),
            *options,
        ]
        self._process: subprocess.Popen[bytes] | None = None
        self._control: Secret | None = None

    def begin(self) -> None:
        """Starts the process and returns at once."""
        self._control = None
        program = [sys.executable] if getattr(sys, "frozen", False) else [sys.executable, "-m", "smartclient"]
        self._process = subprocess.Popen(
            [*program, "demo-server", "--password-from-stdin", "--until-stdin-closes", *self._options],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        if self._process.stdin is not None:
            with contextlib.suppress(OSError):  # it has ended already, which `wait` says
                self._process.stdin.write(f"{self.password.reveal()}\n".encode())
                self._process.stdin.flush()

    def wait(self) -> Secret:
        """Waits until the server serves; the answer opens its control routes. Raises ServerUnreachable."""
        if self._control is not None:
            return self._control
        if self._process is None or self._process.stdout is None:
            raise ServerUnreachable("The demo server was not started.")
        line = self._process.stdout.readline()
        try:
            self._control = Secret(msgspec.json.decode(line, type=_Announced).control)
        except msgspec.DecodeError as error:
            raise ServerUnreachable("The demo server did not start; its own words are above.") from error
        return self._control

    def kill(self) -> None:
        """Ends it without a word, as a power cut would."""
        if self._process is not None:
            self._process.kill()
            self._reap()

    def stop(self) -> None:
        """Asks it to end and waits; calling it twice is harmless."""
        if self._process is not None:
            self._process.terminate()
            self._reap()

    def _reap(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        try:
            process.wait(_PATIENCE_S)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                pipe.close()


def _free_ports(count: int) -> list[int]:
    """Ports nobody uses now; held open together while they are looked for, so that no two are the same."""
    with contextlib.ExitStack() as held:
        sockets = [held.enter_context(socket.socket()) for _ in range(count)]
        for each in sockets:
            each.bind(("127.0.0.1", 0))
        return [each.getsockname()[1] for each in sockets]
