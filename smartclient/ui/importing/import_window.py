"""The window in which drawings become a school, a step at a time: files, place, rooms, names, grid, save."""

from collections.abc import Callable
from enum import IntEnum
from pathlib import Path

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from smartclient.domain.errors import PlanError
from smartclient.plans.importing.ground import Ground
from smartclient.plans.importing.project import Part, Project
from smartclient.plans.importing.sheets import Imported
from smartclient.ui.dialogs import text_label
from smartclient.ui.importing.backdrop import Backdrop
from smartclient.ui.importing.files_page import FilesPage
from smartclient.ui.importing.grid_page import GridPage
from smartclient.ui.importing.layers_page import LayersPage
from smartclient.ui.importing.names_page import Goals, NamesPage
from smartclient.ui.importing.place_page import PlacePage
from smartclient.ui.importing.save_page import SavePage
from smartclient.ui.importing.trace_page import TracePage
from smartclient.ui.theme import Theme
from smartclient.ui.words import one_line


class Step(IntEnum):
    """The steps in their order."""

    FILES = 0
    PLACE = 1
    ROOMS = 2
    NAMES = 3
    GRID = 4
    SAVE = 5


_TITLES = {
    Step.FILES: ("Drawings", "One file for each floor, or one with all floors."),
    Step.PLACE: ("Place", "Three or more points that you find on the plan and in the world."),
    Step.ROOMS: ("Rooms and doors", "What is drawn, and what it is."),
    Step.NAMES: ("Names and floors", "What the school is called, and which floor each drawing is."),
    Step.GRID: ("Grid", "Letters across, numbers down: how places are said over the radio."),
    Step.SAVE: ("Save", "What came of it, and where it goes."),
}


