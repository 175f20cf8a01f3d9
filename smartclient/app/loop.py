"""One loop for window and network: Qt's, with asyncio on it."""

import asyncio
import os
import sys
from collections.abc import AsyncGenerator, Callable, Coroutine, Iterator
from contextlib import contextmanager
from typing import Any

import qasync
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from smartclient.runtime import garbage
from smartclient.runtime.tasks import Tasks
from smartclient.ui.theme import Theme, dark, light, night, style_sheet

_AGAIN_S = 1.0
_THEMES: dict[str, Callable[[], Theme]] = {"dark": dark, "light": light, "night": night}


def application() -> QApplication:
    """The one QApplication. Without a screen Qt draws into memory (its `offscreen` platform)."""
    if sys.platform == "linux" and not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    QGuiApplication.setDesktopFileName("smartclient")
    existing = QApplication.instance()
    made = existing if isinstance(existing, QApplication) else QApplication(sys.argv[:1])
    made.setApplicationName("smartclient")
    made.setQuitOnLastWindowClosed(False)
    return made


def themed(name: str) -> Theme:
    """The theme of that name, set on the application; dark for a name nobody knows."""
    theme = _THEMES.get(name, dark)()
    app, sheet = application(), style_sheet(theme)
    if app.styleSheet() != sheet:  # setting it, even the same one, lays every widget out anew
        app.setStyleSheet(sheet)
        app.setFont(theme.font())
    return theme


def run(body: Callable[[], Coroutine[Any, Any, int]]) -> int:
    """Runs `body` on Qt's loop and returns its answer; all its tasks have ended by then."""
    loop = qasync.QEventLoop(application())
    asyncio.set_event_loop(loop)
    with loop, garbage.collected_by(loop), _left_generators_closed_on(loop):
        try:
            status: int = loop.run_until_complete(body())
        finally:
            loop.run_until_complete(_end_the_rest())
    asyncio.set_event_loop(None)
    return status


@contextmanager
def _left_generators_closed_on(loop: asyncio.AbstractEventLoop) -> Iterator[None]:
    """Asynchronous generators that are left in their middle are closed in tasks of their own, as asyncio's own loops do and Qt's
    does not: closed wherever they happen to be collected, they leave scopes open in the task that runs just then.
    """
    before, tasks = sys.get_asyncgen_hooks(), Tasks("left generators")

    def close(left: AsyncGenerator[Any, Any]) -> None:
        loop.call_soon_threadsafe(lambda: tasks.start("close", left.aclose()))

    sys.set_asyncgen_hooks(finalizer=close)
    try:
        yield
    finally:
        sys.set_asyncgen_hooks(*before)


async def _end_the_rest() -> None:
    """Cancels what engines' threads still ask for on the loop, and waits until it has ended."""
    while rest := asyncio.all_tasks() - {asyncio.current_task()}:
        for task in rest:
            task.cancel()
        await asyncio.wait(rest, timeout=_AGAIN_S)
