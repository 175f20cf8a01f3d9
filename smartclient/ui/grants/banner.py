"""The banner above the map: requests, who outside watches, broken glass, and how one's own grants stand; it goes when nothing is left."""

from collections import Counter
from collections.abc import Mapping, Sequence

from PySide6.QtCore import QRectF, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from smartclient.ui.dialogs import text_label
from smartclient.ui.drill import WORD, paint_drill_frame
from smartclient.ui.grants.lines import Line, Verb
from smartclient.ui.grants.sign import TONES, GrantSign, News
from smartclient.ui.theme import Theme, Tone

MOST = 4
"""More lines than this would take the map away; the panel has all."""
_ALPHA = {News.ASKED: 0.20, News.WATCHED: 0.24, News.BROKEN: 0.34, News.OPEN: 0.10, News.OVER: 0.10}
_FRAME_PX = 10


class BannerLine(QWidget):
    """One line; `pressed` carries a Verb."""

    pressed = Signal(object)

    def __init__(self, theme: Theme, line: Line) -> None:
        super().__init__()
        self._theme, self._line = theme, line
        self._text, self._detail = _label(bold=True), _label(bold=False)
        self.buttons: dict[Verb, QPushButton] = {}
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self._text)
        words.addWidget(self._detail)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 6, 16, 6)
        row.setSpacing(12)
        row.addWidget(GrantSign(theme, line.news))
        row.addLayout(words, 1)
        for verb in line.verbs:
            button = self.buttons[verb] = QPushButton()
            button.setDefault(verb in (Verb.APPROVE, Verb.SEEN))
            button.clicked.connect(lambda _checked=False, verb=verb: self.pressed.emit(verb))
            row.addWidget(button)

    def show_line(self, line: Line, keys: Mapping[Verb, str]) -> None:
        """The same piece of news as it is now; `keys` are what else does what its buttons do."""
        self._line = line
        self._text.setText(f"{WORD} · {line.text}" if line.is_drill else line.text)
        self._detail.setText(line.detail)
        self._detail.setVisible(bool(line.detail))
        self.setAccessibleName(f"{line.news.value}: {line.text}")
        self.setAccessibleDescription(line.detail)
        for verb, button in self.buttons.items():
            button.setText(f"{verb.value}   {keys[verb]}" if verb in keys else verb.value)
            button.setAccessibleName(f"{verb.value}: {line.text}")
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002, N802 (Qt's name)
        """Draws the ground in the colour of the news, and the frame of a drill."""
        painter, tone = QPainter(self), TONES[self._line.news]
        painter.fillRect(self.rect(), self._theme.color(tone, _ALPHA[self._line.news]))
        painter.fillRect(QRectF(0, 0, 4, self.height()), self._theme.color(tone))
        painter.fillRect(QRectF(0, self.height() - 1, self.width(), 1), self._theme.color(Tone.LINE))
        if self._line.is_drill:
            paint_drill_frame(painter, QRectF(self.rect()), self._theme, _FRAME_PX)
        painter.end()


class GrantBanner(QWidget):
    """`pressed` carries a line's key and a Verb; `more_asked` says that somebody wants to see all."""

    pressed = Signal(str, object)
    more_asked = Signal()

    def __init__(self, theme: Theme, keys: Mapping[Verb, str], all_key: str) -> None:
        """`keys` do the same as a button, and stand on it where only one line has it; `all_key` opens the panel."""
        super().__init__()
        self._theme, self._keys, self._all_key = theme, keys, all_key
        self.lines: dict[tuple[str, News, tuple[Verb, ...]], BannerLine] = {}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self.more = QPushButton()
        self.more.setFlat(True)
        self.more.clicked.connect(self.more_asked)
        self._column.addWidget(self.more)
        self.setAccessibleName("Grants")
        self.hide()

    def show_lines(self, lines: Sequence[Line]) -> None:
        """Shows these; a line that was there keeps its buttons, and with them the keyboard."""
        wanted = {(line.key, line.news, line.verbs): line for line in lines[:MOST]}
        for key in [key for key in self.lines if key not in wanted]:
            gone = self.lines.pop(key)
            self._column.removeWidget(gone)
            gone.hide()
            gone.deleteLater()
        verbs = Counter(verb for line in lines for verb in line.verbs)
        keys = {verb: key for verb, key in self._keys.items() if verbs[verb] == 1}
        for place, (key, line) in enumerate(wanted.items()):
            widget = self.lines.get(key)
            if widget is None:
                widget = self.lines[key] = BannerLine(self._theme, line)
                widget.pressed.connect(lambda verb, key=line.key: self.pressed.emit(key, verb))
                self._column.insertWidget(place, widget)
            widget.show_line(line, keys)
        left = len(lines) - len(wanted)
        self.more.setVisible(left > 0)
        self.more.setText(f"{left} more   {self._all_key}")
        self.more.setAccessibleName(f"{left} more; all grants")
        self.setVisible(bool(lines))


def _label(*, bold: bool) -> QLabel:
    label = text_label(dim=not bold)
    label.setMinimumWidth(60)
    if bold:
        label.setStyleSheet("font-weight: 600")
    return label