class ImportWindow(QWidget):
    """Writes into its project. `read` wants a file, `stopped` the reading to end, `ground_wanted` what is in the world,
    `build_wanted` the school as it is now, `save_wanted` it in a folder, `join_wanted` it in the open plan; `closed` tells that
    the person has gone.
    """

    read = Signal(object, int)
    stopped = Signal()
    ground_wanted = Signal()
    build_wanted = Signal()
    save_wanted = Signal(object)
    join_wanted = Signal()
    closed = Signal()

    def __init__(
        self,
        project: Project,
        theme: Theme,
        folder: Path,
        parent: QWidget | None = None,
        goals: Callable[[], Goals] = tuple,
    ) -> None:
        """`folder` is where new sites go if nobody says otherwise, `goals` where in the open plan an import can go now."""
        super().__init__(parent, Qt.WindowType.Window)
        self.setObjectName("importing")
        self.setWindowTitle("Import a plan · smartclient")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.project = project
        self._folder, self._goals = folder, goals
        self._backdrops: dict[int, Backdrop] = {}
        self._current = 0
        self.files = FilesPage(theme)
        self.place = PlacePage(theme)
        self.trace, self.layers = TracePage(theme), LayersPage(theme)
        self.names = NamesPage(project)
        self.grid = GridPage(theme, project)
        self.save = SavePage()
        self.steps = QListWidget()
        self.pages = QStackedWidget()
        self.title, self.about = QLabel(), text_label(dim=True)
        self.title.setProperty("title", True)
        self.parts = QComboBox()
        self.parts.setAccessibleName("Which drawing")
        self.back, self.next = QPushButton("Back"), QPushButton("Next")
        self.next.setDefault(True)
        self.words = text_label("What is still missing", dim=True)
        self._lay_out()
        self._join()
        self.go(Step.FILES)

    def _lay_out(self) -> None:
        self.steps.setAccessibleName("Steps")
        self.steps.addItems([f"{step + 1}  {title}" for step, (title, _) in _TITLES.items()])
        self.steps.setFixedWidth(180)
        for page in (self.files, self.place, self.trace, self.layers, self.names, self.grid, self.save):
            self.pages.addWidget(page)
        head = QHBoxLayout()
        head.addWidget(self.title)
        head.addSpacing(12)
        head.addWidget(self.about, 1)
        head.addWidget(self.parts)
        foot = QHBoxLayout()
        foot.addWidget(self.words, 1)
        foot.addWidget(self.back)
        foot.addWidget(self.next)
        column = QVBoxLayout()
        column.setSpacing(16)
        column.addLayout(head)
        column.addWidget(self.pages, 1)
        column.addLayout(foot)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(16, 20, 24, 16)
        whole.setSpacing(24)
        whole.addWidget(self.steps)
        whole.addLayout(column, 1)

    def _join(self) -> None:
        self.files.wanted.connect(self.read)
        self.files.cancelled.connect(self.stopped)
        self.files.removed.connect(self._remove)
        self.files.chosen.connect(self._choose)
        self.parts.activated.connect(self._choose)
        self.steps.currentRowChanged.connect(lambda row: self.go(Step(row)) if row >= 0 else None)
        self.back.clicked.connect(lambda: self.go(Step(max(self.step - 1, 0))))
        self.next.clicked.connect(lambda: self.go(Step(min(self.step + 1, Step.SAVE))))
        for page in (self.place, self.trace, self.layers, self.names, self.grid):
            page.changed.connect(self._tell)
        self.layers.tried.connect(self.build_wanted)
        self.save.wanted.connect(self.save_wanted)
        self.save.joined.connect(self.join_wanted)

    def sizeHint(self) -> QSize:  # noqa: N802 (Qt's name)
        """Two drawings side by side."""
        return QSize(1360, 860)

    @property
    def step(self) -> Step:
        """Where the person is."""
        return Step(max(self.steps.currentRow(), 0))

    @property
    def part(self) -> Part | None:
        """The drawing that is worked on."""
        return self.project.parts[self._current] if self._current < len(self.project.parts) else None

    def go(self, step: Step) -> None:
        """Shows a step."""
        if self.steps.currentRow() != step:
            self.steps.setCurrentRow(step)
            return
        title, about = _TITLES[step]
        self.title.setText(title)
        self.about.setText(about)
        self.back.setEnabled(step > Step.FILES)
        self.next.setVisible(step < Step.SAVE)
        self.parts.setVisible(step in (Step.PLACE, Step.ROOMS) and len(self.project.parts) > 1)
        self._show_step(step)
        self._tell()

    def _show_step(self, step: Step) -> None:
        part = self.part
        backdrop = self._backdrops.get(id(part)) if part is not None else None
        if step is Step.FILES:
            self.files.show_parts(self.project.parts, self._current)
            self.files.show_backdrop(backdrop)
            self.pages.setCurrentWidget(self.files)
        elif step is Step.PLACE:
            if part is not None and backdrop is not None:
                self.place.show_part(part, backdrop)
                self.ground_wanted.emit()
            self.pages.setCurrentWidget(self.place)
        elif step is Step.ROOMS:
            self._show_rooms(part, backdrop)
        elif step is Step.NAMES:
            self.names.offer(self._goals())
            self.names.show_project()
            self.pages.setCurrentWidget(self.names)
        else:
            self.grid.show_campus_grid(is_there=self.project.has_campus)
            self.pages.setCurrentWidget(self.grid if step is Step.GRID else self.save)
            self.build_wanted.emit()

    def _show_rooms(self, part: Part | None, backdrop: Backdrop | None) -> None:
        if part is None or backdrop is None:
            self.pages.setCurrentWidget(self.layers)
        elif part.is_traced:
            self.trace.show_part(part, backdrop, _metres_per_unit(part))
            self.pages.setCurrentWidget(self.trace)
        else:
            self.layers.show_part(part, backdrop)
            self.pages.setCurrentWidget(self.layers)

    def take(self, part: Part, backdrop: Backdrop, words: str) -> None:
        """A drawing was read."""
        self._backdrops[id(part)] = backdrop
        self._current = self.project.parts.index(part)
        self.parts.clear()
        self.parts.addItems([one_line(one.path.name) for one in self.project.parts])
        self.parts.setCurrentIndex(self._current)
        self.files.show_idle(words)
        self.go(self.step)

    def show_ground(self, ground: Ground | None, backdrop: Backdrop | None) -> None:
        """What is in the world already."""
        self.place.show_ground(ground, backdrop)

    def show_built(self, built: Imported, backdrop: Backdrop) -> None:
        """The school as it would be saved."""
        self.grid.show_site(built.site, backdrop)
        self.save.show_built(built, self._folder / slug(built.site.name), self.names.goal_words)
        rooms = sum(1 for unit in built.site.units if unit.kind not in ("wall", "window"))
        self.layers.say(f"{rooms:,} rooms and {len(built.site.openings):,} doors come of it.")
        self._tell()

    def say(self, words: str) -> None:
        """What stands in the way."""
        self.words.setText(one_line(words))
        self.save.say(words)
        self.layers.say(words)

    def bring(self) -> None:
        """Shows it, in front."""
        self.show()
        self.activateWindow()

    def stop(self) -> None:
        """Ends the threads of its canvases."""
        for page in (self.files, self.place, self.trace, self.layers, self.grid):
            page.stop()

    def _choose(self, index: int) -> None:
        if 0 <= index < len(self.project.parts) and index != self._current:
            self._current = index
            self.parts.setCurrentIndex(index)
            self.go(self.step)

    def _remove(self, index: int) -> None:
        if 0 <= index < len(self.project.parts):
            part = self.project.parts.pop(index)
            self._backdrops.pop(id(part), None)
            self.parts.removeItem(index)
            self._current = max(min(self._current, len(self.project.parts) - 1), 0)
            self.go(self.step)

    def _tell(self) -> None:
        """Says what is still missing, under every step."""
        self.words.setText(one_line(self.project.why_not_ready()))
        self.next.setEnabled(bool(self.project.parts))
        self.save.save.setEnabled(not self.project.why_not_ready())

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 (Qt's name)
        """Ctrl+PgDn and Ctrl+PgUp go through the steps."""
        is_control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if is_control and event.key() in (Qt.Key.Key_PageDown, Qt.Key.Key_PageUp):
            (self.next if event.key() == Qt.Key.Key_PageDown else self.back).click()
        else:
            super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802 (Qt's name)
        """The project stays for the next time, until it is saved."""
        self.stopped.emit()
        self.closed.emit()
        event.accept()


def slug(name: str) -> str:
    """`Lincoln Elementary School` as a folder's name, `lincoln-elementary-school`."""
    plain = "".join(letter.lower() if letter.isascii() and letter.isalnum() else "-" for letter in name)
    return "-".join(part for part in plain.split("-") if part)[:60] or "new-school"


def _metres_per_unit(part: Part) -> float:
    """For the width of doors; a plan that is not placed yet counts as a hundred metres wide."""
    try:
        placement = part.placement()
    except PlanError:
        bounds = part.drawing.bounds
        return 100.0 / (bounds[2] - bounds[0]) if bounds else 1.0
    return placement.fit.metres_per_unit if placement.fit is not None else 1.0
