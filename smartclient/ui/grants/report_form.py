"""Which time a report for the school board is about, asked beside the work."""

from PySide6.QtCore import QDate, Signal
from PySide6.QtWidgets import QComboBox, QDateEdit, QFormLayout, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from smartclient.ui.dialogs import text_label
from smartclient.ui.form_parts import padded


class ReportForm(QWidget):
    """`wanted` carries the first and the last day (QDate) and `pdf` or `csv`; `closed` that nothing is wanted."""

    wanted = Signal(object, object, str)
    closed = Signal()

    def __init__(self) -> None:
        super().__init__()
        heading = text_label()
        heading.setText("Report for the school board")
        heading.setProperty("title", True)
        self.first, self.last, self.kind = padded(QDateEdit()), padded(QDateEdit()), QComboBox()
        for field, name in ((self.first, "First day"), (self.last, "Last day")):
            field.setAccessibleName(name)
            field.setDisplayFormat("yyyy-MM-dd")
        self.kind.setAccessibleName("Kind of file")
        self.kind.addItem("Pages to print (PDF)", "pdf")
        self.kind.addItem("Table for a spreadsheet (CSV)", "csv")
        self.words = text_label("What became of the report", dim=True)
        self.write, self.cancel = QPushButton("Write …"), QPushButton("Close")
        self.write.setDefault(True)
        self.write.clicked.connect(
            lambda: self.wanted.emit(self.first.date(), self.last.date(), self.kind.currentData())
        )
        self.cancel.clicked.connect(self.closed)
        form = QFormLayout()
        form.addRow("First day", self.first)
        form.addRow("Last day", self.last)
        form.addRow("File", self.kind)
        buttons = QHBoxLayout()
        buttons.addWidget(self.write)
        buttons.addWidget(self.cancel)
        buttons.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(heading)
        column.addLayout(form)
        column.addWidget(self.words)
        column.addLayout(buttons)

    def begin(self, today: QDate) -> None:
        """Suggests the last month."""
        self.first.setDate(today.addMonths(-1))
        self.last.setDate(today)
        self.say("")
        self.first.setFocus()

    def say(self, words: str) -> None:
        """What became of it."""
        self.words.setText(words)
        self.words.setVisible(bool(words))
