"""Who answers for a walk-through."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QFormLayout, QHBoxLayout, QVBoxLayout, QWidget

from smartclient.ui.dialogs import text_label
from smartclient.ui.theme import Theme
from smartclient.ui.walking.touch import TARGET_PX, touch_button, touch_field

_MAKERS = {"The school": "school", "The producer of the map": "producer", "Police": "police", "Fire department": "fire"}


class SignForm(QWidget):
    """`signed` carries name, role, agency, who made the walk-through, and whom they asked to come, comma between."""

    signed = Signal(str, str, str, str, str)
    closed = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.words, self.trouble = text_label("What is signed"), text_label("What is wrong")
        self.words.setStyleSheet("font-size: 16px;")
        self.name, self.role = touch_field("Name", "first and last name"), touch_field("Role", "safety coordinator")
        self.agency, self.by = touch_field("Of", "district, police, firm"), QComboBox()
        self.invited = touch_field("Invited", "agencies asked to come along, comma between")
        self.by.addItems(list(_MAKERS))
        self.by.setAccessibleName("Walked by")
        self.by.setStyleSheet(f"QComboBox {{ font-size: 16px; min-height: {TARGET_PX - 12}px; }}")
        self.sign = touch_button("Sign", theme, self._sign, is_first=True)
        self.cancel = touch_button("Go on walking", theme, self.closed.emit)
        form, buttons, page = QFormLayout(), QHBoxLayout(), QVBoxLayout(self)
        form.setVerticalSpacing(8)
        form.addRow("Name", self.name)
        form.addRow("Role", self.role)
        form.addRow("Of", self.agency)
        form.addRow("Walked by", self.by)
        form.addRow("Invited", self.invited)
        self.name.returnPressed.connect(self._sign)
        buttons.addWidget(self.sign)
        buttons.addWidget(self.cancel)
        page.setContentsMargins(0, 0, 0, 0)
        page.setSpacing(12)
        page.addWidget(self.words)
        page.addLayout(form)
        page.addWidget(self.trouble)
        page.addLayout(buttons)
        page.addStretch(1)

    def ask(self, words: str, name: str) -> None:
        """Asks for the signature; `words` say what is signed."""
        self.words.setText(words)
        self.trouble.hide()
        if not self.name.text():
            self.name.setText(name)
        self.name.setFocus(Qt.FocusReason.OtherFocusReason)

    def say(self, trouble: str) -> None:
        """Why it cannot be signed."""
        self.trouble.setText(trouble)
        self.trouble.show()

    def _sign(self) -> None:
        by = _MAKERS[self.by.currentText()]
        self.signed.emit(self.name.text(), self.role.text(), self.agency.text(), by, self.invited.text())
