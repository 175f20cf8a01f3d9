"""What the measurement comes to, over the map's upper edge, and the keys that change it."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLabel, QVBoxLayout, QWidget

from smartclient.session.measuring import Measuring, Total
from smartclient.ui.map.lengths import bearing_words, length_words, time_words

_TOP_PX = 28


class MeasurePlate(QFrame):
    """Two lines in the middle above."""

    def __init__(self, above: QWidget) -> None:
        super().__init__(above)
        self._above = above
        self.setProperty("sheet", True)
        self.setAccessibleName("Measurement")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.total, self.hint = QLabel(), QLabel()
        self.hint.setProperty("dim", True)
        page = QVBoxLayout(self)
        page.setContentsMargins(16, 8, 16, 8)
        page.setSpacing(2)
        for label in (self.total, self.hint):
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            page.addWidget(label)
        self.hide()

    def show_measuring(self, measuring: Measuring) -> None:
        """Says what there is so far."""
        self.total.setText(_total_words(measuring))
        self.hint.setText(_hint_words(measuring))
        self.setAccessibleDescription(self.total.text())
        self.adjustSize()
        self.move((self._above.width() - self.width()) // 2, _TOP_PX)
        self.show()
        self.raise_()


def _total_words(measuring: Measuring) -> str:
    legs, total = measuring.legs, measuring.total
    if not legs:
        return "Click where to measure to" if measuring.points else "Click where to measure from"
    if measuring.is_on_foot:
        return _on_foot_words(total)
    last = f"{bearing_words(legs[-1].bearing_deg)}"
    return (
        f"{length_words(total.length_m)} · {last}"
        if len(legs) == 1
        else f"{length_words(total.length_m)} in {len(legs)} legs"
    )


def _on_foot_words(total: Total) -> str:
    if not total.is_whole:
        return "Looking for the way …"
    if total.walking_s is None or total.running_s is None:
        return "No way on foot: no door or stair on the plan leads there"
    paces = f"{time_words(total.walking_s)} walking, {time_words(total.running_s)} running"
    return f"{length_words(total.length_m)} · {paces}"


def _hint_words(measuring: Measuring) -> str:
    foot = "W straight" if measuring.is_on_foot else "W on foot"
    lifts = (" · L stairs only" if measuring.with_lifts else " · L with lifts") if measuring.is_on_foot else ""
    return f"{foot}{lifts} · Backspace takes back · Esc ends"
