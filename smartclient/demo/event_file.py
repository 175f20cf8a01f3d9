"""Every event of the demo server in a file, one JSON object a line, as a real server keeps its events in a database."""

from collections.abc import Iterator
from pathlib import Path
from typing import TypeVar

import msgspec

E = TypeVar("E", bound=msgspec.Struct)


class EventFile:
    """What `append` returned from outlives a killed server."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file = path.open("ab", buffering=0)
        if path.stat().st_size > 0:
            self._file.write(b"\n")  # ends a line that a kill cut short

    def append(self, event: bytes) -> None:
        """Adds an event's JSON."""
        self._file.write(event + b"\n")

    def read(self, kind: type[E]) -> Iterator[E]:
        """All events, oldest first; a line that a kill cut short is passed over."""
        decoder = msgspec.json.Decoder(kind)
        with self._path.open("rb") as lines:
            for line in lines:
                try:
                    yield decoder.decode(line)
                except msgspec.DecodeError:
                    continue

    def close(self) -> None:
        """Closes the file; calling it twice is harmless."""
        self._file.close()
