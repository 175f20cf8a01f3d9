"""What a memorandum keeps from users beyond their roles, as the gate asks for it."""

from datetime import datetime
from typing import Protocol


class Closing(Protocol):
    """Asked by the user's name and the path of an item, such as `cameras/<guid>`."""

    def is_closed(self, user: str, action: str, path: str) -> bool:
        """Whether it keeps that user from doing `action` with an item now."""
        ...

    def allows(self, user: str, action: str, path: str) -> bool:
        """Whether it lets that user do what the role alone does not."""
        ...

    def recorded_from(self, user: str, path: str) -> datetime | None:
        """Since when that user may see recorded pictures; None where nothing limits it."""
        ...

    def note(self, user: str, action: str, path: str, *, allowed: bool) -> None:
        """Pictures or sound are handed out to that user, or refused."""
        ...

    def hear(self, user: str) -> None:
        """The user asked the server something."""
        ...


class NothingClosed:
    """No memorandum is in force."""

    def is_closed(self, user: str, action: str, path: str) -> bool:  # noqa: ARG002  the protocol's shape
        """Never."""
        return False

    def allows(self, user: str, action: str, path: str) -> bool:  # noqa: ARG002  the protocol's shape
        """Nothing."""
        return False

    def recorded_from(self, user: str, path: str) -> datetime | None:  # noqa: ARG002  the protocol's shape
        """Without limit."""
        return None

    def note(self, user: str, action: str, path: str, *, allowed: bool) -> None:
        """Nobody wants to know."""

    def hear(self, user: str) -> None:
        """Nobody wants to know."""
