"""What is wrong with the demo server on request: the faults a real system shows a client sooner or later."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field, fields


@dataclass(slots=True)
class Faults:
    """Faults in force; all off at first. The image server reads `dead_cameras` (lower-case guids) and `recorder_delay_s`.

    `delay_s` every REST answer waits; `server_errors` so many next REST requests get 503 as plain text; `refusing` new
    connections are cut at once; `repeat` every push is sent twice; `reorder` pushes are shuffled; `half_open` event
    sockets stay open but neither read nor write.
    """

    delay_s: float = 0.0
    server_errors: int = 0
    refusing: bool = False
    repeat: bool = False
    reorder: bool = False
    half_open: bool = False
    recorder_delay_s: float = 0.0
    dead_cameras: set[str] = field(default_factory=set)
    drop_connections: Callable[[], None] = field(default=lambda: None, repr=False)

    def refuse_for(self, seconds: float) -> None:
        """Cuts every connection and all new ones for `seconds`, as a server that is down does. Needs a running loop."""
        self.refusing = True
        self.drop_connections()
        asyncio.get_running_loop().call_later(seconds, self._accept_again)

    def _accept_again(self) -> None:
        self.refusing = False

    def clear(self) -> None:
        """Everything works again."""
        fresh = Faults()
        for each in fields(self):
            if each.name != "drop_connections":
                setattr(self, each.name, getattr(fresh, each.name))
