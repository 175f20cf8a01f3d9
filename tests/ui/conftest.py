"""A watch whose line is live."""

import pytest

from tests.builders.watch import Watch, new_watch


@pytest.fixture
def watch() -> Watch:
    """A live line, three devices, nothing open."""
    return new_watch()
