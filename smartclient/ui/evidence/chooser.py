"""A box that offers a few things by their words and gives back the thing itself, which Qt would turn into a plain text."""

from collections.abc import Mapping
from typing import Generic, TypeVar

from PySide6.QtWidgets import QComboBox

T = TypeVar("T")


class Chooser(QComboBox, Generic[T]):
    """One of `options`, the first one at first."""

    def __init__(self, name: str, options: Mapping[T, str]) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self._options = list(options)
        self.addItems(list(options.values()))

    @property
    def chosen(self) -> T:
        """What is chosen."""
        return self._options[self.currentIndex()]

    def choose(self, option: T) -> None:
        """Chooses one of the options."""
        self.setCurrentIndex(self._options.index(option))
