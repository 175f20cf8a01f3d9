"""The notice line at the foot of the window: the newest sentence, how many more stand, and a way to put it away."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QToolButton, QWidget

from smartclient.store.notices import Grade, Notice, Notices
from smartclient.ui.bindings import bind
from smartclient.ui.theme import Theme, Tone
from smartclient.ui.words import tooltip

_TONES = {Grade.QUIET: Tone.TEXT_DIM, Grade.WARNING: Tone.ALARM_MEDIUM, Grade.TROUBLE: Tone.ALARM_HIGH}
_SIGNS = {Grade.QUIET: "", Grade.WARNING: "▲ ", Grade.TROUBLE: "⬣ "}


class NoticeLine(QWidget):
    """Shows the newest standing notice."""

    def __init__(self, notices: Notices, theme: Theme) -> None:
        super().__init__()
        self._notices, self._theme = notices, theme
        self._text = QLabel()
        self._text.setTextFormat(Qt.TextFormat.PlainText)
        self._text.setAccessibleName("Notice")
        self._close = QToolButton()
        self._close.setText("Dismiss")
        self._close.setAccessibleName("Dismiss the notice")
        self._close.clicked.connect(self._dismiss)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self._text, 1)
        row.addWidget(self._close)
        bind(self, notices.changed, self._show)
        self._show(notices.standing)

    def _show(self, standing: tuple[Notice, ...]) -> None:
        self._close.setVisible(bool(standing))
        if not standing:
            self._text.clear()
            return
        newest = standing[-1]
        more = f"   (and {len(standing) - 1} more)" if len(standing) > 1 else ""
        self._text.setText(f"{_SIGNS[newest.grade]}{newest.text}{more}")
        lines = (f"{notice.at.astimezone():%H:%M:%S}  {notice.text}" for notice in standing)
        self._text.setToolTip(tooltip("\n".join(lines)))
        self._text.setStyleSheet(f"color: {self._theme.colors[_TONES[newest.grade]]}")

    def _dismiss(self) -> None:
        if self._notices.standing:
            self._notices.end(self._notices.standing[-1].key)
