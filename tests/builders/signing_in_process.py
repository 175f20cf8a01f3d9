"""The program in a process of its own: signs in at its front door as a person would, and stays.

It says when it is live, when an alarm is open, and when its card shows pictures of now and of before.
"""

import asyncio
import sys
from pathlib import Path

from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPushButton, QWidget

from smartclient.app.loop import run
from smartclient.app.sign_in import FrontDoor
from smartclient.runtime.tasks import Tasks
from smartclient.ui.shell.main_window import MainWindow
from smartclient.ui.shell.sign_in import SignInWindow
from smartclient.ui.video.face import Shown
from smartclient.ui.video.tile import Tile
from tests.builders.running import until

LIVE, ALARMS, PICTURES = "live", "alarms", "pictures"


def _shown(kind: type[QWidget]) -> QWidget | None:
    return next((w for w in QApplication.topLevelWidgets() if isinstance(w, kind) and w.isVisible()), None)


async def _waited(kind: type[QWidget]) -> QWidget:
    await until(lambda: _shown(kind) is not None)
    found = _shown(kind)
    assert found is not None
    return found


def _say(words: str) -> None:
    sys.stdout.write(f"{words}\n")
    sys.stdout.flush()


async def _whole(url: str, user: str, password: str, site: Path) -> int:
    tasks = Tasks("front door")
    door = tasks.start("door", FrontDoor([url], str(site), "dark").pass_through())
    window = await _waited(SignInWindow)
    for field in window.findChildren(QLineEdit):
        if (name := field.accessibleName().lower()) in ("user", "password"):
            field.setText(user if name == "user" else password)
    next(b for b in window.findChildren(QPushButton) if b.text() == "Sign in").click()
    main = await _waited(MainWindow)
    await until(lambda: _says(main, "live"))
    _say(LIVE)
    await until(lambda: not _says(main, "No open alarms."))
    _say(ALARMS)
    await until(lambda: _pictured(main) == {True, False})
    _say(PICTURES)
    await asyncio.to_thread(sys.stdin.readline)
    main.close()
    await door
    return 0


def _pictured(window: QWidget) -> set[bool]:
    """Whether the tiles that show a picture show the past: both, once live and recorded video is there."""
    tiles = (tile for tile in window.findChildren(Tile) if tile.player is not None)
    return {tile.player.is_past for tile in tiles if tile.player is not None and tile.face().shown is Shown.PICTURE}


def _says(window: QWidget, words: str) -> bool:
    return any(words in label.text() for label in window.findChildren(QLabel))


if __name__ == "__main__":
    sys.exit(run(lambda: _whole(sys.argv[1], sys.argv[2], sys.stdin.readline().strip(), Path(sys.argv[3]))))
