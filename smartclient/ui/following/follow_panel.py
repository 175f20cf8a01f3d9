"""The panel of follow-me: what is followed and from when, the cameras along the path with their times, and where the subject is."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QIcon, QKeyEvent
from PySide6.QtWidgets import QComboBox, QFormLayout, QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from smartclient.session.following.hits import HitFilter
from smartclient.session.following.legs import Leg
from smartclient.ui.dialogs import text_label
from smartclient.ui.footage.rows import FootageRows
from smartclient.ui.words import one_line

PACES = (("Strolling", 1.0), ("Walking", 1.4), ("Hurrying", 2.2), ("Running", 3.5))
"""Metres a second on the level."""
_PATH_HELP = (
    "Click on the map where the subject walks; PgUp and PgDn change floors. Enter ends the path, Backspace takes a point back, "
    "Esc leaves. With the keyboard: arrows move the map, Space sets a point in its middle."
)
_HITS_HELP = "Each hit moves the subject; tiles show who sees it, and who sees where it can walk to next."


class FollowPanel(QWidget):
    """`began` asks to follow from the typed time (empty: what is watched), `leg_chosen` says the subject is at that leg, `left` ends."""

    began = Signal(str)
    pace_changed = Signal()
    leg_chosen = Signal(int)
    filter_chosen = Signal()
    draw_wanted = Signal()
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.help = text_label("How to follow", dim=True)
        self.state = text_label("Where the subject is")
        self.pace, self.hits = QComboBox(), QComboBox()
        self.start = QLineEdit()
        self.follow, self.draw, self.end = QPushButton("Follow"), QPushButton("Draw anew"), QPushButton("End")
        self.legs: FootageRows[Leg] = FootageRows("Cameras along the path", QSize(0, 0))
        self._filters: Sequence[HitFilter] = ()
        self.setAccessibleName("Follow")
        self.setMinimumWidth(240)
        self._lay_out()
        self.pace.currentIndexChanged.connect(lambda _index: self.pace_changed.emit())
        self.hits.activated.connect(lambda _index: self.filter_chosen.emit())
        self.start.returnPressed.connect(self._begin)
        self.follow.clicked.connect(self._begin)
        self.draw.clicked.connect(self.draw_wanted)
        self.end.clicked.connect(self.left)
        self.legs.entered.connect(self.leg_chosen)
        self.show_path()

    @property
    def pace_m_s(self) -> float:
        """How fast the subject walks."""
        return PACES[self.pace.currentIndex()][1]

    @property
    def filter(self) -> HitFilter | None:
        """Which hits are followed."""
        place = self.hits.currentIndex()
        return self._filters[place] if 0 <= place < len(self._filters) else None

    def show_path(self) -> None:
        """Paths are followed."""
        self.help.setText(_PATH_HELP)
        self._show(is_path=True)

    def show_hits(self, filters: Sequence[HitFilter], chosen: int) -> None:
        """Hits are followed."""
        self._filters = filters
        self.hits.clear()
        self.hits.addItems([one_line(each.words) for each in filters])
        self.hits.setCurrentIndex(chosen)
        self.help.setText(_HITS_HELP)
        self._show(is_path=False)

    def show_legs(self, legs: Sequence[Leg], names: Sequence[str]) -> None:
        """The cameras in order, with the times after setting out."""
        lines = [
            (f"{number}  {name}", f"{_clock(leg.begin_s)}–{_clock(leg.end_s)} · {leg.best.word}")
            for number, (leg, name) in enumerate(zip(legs, names, strict=True), start=1)
        ]
        self.legs.show_values(legs, lines, [QIcon()] * len(legs))

    def show_leg(self, place: int) -> None:
        """The leg the subject is on."""
        if 0 <= place < self.legs.count() and place != self.legs.currentRow():
            self.legs.setCurrentRow(place)

    def say(self, words: str) -> None:
        """Where the subject is."""
        self.state.setText(words)
        self.state.setVisible(bool(words))

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 (Qt's name)
        """Esc ends."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def _begin(self) -> None:
        self.began.emit(self.start.text())

    def _show(self, *, is_path: bool) -> None:
        for widget in (self.pace, self.legs, self.draw):
            widget.setVisible(is_path)
        self._form.setRowVisible(self.pace, is_path)
        self._form.setRowVisible(self.start, is_path)
        self._form.setRowVisible(self.hits, not is_path)

    def _lay_out(self) -> None:
        self.pace.addItems([f"{words}, {pace:g} m/s" for words, pace in PACES])
        self.pace.setCurrentIndex(1)
        self.pace.setAccessibleName("Pace of the subject")
        self.hits.setAccessibleName("Whose hits, or which")
        self.start.setAccessibleName("When the subject sets out")
        self.start.setPlaceholderText("now, or 10:42, 5 min ago …")
        self.start.setMaxLength(60)
        self.follow.setDefault(True)
        self.legs.setStyleSheet("QListView::item { padding-left: 10px; }")
        for button, name in (
            (self.follow, "Follow from that time"),
            (self.draw, "Draw another path"),
            (self.end, "End following (Esc)"),
        ):
            button.setAccessibleName(name)
            button.setToolTip(name)
        self._form = form = QFormLayout()
        form.setContentsMargins(12, 4, 12, 4)
        form.setHorizontalSpacing(12)
        form.addRow("Pace", self.pace)
        form.addRow("Sets out", self.start)
        form.addRow("Follow", self.hits)
        buttons = QHBoxLayout()
        buttons.setContentsMargins(12, 4, 12, 8)
        buttons.setSpacing(6)
        for button in (self.follow, self.draw, self.end):
            buttons.addWidget(button)
        buttons.addStretch(1)
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.setSpacing(0)
        self.help.setContentsMargins(12, 10, 12, 6)
        self.state.setContentsMargins(12, 8, 12, 8)
        page.addWidget(self.help)
        page.addLayout(form)
        page.addLayout(buttons)
        page.addWidget(self.state)
        page.addWidget(self.legs, 1)
        page.addStretch(0)
        self.say("")


def _clock(seconds: float) -> str:
    whole = round(seconds)
    return f"{whole // 60}:{whole % 60:02}"
