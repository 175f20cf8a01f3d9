"""The menu of a tile: full, close, which stream, details."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import QMenu, QWidget

from smartclient.domain.footage import Quality
from smartclient.ui.video.face import QUALITY_WORDS

_STREAMS: tuple[tuple[Quality | None, str], ...] = (
    (None, "Stream by size"),
    (Quality.SUB, f"Always the {QUALITY_WORDS[Quality.SUB]}"),
    (Quality.MAIN, f"Always the {QUALITY_WORDS[Quality.MAIN]}"),
)


@dataclass(frozen=True, slots=True)
class TileVerbs:
    """What the rows of the menu do."""

    toggle_full: Callable[[], None]
    close: Callable[[], None]
    want_quality: Callable[[Quality | None], None]
    details: Callable[[], None]


def tile_menu(parent: QWidget, verbs: TileVerbs, quality: Quality | None, *, is_empty: bool, is_full: bool) -> QMenu:
    """The menu, to be shown with `popup`; it deletes itself when it closes."""
    menu = QMenu(parent)
    menu.aboutToHide.connect(menu.deleteLater)
    menu.addAction("Back to all tiles" if is_full else "Full tile").triggered.connect(lambda: verbs.toggle_full())
    close = menu.addAction("Close the picture")
    close.triggered.connect(lambda: verbs.close())
    menu.addSeparator()
    group = QActionGroup(menu)
    rows = [close]
    for wanted, text in _STREAMS:
        row = menu.addAction(text)
        row.setCheckable(True)
        row.setChecked(wanted is quality)
        row.triggered.connect(lambda _checked=False, wanted=wanted: verbs.want_quality(wanted))
        group.addAction(row)
        rows.append(row)
    menu.addSeparator()
    details = menu.addAction("Details")
    details.triggered.connect(lambda: verbs.details())
    for row in (*rows, details):
        row.setEnabled(not is_empty)
    return menu
