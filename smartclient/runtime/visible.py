"""Text as a terminal may show it: what it would obey, or what turns letters around, stands as its escape."""

import re
from typing import TextIO, cast

_UNSEEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff]")
"""All but the tab and the line feed."""


def visible(text: str) -> str:
    """`text` with control and direction characters written as `\\x1b`, `\\u202e` …"""
    return _UNSEEN.sub(lambda found: ascii(found[0])[1:-1], text)


def showing(stream: TextIO) -> TextIO:
    """`stream`, but what is written is seen and not obeyed; a carriage return at the beginning of what is written is ours."""
    return cast("TextIO", _Visible(stream))


class _Visible:
    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def write(self, text: str) -> int:
        """Writes it so that it can be seen."""
        own = "\r" if text.startswith("\r") else ""
        self._stream.write(own + visible(text.removeprefix("\r")))
        return len(text)

    def __getattr__(self, name: str) -> object:
        return getattr(self._stream, name)
