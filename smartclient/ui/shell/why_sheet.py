"""“Why can't I …?”: all that cannot be done, with one sentence each, what is never offered before what is not possible now."""

from collections.abc import Callable, Iterable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from smartclient.ui.shell.sheet import Sheet
from smartclient.ui.theme import Theme

Reason = tuple[str, str]
"""What cannot be done, and why, as a sentence."""
_WIDEST, _WHAT_SHARE, _GAP = 1100, 3, 16


class WhySheet(Sheet):
    """Asks anew each time it is shown."""

    def __init__(
        self, window: QWidget, theme: Theme, never: Callable[[], Sequence[Reason]], now: Callable[[], Sequence[Reason]]
    ) -> None:
        super().__init__(window, "Why can't I …?", Qt.Key.Key_Question)
        self._theme, self._never, self._now = theme, never, now

    def toggle(self) -> None:
        """Shows the reasons of this moment, or puts them away."""
        if not self.isVisible():
            self.lay(self._page())
        super().toggle()

    def _page(self) -> QWidget:
        page = QWidget()
        grid = QGridLayout(page)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(24)
        grid.setVerticalSpacing(8)
        never, now = self._never(), self._now()
        self._put(grid, "With this sign-in", never, "Nothing: the server offers you all that there is.")
        self._put(grid, "At this moment", now, "Nothing: all can be done.")
        width = max(1, min(_WIDEST, self.room.width()))
        page.setFixedSize(width, grid.heightForWidth(width))
        return page

    def _put(self, grid: QGridLayout, heading: str, reasons: Iterable[Reason], otherwise: str) -> None:
        grid.setRowMinimumHeight(grid.rowCount(), _GAP if grid.count() else 0)
        line = grid.rowCount() + 1
        head = QLabel(heading.upper())
        head.setProperty("heading", True)
        grid.addWidget(head, line, 0, 1, 2)
        told = list(reasons)
        if not told:
            grid.addWidget(_plain(otherwise), line + 1, 0, 1, 2)
        for number, (what, why) in enumerate(told, start=line + 1):
            name = _plain(what)
            name.setFont(self._theme.font(0, bold=True))
            grid.addWidget(name, number, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(_plain(why), number, 1, Qt.AlignmentFlag.AlignTop)
        grid.setColumnStretch(0, 2)
        grid.setColumnStretch(1, _WHAT_SHARE)


def _plain(words: str) -> QLabel:
    label = QLabel(words)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    return label
