"""Where the base map comes from: a file or an address, whose it is, and when it was taken."""

from collections.abc import Callable
from datetime import date

from PySide6.QtWidgets import QFileDialog, QFormLayout, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from smartclient.ui.dialogs import text_label
from smartclient.ui.form_parts import text_field

_MOST_CHARS = 4096
"""As long as a path may be."""
_KINDS = "Base maps (*.mbtiles *.pmtiles *.tif *.tiff *.png *.jpg *.jpeg);;All files (*)"


class BaseMapPanel(QWidget):
    """A form; `use` gets place, attribution and date, with an empty place for no base map."""

    def __init__(
        self, place: str, attribution: str, captured: str, use: Callable[[str, str, date | None], None]
    ) -> None:
        super().__init__()
        self.setAccessibleName("Base map")
        self._use = use
        self.place = text_field("File or address", place, "a file, or https://…/{z}/{x}/{y}.png", _MOST_CHARS)
        self.attribution = text_field("Whose it is", attribution, "© …")
        self.captured = text_field("Taken on", captured, "2026-05-01, where known")
        self.words = text_label("Base map", dim=True)
        choose, apply, remove = (QPushButton(words) for words in ("Choose a file …", "Use it", "No base map"))
        choose.clicked.connect(self._choose)
        apply.clicked.connect(self._apply)
        remove.clicked.connect(self._remove)
        for field in (self.place, self.attribution, self.captured):
            field.returnPressed.connect(self._apply)
        form = QFormLayout()
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapAllRows)
        form.addRow("File or address", self.place)
        form.addRow("Whose it is", self.attribution)
        form.addRow("Taken on", self.captured)
        buttons = QHBoxLayout()
        for button in (choose, apply, remove):
            button.setAccessibleName(button.text())
            buttons.addWidget(button)
        page = QVBoxLayout(self)
        page.setContentsMargins(12, 12, 12, 12)
        page.setSpacing(8)
        page.addLayout(form)
        page.addLayout(buttons)
        page.addWidget(self.words)
        page.addStretch(1)
        self.say("MBTiles, PMTiles, GeoTIFF, a picture with a world file, or the address of a tile server.")

    def say(self, words: str) -> None:
        """What came of it."""
        self.words.setText(words)

    def _apply(self) -> None:
        text = self.captured.text().strip()
        try:
            taken = date.fromisoformat(text) if text else None
        except ValueError:
            self.say(f"“{text[:20]}” is no date; write it like 2026-05-01, or leave it empty.")
            self.captured.setFocus()
            return
        self._use(self.place.text().strip(), self.attribution.text().strip(), taken)

    def _remove(self) -> None:
        self.place.clear()
        self._apply()

    def _choose(self) -> None:
        dialog = QFileDialog(self, "Base map", self.place.text(), _KINDS)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(self.place.setText)
        dialog.open()
