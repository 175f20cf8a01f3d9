"""The menu of a tile: everything that can be done with it, greyed with the reason where it cannot."""

from collections.abc import Callable
from functools import partial

from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QWidget

from smartclient.domain.footage import Quality
from smartclient.geometry.fisheye import Mount
from smartclient.ui.video.face import QUALITY_WORDS
from smartclient.ui.video.tile_verbs import TileVerbs
from smartclient.ui.words import one_line, tooltip

_STREAMS: tuple[tuple[Quality | None, str], ...] = (
    (None, "Stream by size"),
    (Quality.SUB, f"Always the {QUALITY_WORDS[Quality.SUB]}"),
    (Quality.MAIN, f"Always the {QUALITY_WORDS[Quality.MAIN]}"),
)
_DWELLS_S = (5, 10, 20, 30, 60)
_MOUNTS: tuple[tuple[Mount | None, str], ...] = (
    (None, "As it comes"),
    (Mount.CEILING, "From the ceiling"),
    (Mount.WALL, "From a wall"),
)
_MOST_PRESETS = 40


def tile_menu(parent: QWidget, verbs: TileVerbs, details: Callable[[], None]) -> QMenu:
    """The menu, to be shown with `popup`; it deletes itself when it closes."""
    menu = QMenu(parent)
    menu.setToolTipsVisible(True)
    menu.aboutToHide.connect(menu.deleteLater)
    _row(menu, "Back to all tiles\tF" if verbs.is_full else "Full tile\tF", verbs.toggle_full, None)
    missing = verbs.why_no_picture()
    _row(menu, "Close the picture\tDel", verbs.close, missing)
    _row(menu, "Keep the picture\tS", verbs.snapshot, missing)
    menu.addSeparator()
    _add_ptz(menu, verbs)
    _add_dewarp(menu, verbs)
    _add_sequence(menu, verbs)
    menu.addSeparator()
    group = QActionGroup(menu)
    for wanted, text in _STREAMS:
        row = _row(menu, text, partial(verbs.want_quality, wanted), missing)
        _check(row, wanted is verbs.tile.quality, group)
    menu.addSeparator()
    _row(menu, "Details", details, missing)
    return menu


def presets_menu(parent: QWidget, verbs: TileVerbs) -> QMenu:
    """The camera's presets, the first nine with their digits."""
    menu = QMenu("Presets", parent)
    reason = verbs.why_no_ptz()
    presets = verbs.presets()[:_MOST_PRESETS]
    for number, (_, name) in enumerate(presets, start=1):
        digit = f"\t{number}" if number <= 9 else ""
        text = one_line(name).replace("&", "&&") + digit
        _row(menu, text, partial(verbs.go_to_preset, number), reason)
    if not presets:
        _row(menu, "No presets", lambda: None, reason or "The server knows no presets of this camera.")
    return menu


def _add_ptz(menu: QMenu, verbs: TileVerbs) -> None:
    reason = verbs.why_no_ptz()
    row = _row(menu, "Turn the camera\tC", verbs.toggle_ptz, reason)
    row.setCheckable(True)
    row.setChecked(verbs.tile.ptz is not None)
    presets = menu.addMenu(presets_menu(menu, verbs))
    presets.setEnabled(reason is None)
    presets.setToolTip(tooltip(reason or ""))


def _add_dewarp(menu: QMenu, verbs: TileVerbs) -> None:
    reason = verbs.why_no_dewarp()
    mounts = menu.addMenu("Straighten the fisheye\tW")
    mounts.menuAction().setEnabled(reason is None)
    mounts.menuAction().setToolTip(tooltip(reason or ""))
    group = QActionGroup(mounts)
    now = verbs.dewarp.mount if verbs.dewarp is not None else None
    for mount, text in _MOUNTS:
        _check(_row(mounts, text, partial(verbs.set_dewarp, mount), reason), mount is now, group)


def _add_sequence(menu: QMenu, verbs: TileVerbs) -> None:
    if verbs.why_no_sequence() is not None:
        _row(menu, "Let the wall's cameras take turns here", verbs.make_sequence, None)
        return
    turns = menu.addMenu("Sequence")
    _row(turns, "Next camera\tN", verbs.next_in_sequence, None)
    _row(turns, "Camera before", verbs.previous_in_sequence, None)
    _row(turns, "Go on\tShift+N" if verbs.is_paused else "Pause\tShift+N", verbs.pause_sequence, None)
    turns.addSeparator()
    for dwell_s in _DWELLS_S:
        _row(turns, f"{dwell_s} s each", partial(verbs.set_dwell, dwell_s), None)


def _row(menu: QMenu, text: str, run: Callable[[], object], why_not: str | None) -> QAction:
    row = menu.addAction(text)
    row.triggered.connect(lambda _checked=False: run())
    row.setEnabled(why_not is None)
    row.setToolTip(tooltip(why_not or ""))
    return row


def _check(row: QAction, is_checked: bool, group: QActionGroup) -> None:
    row.setCheckable(True)
    row.setChecked(is_checked)
    group.addAction(row)
