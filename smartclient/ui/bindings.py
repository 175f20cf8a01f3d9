"""Joins plain signals to widgets: an observer is let go when its widget is."""

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QObject

from smartclient.runtime.signal import Signal

T = TypeVar("T")


def bind(owner: QObject, signal: Signal[T], observer: Callable[[T], None]) -> None:
    """Connects `observer` for as long as `owner` lives."""
    disconnect = signal.connect(observer)
    owner.destroyed.connect(lambda: disconnect())
