"""Loading Qt leaves Python's import as it was; asked of a process of its own, since Qt is loaded here."""

import subprocess
import sys

_ASKED = """
import builtins, linecache
plain = builtins.__import__
from smartclient.ui.qt_loading import load_qt
load_qt()
assert builtins.__import__ is plain
from PySide6.QtWidgets import QApplication, QPushButton
from smartclient.ui import theme
assert builtins.__import__ is plain
application = QApplication([])
button = QPushButton("Watch")
assert button.text() == "Watch"
print(theme.__file__ in linecache.cache)
"""


def test_no_source_is_read_and_widgets_work() -> None:
    command = [sys.executable, "-c", _ASKED]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert done.stdout.strip() == "False", done.stderr
