"""Who or what it is about: what a machine detected under the machine's sign, what devices say, and who used a card."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from smartclient.session.verifying.who_what import Finding, Source
from smartclient.ui.alarms.facts import Saying
from smartclient.ui.dialogs import text_label
from smartclient.ui.said_by import SaidBy, Speaker
from smartclient.ui.theme import Theme, Tone
from smartclient.ui.words import one_line, with_whole_age

MOST_ROWS = 8
_CAPTION_PX = 52


class Findings(QWidget):
    """Two blocks of lines: a machine's, in a dashed frame, and the devices' own."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setAccessibleName("Who or what")
        self.machine = QFrame()
        self.machine.setObjectName("machine")
        line = theme.colors[Tone.TEXT_DIM]
        self.machine.setStyleSheet(f"#machine {{ border: 1px dashed {line}; border-radius: 4px; }}")
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(SaidBy(theme, Speaker.MACHINE))
        title = text_label("Who says it")
        title.setText(Speaker.MACHINE.value)
        title.setStyleSheet(f"color: {theme.colors[Tone.TEXT_DIM]}; font-weight: 600")
        head.addWidget(title, 1)
        page = QVBoxLayout(self.machine)
        page.setContentsMargins(8, 8, 8, 8)
        page.setSpacing(4)
        page.addLayout(head)
        self._detected, self._devices = _rows(), _rows()
        page.addLayout(self._detected)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self.machine)
        layout.addLayout(self._devices)

    def show_findings(self, findings: Sequence[Finding], sayings: Sequence[Saying]) -> None:
        """What is known now."""
        of_machines = [finding for finding in findings if finding.source is Source.MACHINE]
        self.machine.setVisible(bool(of_machines))
        self._fill(self._detected, [(each.name, _words(each), False) for each in of_machines])
        others = [(each.name, _words(each), each.is_withheld) for each in findings if each.source is Source.DEVICE]
        self._fill(self._devices, [*((each.name, each.text, each.is_unknown) for each in sayings), *others])

    def _fill(self, grid: QGridLayout, rows: Sequence[tuple[str, str, bool]]) -> None:
        rows = rows[:MOST_ROWS]
        if [(name, with_whole_age(one_line(text))) for name, text, _dim in rows] == _shown(grid):
            return
        while (item := grid.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        for number, (name, text, is_dim) in enumerate(rows):
            caption, value = text_label(dim=True), text_label(name, dim=is_dim)
            caption.setText(name)
            caption.setWordWrap(False)
            value.setText(with_whole_age(one_line(text)))
            value.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            grid.addWidget(caption, number, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(value, number, 1)


def _rows() -> QGridLayout:
    grid = QGridLayout()
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(8)
    grid.setVerticalSpacing(4)
    grid.setColumnMinimumWidth(0, _CAPTION_PX)
    grid.setColumnStretch(1, 1)
    return grid


def _shown(grid: QGridLayout) -> list[tuple[str, str]]:
    labels = [item.widget() for number in range(grid.count()) if (item := grid.itemAt(number)) is not None]
    texts = [label.text() for label in labels if isinstance(label, QLabel)]
    return list(zip(texts[::2], texts[1::2], strict=True))


def _words(finding: Finding) -> str:
    surely = "" if finding.confidence is None else f", {finding.confidence:.0%} sure"
    return f"{finding.text}{surely}"
