"""A plan and a server whose every name is markup, a formula, a terminal command, turned around or without end: shown as text."""

import asyncio
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QAbstractItemModel, QModelIndex, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QAbstractButton, QAbstractItemView, QApplication, QLabel, QMenu, QTreeView, QWidget

from smartclient.app.watch import Watch
from smartclient.demo.server import DemoOptions
from smartclient.domain.devices import DeviceKind
from tests.builders.demo_district import write_district
from tests.builders.demo_thread import demo_server
from tests.builders.raised_alarm import raise_alarm
from tests.builders.running import until
from tests.builders.window import on_watch

pytestmark = [
    pytest.mark.usefixtures("qapp"),
    pytest.mark.qt_log_ignore("raise\\(\\)", "grabbing the keyboard", extend=True),
]

MARKUP = "<img src=x><b>"
TURNED = "\u202egpj.exe"
MOST_ROWS, MOST_DEPTH = 50, 5


PANELS = (
    "open", "verify", "acknowledge", "door", "doors", "seers", "what-happened", "search-alarms", "filter-alarms", "alarm-rules",
    "grants", "incident", "incident-files", "marks", "coverage", "law", "lockdown", "response", "rounds", "bookmark", "saved-layouts",
    "edit", "keys", "find", "print", "walk-through",
)  # fmt: skip
"""Everything that shows names, by its action."""


def hostile(folder: Path) -> Path:
    """The tiny campus, its names spoiled."""
    write_district(folder)
    for path in folder.glob("*.geojson"):
        told = json.loads(path.read_text())
        for feature in told["features"]:
            if isinstance(names := feature["properties"].get("name"), dict):
                feature["properties"]["name"] = {tag: spoiled(name) for tag, name in names.items()}
        path.write_text(json.dumps(told))
    return folder


def spoiled(name: str) -> str:
    return f"{MARKUP}{name}</b>{TURNED}\x1b[31m&amp;" + "x" * 150


def obeyed(text: str) -> bool:
    """Whether our markup stands in it unescaped, which Qt takes for its own wherever it may guess."""
    return "<img" in text


def unfit(text: str) -> bool:
    return any(each in text for each in ("\u202e", "\x1b"))


async def found(watch: Watch) -> list[str]:
    """What is wrong after the window had a few turns to draw."""
    for _ in range(10):
        await asyncio.sleep(0)
    return list(wrong(watch))


def wrong(watch: Watch) -> Iterator[str]:
    """Every place of the window where a name is obeyed, or would turn what stands after it around."""
    windows = [each for each in QApplication.topLevelWidgets() if each.isVisible()]
    for widget in [*windows, *(each for window in windows for each in window.findChildren(QWidget))]:
        name = f"{type(widget).__name__} {widget.objectName() or widget.accessibleName()[:60]!r}"
        if isinstance(widget, QLabel):
            is_plain = widget.textFormat() is Qt.TextFormat.PlainText
            if (not is_plain and obeyed(widget.text())) or unfit(widget.text()):
                yield f"text of {name}: {widget.text()[:100]!r}"
        if isinstance(widget, QAbstractButton) and unfit(widget.text()):
            yield f"text of {name}"
        for tip in (widget.toolTip(), widget.statusTip(), widget.whatsThis()):
            if obeyed(tip) or unfit(tip):
                yield f"tip of {name}: {tip[:100]!r}"
        if isinstance(widget, QAbstractItemView) and widget.model() is not None:
            deep = MOST_DEPTH if isinstance(widget, QTreeView) else 0
            yield from (f"{name}: {text}" for text in wrong_rows(widget.model(), QModelIndex(), deep))
        if isinstance(widget, QMenu) and widget.toolTipsVisible():
            yield from (f"tip in a menu: {each.text()}" for each in widget.actions() if obeyed(each.toolTip()))
    yield from (f"action {each.text()[:60]!r}" for each in watch.window.findChildren(QAction) if unfit(each.text()))


def wrong_rows(model: QAbstractItemModel, parent: QModelIndex, deep: int) -> Iterator[str]:
    for row in range(min(model.rowCount(parent), MOST_ROWS)):
        index = model.index(row, 0, parent)
        tip, text = index.data(Qt.ItemDataRole.ToolTipRole), index.data(Qt.ItemDataRole.DisplayRole)
        if isinstance(tip, str) and (obeyed(tip) or unfit(tip)):
            yield f"tip {tip[:100]!r}"
        if isinstance(text, str) and unfit(text):
            yield f"row {text[:100]!r}"
        if deep:
            yield from wrong_rows(model, index, deep - 1)


def texts(watch: Watch) -> str:
    said: list[Any] = [label.text() for label in watch.window.findChildren(QLabel)]
    for view in watch.window.findChildren(QAbstractItemView):
        if (model := view.model()) is not None:
            said += [model.index(row, 0).data() for row in range(min(model.rowCount(), MOST_ROWS))]
    return "\n".join(each for each in said if isinstance(each, str))


def test_no_name_is_obeyed_anywhere_in_the_window(tmp_path: Path) -> None:
    site = hostile(tmp_path / "district")
    with demo_server(DemoOptions(site=site)) as server:

        async def body(watch: Watch) -> None:
            door = next(d for d in watch.store.devices.values() if d.kind is DeviceKind.DOOR)
            camera = next(d for d in watch.store.devices.values() if d.kind is DeviceKind.CAMERA)
            await raise_alarm(server, spoiled("Alarm"), str(door.id))
            await until(watch.store.open_alarms)
            watch.workspace.select(door.id, watch.store.open_alarms()[0].id)
            wrongs = set(await found(watch))
            for panel in PANELS:
                watch.actions.run(panel)
                wrongs.update(await found(watch))
            watch.workspace.select(camera.id)
            assert wrongs | set(await found(watch)) == set()
            assert MARKUP in texts(watch)

        on_watch(server, body, site=site)
