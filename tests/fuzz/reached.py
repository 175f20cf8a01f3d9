"""Which lines of ours an input reached: an input that reaches a new one is worth bending further.

A function is looked at until all its lines were reached, or nothing new came of it for long; then it runs as fast as ever.
"""

import sys
from collections.abc import Callable
from pathlib import Path
from types import CodeType, FrameType
from typing import Any, TypeVar

import smartclient

T = TypeVar("T")
_OURS = str(Path(smartclient.__file__).parent)
_PATIENCE = 20_000


class Reached:
    """The lines reached so far."""

    def __init__(self) -> None:
        self._left: dict[CodeType, set[int]] = {}
        self._calls: dict[CodeType, int] = {}
        self._is_new = False
        self.lines = 0

    def by(self, work: Callable[[], T]) -> T:
        """What `work` answers or raises; `is_new` afterwards tells whether it reached a line for the first time."""
        self._is_new = False
        before = sys.gettrace()
        sys.settrace(self._called)
        try:
            return work()
        finally:
            sys.settrace(before)

    @property
    def is_new(self) -> bool:
        """Whether the last work reached a line that none before it had."""
        return self._is_new

    def _called(self, frame: FrameType, _event: str, _arg: Any) -> Any:
        code = frame.f_code
        left = self._left.get(code)
        if left is None:
            is_ours = code.co_filename.startswith(_OURS)
            left = self._left[code] = {line for *_, line in code.co_lines() if line} if is_ours else set()
            self._calls[code] = 0
        if not left:
            return None
        self._calls[code] += 1
        if self._calls[code] > _PATIENCE:
            left.clear()
            return None
        return self._stepped

    def _stepped(self, frame: FrameType, event: str, _arg: Any) -> Any:
        left = self._left[frame.f_code]
        if event == "line" and frame.f_lineno in left:
            left.discard(frame.f_lineno)
            self.lines += 1
            self._is_new = True
            self._calls[frame.f_code] = 0
        return self._stepped if left else None
