"""A watch dressed in the dark theme."""

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication

from smartclient.ui.theme import style_sheet
from tests.builders.watch import Watch, new_watch


@pytest.fixture
def watch(qapp: QApplication) -> Iterator[Watch]:
    """A live line, three devices, nothing open."""
    watch = new_watch()
    qapp.setStyleSheet(style_sheet(watch.theme))
    yield watch
    qapp.setStyleSheet("")
