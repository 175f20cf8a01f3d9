"""Everything a person can do, as rows: words, keys, and why not when it cannot be done now."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

HIDDEN = "hidden"


def _always() -> str | None:
    return None


@dataclass(frozen=True, slots=True)
class Action:
    """A row. `why_not` gives the reason why it cannot be done now, or None."""

    name: str
    text: str
    group: str
    run: Callable[[], None]
    keys: tuple[str, ...] = ()
    why_not: Callable[[], str | None] = _always
    sheet_keys: str = ""
    """How the key sheet writes the keys, where one line stands for several rows; HIDDEN for the rows it stands for."""


class Actions:
    """The rows of one window, by name, joined to its keys."""

    def __init__(self, rows: Iterable[Action], say: Callable[[str], None]) -> None:
        self._rows = {row.name: row for row in rows}
        self._say = say
        self.why_locked: Callable[[], str] = lambda: ""
        """Why nothing at all can be done now; empty when something can."""

    def __iter__(self) -> Iterator[Action]:
        return iter(self._rows.values())

    def run(self, name: str) -> None:
        """Does it, or says why not."""
        row = self._rows[name]
        reason = self.why_locked() or row.why_not()
        if not reason:
            row.run()
        else:
            self._say(reason)

    def install(self, window: QWidget) -> None:
        """Gives every row its keys in that window."""
        for row in self._rows.values():
            action = QAction(row.text, window)
            action.setObjectName(row.name)
            action.setShortcuts([QKeySequence(key) for key in row.keys])
            action.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
            action.triggered.connect(lambda _checked=False, name=row.name: self.run(name))
            window.addAction(action)
