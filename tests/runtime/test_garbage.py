"""Collection rests while the program starts, and no longer."""

import gc

from smartclient.runtime import garbage


def test_nothing_is_collected_until_released() -> None:
    garbage.hold()
    try:
        assert not gc.isenabled()
    finally:
        garbage.release()
        gc.unfreeze()
    assert gc.isenabled()


def test_a_release_without_a_hold_freezes_nothing() -> None:
    before = gc.get_freeze_count()
    garbage.release()
    assert gc.get_freeze_count() == before
