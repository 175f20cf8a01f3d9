"""Choosing what is printed: pages, paper and kind of file, with the page before one's eyes."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QImage, QKeyEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFormLayout,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from smartclient.plans.printing.paper import paper_named, paper_names
from smartclient.ui.dialogs import text_label
from smartclient.ui.printing.edition import Sheet, SheetKind
from smartclient.ui.printing.output import Format
from smartclient.ui.printing.page_preview import PagePreview
from smartclient.ui.theme import Theme
from smartclient.ui.words import one_line, tooltip

_CHECKED, _UNCHECKED = Qt.CheckState.Checked, Qt.CheckState.Unchecked


class PrintWindow(QWidget):
    """`looked` carries the Sheet to preview, `paper_chosen` a paper's name; `wanted` asks for the chosen pages as a file,
    `printer_wanted` for them on paper; `ground_chosen` tells whether the base map lies under the plans.
    """

    looked = Signal(object)
    paper_chosen = Signal(str)
    wanted = Signal()
    printer_wanted = Signal()
    ground_chosen = Signal(bool)

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self.setObjectName("print")
        self.setWindowTitle("Print the map · smartclient")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._sheets: tuple[Sheet, ...] = ()
        self.pages, self.paper, self.format = QListWidget(), QComboBox(), QComboBox()
        for name in paper_names():
            self.paper.addItem(paper_named(name).title, name)
        for form in Format:
            self.format.addItem(form.upper(), form)
        self.all, self.none = QPushButton("All"), QPushButton("None")
        self.print, self.on_paper = QPushButton("Into a file …"), QPushButton("On a printer …")
        self.close_it = QPushButton("Close")
        self.ground = QCheckBox("Base map under the plans")
        self.words, self.progress, self.preview = (
            text_label("What is printed", dim=True),
            QProgressBar(),
            PagePreview(theme),
        )
        self._lay_out()
        self._join()

    def sizeHint(self) -> QSize:  # noqa: N802 (Qt's name)
        """List and page side by side."""
        return QSize(1180, 720)

    def _lay_out(self) -> None:
        self.pages.setProperty("framed", True)
        self.pages.setMinimumWidth(260)
        self.pages.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        for widget, name in ((self.pages, "Pages"), (self.paper, "Paper"), (self.format, "Kind of file")):
            widget.setAccessibleName(name)
        self.progress.setTextVisible(False)
        self.progress.setFixedHeight(6)
        self.progress.setAccessibleName("Pages printed")
        self.progress.hide()
        self.print.setDefault(True)
        heading = text_label("Print the map")
        heading.setText("Print the map")
        heading.setProperty("title", True)
        form = QFormLayout()
        form.addRow("Paper", self.paper)
        form.addRow("As", self.format)
        form.addRow(self.ground)
        choice, buttons = QHBoxLayout(), QHBoxLayout()
        for row, pressed in ((choice, (self.all, self.none)), (buttons, (self.print, self.on_paper, self.close_it))):
            row.setSpacing(8)
            for button in pressed:
                row.addWidget(button)
            row.addStretch(1)
        left = QVBoxLayout()
        left.setSpacing(8)
        left.addWidget(heading)
        left.addLayout(form)
        left.addWidget(self.pages, 1)
        left.addLayout(choice)
        left.addWidget(self.words)
        left.addWidget(self.progress)
        left.addLayout(buttons)
        page = QHBoxLayout(self)
        page.setContentsMargins(24, 20, 0, 20)
        page.setSpacing(24)
        page.addLayout(left, 1)
        page.addWidget(self.preview, 3)

    def _join(self) -> None:
        self.pages.currentRowChanged.connect(self._look)
        self.pages.itemChanged.connect(lambda _item: self._count())
        self.paper.activated.connect(lambda _index: self.paper_chosen.emit(str(self.paper.currentData())))
        self.all.clicked.connect(lambda: self._check_all(_CHECKED))
        self.none.clicked.connect(lambda: self._check_all(_UNCHECKED))
        self.print.clicked.connect(self.wanted)
        self.on_paper.clicked.connect(self.printer_wanted)
        self.ground.toggled.connect(self.ground_chosen)
        self.close_it.clicked.connect(self.hide)

    @property
    def chosen(self) -> tuple[Sheet, ...]:
        """The pages that are ticked."""
        return tuple(
            sheet for sheet, item in zip(self._sheets, self._items(), strict=True) if item.checkState() == _CHECKED
        )

    @property
    def chosen_format(self) -> Format:
        """The kind of file."""
        return Format(self.format.currentData())

    def offer(self, sheets: Sequence[Sheet], ticked: Sequence[Sheet]) -> None:
        """Shows these pages, some of them ticked; the page looked at stays where it is still there."""
        row = max(self.pages.currentRow(), 0)
        self._sheets = tuple(sheets)
        names = {sheet.name for sheet in ticked}
        self.pages.blockSignals(True)
        self.pages.clear()
        for sheet in sheets:
            item = QListWidgetItem(_row_words(sheet))
            item.setToolTip(tooltip(one_line(sheet.name)))
            item.setCheckState(_CHECKED if sheet.name in names else _UNCHECKED)
            self.pages.addItem(item)
        first = next((i for i, sheet in enumerate(sheets) if sheet.name in names), 0)
        self.pages.setCurrentRow(row if row and row < len(sheets) else first)
        self.pages.blockSignals(False)
        self._count()
        self._look(self.pages.currentRow())

    def offer_ground(self, is_there: bool) -> None:
        """Whether there is a base map to print."""
        self.ground.setEnabled(is_there)
        self.ground.setToolTip("" if is_there else "There is no base map; choose one with “Base map: choose it”.")

    def show_page(self, image: QImage | None) -> None:
        """The page that is looked at."""
        self.preview.show_page(image)

    def say(self, words: str) -> None:
        """What came of it."""
        self.words.setText(words)

    def show_progress(self, done: int, total: int) -> None:
        """So many pages of so many; at the end the bar goes."""
        self.progress.setRange(0, total)
        self.progress.setValue(done)
        self.progress.setVisible(done < total)
        self._enable(done >= total)

    def bring(self) -> None:
        """Shows it, in front."""
        self.show()
        self.activateWindow()
        self.pages.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 (Qt's name)
        """Esc puts it away, Enter prints."""
        if event.key() == Qt.Key.Key_Escape:
            self.hide()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.print.isEnabled():
            self.wanted.emit()
        else:
            super().keyPressEvent(event)

    def _items(self) -> list[QListWidgetItem]:
        return [item for row in range(self.pages.count()) if (item := self.pages.item(row)) is not None]

    def _check_all(self, state: Qt.CheckState) -> None:
        for item in self._items():
            item.setCheckState(state)

    def _count(self) -> None:
        count = len(self.chosen)
        self._enable(count > 0)
        self.words.setText(f"{count} of {len(self._sheets)} pages" if count else "Tick the pages to print.")

    def _enable(self, is_ready: bool) -> None:
        for button in (self.print, self.on_paper):
            button.setEnabled(is_ready)

    def _look(self, row: int) -> None:
        if 0 <= row < len(self._sheets):
            self.looked.emit(self._sheets[row])


def _row_words(sheet: Sheet) -> str:
    """A campus by its name, its other pages below it."""
    return one_line(sheet.title) if sheet.kind is SheetKind.CAMPUS else f"    {one_line(sheet.subtitle)}"
