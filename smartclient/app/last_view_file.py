"""The file in which a watch keeps what is looked at, and the mark that tells whether a start with it came to a bad end."""

import contextlib
import faulthandler
import logging
import os
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

import msgspec

from smartclient.runtime import paths
from smartclient.runtime.json_trouble import JSON_TROUBLE

if TYPE_CHECKING:
    from smartclient.store.last_view import LastView

_NAME = "last-view.json"
_START = b"start\n"
_FATAL = b"Fatal Python error"
"""What faulthandler writes first when the process crashes; a process that is killed writes nothing."""
_MOST_STARTS = 3
"""A watch that is killed while it starts has not crashed, nor has the next one; a third looks like a view that cannot be shown."""
_LARGEST = 1024 * 1024

log = logging.getLogger(__name__)


def leave_all_aside() -> None:
    """The next watch begins afresh, whichever server it is of; what was on show can be put back by hand."""
    for path in paths.settings_folder().rglob(_NAME):
        LastViewFile(path.parent).leave_aside()


class LastViewFile:
    """One JSON file in a settings folder. It is there while a watch runs and after one that was not closed."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / _NAME
        self._mark_path = folder / "last-view.starts"
        self._aside_path = folder / "last-view.aside.json"
        self._mark: BinaryIO | None = None
        self._is_listening = False

    @property
    def has_aside(self) -> bool:
        """Whether a view was left aside, because the program crashed when it put it back."""
        return self._aside_path.exists()

    def take(self) -> "LastView | None":
        """What was looked at when the last watch ended without being closed; until `settled`, a crash is noted beside it.

        None where it was closed, where the file cannot be read, and where the last start with it crashed; it is then left aside.
        """
        view = self._read(self.path)
        if view is None:
            return None
        if self._has_crashed():
            log.warning("the last start crashed while it put back what was on show; this one begins afresh")
            self.leave_aside()
            return None
        self._begin()
        return view

    def read_aside(self) -> "LastView | None":
        """What was left aside."""
        return self._read(self._aside_path)

    def shown(self) -> None:
        """The start has come to its end: who is killed from now on did not fail to start, but may yet crash by what is on show."""
        if self._mark is not None:
            try:
                self._mark.truncate(0)
            except OSError as error:
                log.warning("that the start went well could not be noted: %s", error)

    def settled(self) -> None:
        """The start went well; calling it twice is harmless."""
        mark, self._mark = self._mark, None
        if self._is_listening:
            faulthandler.disable()
            self._is_listening = False
        if mark is not None:
            mark.close()
            self._remove(self._mark_path)

    def write(self, view: "LastView") -> None:
        """Replaces the file in one step, for a thread: it waits for the disk. A full disk is logged and the old file stays."""
        fresh = self.path.with_suffix(".new")
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            with fresh.open("wb") as file:
                file.write(msgspec.json.encode(view))
                file.flush()
                os.fsync(file.fileno())
            fresh.replace(self.path)
        except OSError as error:
            log.warning("what is on show is not kept: %s", error)

    def clear(self) -> None:
        """The watch was closed: the next one begins afresh."""
        self.settled()
        self._remove(self.path)

    def leave_aside(self) -> None:
        """Shows it no more unless somebody asks for it."""
        try:
            self.path.replace(self._aside_path)
        except OSError as error:
            log.warning("%s cannot be left aside: %s", self.path.name, error)
        self._remove(self._mark_path)

    def _begin(self) -> None:
        try:
            self._mark = self._mark_path.open("ab", buffering=0)
            self._mark.write(_START)
        except OSError as error:
            log.warning("a crash at start could not be noted: %s", error)
            return
        if not faulthandler.is_enabled():
            faulthandler.enable(self._mark)
            self._is_listening = True

    def _has_crashed(self) -> bool:
        try:
            said = self._mark_path.read_bytes()[:_LARGEST]
        except OSError:
            return False
        return _FATAL in said or said.count(_START) >= _MOST_STARTS

    def _read(self, path: Path) -> "LastView | None":
        try:
            text = path.read_bytes()[:_LARGEST]
            from smartclient.store.last_view import LastView  # after a watch that was closed there is nothing to read

            return msgspec.json.decode(text, type=LastView)
        except FileNotFoundError:
            return None
        except (OSError, *JSON_TROUBLE) as error:
            log.warning("what was on show last cannot be read: %s", error)
            if not isinstance(error, OSError):
                with contextlib.suppress(OSError):
                    path.replace(path.with_suffix(".broken"))
            return None

    def _remove(self, path: Path) -> None:
        try:
            path.unlink(missing_ok=True)
        except OSError as error:
            log.warning("%s stays where it is: %s", path.name, error)
