"""The pictures of the card: where it is in large type, the best cameras live, and the ten seconds before beside each."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from smartclient.domain.ids import DeviceId
from smartclient.session.verifying.before import BEFORE, Before
from smartclient.session.verifying.card_playbacks import CardPlaybacks
from smartclient.store.layouts import Cell, Form, Layout
from smartclient.store.wall_tiles import EMPTY, Content, WallTiles
from smartclient.ui.dialogs import text_label
from smartclient.ui.drill import DrillFrame
from smartclient.ui.theme import Tone
from smartclient.ui.verifying.card_part import LETTERS, CardKey, CardPart
from smartclient.ui.video.board import Board
from smartclient.ui.video.equipment import Equipment
from smartclient.ui.words import one_line

MOST_CAMERAS = 4
_TICK_MS = 500
_BEFORE_S = round(BEFORE.total_seconds())


class CardBoard(CardPart):
    """Has the wall's place while an alarm is verified. Its tiles are its own: the wall keeps what it held."""

    def __init__(self, equipment: Equipment, before: Before, copy: Callable[[], None]) -> None:
        super().__init__()
        theme = equipment.theme
        self._theme = theme
        self.pairs = MOST_CAMERAS
        """How many cameras are shown, each twice."""
        self.is_looking = True
        """Whether it is not yet known which cameras see the place."""
        self.tiles = WallTiles(card_layout(MOST_CAMERAS))
        self._playbacks = CardPlaybacks(equipment.clock, before.playback)
        self.board = Board(replace(equipment, playbacks=self._playbacks), self.tiles)
        self.radio = text_label("Radio string")
        self.radio.setProperty("headline", True)
        self.radio.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.copy = QPushButton(f"{LETTERS[CardKey.COPY]}  Copy")
        self.copy.setAccessibleName("Copy where it is, for the radio")
        self.copy.clicked.connect(lambda _checked=False: copy())
        self.legend = text_label("What the tiles show", dim=True)
        self.unseen = text_label("No camera")
        self.unseen.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._pages = QStackedWidget()
        self.drill = DrillFrame(self, theme)
        self.setAccessibleName("Pictures of the alarm")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._lay_out()
        ticker = QTimer(self, interval=_TICK_MS)
        ticker.timeout.connect(self._tick)
        ticker.start()

    def show_place(self, words: str) -> None:
        """Where it is, as it is said over the radio."""
        self.radio.setText(one_line(words))

    def show_cameras(self, cameras: Sequence[DeviceId] | None, why_none: str = "") -> None:
        """Opens these, live and before; None while they are being worked out, `why_none` stands where there is none."""
        self.is_looking = cameras is None
        shown = list((cameras or ())[:MOST_CAMERAS])
        self.unseen.setText(why_none)
        self._pages.setCurrentWidget(self.board if shown else self._empty)
        self.pairs = max(1, len(shown))
        self._playbacks.live = self.pairs
        contents = [Content((camera,)) for camera in shown]
        self.tiles.load(card_layout(self.pairs), [*contents, *contents] or [EMPTY])
        for tile in range(2 * self.pairs):
            self._playbacks.changed.emit((self.tiles, tile))
        self._say_legend()

    def end(self) -> None:
        """Lets go of all pictures."""
        self.tiles.load(card_layout(1), [EMPTY])

    def _tick(self) -> None:
        """Boxes lie on the picture of now; what a machine found is in none of the seconds before."""
        if not self.isVisible():
            return
        self.board.tick()
        for tile in self.board.tiles[self.pairs :]:
            if tile.boxes:
                tile.show_boxes(())

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 (Qt's name)
        """Pairs may lie otherwise now."""
        super().resizeEvent(event)
        self._say_legend()

    def _say_legend(self) -> None:
        form = self.tiles.layout.form(self.board.width(), self.board.height())
        live, before = ("Above", "below") if form.rows == 2 else ("Left", "right")
        words = f"{live} now, {before} the {_BEFORE_S} seconds before it, again and again"
        self.legend.setText(words if any(self.tiles.tiles) else "")

    def _lay_out(self) -> None:
        rule = QLabel()
        rule.setFixedHeight(1)
        rule.setStyleSheet(f"background: {self._theme.colors[Tone.LINE]}")
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self.radio)
        words.addWidget(self.legend)
        head = QHBoxLayout()
        head.setContentsMargins(12, 6, 12, 6)
        head.setSpacing(12)
        head.addLayout(words, 1)
        head.addWidget(self.copy, 0, Qt.AlignmentFlag.AlignBottom)  # the corner above is where a drill says so
        self._empty = QWidget()
        middle = QVBoxLayout(self._empty)
        middle.addWidget(self.unseen)
        self._pages.addWidget(self.board)
        self._pages.addWidget(self._empty)
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.setSpacing(0)
        page.addWidget(rule)
        page.addLayout(head)
        page.addWidget(self._pages, 1)


def card_layout(cameras: int) -> Layout:
    """Each camera's tile of now with that of before below it, or beside it where the room is high."""
    rows = Form(cameras, 2, tuple(Cell(n % cameras, n // cameras) for n in range(2 * cameras)))
    columns = Form(2, cameras, tuple(Cell(n // cameras, n % cameras) for n in range(2 * cameras)))
    forms = (columns, rows) if cameras == 1 else (rows, columns)
    return Layout(f"card {cameras}", f"{cameras} cameras, now and before", forms)
