"""The panel of edit mode: steps and saving above, the chosen thing, what can be put on the map, and what is not on it yet."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QStackedWidget, QToolButton, QVBoxLayout, QWidget

from smartclient.session.editing import Editing
from smartclient.ui.bindings import bind
from smartclient.ui.dialogs import Question, text_label
from smartclient.ui.editor.palette import Palette
from smartclient.ui.editor.properties import Properties
from smartclient.ui.editor.save_sheet import SaveSheet
from smartclient.ui.editor.tray import Tray
from smartclient.ui.theme import Theme, Tone
from smartclient.ui.words import one_line, tooltip


class EditorPanel(QWidget):
    """`undo`, `redo`, `save`, `room`, `grid`, `history` and `done` are its buttons."""

    def __init__(self, editing: Editing, properties: Properties, palette: Palette, tray: Tray, theme: Theme) -> None:
        super().__init__()
        self._editing = editing
        self.properties, self.palette_, self.tray = properties, palette, tray
        self.question, self.sheet = Question(), SaveSheet()
        self.state = text_label("What is not saved")
        self.undo, self.redo = _button("Undo", "Take the last step back"), _button("Redo", "Make it again")
        self.save, self.done = _button("Save …", "Save the plan"), _button("Done", "Leave edit mode")
        self.grid = _button("Campus grid", "Change the grid of the campus in the middle of the map")
        self.room = _button("Draw a room", "Draw a room, corner by corner; its walls are put where none stand")
        self.history = _button("History", "Who changed the plan when")
        self.setAccessibleName("Edit the plan")
        self.setMinimumWidth(250)
        self._pages = QStackedWidget()
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.addWidget(self._pages)
        self._build_editing_page(theme)
        self._pages.addWidget(self.sheet)
        bind(self, editing.changed, lambda _: self.refresh())
        self.refresh()

    def ask_save(self, *, is_open: bool) -> None:
        """Shows the question before saving, or takes it away."""
        self._pages.setCurrentIndex(1 if is_open else 0)

    def refresh(self) -> None:
        """Shows the chosen thing and what can be taken back."""
        editing = self._editing
        self.properties.refresh()
        self.undo.setEnabled(bool(editing.next_undo))
        self.redo.setEnabled(bool(editing.next_redo))
        undo, redo = one_line(editing.next_undo), one_line(editing.next_redo)
        self.undo.setToolTip(tooltip(f"{undo} (Ctrl+Z)" if undo else "Nothing to take back"))
        self.redo.setToolTip(tooltip(f"{redo} (Ctrl+Shift+Z)" if redo else "Nothing to redo"))
        self.save.setEnabled(editing.is_changed)
        self.state.setText(status_words(editing))

    def _build_editing_page(self, theme: Theme) -> None:
        """From the outside in: a widget that comes into another one is styled again with all that is in it."""
        page, scroll, inner = QWidget(), QScrollArea(), QWidget()
        self._pages.addWidget(page)
        layout = QVBoxLayout(page)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        steps = QHBoxLayout()
        layout.addLayout(steps)
        layout.addWidget(scroll, 1)
        scroll.setWidget(inner)
        steps.setContentsMargins(12, 10, 12, 0)
        steps.setSpacing(4)
        for button in (self.undo, self.redo, self.save):
            steps.addWidget(button)
        steps.addStretch(1)
        steps.addWidget(self.done)
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 6, 0, 0)
        column.setSpacing(4)
        self.state.setContentsMargins(12, 0, 12, 0)
        self.question.setContentsMargins(12, 4, 12, 4)
        more = QHBoxLayout()
        more.setContentsMargins(12, 2, 12, 6)
        more.setSpacing(4)
        more.addWidget(self.room)
        more.addWidget(self.grid)
        more.addWidget(self.history)
        more.addStretch(1)
        parts: tuple[QWidget, ...] = (
            self.state,
            self.question,
            _rule(theme),
            self.properties,
            _rule(theme),
            _heading("PUT ON THE MAP"),
            self.palette_,
            _heading("NOT ON THE MAP YET"),
        )
        for widget in parts:
            column.addWidget(widget)
        column.addWidget(self.tray, 1)
        column.addLayout(more)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)


def status_words(editing: Editing) -> str:
    """`3 steps not saved`."""
    if not editing.is_changed:
        return "Everything is saved"
    count = len(editing.steps)
    return "One step is not saved" if count == 1 else f"{count} steps are not saved"


def _button(words: str, name: str) -> QToolButton:
    button = QToolButton()
    button.setText(words)
    button.setAccessibleName(name)
    button.setToolTip(name)
    return button


def _heading(words: str) -> QWidget:
    label = text_label(words.capitalize())
    label.setText(words)
    label.setProperty("heading", True)
    label.setContentsMargins(12, 6, 0, 0)
    return label


def _rule(theme: Theme) -> QFrame:
    rule = QFrame()
    rule.setFixedHeight(1)
    rule.setStyleSheet(f"background: {theme.colors[Tone.LINE]}; border: none")
    return rule
