"""One reader of bytes from outside, and what is known of the bytes it takes."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from smartclient.domain.errors import SmartclientError


class Form(StrEnum):
    """How its bytes are built, and so how they are best bent."""

    JSON = "json"
    TEXT = "text"
    BINARY = "binary"


@dataclass(frozen=True, slots=True)
class Target:
    """`read` takes the bytes and ends, or raises one of `refusals`; anything else is a fault of ours."""

    name: str
    form: Form
    seeds: Callable[[], Sequence[bytes]]
    """Real bytes, made or recorded when they are first wanted."""
    read: Callable[[bytes], object]
    refusals: tuple[type[Exception], ...] = field(default=(SmartclientError,))
    is_fatal: bool = False
    """Whether its library is known to take the process with it; the program reads such files in a process of their own."""
