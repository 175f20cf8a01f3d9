"""The form of an export: what, of which cameras, as what, why, and where to."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from smartclient.domain.ids import DeviceId
from smartclient.domain.recordings import Span
from smartclient.evidence.manifest import Basis, Container
from smartclient.evidence.order import Track
from smartclient.ui.dialogs import text_label
from smartclient.ui.evidence.camera_list import CameraList, Choice
from smartclient.ui.evidence.chooser import Chooser
from smartclient.ui.evidence.filled import Filled, Redacting
from smartclient.ui.evidence.span_fields import SpanFields

_SETTLED_MS = 700
_CONTAINERS = {Container.MP4: "MP4, plays everywhere", Container.MKV: "Matroska (MKV)"}


class ExportForm(QWidget):
    """Tells `settled` when what is filled in stands still, `wanted` when the person wants it exported."""

    settled = Signal()
    wanted = Signal()
    draw = Signal()

    def __init__(self, of_timeline: Callable[[], Span | None], of_alarm: Callable[[], Span | None]) -> None:
        super().__init__()
        self._drawn: Mapping[DeviceId, tuple[Track, ...]] = {}
        self.span = SpanFields(of_timeline, of_alarm)
        self.cameras = CameraList()
        self._title, self._reason = QLineEdit(), QLineEdit()
        self._container = Chooser("Format", _CONTAINERS)
        self._basis = Chooser[Basis | None]("Basis", {None: "Choose …", **{basis: basis.words for basis in Basis}})
        self._redacting = Chooser("Redacted copy", {choice: choice.value for choice in Redacting})
        self._redacting.setToolTip("A detector misses people. Look through a redacted copy before you hand it over.")
        self._areas = _button("Draw areas …", self.draw.emit)
        self._clock = QCheckBox("A second copy with name and clock in the picture")
        self._stick = QCheckBox("For a USB stick: no file over 4 GB")
        self._zip = QCheckBox("Also as one .zip")
        self._folder = QLineEdit()
        self._estimate = text_label("Size and room")
        self._trouble = text_label("Why it cannot be exported yet", dim=True)
        self.export = QPushButton("Export")
        self.export.setDefault(True)
        self._settling = QTimer(self, interval=_SETTLED_MS, singleShot=True)
        self._settling.timeout.connect(self.settled)
        self._lay_out()
        self._join()

    def _lay_out(self) -> None:
        form = QFormLayout()
        form.setHorizontalSpacing(16)
        form.setVerticalSpacing(10)
        form.addRow("Title", _named(self._title, "Title of the package"))
        form.addRow("Time", self.span)
        form.addRow("Cameras", self.cameras)
        form.addRow("Reason", _named(self._reason, "Reason for the export"))
        form.addRow("Basis", self._basis)
        form.addRow("Format", self._container)
        form.addRow("Copies", self._clock)
        form.addRow("", _row(self._redacting, self._areas))
        form.addRow("Folder", _row(_named(self._folder, "Folder for the package"), _button("Choose …", self._choose)))
        form.addRow("", self._stick)
        form.addRow("", self._zip)
        form.setContentsMargins(0, 0, 12, 0)
        fields = QWidget()
        fields.setLayout(form)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QScrollArea.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(fields)
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.setSpacing(8)
        page.addWidget(scroll, 1)
        page.addWidget(self._estimate)
        page.addWidget(self._trouble)
        page.addWidget(_row(self.export, None))
        self._basis.setMinimumContentsLength(36)
        self._basis.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)

    def _join(self) -> None:
        self.span.changed.connect(self._changed)
        self.cameras.changed.connect(self._changed)
        for line in (self._title, self._reason, self._folder):
            line.textChanged.connect(self._changed)
        choosers: tuple[QComboBox, ...] = (self._container, self._basis, self._redacting)
        for choice in choosers:
            choice.currentIndexChanged.connect(self._changed)
        for box in (self._clock, self._stick, self._zip):
            box.toggled.connect(self._changed)
        self.export.clicked.connect(self.wanted)

    def begin(self, title: str, choices: Sequence[Choice], span: Span, folder: Path) -> None:
        """Fills in what is known when the form opens; reason and basis stay for the person."""
        self.span.look_again()
        self.span.show_span(span)
        self.cameras.offer(choices)
        self._title.setText(title)
        if not self._folder.text():
            self._folder.setText(str(folder))
        self._changed()

    def say_why(self, reason: str, basis: Basis) -> None:
        """Fills in reason and basis."""
        self._reason.setText(reason)
        self._basis.choose(basis)

    def put_into(self, folder: Path) -> None:
        """Chooses the folder."""
        self._folder.setText(str(folder))

    def forget(self) -> None:
        """An export has begun: the next one has a reason of its own."""
        self._reason.clear()
        self._basis.setCurrentIndex(0)
        self._drawn = {}

    def show_drawn(self, drawn: Mapping[DeviceId, tuple[Track, ...]]) -> None:
        """These areas were drawn by hand."""
        self._drawn = drawn
        count = sum(len(tracks) for tracks in drawn.values())
        self._areas.setText("Draw areas …" if not count else f"Draw areas ({count}) …")
        self._changed()

    def show_estimate(self, words: str) -> None:
        """How large it will be, or why nobody can say."""
        self._estimate.setText(words)

    @property
    def estimate(self) -> str:
        """What is said of size and room."""
        return self._estimate.text()

    @property
    def trouble(self) -> str:
        """What is still missing, for a person; empty when nothing is."""
        checks = (
            (self.span.span is None, "The time ends before it begins."),
            (not self.cameras.ticked, "Tick at least one camera."),
            (not self._reason.text().strip(), "Say why this is exported; the reason goes into the package."),
            (self._basis.chosen is None, "Choose on what basis it leaves the school; it goes into the package."),
            (
                self._redacting.chosen is Redacting.DRAWN and not self._drawn,
                "Draw the areas that are to be hidden.",
            ),
            (not is_usable(self._folder.text()), "Choose a folder that is there."),
        )
        return next((words for is_wrong, words in checks if is_wrong), "")

    @property
    def filled(self) -> Filled | None:
        """All of it but what only the export needs; None without a span, a camera or a folder."""
        span = self.span.span
        if span is None or not self.cameras.ticked or not is_usable(self._folder.text()):
            return None
        return Filled(
            title=self._title.text().strip() or "Evidence",
            span=span,
            cameras=self.cameras.ticked,
            container=self._container.chosen,
            with_clock=self._clock.isChecked(),
            redacting=self._redacting.chosen,
            is_for_stick=self._stick.isChecked(),
            as_zip=self._zip.isChecked(),
            reason=self._reason.text().strip(),
            basis=self._basis.chosen or Basis.NOT_A_RECORD,
            folder=Path(self._folder.text()),
            drawn=self._drawn,
        )

    def _changed(self) -> None:
        self._trouble.setText(self.trouble)
        self.export.setEnabled(not self.trouble)
        self._areas.setVisible(self._redacting.chosen is Redacting.DRAWN)
        self._settling.start()

    def _choose(self) -> None:
        dialog = QFileDialog(self, "Folder for the package", self._folder.text())
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.fileSelected.connect(self._folder.setText)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()


def is_usable(folder: str) -> bool:
    """Whether it is a folder, or can be made in one."""
    path = Path(folder)
    return bool(folder.strip()) and (path.is_dir() or (not path.exists() and path.parent.is_dir()))


def _button(text: str, press: Callable[[], None]) -> QPushButton:
    button = QPushButton(text)
    button.setAutoDefault(False)
    button.clicked.connect(lambda: press())
    return button


def _named(line: QLineEdit, name: str) -> QLineEdit:
    line.setAccessibleName(name)
    line.setMaxLength(500)
    return line


def _row(first: QWidget, second: QWidget | None) -> QWidget:
    both = QWidget()
    row = QHBoxLayout(both)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(8)
    row.addWidget(first, 0 if second is None else 1)
    if second is not None:
        row.addWidget(second)
    else:
        row.addStretch(1)
    return both
