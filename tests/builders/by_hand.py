"""What a hand does in a window, from within a running loop."""

import asyncio
from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget


async def by_hand(act: Callable[[], object]) -> None:
    """Clicks and types outside of any task: QTest turns the loop, and no task may be entered from within another."""
    loop = asyncio.get_running_loop()
    done: asyncio.Future[None] = loop.create_future()

    def run_it() -> None:
        try:
            act()
        except BaseException as trouble:  # noqa: BLE001 (it is the awaiting test's)
            done.set_exception(trouble)
        else:
            done.set_result(None)

    loop.call_soon(run_it)
    await done


async def press(button: QWidget) -> None:
    """Presses a button."""
    await by_hand(lambda: QTest.mouseClick(button, Qt.MouseButton.LeftButton))
