"""A loop of one's own: what was asked to run later runs when the test says so."""

from collections.abc import Callable


class Later:
    """Keeps calls until told to run them; has the shape a store wants."""

    def __init__(self) -> None:
        self._calls: list[Callable[[], None]] = []

    def __call__(self, _seconds: float, call: Callable[[], None]) -> None:
        """Keeps `call`."""
        self._calls.append(call)

    def run(self) -> None:
        """Runs what was kept, once."""
        calls, self._calls = self._calls, []
        for call in calls:
            call()
