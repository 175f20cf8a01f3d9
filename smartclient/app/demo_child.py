"""The demo server as a child process: it ends with us, and can be killed and brought back at the same address."""

import subprocess
import sys
from dataclasses import dataclass
from urllib.parse import urlsplit

import msgspec

from smartclient.domain.errors import ServerUnreachable
from smartclient.runtime.secret import Secret

_PATIENCE_S = 10


class _Announced(msgspec.Struct):
    url: str
    image_server: str
    password: str
    control: str = ""


@dataclass(frozen=True, slots=True)
class DemoAddress:
    """Where the demo server is and how to enter."""

    url: str
    video_port: int
    password: Secret
    control: Secret


class DemoChild:
    """One demo server process; `begin` returns at once so that the window loads meanwhile, `address` waits for it."""

    def __init__(self, scenario: str, seed: int) -> None:
        self._options = [f"--scenario={scenario}", f"--seed={seed}"]
        self._process: subprocess.Popen[bytes] | None = None
        self._address: DemoAddress | None = None

    def begin(self) -> None:
        """Starts the process; after a `kill` at the same ports and with the same password."""
        program = [sys.executable] if getattr(sys, "frozen", False) else [sys.executable, "-m", "smartclient"]
        again: list[str] = []
        if self._address is not None:
            port = urlsplit(self._address.url).port or 0
            again = [f"--port={port}", f"--video-port={self._address.video_port}"]
            again += [f"--password={self._address.password.reveal()}"]
        self._process = subprocess.Popen(
            [*program, "demo-server", "--until-stdin-closes", *self._options, *again],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )

    def address(self) -> DemoAddress:
        """Waits for the line in which the server says where it is. Raises ServerUnreachable."""
        if self._process is None or self._process.stdout is None:
            raise ServerUnreachable("The demo server was not started.")
        line = self._process.stdout.readline()
        try:
            said = msgspec.json.decode(line, type=_Announced)
        except msgspec.DecodeError as error:
            raise ServerUnreachable("The demo server did not start; its own words are above.") from error
        video_port = urlsplit(said.image_server).port or 0
        self._address = DemoAddress(said.url, video_port, Secret(said.password), Secret(said.control))
        return self._address

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
