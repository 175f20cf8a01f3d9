"""`smartclient demo --districts 2`: two servers of their own, one window that is live on both, and nothing left when it closes."""

import asyncio
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from smartclient.app.demo_child import DemoChild
from smartclient.app.demo_districts import watch_districts
from smartclient.app.loop import run
from smartclient.ui.shell.connection_label import ConnectionLabel
from smartclient.ui.shell.main_window import MainWindow
from tests.builders.demo_district import write_district
from tests.builders.running import until


def window() -> MainWindow | None:
    return next((w for w in QApplication.topLevelWidgets() if isinstance(w, MainWindow) and w.isVisible()), None)


@pytest.mark.usefixtures("qapp")
def test_both_districts_become_live_in_one_window(tmp_path: Path) -> None:
    sites = [write_district(tmp_path / name) for name in ("one", "two")]
    children = {site: DemoChild("", 1, site=site, is_calm=True) for site in sites}
    for child in children.values():
        child.begin()

    async def whole() -> int:
        watching = asyncio.ensure_future(watch_districts(children, "dark", "dispatcher", []))
        await until(lambda: window() is not None)
        main = window()
        assert main is not None
        label = main.findChildren(ConnectionLabel)[0]
        await until(lambda: label.accessibleName().count("live") == len(sites))
        assert "(demo-one) live" in label.accessibleName()
        assert "(demo-two) live" in label.accessibleName()
        main.close()
        return await watching

    try:
        assert run(whole) == 0
    finally:
        for child in children.values():
            child.stop()
