"""The exports of this watch, one below the other: how far each is, and what can be done with it."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QProgressBar, QPushButton, QScrollArea, QVBoxLayout, QWidget

from smartclient.evidence.control import Progress
from smartclient.evidence.estimate import in_words
from smartclient.evidence.exports import Listed, State
from smartclient.ui.dialogs import text_label
from smartclient.ui.words import duration, one_line

_LOOK_AGAIN_MS = 250
_STEPS = 1000


@dataclass(frozen=True, slots=True)
class ExportVerbs:
    """What the buttons do."""

    pause: Callable[[Listed], None]
    resume: Callable[[Listed], None]
    cancel: Callable[[Listed], None]
    check: Callable[[Listed], None]
    open_folder: Callable[[Listed], None]


class ExportsList(QScrollArea):
    """Newest on top."""

    def __init__(self, verbs: ExportVerbs) -> None:
        super().__init__()
        self._verbs = verbs
        self._rows: dict[int, ExportRow] = {}
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setAccessibleName("Exports")
        inside = QWidget()
        self._page = QVBoxLayout(inside)
        self._page.setContentsMargins(0, 0, 8, 0)
        self._page.setSpacing(8)
        self._empty = text_label(dim=True)
        self._empty.setText(
            "No exports yet. They appear here with their progress; an unfinished one can be resumed after a restart."
        )
        self._page.addWidget(self._empty)
        self._page.addStretch(1)
        self.setWidget(inside)
        self._ticker = QTimer(self, interval=_LOOK_AGAIN_MS)
        self._ticker.timeout.connect(self._tick)

    def show_export(self, listed: Listed) -> None:
        """An export is new or different."""
        self._empty.hide()
        if listed.number not in self._rows:
            row = self._rows[listed.number] = ExportRow(self._verbs)
            self._page.insertWidget(0, row)
        self._rows[listed.number].show_export(listed)
        if any(row.is_moving for row in self._rows.values()):
            self._ticker.start()

    def _tick(self) -> None:
        for row in self._rows.values():
            row.tick()
        if not any(row.is_moving for row in self._rows.values()):
            self._ticker.stop()


class ExportRow(QFrame):
    """One export."""

    def __init__(self, verbs: ExportVerbs) -> None:
        super().__init__()
        self.setProperty("sheet", True)
        self._listed: Listed | None = None
        self._title = QLabel()
        self._title.setProperty("title", True)
        self._title.setTextFormat(Qt.TextFormat.PlainText)
        self._words = text_label("State of the export")
        self._bar = QProgressBar(maximum=_STEPS, textVisible=False)
        self._bar.setAccessibleName("How far the export is")
        self._bar.setFixedHeight(6)
        self._buttons = {
            "pause": self._button("Pause", verbs.pause),
            "resume": self._button("Resume", verbs.resume),
            "cancel": self._button("Cancel", verbs.cancel),
            "folder": self._button("Open folder", verbs.open_folder),
            "check": self._button("Verify", verbs.check),
        }
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        for button in self._buttons.values():
            buttons.addWidget(button)
        buttons.addStretch(1)
        page = QVBoxLayout(self)
        page.setContentsMargins(12, 10, 12, 10)
        page.setSpacing(6)
        page.addWidget(self._title)
        page.addWidget(self._bar)
        page.addWidget(self._words)
        page.addLayout(buttons)

    @property
    def is_moving(self) -> bool:
        """Whether it changes by itself."""
        return self._listed is not None and self._listed.state in (State.WAITING, State.RUNNING)

    def show_export(self, listed: Listed) -> None:
        """Shows this export as it is now."""
        self._listed = listed
        self._title.setText(one_line(listed.order.title))
        self.setAccessibleName(f"Export {one_line(listed.order.title)}")
        is_paused = listed.control.is_paused
        shown = {
            "pause": listed.state is State.RUNNING and not is_paused,
            "resume": listed.state is State.HELD or (listed.state is State.RUNNING and is_paused),
            "cancel": listed.state in (State.WAITING, State.RUNNING, State.HELD),
            "folder": listed.state is State.DONE,
            "check": listed.state is State.DONE,
        }
        for name, is_shown in shown.items():
            self._buttons[name].setVisible(is_shown)
        self._bar.setVisible(listed.state in (State.WAITING, State.RUNNING))
        self.tick()

    def tick(self) -> None:
        """Shows how far it is."""
        listed = self._listed
        if listed is None:
            return
        if listed.state in (State.WAITING, State.RUNNING):
            self._bar.setValue(round(listed.control.progress.part * _STEPS))
            self._words.setText(progress_words(listed.control.progress, is_paused=listed.control.is_paused))
        else:
            self._words.setText("\n".join(filter(None, (one_line(listed.words), one_line(str(listed.folder))))))

    def _button(self, text: str, verb: Callable[[Listed], None]) -> QPushButton:
        button = QPushButton(text)
        button.setAutoDefault(False)
        button.clicked.connect(lambda: verb(self._listed) if self._listed is not None else None)
        return button


def progress_words(progress: Progress, *, is_paused: bool) -> str:
    """`Exporting Hall B · 1,204 pictures, 38 MB · 41× · 12 s left`."""
    doing = f"Paused: {progress.doing}" if is_paused else progress.doing
    parts = [one_line(doing)]
    if progress.pictures:
        parts.append(f"{progress.pictures:,} pictures, {in_words(progress.written_bytes)}")
    if progress.speed > 0 and not is_paused:
        parts.append(f"{progress.speed:,.0f}×" if progress.speed >= 10 else f"{progress.speed:.1f}×")
        if progress.rest_s is not None:
            parts.append(f"{duration(progress.rest_s + 0.5)} left")
    return " · ".join(parts)
