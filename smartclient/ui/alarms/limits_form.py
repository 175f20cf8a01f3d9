"""How long an alarm may stay untouched before it sounds again: seconds for each priority."""

from collections.abc import Callable, Mapping

from PySide6.QtWidgets import QFormLayout, QPushButton, QSpinBox, QVBoxLayout, QWidget

from smartclient.domain.alarms import Priority
from smartclient.ui.dialogs import text_label
from smartclient.ui.form_parts import padded
from smartclient.ui.signs import PRIORITY_WORDS


class LimitsForm(QWidget):
    """`keep` is given the limits once a person has decided on them."""

    def __init__(
        self,
        limits_s: Mapping[Priority, float],
        span_s: tuple[float, float],
        keep: Callable[[dict[Priority, float]], None],
        parent: QWidget | None = None,
    ) -> None:
        """`span_s` is the shortest and the longest limit that can be set."""
        super().__init__(parent)
        self._keep = keep
        words = text_label("What the limits are for")
        words.setText(
            "A new alarm that nobody takes within its limit sounds again, moves up in the list and is said in a banner."
        )
        self.fields = {priority: padded(QSpinBox()) for priority in Priority}
        form = QFormLayout()
        form.setHorizontalSpacing(16)
        form.setVerticalSpacing(8)
        for priority, field in self.fields.items():
            field.setRange(round(span_s[0]), round(span_s[1]))
            field.setSuffix(" s")
            field.setAccessibleName(f"Limit of alarms of {PRIORITY_WORDS[priority].lower()} priority, seconds")
            field.setValue(round(limits_s[priority]))
            form.addRow(f"{PRIORITY_WORDS[priority]} priority", field)
        self.set_them = QPushButton("Set the limits")
        self.set_them.setAccessibleName("Set the limits of alarms")
        self.set_them.clicked.connect(self._set)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 12, 12, 12)
        layout.setSpacing(12)
        layout.addWidget(words)
        layout.addLayout(form)
        layout.addWidget(self.set_them)
        layout.addStretch(1)
        self.setFocusProxy(self.fields[Priority.HIGH])

    def _set(self) -> None:
        self._keep({priority: float(field.value()) for priority, field in self.fields.items()})
