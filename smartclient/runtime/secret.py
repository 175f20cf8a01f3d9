"""A text that does not show itself in logs, tracebacks or screenshots."""

import hmac
from typing import NoReturn
from weakref import WeakValueDictionary

_alive: "WeakValueDictionary[int, Secret]" = WeakValueDictionary()
"""For redaction alone, which must know what to take out of a log that somebody else's library wrote."""


class Secret:
    """A password or token; `reveal` is the only way to its text."""

    __slots__ = ("__weakref__", "_text")

    def __init__(self, text: str) -> None:
        self._text = text
        _alive[id(self)] = self

    def reveal(self) -> str:
        """The text itself; call it where it goes on the wire and nowhere else."""
        return self._text

    def is_same(self, other: "Secret") -> bool:
        """Whether both have the same text; how long it takes tells nothing of where they differ."""
        return hmac.compare_digest(self._text.encode(), other.reveal().encode())

    def __repr__(self) -> str:
        return "•••"

    def __bool__(self) -> bool:
        return bool(self._text)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Secret) and other._text == self._text

    def __hash__(self) -> int:
        return hash(self._text)

    def __reduce__(self) -> NoReturn:
        raise TypeError("A secret is not written anywhere.")


def alive() -> "list[Secret]":
    """All that somebody still holds."""
    return list(_alive.values())
